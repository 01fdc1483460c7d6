package hidden_test

import (
	"encoding/json"
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// Whatever prints it, a password is shown only where Reveal is called.
func ExampleText() {
	login := struct {
		User     string
		Password hidden.Text
	}{"jo", hidden.Of("t0ken")}
	fmt.Printf("%v %+v\n", login, login.Password)
	encoded, err := json.Marshal(login)
	fmt.Println(string(encoded), err)
	fmt.Println(login.Password.Reveal(), login.Password.Length())
	// Output:
	// {jo •••} •••
	// {"User":"jo","Password":"•••"} <nil>
	// t0ken 5
}

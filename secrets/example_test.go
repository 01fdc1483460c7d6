package secrets_test

import (
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A client asks for an image's registry. The secret that names it answers;
// its password is printed only where somebody reveals it.
func ExampleSet_Find() {
	environ := []string{
		"ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io",
		"ACR_CONTAINER_REGISTRY_USER=acr-user",
		"ACR_CONTAINER_REGISTRY_PASSWORD=t0ken",
	}
	notECR := func(host string) bool { return false }
	set := secrets.FromEnviron(environ, notECR)

	server, _ := secrets.ParseServer("https://MyCompany.azurecr.io/team/app:1")
	secret, ok := set.Find(server)
	fmt.Println(ok, secret.ServerVariable(), secret.Missing())

	password, err := secret.Value(secrets.Password, secrets.ReadFile)
	fmt.Println(password, err)
	fmt.Println(password.Reveal())

	other, _ := secrets.ParseServer("mycompany.azurecr.io.evil.example")
	_, ok = set.Find(other)
	fmt.Println(ok)
	// Output:
	// true ACR_CONTAINER_REGISTRY_SERVER []
	// ••• <nil>
	// t0ken
	// false
}

func ExampleParseServer() {
	for _, text := range []string{"HTTPS://MyCompany.azurecr.io:443/", "index.docker.io", "ghcr.io/org/app:1", "registry.gİtlab.com"} {
		server, ok := secrets.ParseServer(text)
		fmt.Printf("%q %v\n", server.String(), ok)
	}
	// Output:
	// "mycompany.azurecr.io" true
	// "docker.io" true
	// "ghcr.io/org/app" true
	// "" false
}

package clientconfig

import (
	"encoding/json"
	"testing"
)

// Docker reads config.json with encoding/json, which is the judge here.
func TestKeysAreThoseThatDockerReads(t *testing.T) {
	t.Parallel()
	for _, key := range []string{
		"credsStore", "CREDSSTORE", "credsstore", "cred\u017f\u017ftore", "cred\u017fStore", "credsStore\u200b", "creds_store", "cr\u00e9dsStore", "credsSt\u00f6re", "credsStor\u0435",
	} {
		text, err := json.Marshal(map[string]string{key: "desktop"})
		if err != nil {
			t.Fatal(err)
		}
		var docker struct {
			CredentialsStore string `json:"credsStore,omitempty"`
		}
		if err := json.Unmarshal(text, &docker); err != nil {
			t.Fatal(err)
		}
		if got := mustParse(t, string(text)).Store(); got != docker.CredentialsStore {
			t.Errorf("%q: store %q, and Docker's is %q", key, got, docker.CredentialsStore)
		}
	}
}

package doctor

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestPodmanAsksForAll(t *testing.T) {
	t.Parallel()
	const system = "/etc/containers/registries.conf"
	user := filepath.Join("/home/me", ".config", "containers", "registries.conf")
	const asks, asksNot = "credential-helpers = [\"secrets\", \"containers-auth.json\"]\n", "credential-helpers = [\"pass\"]\n"
	for name, test := range map[string]struct {
		files    map[string]string
		variable string
		want     bool
	}{
		"none":             {nil, "", false},
		"the user's":       {map[string]string{user: "unqualified-search-registries = [\"docker.io\"]\n" + asks}, "", true},
		"the system's":     {map[string]string{system: asks}, "", true},
		"the user's wins":  {map[string]string{user: asksNot, system: asks}, "", false},
		"the variable's":   {map[string]string{user: asksNot, "/r.conf": asks}, "/r.conf", true},
		"on lines":         {map[string]string{user: "credential-helpers=[\n  'secrets',\n]"}, "", true},
		"a comment":        {map[string]string{user: "# " + asks}, "", false},
		"behind auth.json": {map[string]string{user: "credential-helpers = [\"containers-auth.json\", \"secrets\"]"}, "", false},
		"another name":     {map[string]string{user: "credential-helpers = [\"secretservice\"]"}, "", false},
	} {
		readFile := func(path string) ([]byte, error) {
			if content, ok := test.files[path]; ok {
				return []byte(content), nil
			}
			return nil, errors.New("no such file")
		}
		getenv := func(name string) string { return map[string]string{"CONTAINERS_REGISTRIES_CONF": test.variable}[name] }
		if got := podmanAsksForAll(getenv, "/home/me", readFile); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

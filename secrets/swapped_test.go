package secrets

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each row is SERVER, USER and PASSWORD of one secret, and the field that holds
// the registry in SERVER's place.
func TestSwappedSecrets(t *testing.T) {
	t.Parallel()
	const serverVariable = "A_CONTAINER_REGISTRY_SERVER"
	for _, test := range []struct{ server, user, password, holder string }{
		// PASSWORD is a registry that everybody knows, or a URL.
		{"My.P4ss-word", "u", "ghcr.io", "PASSWORD"},
		{"my.p4ss-word", "u", "ghcr.io", "PASSWORD"},
		{"hunter2", "u", "GHCR.io", "PASSWORD"},
		{"abc.def", "u", "MyCompany.azurecr.io", "PASSWORD"},
		{"abc.def", "u", "https://registry.mycorp", "PASSWORD"},
		{"abc.def", "", "https://index.docker.io/v1/", "PASSWORD"},
		{"correct.horse.battery", "u", "registry.gitlab.com", "PASSWORD"},
		{"Pa55.word.com", "u", "123456789012.dkr.ecr.us-east-1.amazonaws.com", "PASSWORD"},
		{"secret", "u", "eu-docker.pkg.dev/project", "PASSWORD"},
		{"my_pass_word", "u", "quay.io:443", "PASSWORD"},
		{"P@ss w0rd!", "u", "docker.io", "PASSWORD"},
		{"s3cr3t@corp.com", "u", "docker.io", "PASSWORD"},
		{"pässword", "u", "oci://harbor.example/charts", "PASSWORD"},
		{"Tr0ub4dor:3", "u", "quay.io", "PASSWORD"},
		// PASSWORD looks like a registry, and SERVER doesn't.
		{"hunter2", "u", "registry.example.com", "PASSWORD"},
		{"hunter2", "u", "mycompany.com", "PASSWORD"},
		{"hunter2", "u", "images.corp.example", "PASSWORD"},
		{"hunter2", "u", "registry.lan", "PASSWORD"},
		{"hunter2", "u", "*.dkr.ecr.eu-west-1.amazonaws.com", "PASSWORD"},
		{"hunter2", "*.dkr.ecr.*.amazonaws.com", "pw", "USER"},
		{"hunter2", "u", "registry:5000", "PASSWORD"},
		// The registry is written as nobody should write a SERVER.
		{"hunter2secret", "u", `"registry.acme.com"`, "PASSWORD"},
		{"hunter2secret", "u", `'mycompany.azurecr.io'`, "PASSWORD"},
		{"hunter2secret", "u", "registry.acme.com.", "PASSWORD"},
		{"hunter2secret", "u", "Registry.Acme.com", "PASSWORD"},
		{"hunter2secret", "u", "`ghcr.io`", "PASSWORD"},
		{"hunter2secret", "u", "docker://ghcr.io/x", "PASSWORD"},
		{"hunter2secret", "u", "registry.acme.xyz", "PASSWORD"},
		{"hunter2secret", "u", "registry.acme.online", "PASSWORD"},
		{"hunter2secret", "u", "10.0.0.5", "PASSWORD"},
		{"hunter2secret", `"ghcr.io"`, "me", "USER"},
		{"pass:1234", "u", "ghcr.io", "PASSWORD"},
		{"hunter2", "u", "10.0.0.5:5000", "PASSWORD"},
		{"My.P4ss-word", "u", "localhost:5000", "PASSWORD"},
		{"swordfish", "u", "[2001:db8::1]:5000", "PASSWORD"},
		{"swordfish", "u", "reg.mycorp.de/team", "PASSWORD"},
		// Clients take no single word for a registry, and few have only two labels
		// below an end that nobody knows: passwords that look like hosts are rarer.
		{"nas", "u", "correct.horse.battery.staple", "PASSWORD"},
		{"registry", "u", "correct.horse.battery", "PASSWORD"},
		{"registry", "u", "abc.com", "PASSWORD"},
		{"my_registry", "u", "mail.corp.com", "PASSWORD"},
		{"nas.mycorp", "DOMAIN\\u", "Pass.Word.Com", "PASSWORD"},
		{"nas.mycorp", "svc.registry", "1.2.3.4", "PASSWORD"},
		{"hunter:2024", "u", "localhost", "PASSWORD"},
		// USER holds the registry.
		{"ci-bot", "ghcr.io", "pw", "USER"},
		{"My.P4ss-word", "mycompany.azurecr.io", "ci-bot", "USER"},
		{"robot.acct", "https://registry.example", "pw", "USER"},
		{"ci-bot", "registry.corp.example", "pw", "USER"},
		{"hunter2", "registry:5000", "ci-bot", "USER"},
		{"abc.def", "ghcr.io", "quay.io", "PASSWORD"},

		// Passwords with dots and colons beside servers of all kinds.
		{"*.dkr.ecr.eu-west-1.amazonaws.com", "u", "registry.lan", ""},
		{"nas", "u", "pass*word.de", ""},
		{"nas", "u", "my.pass*w.de", ""},
		{"ghcr.io", "u", "abc.def", ""},
		{"nas", "u", "abc.def", ""},
		{"nas", "u", "x.y", ""},
		{"nas.mycorp", "robot.acct", "x.y", ""},
		{"registry:5000", "u", "abc.com", ""},
		{"registry:5000", "u", "ghcr.io", ""},
		{"my-registry.corp", "u", "abc.com", ""},
		{"my-registry.corp", "ci.bot@corp.example", "x.y", ""},
		{"10.0.0.5:5000", "u", "docker.io", ""},
		{"10.0.0.5", "u", "a.b.com", ""},
		{"localhost", "u", "a.b.com", ""},
		{"localhost:5000", "docker.user", "a.b.com", ""},
		{"[2001:db8::1]:5000", "u", "ghcr.io", ""},
		{"Registry.Example.com", "u", "sub.mycompany.com", ""},
		{"http://nas", "u", "registry.example.com", ""},
		{"oci://nas/charts", "u", "ghcr.io", ""},
		{"quay.io", "ghcr.io", "ghcr.io", ""},
		{"MyCompany.azurecr.io", "u", "registry.example.com", ""},
		{`"quay.io"`, "u", "ghcr.io", ""},
		{"quay.io.", "u", "ghcr.io", ""},
		{"nas.mycorp", "j.doe", "admin:1234", ""},
		{"nas.mycorp", "_json_key", `{"auth_uri": "https://accounts.google.com/o/oauth2/auth"}`, ""},
		{"nas.mycorp", "u", "a.b@c.com", ""},
		{"nas.mycorp", "00000000-0000-0000-0000-000000000000", "eyJhbGciOiJSUzI1NiJ9.eyJhIjoiYiJ9.c2ln", ""},
		{"hunter2", "u", "Pass.Word", ""},
		{"hunter2", "u", "password", ""},
		{"hunter2", "u", "https://registry.example.com/~team", "PASSWORD"},
		{"hunter2", "u", "registry.example.com/" + strings.Repeat("a", 2*maxHostLength-21), "PASSWORD"},
		{"hunter2", "u", "registry.example.com/" + strings.Repeat("a", 2*maxHostLength-20), ""},
		{"hunter2", "u", "pass.com/word here", ""},
		{"hunter2", "u", "pass.com/wörd", ""},
		{"hunter2", "u", "pass.com/{word}", ""},
		{"hunter2", "u", "aB3dE5fG7hI9jK1lM.nO3p", ""}, // a token
		{"hunter2", "u", "", ""},
	} {
		var want []string
		if test.holder != "" {
			want = []string{serverVariable, "A_CONTAINER_REGISTRY_" + test.holder}
		}
		set := FromEnviron(triple("A", test.server, test.user, test.password), noECR)
		secret := set.All()[0]
		if diff := cmp.Diff(want, secret.Misplaced()); diff != "" {
			t.Errorf("%+v: misplaced: -want +got\n%s", test, diff)
		}
		if want == nil {
			continue
		}
		if len(named(set)) > 0 || secret.Server != (Server{}) || strings.Contains(fmt.Sprint(secret.Misplaced()), test.server) {
			t.Errorf("%+v: the server is %q", test, secret.Server)
		}
		if own, ok := ParseServer(test.server); ok {
			if _, isFound := set.Find(own); isFound {
				t.Errorf("%+v answers for its SERVER", test)
			}
			// The rule may be wrong: who asks for SERVER's own hears of it.
			if _, isMeant := set.findMalformed(own); !isMeant {
				t.Errorf("%+v is not found for its SERVER", test)
			}
		}
		registry, _ := readServer(map[string]string{"USER": test.user, "PASSWORD": test.password}[test.holder])
		if found, ok := set.findMalformed(registry); !ok || found.Prefix != "A" {
			t.Errorf("%+v is not found for %s", test, registry)
		}
	}
}

func TestTokensInSERVER(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]bool{
		"glpat-abcdefghij0123456789":                                   true,
		"ghp_abcdefghij":                                               true,
		"github_pat_abcdefghij":                                        true,
		"dckr_pat_abcdefghij":                                          true,
		"nvapi-abcdefghij":                                             true,
		"AKIAIOSFODNN7EXAMPLE":                                         true,
		"hvs.CAESIJ3kq0ZtW5vXb8YdR2mLw7PnE4sTu1Ac6HgF":                 true,
		"s.C1ZcWkRIH6WtLCTVXbo4s8lg":                                   true,
		"npm_q3Zt8WvB5xYd0RmLw7PnE4sTu1Ac6HgFkJ2b":                     true,
		"glpat-6sDxzJ3JmdYZbHd0fGgF4G86MQp1OmI2CA.01.0y1a2b3c4":        true,
		"550e8400-e29b-41d4-a716-446655440000":                         true,
		"HRKU-550e8400-e29b-41d4-a716-446655440000":                    true,
		"q3zt8wvb5xyd0rmlw7pn":                                         true,
		"qZtWvBxYdRmLwPnEsTuA":                                         true,
		"e83c5163316f89bfbde7d9ab23ca2e25604af290":                     true,
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY":                     true,
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefg":                 true,
		"Asia-Registry.Corp.com":                                       false,
		"ASIA-REGISTRY.Corp.com":                                       false,
		"registry":                                                     false,
		"company-registry-of-the-second-floor":                         false,
		"company_registry_of_floor_2":                                  false,
		"k8s-registry-production-01":                                   false,
		"REGISTRY":                                                     false,
		"localhost":                                                    false,
		"localhost/abcdefghij0123456789":                               false,
		"registry:5000":                                                false,
		"npm_registry:5000":                                            false,
		"npm_registry":                                                 false,
		"hvs.corp.example":                                             false,
		"glrt-registry.corp.lan":                                       false,
		"gldt-harbor.corp.lan":                                         false,
		"glpat-registry:5000":                                          false,
		"containerregistry01":                                          false,
		"ContainerRegistry01.Corp.com":                                 false,
		"kubernetes-registry1234567890":                                false,
		"00000000-0000-0000-0000-000000000000":                         false,
		"550e8400-e29b-41d4-a716-446655440000.pub.instances.scw.cloud": false,
		"http://abcdefghij0123456789":                                  false,
		"abcdefghij0123456789.azurecr.io":                              false,
		"abcdefghij0123456789:5000":                                    false,
		strings.Repeat("a", 70) + ".b.c":                               false,
	} {
		set := FromEnviron(triple("A", server, "u", "pw"), noECR)
		secret := set.All()[0]
		var misplaced []string
		if want {
			misplaced = []string{"A_CONTAINER_REGISTRY_SERVER"}
		}
		if diff := cmp.Diff(misplaced, secret.Misplaced()); diff != "" {
			t.Errorf("%s: misplaced: -want +got\n%s", server, diff)
		}
		if asked, ok := ParseServer(server); ok && want {
			_, isFound := set.Find(asked)
			_, isMeant := set.findMalformed(asked)
			if isFound || !isMeant || len(named(set)) > 0 {
				t.Errorf("%s answers, or is not found", server)
			}
		}
	}
}

// Each field of AWS may hold the registry too, and SERVER what belongs there.
func TestSwappedFieldsOfAWS(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjQwMDAwMDAwMDB9.c2ln"
	for _, field := range []Field{SessionToken, WebIdentityToken, Profile, RoleARN, ExternalID} {
		name := "A" + Infix + field.String()
		for _, registry := range []string{"123456789012.dkr.ecr.us-east-1.amazonaws.com", "*.dkr.ecr.*.amazonaws.com"} {
			secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=hunter2", name + "=" + registry}, isECR).All()[0]
			if diff := cmp.Diff([]string{"A_CONTAINER_REGISTRY_SERVER", name}, secret.Misplaced()); diff != "" {
				t.Errorf("%s in %s: misplaced: -want +got\n%s", registry, name, diff)
			}
		}
		for _, server := range []string{"123456789012.dkr.ecr.us-east-1.amazonaws.com", "*.dkr.ecr.*.amazonaws.com"} {
			for _, value := range []string{"prod.eu", "team.registry", "acme.com", token} {
				secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=" + server, name + "=" + value}, isECR).All()[0]
				if secret.Misplaced() != nil {
					t.Errorf("SERVER %s beside %s=%s: misplaced %v", server, name, value, secret.Misplaced())
				}
			}
		}
	}
	secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=" + token, "A_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN=x"}, isECR).All()[0]
	if diff := cmp.Diff([]string{"A_CONTAINER_REGISTRY_SERVER"}, secret.Misplaced()); diff != "" {
		t.Errorf("a token in SERVER: misplaced: -want +got\n%s", diff)
	}
}

// What GitHub and files hold is not taken for a registry in the wrong place.
func TestOnlyWhatIsSetDirectlyProvesASwap(t *testing.T) {
	t.Parallel()
	set := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=abc.def", "A_CONTAINER_REGISTRY_PASSWORD_FILE=registry.example.com", "GITHUB_TOKEN=quay.io"}, noECR)
	if all := named(set); len(all) != 2 {
		t.Errorf("all are %v", all)
	}
}

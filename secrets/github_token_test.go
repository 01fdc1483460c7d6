package secrets

import "testing"

func TestGitHubTokenAnswersForItsOwnGitHub(t *testing.T) {
	t.Parallel()
	for serverURL, want := range map[string]string{
		"":                                  "ghcr.io",
		"https://github.com":                "ghcr.io",
		" HTTPS://GitHub.com/\n":            "ghcr.io",
		"https://github.com:443":            "ghcr.io",
		"https://ghes.corp.example":         "containers.ghes.corp.example",
		"https://GHES.corp.example/":        "containers.ghes.corp.example",
		"https://ghes.corp.example:8443/":   "containers.ghes.corp.example:8443",
		"https://octocorp.ghe.com":          "containers.octocorp.ghe.com",
		"https://ghes":                      "containers.ghes",
		"https://github.com.evil.example":   "containers.github.com.evil.example",
		"github.com":                        "",
		"http://github.com":                 "",
		"ssh://github.com":                  "",
		"https://":                          "",
		"https:///":                         "",
		"https://github.com/org":            "",
		"https://github.com//":              "",
		"https://github.com.":               "",
		"https://github.com?x":              "",
		"https://github.com#x":              "",
		"https://token@github.com":          "",
		`"https://github.com"`:              "",
		"https://g\u0131thub.com":           "",
		"http\u017f://github.com":           "",
		"https://github.com,https://a.test": "",
		"https://192.0.2.7":                 "",
		"https://192.0.2.7:8443":            "",
		"https://[2001:db8::1]":             "",
	} {
		set := FromEnviron([]string{"GITHUB_TOKEN=" + planted, "GITHUB_SERVER_URL=" + serverURL}, noECR)
		asked := map[string]bool{
			"ghcr.io": true, "containers.ghcr.io": true, "github.com": true, "containers.github.com": true, "ghes.corp.example": true,
			"containers.ghes.corp.example": true, "octocorp.ghe.com": true, "192.0.2.7": true, "containers.192.0.2.7": true, want: true,
		}
		for host := range asked {
			server, ok := ParseServer(host)
			if !ok {
				continue
			}
			if _, ok := set.Find(server); ok != (host == want) {
				t.Errorf("GITHUB_SERVER_URL=%q: asked for %s, found: %v", serverURL, host, ok)
			}
		}
		if all := set.All(); len(all) == 1 != (want != "") || len(all) == 1 && all[0].Server.Host != want {
			t.Errorf("GITHUB_SERVER_URL=%q: all are %v, want %q", serverURL, all, want)
		}
	}
}

func TestGitHubVariables(t *testing.T) {
	t.Parallel()
	ghes := []string{"GITHUB_TOKEN=t", "GITHUB_SERVER_URL=https://ghes.corp.example", "GITHUB_ACTOR=a"}
	for name, test := range map[string]struct {
		environ []string
		want    string
	}{
		"another GitHub":   {ghes, "a:t"},
		"no token":         {ghes[1:], ""},
		"Gitea":            {environ(ghes, []string{"GITEA_ACTIONS=true"}), ""},
		"Forgejo":          {environ(ghes, []string{"FORGEJO_ACTIONS=true", "GITHUB_ACTIONS=true"}), ""},
		"no job of Gitea":  {environ(ghes, []string{"GITEA_ACTIONS=", "GITEA_ACTIONS_URL=true"}), "a:t"},
		"a secret of its":  {environ(ghes, triple("A", "containers.ghes.corp.example", "u", "p")), "u:p"},
		"a secret of ghcr": {environ(ghes, triple("A", "ghcr.io", "u", "p")), "a:t"},
		"the first counts": {environ(ghes, []string{"GITHUB_SERVER_URL=https://github.com"}), "a:t"},
		"names are exact":  {[]string{"GITHUB_TOKEN=t", "github_server_url=https://ghes.corp.example"}, ""},
	} {
		got := ""
		if secret, ok := FromEnviron(test.environ, noECR).Find(Server{Host: "containers.ghes.corp.example"}); ok {
			got = value(t, secret, User, noFiles) + ":" + value(t, secret, Password, noFiles)
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

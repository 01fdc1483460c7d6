package secrets

import (
	"slices"
	"testing"
)

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

func TestIgnoresGitHubToken(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ []string
		want    bool
	}{
		{nil, false},
		{[]string{"GITHUB_SERVER_URL=ssh://git@github.com"}, false},
		{[]string{"GITHUB_TOKEN=", "GITHUB_SERVER_URL=ssh://git@github.com"}, false},
		{[]string{"GITHUB_TOKEN=t", "GITHUB_SERVER_URL=ssh://git@github.com"}, true},
		{[]string{"GITHUB_TOKEN=t"}, false},
		{[]string{"GITHUB_TOKEN=t", "GITHUB_SERVER_URL=https://ghes.corp.example"}, false},
		{[]string{"GITHUB_TOKENS=t", "GITHUB_SERVER_URL=ssh://git@github.com"}, false},
	} {
		if got := FromEnviron(test.environ, noECR).IgnoresGitHubToken(); got != test.want {
			t.Errorf("%q: %v", test.environ, got)
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

// TestPrecedenceOfGitHub has several variables of GitHub's for one field:
// GITHUB_USER before GITHUB_ACTOR, the first of one name.
func TestPrecedenceOfGitHub(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ        []string
		user, password string
	}{
		{[]string{"GITHUB_TOKEN=t"}, "x-access-token", "t"},
		{[]string{"GITHUB_TOKEN=t", "GITHUB_TOKEN=second"}, "x-access-token", "t"},
		{[]string{"GITHUB_TOKEN=", "GITHUB_TOKEN=second"}, "x-access-token", "second"},
		{[]string{"GITHUB_ACTOR=a", "GITHUB_USER=u", "GITHUB_TOKEN=t"}, "u", "t"},
		{[]string{"GITHUB_ACTOR=a", "GITHUB_USER= ", "GITHUB_TOKEN=t\r\n"}, "a", "t"},
		{[]string{"GITHUB_USER=u", "GITHUB_USER=second", "GITHUB_TOKEN=t"}, "u", "t"},
	} {
		secret := FromEnviron(test.environ, noECR).All()[0]
		user, userErr := secret.Value(User, nil)
		password, passwordErr := secret.Value(Password, nil)
		if userErr != nil || passwordErr != nil || user.Reveal() != test.user || password.Reveal() != test.password {
			t.Errorf("%q: %q (%v), %q (%v), want %q, %q", test.environ, user.Reveal(), userErr, password.Reveal(), passwordErr, test.user, test.password)
		}
	}
	for _, environ := range [][]string{{"GITHUB_TOKEN="}, {"github_token=t"}, {"GITHUB_USER=u"}, nil} {
		if all := FromEnviron(environ, noECR).All(); len(all) > 0 {
			t.Errorf("%q: a secret of %s", environ, all[0].Server)
		}
	}
}

// TestAnsweringForGitHub has GITHUB_TOKEN answer where no secret does.
func TestAnsweringForGitHub(t *testing.T) {
	t.Parallel()
	for server, want := range map[string][]string{
		"ghcr.io":     {"A"},
		"ghcr.io/org": {"A", ""},
		"a.example":   {"A", ""},
	} {
		var got []string
		set := FromEnviron([]string{"GITHUB_TOKEN=t", "A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=u"}, noECR)
		for _, secret := range set.All() {
			if set.Answers(secret) {
				got = append(got, secret.Prefix)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q answer, want %q", server, got, want)
		}
	}
}

func TestShutsOutGitHubToken(t *testing.T) {
	t.Parallel()
	const p = "A_CONTAINER_REGISTRY_"
	for name, test := range map[string]struct {
		environ []string
		want    bool
	}{
		"a half secret":       {[]string{p + "SERVER=ghcr.io", p + "USER=u", "GITHUB_TOKEN=t"}, true},
		"the other half":      {[]string{p + "SERVER=ghcr.io", p + "PASSWORD=u", "GITHUB_TOKEN=t"}, true},
		"for a part":          {[]string{p + "SERVER=ghcr.io/team", p + "USER=u", "GITHUB_TOKEN=t"}, true},
		"a whole secret":      {[]string{p + "SERVER=ghcr.io", p + "USER=u", p + "PASSWORD=p", "GITHUB_TOKEN=t"}, false},
		"none":                {[]string{p + "SERVER=ghcr.io", "GITHUB_TOKEN=t"}, false},
		"beside a whole one":  {[]string{p + "SERVER=ghcr.io", p + "USER=u", "B" + p + "SERVER=ghcr.io", "B" + p + "USER=u", "B" + p + "PASSWORD=p", "GITHUB_TOKEN=t"}, false},
		"another's":           {[]string{p + "SERVER=a.example", p + "USER=u", "GITHUB_TOKEN=t"}, false},
		"no token":            {[]string{p + "SERVER=ghcr.io", p + "USER=u"}, false},
		"a token for nothing": {[]string{p + "SERVER=ghcr.io", p + "USER=u", "GITHUB_TOKEN=t", "GITHUB_SERVER_URL=-"}, false},
	} {
		set := FromEnviron(test.environ, noECR)
		if got := set.ShutsOutGitHubToken(set.All()[0]); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

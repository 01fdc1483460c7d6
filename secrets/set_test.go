package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		asked   string
		isECR   bool
		want    string // user and password, or empty for none
		missing []string
	}{
		"by host": {
			environ: environ(triple("ACR", "mycompany.azurecr.io", "u", "p"), triple("B", "b.example", "v", "q")),
			asked:   "mycompany.azurecr.io", want: "u:p",
		},
		"any spelling of either side": {
			environ: triple("ACR", "HTTPS://MyCompany.azurecr.io:443/", "u", "p"),
			asked:   "mycompany.AZURECR.io\r\n", want: "u:p",
		},
		"none for another port":  {environ: triple("A", "a.example:5000", "u", "p"), asked: "a.example"},
		"none for a longer host": {environ: triple("A", "azurecr.io", "u", "p"), asked: "x.azurecr.io"},
		"the longest path": {
			environ: environ(triple("A", "ghcr.io", "host", "p"), triple("B", "ghcr.io/org", "org", "p"), triple("C", "ghcr.io/org/app", "app", "p")),
			asked:   "ghcr.io/org/app/sub:1", want: "app:p",
		},
		"the host for a path of nobody": {
			environ: environ(triple("A", "ghcr.io", "host", "p"), triple("B", "ghcr.io/org", "org", "p")),
			asked:   "ghcr.io/organisation", want: "host:p",
		},
		"a complete one before an incomplete one": {
			environ: environ(triple("A", "a.example", "", "p"), triple("B", "a.example", "u", "p")),
			asked:   "a.example", want: "u:p",
		},
		"the longest path though it is incomplete": {
			environ: environ(triple("A", "a.example", "u", "p"), triple("B", "a.example/org", "", "p")),
			asked:   "a.example/org", want: ":p", missing: []string{"B_CONTAINER_REGISTRY_USER"},
		},
		"the first prefix": {
			environ: environ(triple("B", "a.example", "second", "p"), triple("A2", "a.example", "first", "p"), triple("A_", "a.example", "later", "p")),
			asked:   "a.example", want: "first:p",
		},
		"without a credential":                   {environ: triple("A", "a.example", "", ""), asked: "a.example"},
		"half before one without a credential":   {environ: environ(triple("A", "a.example", "", ""), triple("B", "a.example", "u", "")), asked: "a.example", want: "u:", missing: []string{"B_CONTAINER_REGISTRY_PASSWORD"}},
		"the host for a path without credential": {environ: environ(triple("A", "a.example/org", "", ""), triple("B", "a.example", "u", "p")), asked: "a.example/org/app", want: "u:p"},
		"GITHUB_TOKEN beside one without":        {environ: environ(triple("A", "ghcr.io", "", ""), []string{"GITHUB_TOKEN=t"}), asked: "ghcr.io", want: "x-access-token:t"},
		"half beside GITHUB_TOKEN": {
			environ: environ(triple("A", "ghcr.io", "u", ""), []string{"GITHUB_TOKEN=t"}), asked: "ghcr.io", want: "u:",
			missing: []string{"A_CONTAINER_REGISTRY_PASSWORD"},
		},
		"a server alone where that is enough": {
			environ: triple("A", "a.example", "", ""), asked: "a.example", isECR: true, want: ":",
		},
		"who asks before a server alone": {
			environ: environ(triple("A", "a.example", "", ""), triple("B", "a.example", "u", "p")), asked: "a.example", isECR: true, want: "u:p",
		},
		"a server alone before half a secret": {
			environ: environ(triple("A", "a.example", "u", ""), triple("B", "a.example", "", "")), asked: "a.example", isECR: true, want: ":",
		},
		"a user alone is not enough": {
			environ: triple("A", "a.example", "u", ""), asked: "a.example", isECR: true, want: "u:",
			missing: []string{"A_CONTAINER_REGISTRY_PASSWORD"},
		},
		"lower-case names": {
			environ: []string{"acr_container_registry_server=a.example", "Acr_CONTAINER_registry_User=u", "ACR_container_REGISTRY_PASSWORD=p"},
			asked:   "a.example", want: "u:p",
		},
		"an upper-case name wins": {
			environ: []string{"a_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=upper", "a_container_registry_user=lower", "a_CONTAINER_REGISTRY_PASSWORD=p"},
			asked:   "a.example", want: "upper:p",
		},
		"an empty upper-case name is unset": {
			environ: []string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=", "a_container_registry_user=lower", "A_CONTAINER_REGISTRY_PASSWORD=p"},
			asked:   "a.example", want: "lower:p",
		},
		"a prefix of all that it may have": {environ: triple("aZ09_-.x", "a.example", "u", "p"), asked: "a.example", want: "u:p"},
		"a prefix beyond ASCII":            {environ: triple("ı", "a.example", "u", "p"), asked: "a.example"},
		"a prefix that is no UTF-8":        {environ: triple("A\xfe", "a.example", "u", "p"), asked: "a.example"},
		"a prefix of a log's command":      {environ: triple("##vso[task.x]", "a.example", "u", "p"), asked: "a.example"},
		"a prefix with an escape":          {environ: triple("A\x1b[31m", "a.example", "u", "p"), asked: "a.example"},
		"a prefix with a space":            {environ: triple("A B", "a.example", "u", "p"), asked: "a.example"},
		"a prefix of colons":               {environ: triple("::error::", "a.example", "u", "p"), asked: "a.example"},
		"a byte order mark before a name": {
			environ: environ([]string{"\ufeffA_CONTAINER_REGISTRY_SERVER=a.example"}, triple("A", "", "u", "p")), asked: "a.example", want: "u:p",
		},
		"a byte order mark before values":   {environ: triple("A", "\ufeffa.example", "\ufeffu", "\ufeffp"), asked: "a.example", want: "u:p"},
		"a byte order mark before GitHub's": {environ: []string{"\ufeffGITHUB_TOKEN=t"}, asked: "ghcr.io", want: "x-access-token:t"},
		"a password by a name that only Unicode folds": {
			environ: environ(triple("A", "a.example", "u", ""), []string{"A_CONTAINER_REGISTRY_PAſſWORD=p"}), asked: "a.example",
			want: "u:", missing: []string{"A_CONTAINER_REGISTRY_PASSWORD"},
		},
		"a host that Unicode folds into the secret's": {environ: triple("A", "registry.gitlab.com", "u", "p"), asked: "registry.gİtlab.com"},
		"no prefix, no secret": {
			environ: []string{"_CONTAINER_REGISTRY_SERVER=a.example", "CONTAINER_REGISTRY_SERVER=a.example"}, asked: "a.example",
		},
		"a prefix of many words": {environ: triple("X_CONTAINER_REGISTRY", "a.example", "u", "p"), asked: "a.example", want: "u:p"},
		"a value with an equals sign": {
			environ: triple("A", "a.example", "u", "p=="), asked: "a.example", want: "u:p==",
		},
		"blanks around user and server go, those of a password stay": {
			environ: triple("A", " a.example\n", "\tu ", " p \r\n"), asked: "a.example", want: "u: p ",
		},
		"a carriage return of a password goes":     {environ: triple("A", "a.example", "u", "p\r"), asked: "a.example", want: "u:p"},
		"only the last of them goes":               {environ: triple("A", "a.example", "u", "p\r\r"), asked: "a.example", want: "u:p\r"},
		"only the last newline of a password goes": {environ: triple("A", "a.example", "u", "p\n\n"), asked: "a.example", want: "u:p\n"},
		"a password of a newline is unset": {
			environ: triple("A", "a.example", "u", "\n"), asked: "a.example", want: "u:", missing: []string{"A_CONTAINER_REGISTRY_PASSWORD"},
		},
		"Docker Hub by another of its names":              {environ: triple("HUB", "https://index.docker.io/v1/", "u", "p"), asked: "docker.io", want: "u:p"},
		"no Docker Hub for its OAuth tokens":              {environ: triple("HUB", "docker.io", "u", "p"), asked: "https://index.docker.io/v1/refresh-token"},
		"no Docker Hub for its OAuth tokens, capitals":    {environ: triple("HUB", "docker.io", "u", "p"), asked: "https://docker.io/V1/Refresh-Token"},
		"no Docker Hub for its OAuth tokens, encoded":     {environ: triple("HUB", "docker.io", "u", "p"), asked: "https://docker.io/v1/refresh%2Dtoken"},
		"no Docker Hub for its OAuth tokens, by dots":     {environ: triple("HUB", "docker.io", "u", "p"), asked: "https://docker.io/v1/../v1/refresh-token"},
		"no secret of a path that dots may lead out of":   {environ: triple("A", "a.example/team", "u", "p"), asked: "a.example/team/%2e%2e/other"},
		"the whole registry's for a path that dots leave": {environ: triple("A", "a.example", "u", "p"), asked: "a.example/team/%2e%2e/other", want: "u:p"},
		"the first of two entries of one name": {
			environ: environ(triple("A", "a.example", "u", "first"), triple("A", "", "", "second")), asked: "a.example", want: "u:first",
		},
		"GITHUB_TOKEN": {environ: []string{"GITHUB_TOKEN=t"}, asked: "ghcr.io", want: "x-access-token:t"},
		"GITHUB_TOKEN with GITHUB_ACTOR": {
			environ: []string{"GITHUB_TOKEN=t", "GITHUB_ACTOR=actor"}, asked: "ghcr.io/org/app", want: "actor:t",
		},
		"GITHUB_TOKEN with GITHUB_USER": {
			environ: []string{"GITHUB_ACTOR=actor", "GITHUB_USER=user", "GITHUB_TOKEN=t\n"}, asked: "https://ghcr.io", want: "user:t",
		},
		"GITHUB_TOKEN for nobody else": {environ: []string{"GITHUB_TOKEN=t"}, asked: "ghcr.io.evil.example"},
		"an empty GITHUB_TOKEN":        {environ: []string{"GITHUB_TOKEN=", "GITHUB_USER=u"}, asked: "ghcr.io"},
		"a secret before GITHUB_TOKEN": {environ: environ(triple("A", "ghcr.io", "u", "p"), []string{"GITHUB_TOKEN=t"}), asked: "ghcr.io", want: "u:p"},
		"GITHUB_TOKEN beside a secret of one path": {
			environ: environ(triple("A", "ghcr.io/org", "u", "p"), []string{"GITHUB_TOKEN=t"}), asked: "ghcr.io", want: "x-access-token:t",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked, ok := ParseServer(test.asked)
			var secret Secret
			if ok {
				secret, ok = FromEnviron(test.environ, func(host string) bool { return test.isECR }).Find(asked)
			}
			if ok != (test.want != "") {
				t.Fatalf("found: %v", ok)
			}
			if !ok {
				return
			}
			if got := value(t, secret, User, noFiles) + ":" + value(t, secret, Password, noFiles); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if diff := cmp.Diff(test.missing, secret.Missing()); diff != "" {
				t.Errorf("missing: -want +got\n%s", diff)
			}
		})
	}
}

func TestAll(t *testing.T) {
	t.Parallel()
	set := FromEnviron(environ(
		triple("B", "b.example", "u", "p"), triple("A", "a.example", "", ""), triple("C", "not a server", "u", "p"),
		triple("D", "", "u", "p"), []string{"GITHUB_TOKEN=t"},
	), noECR)
	var got []string
	for _, secret := range set.All() {
		got = append(got, secret.ServerVariable()+" "+secret.Server.String())
	}
	want := []string{
		"A_CONTAINER_REGISTRY_SERVER a.example", "B_CONTAINER_REGISTRY_SERVER b.example", "C_CONTAINER_REGISTRY_SERVER ", "D_CONTAINER_REGISTRY_SERVER ",
		"GITHUB_TOKEN ghcr.io",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestFindBare has secrets without a credential: the longest path of those that
// cover the server, and that only where nothing answers.
func TestFindBare(t *testing.T) {
	t.Parallel()
	set := FromEnviron(environ(
		triple("B", "a.example", "", ""), triple("A", "a.example", "", ""), triple("C", "a.example/org", "", ""),
		triple("D", "b.example", "", ""), triple("E", "b.example", "u", "p"),
	), noECR)
	for asked, want := range map[string]string{"a.example": "A", "a.example/org/app": "C", "a.example/other": "A", "b.example": "D", "c.example": "none"} {
		server, _ := ParseServer(asked)
		got := "none"
		if secret, ok := set.FindBare(server); ok {
			got = secret.Prefix
		}
		if got != want {
			t.Errorf("%s: %s, want %s", asked, got, want)
		}
	}
	var bare []string
	for _, secret := range set.All() {
		if set.IsBare(secret) {
			bare = append(bare, secret.Prefix)
		}
	}
	if diff := cmp.Diff([]string{"A", "C"}, bare); diff != "" {
		t.Errorf("bare: -want +got\n%s", diff)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	set := FromEnviron(environ(
		triple("A", "a.example", "", "p"), triple("B", "a.example", "u", "p"), triple("C", "a.example", "u", "p"),
		triple("D", "a.example/org", "u", "p"), triple("E", "alone.example", "", ""), triple("F", "alone.example", "u", ""),
		[]string{"GITHUB_TOKEN=t"}, triple("G", "ghcr.io/org", "u", "p"), triple("H", "not a server", "u", "p"), triple("I", "", "u", "p"),
	), func(host string) bool { return host == "alone.example" })
	var got []string
	for _, secret := range set.All() {
		if set.Answers(secret) {
			got = append(got, secret.ServerVariable())
		}
	}
	want := []string{
		"B_CONTAINER_REGISTRY_SERVER", "D_CONTAINER_REGISTRY_SERVER", "E_CONTAINER_REGISTRY_SERVER", "G_CONTAINER_REGISTRY_SERVER", "GITHUB_TOKEN",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

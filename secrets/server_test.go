package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseServer(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Server{
		"ghcr.io":                          {Host: "ghcr.io"},
		" MyCompany.AzureCR.io\r\n":        {Host: "mycompany.azurecr.io"},
		"https://ghcr.io":                  {Host: "ghcr.io"},
		"HTTP://ghcr.io/":                  {Host: "ghcr.io"},
		"ghcr.io:443":                      {Host: "ghcr.io"},
		"https://ghcr.io:443/":             {Host: "ghcr.io"},
		"registry.example:5000":            {Host: "registry.example:5000"},
		"http://registry.example:80":       {Host: "registry.example:80"},
		"localhost":                        {Host: "localhost"},
		"localhost:5000":                   {Host: "localhost:5000"},
		"registry":                         {Host: "registry"},
		"192.0.2.7:5000":                   {Host: "192.0.2.7:5000"},
		"[2001:DB8::1]:5000":               {Host: "[2001:db8::1]:5000"},
		"[::1]":                            {Host: "[::1]"},
		"[::1]:443":                        {Host: "[::1]"},
		"https://gcr.io/v1/":               {Host: "gcr.io"},
		"https://gcr.io/v2/":               {Host: "gcr.io"},
		"gcr.io/v2":                        {Host: "gcr.io", Path: "v2"},
		"ghcr.io/org/app":                  {Host: "ghcr.io", Path: "org/app"},
		"https://ghcr.io/org//app/":        {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app:1.2":              {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app@sha256:0123":      {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app:1.2@sha256:0123":  {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app?service=x#y":      {Host: "ghcr.io", Path: "org/app"},
		"localhost:5000/org/app:latest":    {Host: "localhost:5000", Path: "org/app"},
		"docker.io":                        {Host: "docker.io"},
		"index.docker.io":                  {Host: "docker.io"},
		"registry-1.docker.io":             {Host: "docker.io"},
		"registry-1.docker.io:443":         {Host: "docker.io"},
		"https://registry-1.docker.io":     {Host: "docker.io"},
		"https://index.docker.io/v1/":      {Host: "docker.io"},
		"https://index.docker.io/v1":       {Host: "docker.io"},
		"https://index.docker.io":          {Host: "docker.io"},
		"https://index.docker.io:443/v1/":  {Host: "docker.io"},
		"https://docker.io":                {Host: "docker.io"},
		"index.docker.io/v1/":              {Host: "docker.io"},
		"index.docker.io/library/x":        {Host: "docker.io", Path: "library/x"},
		"docker.io/library/x:1":            {Host: "docker.io", Path: "library/x"},
		"dhi.io":                           {Host: "dhi.io"},
		"https://docker.io.evil.example/":  {Host: "docker.io.evil.example"},
		"registry.example:5000/../../etc/": {Host: "registry.example:5000", Path: "../../etc"},
	} {
		got, ok := ParseServer(text)
		if !ok {
			t.Errorf("ParseServer(%q): no server", text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseServer(%q): -want +got\n%s", text, diff)
		}
	}
}

func TestParseServerRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "/", "https://", "https:///v2/", "ftp://ghcr.io", "docker://ghcr.io", "://ghcr.io",
		"ghcr .io", `"ghcr.io"`, "'ghcr.io'", "<ECR_URL>", "ghcr.io:", "ghcr.io:latest", "ghcr.io:0", "ghcr.io:70000",
		"ghcr.io:0443", "ghcr.io:+443", "-ghcr.io", "ghcr-.io", "ghcr..io", ".ghcr.io", "ghcr.io.", "*.azurecr.io",
		"user@ghcr.io", "https://user:password@ghcr.io/", "ghcr.io\\x", "ghcr.io\x00", "gh\xffcr.io", "gıthub.example",
		"::1", "[::1", "[::1]x", "[::1]:x", "[fe80::1%eth0]", "[ghcr.io]", "[]",
		// What docker login and logout keep Docker Hub's OAuth tokens under.
		"https://index.docker.io/v1/access-token", "https://index.docker.io/v1/refresh-token",
		"HTTPS://INDEX.DOCKER.IO:443/v1/refresh-token", "https://index.docker.io/v2/", "https://index.docker.io/v1/#refresh-token",
		"https://index.docker.io/v1/?x", "https://index.docker.io/:refresh-token", "https://index.docker.io/v1/ refresh-token", "https://index.docker.io/library/x",
		"https://not.a.real.registry:port/url",
	} {
		if got, ok := ParseServer(text); ok {
			t.Errorf("ParseServer(%q) = %+v, want none", text, got)
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		secret, asked string
		want          bool
	}{
		{"ghcr.io", "ghcr.io", true},
		{"ghcr.io", "https://ghcr.io/v2/", true},
		{"ghcr.io", "ghcr.io/org/app:1", true},
		{"ghcr.io/org", "ghcr.io/org", true},
		{"ghcr.io/org", "ghcr.io/org/app", true},
		{"ghcr.io/org", "ghcr.io/organisation", false},
		{"ghcr.io/org", "ghcr.io", false},
		{"ghcr.io/org/app", "ghcr.io/org", false},
		{"registry.example", "registry.example:5000", false},
		{"registry.example:5000", "registry.example", false},
		{"registry.example:443", "registry.example", true},
		{"azurecr.io", "mycompany.azurecr.io", false},
		{"mycompany.azurecr.io", "mycompany.azurecr.io.evil.example", false},
		{"docker.io", "https://index.docker.io/v1/", true},
		{"https://index.docker.io/v1/", "registry-1.docker.io:443", true},
		{"docker.io", "dhi.io", false},
	} {
		secret, _ := ParseServer(test.secret)
		asked, _ := ParseServer(test.asked)
		if got := secret.Covers(asked); got != test.want {
			t.Errorf("secret of %s covers %s: %v, want %v", test.secret, test.asked, got, test.want)
		}
	}
}

// Invariant: what ParseServer returns is in its one form, and so comes back
// unchanged when it is read again.
func FuzzParseServer(f *testing.F) {
	for _, seed := range []string{
		"ghcr.io", "https://index.docker.io/v1/", "h:443/a//b/:1/", "[::1]:5000/x@y", "HTTP://H/v2", "docker.io/v1/x", "h/a  #b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		server, ok := ParseServer(text)
		if !ok {
			return
		}
		again, ok := ParseServer(server.String())
		if !ok || again != server {
			t.Errorf("ParseServer(%q) = %+v, and of its text %q = %+v, %v", text, server, server, again, ok)
		}
		if !server.Covers(server) {
			t.Errorf("%+v does not cover itself", server)
		}
	})
}

package secrets

import (
	"testing"
)

func TestFindMalformed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		server, asked string
		want          bool
	}{
		{`"mycompany.azurecr.io"`, "mycompany.azurecr.io", true},
		{"'https://index.docker.io/v1/'", "registry-1.docker.io", true},
		{`"registry-1.docker.io"`, "docker.io", true},
		{"ftp://GHCR.io/", "ghcr.io", true},
		{"docker://ghcr.io/org", "ghcr.io/org/app", true},
		{"ghcr.io.", "ghcr.io", true},
		{"ghcr.io/team%2Fapp", "ghcr.io/other", true}, // else it would answer for all of ghcr.io
		{"ghcr.io/team/../app", "ghcr.io", true},
		{"ghcr.io/./app", "quay.io", false},
		{"https://registry.example.:5000/", "registry.example:5000", true},
		{"\u00a0ghcr.io\u200b", "ghcr.io", true},
		{"registry.gİtlab.com", "registry.gitlab.com", false},
		{"ghcr.io..", "ghcr.io", false},
		{"https://user:password@ghcr.io", "ghcr.io", true},
		{"https//ghcr.io", "ghcr.io", false}, // a path of the host https
		{"ghcr .io", "ghcr.io", false},
		{"ghcr.io   # packages", "ghcr.io", true},
		{"ghcr.io,", "ghcr.io", true},
		{"ghcr.io;", "ghcr.io", true},
		{"ghcr.io quay.io", "quay.io", true},
		{"ghcr.io,quay.io", "ghcr.io", true},
		{"ghcr.io, quay.io", "docker.io", false},
		{"//ghcr.io", "ghcr.io", true},
		{"ghcr.io|quay.io", "quay.io", true},
		{"(ghcr.io)", "ghcr.io", true},
		{"{ghcr.io}", "ghcr.io", true},
		{`["ghcr.io","quay.io"]`, "quay.io", true},
		{"registry=ghcr.io", "ghcr.io", true},
		{`ghcr.io\org`, "ghcr.io", true},
		{"ghcr.io?x", "ghcr.io", true},
		{"https:ghcr.io", "ghcr.io", true},
		{"https:/ghcr.io/org", "ghcr.io/org/app", true},
		{"ghcr.io:", "ghcr.io", true},
		{"ghcr.io:latest", "ghcr.io", true},
		{"ghcr.io:latest", "quay.io", false},
		{"[::1%eth0]:5000 [::1]:5000", "[::1]:5000", true},
		{"//ghcr.io/org", "ghcr.io/org/app", true},
		{"docker://harbor.example/docker.io/library", "docker.io", false},
		{"https://bot:token@harbor.example/ghcr.io", "ghcr.io", false},
		{"https://ghcr.io@evil.example/", "ghcr.io", false},
		{`"registry.example:5000"`, "registry.example", false},
		{`"eu.gcr.io"`, "gcr.io", false},
		{`"gcr.io.example"`, "gcr.io", false},
		{`"ghcr.io/team~"`, "ghcr.io/team", false}, // RFC 3986, 2.3: a path may end in a tilde
		{"glpat-abcdefghij0123456789", "ghcr.io", false},
		{"ghcr.io", "ghcr.io", false}, // is not malformed
	} {
		asked, _ := ParseServer(test.asked)
		secret, ok := FromEnviron(triple("A", test.server, "u", "p"), noECR).findMalformed(asked)
		if ok != test.want || ok && secret.ServerVariable() != "A_CONTAINER_REGISTRY_SERVER" {
			t.Errorf("SERVER %s, asked for %s: %v (%s), want %v", test.server, test.asked, ok, secret.ServerVariable(), test.want)
		}
	}
}

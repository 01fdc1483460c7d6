package secrets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// TestRandomTexts has texts of 16 characters, and of fewer, that change four
// times between letters and digits or to a capital, and less often.
func TestRandomTexts(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]bool{
		"abcd1efgh2ijklmn": true, "abcd1efgh2ijklm": false, "abcdefgh1ijklmn2": false,
		"ABCD1EFGH2IJKLMN": true, "ABCDEFGH1IJKLMN2": false, "1abcdefgh2ijklm3": true,
		"abcd1efgh2ijklmn.k8s": false, // a host's name in small letters
		"1ABCDEFGH2IJKLM3":     true, "abCdeFghIjkLmnop": true, "abCdeFghIjklmnop": false,
	} {
		if got := FromEnviron(triple("A", server, "u", "pw"), noECR).All()[0].Misplaced() != nil; got != want {
			t.Errorf("%s: %v, want %v", server, got, want)
		}
	}
}

// Invariants: whatever the three variables hold, a secret either answers for
// the host that its SERVER names, or tells nothing of SERVER; and the same
// values in their right places are no swap.
func FuzzMisplaced(f *testing.F) {
	f.Add("My.P4ss-word", "u", "ghcr.io")
	f.Add("glpat-abcdefghij0123456789", "quay.io", "u")
	f.Add("registry:5000", "robot.acct", "x.y")
	f.Add("0", "registry.example.com/.", "0")
	f.Fuzz(func(t *testing.T, server, user, password string) {
		set := FromEnviron(triple("A", server, user, password), noECR)
		for _, secret := range set.All() {
			if holder, registry, ok := secret.registryElsewhere(); ok {
				holder := holder.value.Reveal()
				host, path, isSpecified := specified(holder)
				if !isSpecified { // in quotes and the like, and nowhere else
					if !strings.Contains(ascii.Lower(holder), strings.TrimSuffix(registry.Host, ".io")) {
						t.Errorf("%q is read as the registry %s", holder, registry)
					}
					continue
				}
				if host != registry.Host {
					t.Errorf("%q is read as the registry %s", holder, registry)
				}
				rightly := FromEnviron(triple("A", holder, "u", "p"), noECR)
				if found, ok := rightly.Find(registry); ok == specLeadsAnywhere.MatchString(path) || ok && found.Misplaced() != nil {
					t.Errorf("in its right place %q is a registry: %v", holder, ok)
				}
			}
		}
		for _, secret := range named(set) {
			if host, _, ok := specified(server); !ok || secret.Server.Host != host {
				t.Errorf("SERVER %q is %s", server, secret.Server)
			}
		}
	})
}

// TestSwappedURL has the URL of a registry's API in PASSWORD: whoever asks for an
// image there hears of it.
func TestSwappedURL(t *testing.T) {
	t.Parallel()
	set := FromEnviron(triple("A", "hunter2secret", "u", "https://harbor.example/v2/"), noECR)
	if _, ok := set.findMalformed(Server{Host: "harbor.example", Path: "team/app"}); !ok {
		t.Error("it is not found for an image")
	}
}

// TestTokensByTheirBeginning has what forges, registries and clouds begin tokens
// with, GitHub, GitLab, Docker, DigitalOcean, NVIDIA, Atlassian, JFrog and AWS,
// and base64 of JSON.
func TestTokensByTheirBeginning(t *testing.T) {
	t.Parallel()
	for _, beginning := range strings.Fields(`ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glcbt- glrt- gloas- glsoat- dckr_pat_ dckr_oat_
		dop_v1_ nvapi- ATATT cmVmd AKCp AKIA ASIA eyJ`) {
		secret := FromEnviron(triple("A", beginning+"abcdef", "u", "pw"), noECR).All()[0]
		if diff := cmp.Diff([]string{"A_CONTAINER_REGISTRY_SERVER"}, secret.Misplaced()); diff != "" {
			t.Errorf("%s...: misplaced: -want +got\n%s", beginning, diff)
		}
	}
}

package doctor

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestShortenedLengths(t *testing.T) {
	t.Parallel()
	const own, ecrHost = "a.example", "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	for name, test := range map[string]struct{ server, user, password, wantUser, wantPassword string }{
		"a PIN":                        {own, "u", "1234", "under 12", "under 12"},
		"eleven and twelve":            {own, strings.Repeat("ü", 11), strings.Repeat("ü", 12), "under 12", "12 or more"},
		"AWS keys":                     {ecrHost, "AKIAIOSFODNN7EXAMPLE", strings.Repeat("k", 40), "20", "40"},
		"AWS keys, cut":                {ecrHost, "AKIAIOSFODNN7EXAMPL", strings.Repeat("k", 39), "12 or more", "12 or more"},
		"forty characters, elsewhere":  {own, "u", strings.Repeat("k", 40), "under 12", "12 or more"},
		"a token of GitHub":            {own, "u", "ghp_" + strings.Repeat("k", 36), "under 12", "40"},
		"a token of GitHub, not whole": {own, "u", "ghp_" + strings.Repeat("k", 35), "under 12", "12 or more"},
		"empty":                        {own, "u", "", "under 12", "0"},
	} {
		const p = "A_CONTAINER_REGISTRY_"
		secret := helper.ReadSecrets([]string{p + "SERVER=" + test.server, p + "USER=" + test.user,
			p + "PASSWORD=" + test.password}).All()[0]
		told := world{shorten: newShortener("")}.describeVariables(secret)
		if diff := cmp.Diff([]string{test.wantUser, test.wantPassword}, []string{told[1].Length, told[2].Length}); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestReportsForEverybody has a world in which every text says who its user is.
func TestReportsForEverybody(t *testing.T) {
	t.Parallel()
	const account, ecrHost = "123456789012", "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	environ := []string{
		"A_CONTAINER_REGISTRY_SERVER=" + ecrHost, "A_CONTAINER_REGISTRY_USER=AKIAIOSFODNN7EXAMPLE",
		"A_CONTAINER_REGISTRY_PASSWORD=" + strings.Repeat("k", 40), "A" + account + "_CONTAINER_REGISTRY_SERVER=" + ecrHost,
		"A" + account + "_CONTAINER_REGISTRY_USER=u",
	}
	for _, full := range []bool{false, true} {
		d := newDoctor(environ)
		d.Home, d.Full, d.Executable = t.TempDir(), full, "/opt/program"
		report := examined(t, d)
		asJSON, err := json.Marshal(report)
		must(t, err)
		homeAsJSON, err := json.Marshal(d.Home)
		must(t, err)
		var text strings.Builder
		_, err = d.Show(t.Context(), nil, &text, Style{})
		must(t, err)
		for written, home := range map[string]string{string(asJSON): strings.Trim(string(homeAsJSON), `"`), text.String(): d.Home} {
			if strings.Contains(written, account) != full || strings.Contains(written, home) != full {
				t.Errorf("full is %v:\n%s", full, written)
			}
		}
		if strings.Contains(text.String(), whatIsShown) == full {
			t.Errorf("full is %v:\n%s", full, text.String())
		}
	}
}

// TestDebugIsNotMixedIn has get explain its decisions.
func TestDebugIsNotMixedIn(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{
		"DOCKER_CREDENTIAL_SECRETS_DEBUG=1", "A_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"A_CONTAINER_REGISTRY_USER=AKIAIOSFODNN7EXAMPLE", "A_CONTAINER_REGISTRY_PASSWORD=" + strings.Repeat("k", 40),
	})
	var notes strings.Builder
	d.Helper.Stderr = &notes
	examined(t, d)
	if notes.String() != "" {
		t.Errorf("%s", notes.String())
	}
}

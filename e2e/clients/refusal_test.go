//go:build linux

package clients

import (
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
)

func refusalBehaviours() []behaviour {
	return []behaviour{
		{name: "no-secret", private: true, run: pullWithoutSecret},
		{name: "wrong-password", private: true, run: pullWithWrongPassword},
		{name: "wrong-key-ecr", run: pullWithWrongKey},
		{name: "half-a-secret", private: true, run: pullWithHalfSecret},
	}
}

// registryRefusal matches what clients show of status 401.
var registryRefusal = regexp.MustCompile(`(?i)unauthorized|authentication required|no basic auth credentials|basic credential not found|401`)

// pullWithoutSecret is the pull of a private image before any secret is set: the registry refuses, the helper is quiet.
func pullWithoutSecret(t *testing.T, s *stage, c imageClient) {
	secrets := s.rightSecrets()
	delete(secrets, privatePrefix)
	output := c.mustNotPull(t, s.newHome(t, homeConfig{secrets: secrets}), privateServer)
	checkNoHelperLine(t, output)
	checkRefusal(t, output)
}

// pullWithWrongPassword is the pull with a password that only the registry can tell to be wrong.
func pullWithWrongPassword(t *testing.T, s *stage, c imageClient) {
	secrets := s.rightSecrets()
	wrong := registrySecret{privateServer, s.private.user, rand.Text()}
	s.planted.Add(wrong.password)
	secrets[privatePrefix] = wrong
	output := c.mustNotPull(t, s.newHome(t, homeConfig{secrets: secrets}), privateServer)
	checkNoHelperLine(t, output)
	checkRefusal(t, output)
}

// pullWithWrongKey is the pull with a secret access key that AWS refuses: the user sees which variable is wrong, and a
// client that asks twice makes one call.
func pullWithWrongKey(t *testing.T, s *stage, c imageClient) {
	secrets := s.rightSecrets()
	wrong := s.newWrongKey()
	secrets[ecrPrefix] = wrong
	output := c.mustNotPull(t, s.newHome(t, homeConfig{secrets: secrets, ownCache: true}), ecrServer)
	c.checkHelperLine(t, output, ecrServer, "ECR_CONTAINER_REGISTRY_PASSWORD")
	s.checkCallsOf(t, wrong, 1)
}

// pullWithHalfSecret is the pull with a secret of which one variable is empty, as CI systems pass a missing secret.
func pullWithHalfSecret(t *testing.T, s *stage, c imageClient) {
	secrets := s.rightSecrets()
	secrets[privatePrefix] = registrySecret{privateServer, s.private.user, ""}
	output := c.mustNotPull(t, s.newHome(t, homeConfig{secrets: secrets}), privateServer)
	c.checkHelperLine(t, output, privateServer, "WORK_CONTAINER_REGISTRY_PASSWORD")
}

// mustNotPull tries to pull a registry's image and returns what the user sees.
func (c imageClient) mustNotPull(t *testing.T, h *clientHome, server string) (output string) {
	t.Helper()
	return h.refuse(t, c.pull(server+"/"+appImage, h.path("work/refused"))...)
}

const helperName = "docker-credential-secrets: "

// checkHelperLine fails unless the output shows the helper's line with each of the words. A client that shows the
// helper's answer too shows the line a second time, without the helper's name; one that doesn't (Docker's up to 28,
// regctl) goes on, and the registry refuses it.
func (c imageClient) checkHelperLine(t *testing.T, output string, words ...string) {
	t.Helper()
	line, found := helperLine(output)
	if !found {
		t.Fatalf("no line of the helper in the output:\n%s", output)
	}
	for _, word := range words {
		if !strings.Contains(line, word) {
			t.Errorf("the helper's line %q does not name %s", line, word)
		}
	}
	if strings.Count(output, line) > strings.Count(output, helperName+line) {
		return
	}
	if c.showsAnswer {
		t.Errorf("the client does not show the helper's answer %q:\n%s", line, output)
	}
	checkRefusal(t, output)
}

// helperLine returns the first line that the helper wrote to standard error, without its name.
func helperLine(output string) (line string, found bool) {
	for line := range strings.Lines(output) {
		if line, found := strings.CutPrefix(line, helperName); found {
			return strings.TrimSpace(line), true
		}
	}
	return "", false
}

func checkNoHelperLine(t *testing.T, output string) {
	t.Helper()
	if strings.Contains(output, "docker-credential-secrets") {
		t.Errorf("the helper shows in the output:\n%s", output)
	}
}

func checkRefusal(t *testing.T, output string) {
	t.Helper()
	if !registryRefusal.MatchString(output) {
		t.Errorf("the registry's refusal does not show:\n%s", output)
	}
}

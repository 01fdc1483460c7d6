//go:build linux

package clients

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

func loginBehaviours() []behaviour {
	canLogin := func(c imageClient) bool { return c.login != nil }
	return []behaviour{
		{name: "login-private", private: true, applies: canLogin, run: loginPrivate},
		{name: "login-ecr", applies: canLogin, run: loginECR},
		{name: "login-refresh-token", run: loginRefreshToken, applies: func(c imageClient) bool {
			return canLogin(c) && slices.Contains(c.hubServers, hubServer) // as the home has it configured
		}},
		{name: "login-without-password", run: loginWithoutPassword, applies: func(c imageClient) bool { return c.relogin != nil }},
		{name: "login-other-user", private: true, applies: canLogin, run: loginOtherUser},
	}
}

// loginPrivate logs in with what the helper answers anyway, out, and in again. Whatever comes of it, pulls go on.
func loginPrivate(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	for range 2 {
		h.succeedWith(t, s.private.password, c.login(privateServer, s.private.user)...)
		c.mustPull(t, h, privateServer+"/"+appImage)
		h.succeed(t, c.logout(privateServer)...)
		c.mustPull(t, h, privateServer+"/"+appImage)
	}
	if n := len(h.asked(t, "store")); n != 2 {
		t.Errorf("the helper was asked to store %d times, want 2", n)
	}
	if !h.askedFor(t, "erase", privateServer) {
		t.Errorf("the helper was asked to erase %q, want %q", h.asked(t, "erase"), privateServer)
	}
	checkNothingKept(t, h)
}

// loginRefreshToken logs in where a token service gives docker a token to store in the place of the password.
func loginRefreshToken(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	h.succeedWith(t, s.hub.password, c.login(hubRegistry, s.hub.user)...)
	checkNothingKept(t, h)
}

// loginECR pipes a token into the login as scripts do. Logout drops the cached token, so the pull after it makes one
// more call, and only that.
func loginECR(t *testing.T, s *stage, c imageClient) {
	h, identity := s.newECRHome(t)
	h.succeedWith(t, h.token(t), c.login(ecrServer, "AWS")...)
	c.mustPull(t, h, ecrServer+"/"+appImage)
	s.checkCallsOf(t, identity, 1)
	h.succeed(t, c.logout(ecrServer)...)
	c.mustPull(t, h, ecrServer+"/"+appImage)
	s.checkCallsOf(t, identity, 2)
	checkNothingKept(t, h)
}

// loginWithoutPassword logs in with what the helper answers. Docker then wants that stored again; podman doesn't.
func loginWithoutPassword(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	h.succeed(t, c.relogin(ecrServer)...)
	if !h.askedFor(t, "get", ecrServer) {
		t.Errorf("the helper was asked for %q, want %q", h.asked(t, "get"), ecrServer)
	}
	c.mustPull(t, h, ecrServer+"/"+appImage)
	checkNothingKept(t, h)
}

// loginOtherUser logs in as somebody whom the registry accepts but the environment doesn't hold. That can't be stored,
// so the login fails, with the variables to set.
func loginOtherUser(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	output := h.refuseWith(t, s.other.password, c.login(privateServer, s.other.user)...)
	c.checkLoginLine(t, output)
	c.mustPull(t, h, privateServer+"/"+appImage)
	checkNothingKept(t, h)
}

func (c imageClient) checkLoginLine(t *testing.T, output string) {
	t.Helper()
	for _, word := range []string{"nothing stored", "WORK_CONTAINER_REGISTRY_USER", "WORK_CONTAINER_REGISTRY_PASSWORD"} {
		if !strings.Contains(output, word) {
			t.Errorf("the output does not hold %q:\n%s", word, output)
		}
	}
}

// token returns the password that the helper answers for ECR. Unlike other output it is meant to be a secret.
func (h *clientHome) token(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), h.stage.helper, "get")
	cmd.Env = h.environ
	cmd.Stdin = strings.NewReader(ecrServer)
	output, err := cmd.Output()
	testenv.Must(t, err)
	var answer struct{ Secret string }
	testenv.Must(t, json.Unmarshal(output, &answer))
	return answer.Secret
}

// checkNothingKept fails if a client wrote credentials into its configuration, in whatever encoding.
func checkNothingKept(t *testing.T, h *clientHome) {
	t.Helper()
	for _, name := range []string{dockerConfig, podmanAuth} {
		content, err := os.ReadFile(h.path(name))
		testenv.Must(t, err)
		var config struct {
			Auths map[string]map[string]any
		}
		testenv.Must(t, json.Unmarshal(content, &config))
		for server, entry := range config.Auths {
			if len(entry) > 0 {
				t.Errorf("%s keeps credentials for %s", name, server)
			}
		}
	}
}

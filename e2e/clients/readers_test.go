//go:build linux

package clients

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// reader is a client that reads one thing from a registry. Its commands are for sh -e, in a home's environment with more
// variables: IMAGE, what to read; LAYER and DIFFID, the digests of that image's one layer.
type reader struct {
	name     string
	programs []string
	version  string                    // fails if the client is missing
	nightly  bool                      // it takes minutes to build, so only .github/workflows/nightly.yml has it for sure
	engine   bool                      // it needs Docker's engine
	content  func(*testing.T) artifact // what IMAGE is; nil is the image that every registry holds
	read     string
	proof    string // it fails unless IMAGE was read

	hub      bool   // it reads from Docker Hub, the others from the private registry
	asks     string // the server that it asks for, if not as IMAGE names it
	times    int    // how often it asks for that; 0 is once
	asksPath bool   // under credsStore it asks for the path of IMAGE
	asksAll  bool   // it asks for every other registry too
	asksList bool   // under credsStore it asks only for what the helper lists
	refused  string // a pattern of what it says without a secret and with a wrong one; empty is registryRefusal
	half     string // a pattern of what it says about half a secret; empty is halfSecret
}

// Patterns of what is said about half a secret: by the helper; by a client that hands on the helper's answer, in the
// words that most have from one library; by one that goes on without a credential, while the helper's line stands on
// standard error.
const (
	halfSecret = "_CONTAINER_REGISTRY_PASSWORD is not set"
	stops      = "error getting credentials - err: exit status 1, out: .*" + halfSecret
	goesOn     = "(?s)^docker-credential-secrets: .*" + halfSecret + ".*unauthorized"
)

// moduleVersion is the command that prints the version of a Go program.
func moduleVersion(program string) string {
	return fmt.Sprintf(`go version -m "$(command -v %s)" | awk '$1 == "mod" { print $3 }'`, program)
}

// goCache is where the Go of this machine keeps what it built.
func goCache(t *testing.T) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	testenv.Must(t, err)
	return strings.TrimSpace(string(output))
}

// reading is one run of a reader, by a user with one secret or none for the registry.
type reading struct {
	name   string
	secret registrySecret
	says   string // a pattern of what is said when nothing may be read; empty is a reading that succeeds
}

// test has the reader read without a secret, with a wrong one, with half of one and with the right one, under
// credHelpers and under credsStore.
func (r reader) test(t *testing.T, s *stage) {
	s.needPrivate(t)
	testenv.Need(t, r.programs...)
	if r.engine && s.readersEngine == "" {
		testenv.Missing(t, "dockerd")
	}
	version, err := s.newHome(t, homeConfig{}).run(t, "", []string{"sh", "-ec", r.version})
	if err != nil {
		testenv.Missing(t, r.name)
	}
	logVersionIn(t, r.name, version)
	for _, store := range []bool{false, true} {
		image := fmt.Sprintf("%s/read/%s/%t:v1.0.0", r.registry(), r.name, store)
		r.seed(t, s, image)
		for _, reading := range r.readings(s, store) {
			t.Run(fmt.Sprintf("%s/credsstore=%t", reading.name, store), func(t *testing.T) {
				h := r.newHome(t, s, image, store, reading.secret)
				if reading.says == "" {
					checkNoHelperLine(t, h.succeed(t, "sh", "-ec", r.read))
					h.succeed(t, "sh", "-ec", r.proof)
					r.checkAsked(t, h, image, store)
				} else {
					r.mustNotRead(t, h, reading.says)
				}
			})
		}
	}
}

func (r reader) registry() string {
	if r.hub {
		return hubName
	}
	return privateServer
}

func (r reader) readings(s *stage, store bool) []reading {
	right := s.private
	if r.hub {
		right = s.hub
	}
	none, half, wrong := right, right, right
	none.user, none.password = "", ""
	half.password = ""
	wrong.password = rand.Text()
	s.planted.Add(wrong.password)
	refused := cmp.Or(r.refused, registryRefusal.String())
	saysHalf := cmp.Or(r.half, halfSecret)
	if store && r.asksList {
		saysHalf = refused // the list does not name it
	}
	return []reading{{"none", none, refused}, {"wrong", wrong, refused}, {"half", half, saysHalf}, {"right", right, ""}}
}

// newHome returns a home with the secret, if it is one, and those of the other registries.
func (r reader) newHome(t *testing.T, s *stage, image string, store bool, secret registrySecret) *clientHome {
	t.Helper()
	secrets := s.rightSecrets()
	prefix := privatePrefix
	if r.hub {
		prefix = hubPrefix
	}
	if secrets[prefix] = secret; secret.user == "" {
		delete(secrets, prefix)
	}
	h := s.newHome(t, homeConfig{secrets: secrets, credsStore: store})
	h.environ = append(h.environ, "IMAGE="+image, "LAYER="+s.image.layer, "DIFFID="+s.image.diffID,
		"DOCKER_HOST="+s.readersEngine, "GOCACHE="+goCache(t))
	return h
}

// checkAsked fails unless the helper was asked for the registry as often as expected, and for other registries by those readers that
// ask for all.
func (r reader) checkAsked(t *testing.T, h *clientHome, image string, store bool) {
	t.Helper()
	asked, server, want := h.asked(t, "get"), cmp.Or(r.asks, r.registry()), cmp.Or(r.times, 1)
	if store && r.asksPath {
		server = strings.TrimSuffix(image, ":v1.0.0")
	}
	if got := countOf(asked, server); got != want {
		t.Errorf("the helper was asked for %q, for %q %d times, want %d", asked, server, got, want)
	}
	if others := len(asked) > want; others != r.asksAll {
		t.Errorf("the helper was asked for %q; for others than %q: %t, want %t", asked, server, others, r.asksAll)
	}
}

// mustNotRead fails unless the reader is refused, says so, and has read nothing.
func (r reader) mustNotRead(t *testing.T, h *clientHome, says string) {
	t.Helper()
	output := h.refuse(t, "sh", "-ec", r.read)
	if !regexp.MustCompile(says).MatchString(output) {
		t.Errorf("the output does not match %q:\n%s", says, output)
	}
	h.refuse(t, "sh", "-ec", r.proof)
}

func (r reader) seed(t *testing.T, s *stage, image string) {
	t.Helper()
	reference, err := name.ParseReference(image)
	testenv.Must(t, err)
	options := s.remoteOptions(reference)
	if r.content == nil {
		testenv.Must(t, remote.Write(reference, s.image.image, options...))
		return
	}
	r.content(t).put(t, reference, options)
}

//go:build linux

package clients

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// imageClient is a program that moves images, in the words of its own command line. A client has a store of its own,
// or pulls into a directory and pushes from it. What a client can't do is nil.
type imageClient struct {
	name     string
	programs []string // that must be installed
	engine   bool     // it needs Docker's engine
	root     bool     // it needs to be root
	version  []string

	pull func(reference, dir string) []string
	push func(dir, reference string) []string

	store *imageStore // nil if it has none

	login   func(server, user string) []string // with the password on standard input
	relogin func(server string) []string       // without a password: with what the helper answers
	logout  func(server string) []string
	build   func(dir, tag string) []string

	hubImage   string   // how it names hubImage
	hubServers []string // any of which it asks the helper for then
	credsStore bool     // it heeds credsStore of Docker's config.json
	authFile   bool     // it looks into podman's auth.json before Docker's config.json

	showsAnswer bool // it shows what the helper says on standard output, and stops, in every version
}

// imageStore has the commands by which a client manages the images that it keeps.
type imageStore struct {
	diffIDs func(reference string) []string // prints them
	tag     func(reference, as string) []string
	remove  func(reference string) []string
}

// need skips the test if the client or what it runs on is missing.
func (c imageClient) need(t *testing.T, s *stage) {
	t.Helper()
	testenv.Need(t, c.programs...)
	if c.root && !s.root {
		testenv.Missing(t, "root")
	}
	if c.engine && s.engine == "" {
		testenv.Missing(t, "dockerd")
	}
}

// mustPull pulls an image and checks that it is the one which the registries hold.
func (c imageClient) mustPull(t *testing.T, h *clientHome, reference string) (output string) {
	t.Helper()
	dir, err := os.MkdirTemp(h.path("work"), "pulled")
	testenv.Must(t, err)
	output = h.succeed(t, c.pull(reference, dir)...)
	if c.store == nil {
		checkLayer(t, dir, h.stage.image.layer)
		return output
	}
	diffIDs := h.succeed(t, c.store.diffIDs(reference)...)
	if !strings.Contains(diffIDs, h.stage.image.diffID) {
		t.Errorf("pulled layers %s, want %s", diffIDs, h.stage.image.diffID)
	}
	h.succeed(t, c.store.remove(reference)...)
	return output
}

// checkLayer fails unless a file below dir is named by the layer's digest and has it.
func checkLayer(t *testing.T, dir, digest string) {
	t.Helper()
	found := false
	testenv.Must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(entry.Name(), digest) {
			return err
		}
		content, err := os.ReadFile(path)
		sum := sha256.Sum256(content)
		found = hex.EncodeToString(sum[:]) == digest
		return err
	}))
	if !found {
		t.Errorf("the pulled files hold no layer %s", digest)
	}
}

// mustPush pulls the image of one registry, pushes it under a name of the client's own, and checks what arrived.
func (c imageClient) mustPush(t *testing.T, h *clientHome, server string) {
	t.Helper()
	source, target := server+"/"+appImage, server+"/pushed/by-"+c.name+":1"
	dir, err := os.MkdirTemp(h.path("work"), "pushed")
	testenv.Must(t, err)
	h.succeed(t, c.pull(source, dir)...)
	if c.store != nil {
		h.succeed(t, c.store.tag(source, target)...)
		defer h.succeed(t, c.store.remove(target)...)
		defer h.succeed(t, c.store.remove(source)...)
	}
	h.succeed(t, c.push(dir, target)...)
	if got := h.stage.diffIDIn(t, target); got != h.stage.image.diffID {
		t.Errorf("the registry holds layer %s, want %s", got, h.stage.image.diffID)
	}
}

package e2e

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const module = "github.com/docker-credential-secrets/docker-credential-secrets"

// lightImports is all that the rooms on the way of a plain or cached get may
// import from elsewhere, directly or not. Packages outside of it cost more to
// initialise than the whole get, net/http and the SDK foremost; some initialise
// so late that those come before (net/url, path/filepath, crypto/rand).
func lightImports() []string {
	return []string{
		"bufio", "bytes", "cmp", "context", "crypto", "crypto/aes", "crypto/cipher", "crypto/fips140", "crypto/hkdf", "crypto/sha256",
		"crypto/sha3", "crypto/subtle", "encoding", "encoding/base64", "encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt",
		// What encoding/json is made of from Go 1.27 on.
		"encoding/base32", "encoding/json/jsontext", "encoding/json/v2",
		"hash", "io", "io/fs", "iter", "maps", "math", "math/bits", "math/rand/v2", "os", "path", "reflect", "runtime", "slices",
		"strconv", "strings", "sync", "sync/atomic", "syscall", "time", "unicode", "unicode/utf16", "unicode/utf8", "unsafe",
		"github.com/docker/docker-credential-helpers/credentials",
	}
}

// TestRooms proves what the rooms may know of each other and of the world.
func TestRooms(t *testing.T) {
	t.Parallel()
	for room, rooms := range map[string][]string{
		"secrets/timelimit":      {},
		"secrets/ascii":          {},
		"secrets/jwt":            {},
		"secrets":                {"secrets/ascii", "secrets/hidden", "secrets/timelimit"},
		"secrets/hidden":         {},
		"ecr":                    {"secrets/ascii", "secrets/hidden"},
		"helper":                 {"secrets", "secrets/ascii", "secrets/hidden", "secrets/jwt", "secrets/timelimit", "ecr", "helper/escape", "helper/kubelet"},
		"helper/escape":          {},
		"helper/kubelet":         {"secrets/hidden"},
		"helper/frontdesk":       {"secrets", "secrets/ascii", "secrets/hidden", "secrets/jwt", "secrets/timelimit", "ecr", "helper", "helper/escape", "helper/kubelet", "helper/frontdesk/stack"},
		"helper/frontdesk/stack": {},
	} {
		allowed := lightImports()
		for _, other := range append(rooms, room) {
			allowed = append(allowed, module+"/"+other)
		}
		for _, dependency := range dependencies(t, room) {
			if !slices.Contains(allowed, dependency) && !isInternal(dependency) {
				t.Errorf("%s imports %s, directly or not", room, dependency)
			}
		}
	}
}

// TestOnlyExchangeKnowsTheSDK proves that AWS is called from one room.
func TestOnlyExchangeKnowsTheSDK(t *testing.T) {
	t.Parallel()
	output := goList(t, "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...")
	for line := range strings.Lines(output) {
		imports := strings.Fields(line)
		room := strings.TrimPrefix(imports[0], module+"/")
		if room == "ecr/exchange" || strings.HasPrefix(room, "e2e/") {
			continue
		}
		for _, path := range imports[1:] {
			if strings.HasPrefix(path, "github.com/aws/") {
				t.Errorf("%s imports %s", room, path)
			}
		}
	}
}

// isInternal tells the packages that only the standard library's own can
// import: their first element is no host's name.
func isInternal(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && slices.Contains(strings.Split(path, "/"), "internal")
}

func dependencies(t *testing.T, room string) []string {
	t.Helper()
	return strings.Fields(goList(t, "-deps", "./"+room))
}

func goList(t *testing.T, args ...string) string {
	t.Helper()
	testenv.Must(t, buildhelper.ReadSources("."))
	command := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
	command.Dir = ".."
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v", command.Args, err)
	}
	return string(output)
}

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// ways returns how to build the program such that the front desk is early, and
// late.
func ways() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{
		"as it is":               func(t *testing.T) string { return testenv.Helper(t) },
		"with a late front desk": buildWithLateFrontDesk,
	}
}

// buildWithLateFrontDesk builds the program so that the SDK is initialised
// before the front desk, as another compiler may do it.
func buildWithLateFrontDesk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	late := filepath.Join(dir, "frontdesk.go")
	replaced, err := filepath.Abs(filepath.Join("..", "helper", "frontdesk", "frontdesk.go"))
	testenv.Must(t, err)
	early, err := os.ReadFile(replaced)
	testenv.Must(t, err)
	imports := `import (
	_ "github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
`
	lateFrontDesk := strings.Replace(string(early), "import (\n", imports, 1)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {replaced: late}})
	testenv.Must(t, err)
	overlayPath := filepath.Join(dir, "overlay.json")
	for path, content := range map[string]string{late: lateFrontDesk, overlayPath: string(overlay)} {
		testenv.Must(t, os.WriteFile(path, []byte(content), 0o600))
	}
	path, err := buildhelper.Build(t.Context(), t.TempDir(), "-overlay", overlayPath)
	testenv.Must(t, err)
	return path
}

// TestFrontDesk looks at what is initialised before a get is answered: where
// AWS is not needed, neither the SDK's services nor net/http nor cobra.
func TestFrontDesk(t *testing.T) {
	t.Parallel()
	aws := awsendpoint.New()
	keys := awsendpoint.NewIdentity()
	aws.AddIdentity(keys)
	endpoint, err := loopback.Serve(aws)
	testenv.Must(t, err)
	defer func() { _ = endpoint.Close() }()
	const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	vars := environ.Vars{
		"HOME": t.TempDir(), "LocalAppData": t.TempDir(), "GODEBUG": "inittrace=1", "AWS_ENDPOINT_URL_ECR": endpoint.URL(),
		"H_CONTAINER_REGISTRY_SERVER": "half.example", "GITHUB_TOKEN": "a token",
	}.With(environ.Secret("A", "a.example", "u", "a password")).
		With(environ.Secret("E", ecrHost, keys.AccessKeyID, keys.SecretAccessKey))
	late := regexp.MustCompile(`(?m)^init (net/http|github\.com/(aws/aws-sdk-go-v2/service|spf13)/\S+) @`)
	for _, test := range []struct {
		name, server string
		answers      bool
		early        bool
	}{
		{"plain", "a.example", true, true},
		{"GITHUB_TOKEN", "ghcr.io", true, true},
		{"not found", "unknown.example", false, true},
		{"incomplete", "half.example", false, true},
		{"exchange", ecrHost, true, false},
		{"cached", ecrHost, true, true},
	} {
		get := exec.CommandContext(t.Context(), testenv.Helper(t), "get")
		get.Env = vars.Entries()
		get.Stdin = strings.NewReader(test.server)
		var stderr strings.Builder
		get.Stderr = &stderr
		stdout, err := get.Output()
		if (err == nil) != test.answers {
			t.Errorf("%s: %v, answer of %d bytes", test.name, err, len(stdout))
		}
		if !strings.Contains(stderr.String(), "init ") {
			t.Fatalf("%s: GODEBUG=inittrace=1 shows nothing", test.name)
		}
		if found := late.FindString(stderr.String()); (found == "") != test.early {
			t.Errorf("%s: early is %v, but the trace has %q", test.name, test.early, found)
		}
	}
}

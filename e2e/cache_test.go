package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestSourcesAreInTheTestLog looks at what Go's test cache gets to know of a
// run: for each way to the program there is one test, which must have opened
// a file of the program and listed its directory. (That the cache then runs
// the test again, package buildhelper proves.)
func TestSourcesAreInTheTestLog(t *testing.T) {
	t.Parallel()
	executable, err := os.Executable()
	testenv.Must(t, err)
	room, err := filepath.Abs(filepath.Join("..", "helper"))
	testenv.Must(t, err)
	for _, test := range []string{"TestFrontDesk", "TestProtocol/with_a_late_front_desk", "TestOnlyExchangeKnowsTheSDK"} {
		t.Run(test, func(t *testing.T) {
			t.Parallel()
			logPath := filepath.Join(t.TempDir(), "log")
			run := exec.CommandContext(t.Context(), executable, "-test.run=^"+test+"$", "-test.testlogfile="+logPath)
			if output, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			log, err := os.ReadFile(logPath)
			testenv.Must(t, err)
			for _, opened := range []string{room, filepath.Join(room, "list.go")} {
				if !strings.Contains(string(log), "\nopen "+opened+"\n") {
					t.Errorf("the log of %d bytes says nothing of %s", len(log), opened)
				}
			}
		})
	}
}

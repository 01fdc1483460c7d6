package e2e

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// helperVariable names the real program to the test's program when it stands in for it.
const helperVariable = "E2E_HELPER"

func TestMain(m *testing.M) {
	testscript.Main(testenv.Tests{M: m}, map[string]func(){
		"docker-credential-secrets": recordRun,
	})
}

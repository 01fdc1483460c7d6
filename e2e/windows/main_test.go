package windows

import (
	"os"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Tests{M: m}.Run()) }

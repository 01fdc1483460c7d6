package hidden_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestWithoutPath(t *testing.T) {
	t.Parallel()
	_, missing := os.ReadFile("planted-password")
	missing = hidden.WithoutPath(fmt.Errorf("reading planted-password: %w", missing))
	if !errors.Is(missing, fs.ErrNotExist) || strings.Contains(missing.Error(), "planted") {
		t.Errorf("error %v, want the system's", missing)
	}
}

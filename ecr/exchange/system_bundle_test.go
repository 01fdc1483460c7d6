//go:build unix && !darwin

package exchange_test

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestEndlessSystemBundle has SSL_CERT_FILE name what crypto/x509 would read for
// ever. One that is missing is that package's affair.
func TestEndlessSystemBundle(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]ecr.Failure{
		"/dev/zero":                        {Cause: ecr.SystemBundleUnusable, Detail: "not a regular file"},
		pipe:                               {Cause: ecr.SystemBundleUnusable, Detail: "not a regular file"},
		filepath.Join(t.TempDir(), "none"): {},
		"":                                 {},
	} {
		w := newWorld(t)
		w.set("SSL_CERT_FILE", path)
		asker := exchange.Exchanger{Getenv: w.getenv, Now: w.now, ReadFile: secrets.ReadFile, Backoff: time.Millisecond}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		_, err := asker.Token(ctx, w.entry(t))
		cancel()
		var failure *ecr.Failure
		if !errors.As(err, &failure) {
			failure = &ecr.Failure{}
		}
		if diff := cmp.Diff(want, *failure); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", path, diff)
		}
		if n := len(w.aws.Calls()); n > 0 && want != (ecr.Failure{}) {
			t.Errorf("%s: %d calls", path, n)
		}
	}
}

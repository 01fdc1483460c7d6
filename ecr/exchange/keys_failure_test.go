package exchange

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestSessionNotKept has the SDK renew a session and give no keys, in its own words,
// since the session's file can't be written, or read.
func TestSessionNotKept(t *testing.T) {
	t.Parallel()
	reason := &fs.PathError{Op: "open", Path: "/planted", Err: syscall.EACCES}
	for format, want := range map[string]string{
		"refresh cached SSO token failed, unable to cache refreshed SSO token, failed to create cached SSO token file %w": "the renewed session can't be kept below ~/.aws",
		"save token: %w": "the renewed session can't be kept below ~/.aws",
		"failed to read cached SSO token file, %w": "the session below ~/.aws can't be read",
		"load login token: %w":                     "the session below ~/.aws can't be read",
	} {
		for _, source := range []keySource{fromSSO, fromLogin} {
			want := &ecr.Failure{Cause: ecr.FileUnreadable, Detail: want + " (" + syscall.EACCES.Error() + ")"}
			if diff := cmp.Diff(want, (&chain{}).sourceFailure(fmt.Errorf(format, reason), source)); diff != "" {
				t.Errorf("%s: -want +got\n%s", format, diff)
			}
		}
	}
}

//go:build unix

package exchange_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	webRoleARN  = "arn:aws:iam::210987654321:role/web"
	nextRoleARN = "arn:aws:iam::210987654321:role/next"
)

// calls counts what AWS was asked for.
type calls map[awsendpoint.Operation]int

func (w *world) counted() calls {
	counted := calls{}
	for _, call := range w.aws.Calls() {
		counted[call.Operation]++
	}
	return counted
}

// TestAmbientStarts starts several processes of each kind: one after the other, and then in a cache that is new two at
// once, of which each asks often at once. Together they make the calls of one, and leave its files.
func TestAmbientStarts(t *testing.T) {
	t.Parallel()
	for i, kind := range ambientKinds(t, newWorld(t)) {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			for _, test := range []struct{ processes, times int }{{1, 1}, {2, 4}} {
				w := newWorld(t)
				kind := ambientKinds(t, w)[i]
				cache := t.TempDir()
				files := map[string]string{"config": kind.config}
				maps.Copy(files, kind.files)
				variables := map[string]string{"HOME": home(t, files), "TEST_CACHE": cache}
				maps.Copy(variables, kind.variables)
				for range 3 {
					var running sync.WaitGroup
					for range test.processes {
						running.Go(func() {
							got := w.askAmbientOften(t, test.times, patience, variables)
							if diff := cmp.Diff(make([]ecr.Failure, test.times), got); diff != "" {
								t.Errorf("failures (-want +got):\n%s", diff)
							}
						})
					}
					running.Wait()
				}
				if diff := cmp.Diff(kind.want, w.counted()); diff != "" {
					t.Errorf("%+v: calls (-want +got):\n%s", test, diff)
				}
				w.checkFiles(t, cache)
			}
		})
	}
}

// checkFiles looks for secrets in a cache, and for more files than a token, its lock, and those that tell a process's
// keys from the last or that were locked before a session was renewed.
func (w *world) checkFiles(t *testing.T, cache string) {
	t.Helper()
	files, err := os.ReadDir(cache)
	if err != nil || len(files) < 2 || len(files) > 3 {
		t.Errorf("%d files (%v), want 2 or 3", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(cache, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range append(w.aws.Tokens(), w.identity.SecretAccessKey, w.identity.AccessKeyID) {
			if strings.Contains(string(content), secret) {
				t.Error("a secret is in a file")
			}
		}
	}
}

// TestProcessThatNeverRepeats gives other keys at every start: nothing is left that no start can open.
func TestProcessThatNeverRepeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cache, expires := t.TempDir(), time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	dir := t.TempDir()
	config := "[default]\ncredential_process = cat " + dir + "/keys\n"
	variables := map[string]string{"HOME": home(t, map[string]string{"config": config}), "TEST_CACHE": cache}
	const starts = 6
	for range starts {
		w.identity = awsendpoint.NewIdentity()
		w.aws.AddIdentity(w.identity)
		keys := fmt.Sprintf(`{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", "Expiration": "%s"}`, w.identity.AccessKeyID, w.identity.SecretAccessKey, expires)
		if err := os.WriteFile(filepath.Join(dir, "keys"), []byte(keys), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
			t.Errorf("%+v", got)
		}
	}
	if diff := cmp.Diff(calls{awsendpoint.GetAuthorizationToken: starts}, w.counted()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	w.checkFiles(t, cache)
	// Once it repeats itself, it is served.
	for range 2 {
		w.askAmbient(t, patience, variables)
	}
	if n := w.counted()[awsendpoint.GetAuthorizationToken]; n != starts+1 {
		t.Errorf("%d calls, want %d", n, starts+1)
	}
}

// TestAmbientRefusals has AWS refuse: it is asked once for all that start within seconds.
func TestAmbientRefusals(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]ecr.Cause{
		"web identity": ecr.IssuerUnknown, "role": ecr.RoleRefused, "role of SSO": ecr.RoleRefused, "container": ecr.NotPermitted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var kind ambientKind
			for _, other := range ambientKinds(t, w) {
				if other.name == name {
					kind = other
				}
			}
			w.aws.TrustIssuer(&awsendpoint.TokenIssuer{URL: "https://issuer.example"})
			switch name {
			case "web identity":
				w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRoleWithWebIdentity, Code: "InvalidIdentityToken",
					Message: "No OpenIDConnect provider found in your account for https://issuer.example"})
			case "role", "role of SSO":
				w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Code: "AccessDenied", Status: 403, Message: "no"})
			default:
				w.aws.FailAlways(awsendpoint.Fault{Code: "AccessDeniedException", Message: "no"})
			}
			files := map[string]string{"config": kind.config}
			maps.Copy(files, kind.files)
			variables := map[string]string{"HOME": home(t, files), "TEST_CACHE": t.TempDir()}
			maps.Copy(variables, kind.variables)
			for range 4 {
				if got := w.askAmbient(t, patience, variables); got.Cause != cause {
					t.Errorf("%+v, want cause %d", got, cause)
				}
			}
			for operation, n := range w.counted() {
				if n != 1 {
					t.Errorf("%d calls of %s, want 1", n, operation)
				}
			}
		})
	}
}

// TestAmbientOutage has a token that still lives, and nobody who gives keys.
func TestAmbientOutage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, kind := range ambientKinds(t, w) {
		if kind.name != "web identity" {
			continue
		}
		variables := map[string]string{"HOME": t.TempDir(), "TEST_CACHE": t.TempDir()}
		maps.Copy(variables, kind.variables)
		for _, clock := range []string{"0s", "7h"} {
			variables["TEST_CLOCK"] = clock
			if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
				t.Errorf("%s later: %+v", clock, got)
			}
			w.aws.FailAlways(awsendpoint.Fault{Reset: true})
		}
	}
	if n := w.aws.Count(awsendpoint.GetAuthorizationToken); n != 1 {
		t.Errorf("%d tokens, want 1", n)
	}
}

// TestWhoseTokenIsAmbient changes one part of who asks at a time: none gets the token of another.
func TestWhoseTokenIsAmbient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	issuer := awsendpoint.NewTokenIssuer("https://issuer.example")
	w.aws.TrustIssuer(issuer)
	for _, arn := range []string{webRoleARN, nextRoleARN} {
		w.aws.AddRole(awsendpoint.Role{ARN: arn, Subject: "repo:owner/name"})
	}
	dir := home(t, map[string]string{
		"one":     issuer.Token("repo:owner/name", time.Now().Add(time.Hour)),
		"another": issuer.Token("repo:owner/name", time.Now().Add(2*time.Hour)),
		"copy":    "",
	})
	one, err := os.ReadFile(filepath.Join(dir, ".aws", "one"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, ".aws", "copy"), one, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	base := map[string]string{"HOME": dir, "TEST_CACHE": t.TempDir(),
		"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "one"), "AWS_ROLE_ARN": webRoleARN}
	for _, test := range []struct {
		name      string
		variables map[string]string
		isOther   bool
	}{
		{"first", nil, true},
		{"again", nil, false},
		{"another path of the token", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "copy")}, false},
		{"another token", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "another")}, true},
		{"another role", map[string]string{"AWS_ROLE_ARN": nextRoleARN}, true},
		{"a session's name", map[string]string{"AWS_ROLE_SESSION_NAME": "job-1"}, true},
		{"another registry of the region", map[string]string{"TEST_REGISTRY": "210987654321.dkr.ecr.us-east-1.amazonaws.com"}, false},
		{"another region", map[string]string{"TEST_REGISTRY": "123456789012.dkr.ecr.eu-west-1.amazonaws.com"}, true},
		{"FIPS", map[string]string{"TEST_REGISTRY": fipsHost}, true},
		{"another endpoint of STS", map[string]string{"AWS_ENDPOINT_URL_STS": w.getenv("AWS_ENDPOINT_URL") + "/"}, true},
		{"another endpoint of ECR", map[string]string{"AWS_ENDPOINT_URL_ECR": w.getenv("AWS_ENDPOINT_URL") + "/"}, true},
		{"again, after all", nil, false},
	} {
		variables := maps.Clone(base)
		maps.Copy(variables, test.variables)
		before := w.counted()
		if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
			t.Errorf("%s: %+v", test.name, got)
		}
		want := before
		if test.isOther {
			want[awsendpoint.AssumeRoleWithWebIdentity]++
			want[awsendpoint.GetAuthorizationToken]++
		}
		if diff := cmp.Diff(want, w.counted()); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", test.name, diff)
		}
	}
}

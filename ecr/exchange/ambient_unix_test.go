//go:build unix

package exchange_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// askAmbient asks with SERVER alone, in a process of its own, since the SDK's
// default chain reads the process's environment. TEST_REGISTRY asks for another
// registry, TEST_USER and TEST_PASSWORD ask with keys, TEST_ROLE for a role, TEST_PROFILE for a profile,
// TEST_CACHE is the directory of tokens, TEST_CLOCK how far the clock is ahead. What
// has no cause is no failure.
func (w *world) askAmbient(t *testing.T, timeout time.Duration, variables map[string]string) ecr.Failure {
	t.Helper()
	return w.askAmbientOften(t, 1, timeout, variables)[0]
}

// askAmbientOften asks so many times at once in that process.
func (w *world) askAmbientOften(t *testing.T, times int, timeout time.Duration, variables map[string]string) (failures []ecr.Failure) {
	t.Helper()
	all := []string{"HOME=" + t.TempDir(), "AWS_EC2_METADATA_DISABLED=true", "TEST_TIMEOUT=" + timeout.String(), "TEST_TIMES=" + strconv.Itoa(times)}
	for _, settings := range []map[string]string{w.environment, variables} {
		for name, value := range settings {
			all = append(all, name+"="+value)
		}
	}
	output, err := rerun(t, "TestAskAmbient", all...).CombinedOutput()
	line, _, isAnswer := strings.Cut(string(output), "\n")
	if err != nil || !isAnswer || json.Unmarshal([]byte(line), &failures) != nil || len(failures) != times {
		t.Errorf("%v\n%s", err, output)
		return make([]ecr.Failure, times)
	}
	return failures
}

// TestAskAmbient is the process of askAmbient.
func TestAskAmbient(t *testing.T) {
	t.Parallel()
	if !slices.Contains(os.Args, rerunMark) {
		return
	}
	w := newWorld(t)
	w.environment = rerunEnvironment()
	w.proxy = exchange.ProxyFromEnvironment(w.getenv)
	w.ask(t, cmp.Or(w.getenv("TEST_REGISTRY"), host))
	w.request.Identity = ecr.Identity{AccessKeyID: hidden.Of(w.getenv("TEST_USER")), SecretAccessKey: hidden.Of(w.getenv("TEST_PASSWORD"))}
	w.request.Identity.RoleARN, w.request.Identity.Profile = hidden.Of(w.getenv("TEST_ROLE")), hidden.Of(w.getenv("TEST_PROFILE"))
	if dir := w.getenv("TEST_CACHE"); dir != "" {
		w.cache.Dir = dir
	}
	if ahead, err := time.ParseDuration(w.getenv("TEST_CLOCK")); err == nil {
		w.now = func() time.Time { return time.Now().Add(ahead) }
	}
	timeout, err := time.ParseDuration(w.getenv("TEST_TIMEOUT"))
	if err != nil {
		t.Fatal(err)
	}
	times, err := strconv.Atoi(w.getenv("TEST_TIMES"))
	if err != nil {
		t.Fatal(err)
	}
	failures := make([]ecr.Failure, times)
	var running sync.WaitGroup
	for i := range failures {
		running.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), timeout)
			defer cancel()
			if _, err := w.exchanger().Token(ctx, w.cache.Entry(w.request)); err != nil {
				failures[i] = *exchange.Explain(err)
			}
		})
	}
	running.Wait()
	answer, err := json.Marshal(failures)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(answer))
}

// rerunEnvironment are the variables of a process that reruns a test.
func rerunEnvironment() map[string]string {
	environment := map[string]string{}
	for _, variable := range os.Args[slices.Index(os.Args, rerunMark)+1:] {
		name, value, _ := strings.Cut(variable, "=")
		environment[name] = value
	}
	return environment
}

// containerKeys are the world's keys as a container's endpoint gives them
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
func (w *world) containerKeys(t *testing.T) string {
	t.Helper()
	return serve(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(answer).Encode(map[string]string{
			"AccessKeyId": w.identity.AccessKeyID, "SecretAccessKey": w.identity.SecretAccessKey, "Token": w.identity.SessionToken,
			"Expiration": time.Now().Add(time.Hour).UTC().Format(time.RFC3339),
		})
	}))
}

func serve(t *testing.T, handler http.Handler) (address string) {
	t.Helper()
	server, err := loopback.Serve(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server.Addr()
}

// TestOneStallOfAmbient has the first connection to who gives the keys hang.
func TestOneStallOfAmbient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := stallFirst(t, 1, w.containerKeys(t))
	got := w.askAmbient(t, 4*time.Second, map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://" + server.address + "/"})
	if got != (ecr.Failure{}) {
		t.Errorf("%+v", got)
	}
	if n := server.connections.Load(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

// TestWhoIsAwaitedForKeys has nobody answer who gives keys.
func TestWhoIsAwaitedForKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	silent := stallFirst(t, 1<<30, "").address
	profile := func(t *testing.T, content string) string {
		path := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, test := range map[string]struct {
		variables map[string]string
		awaited   string
	}{
		"container": {map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://" + silent + "/keys"}, "the container credentials endpoint"},
		"instance": {map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://" + silent},
			"the instance metadata service"},
		"process": {map[string]string{"AWS_CONFIG_FILE": profile(t, "[default]\ncredential_process = sleep 30\n")},
			"the credential_process of the AWS profile"},
		"STS": {map[string]string{
			"AWS_WEB_IDENTITY_TOKEN_FILE": profile(t, "eyJhbGciOiJub25lIn0.e30.c2ln"), "AWS_ROLE_ARN": roleARN, "AWS_ENDPOINT_URL_STS": "http://" + silent,
		}, silent},
		"proxy": {map[string]string{
			"AWS_WEB_IDENTITY_TOKEN_FILE": profile(t, "eyJhbGciOiJub25lIn0.e30.c2ln"), "AWS_ROLE_ARN": roleARN, "AWS_ENDPOINT_URL": "", "HTTPS_PROXY": "http://" + silent,
		}, "the proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := ecr.Failure{Cause: ecr.TimedOut, Detail: test.awaited}
			if diff := gocmp.Diff(want, w.askAmbient(t, 2*time.Second, test.variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

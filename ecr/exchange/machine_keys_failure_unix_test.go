//go:build unix

package exchange_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestContainerPathWithoutSlash has a path that would become a part of the name of
// another host.
func TestContainerPathWithoutSlash(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"v2/credentials", "@127.0.0.1/credentials", ".example/credentials"} {
		const variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
		want := ecr.Failure{Cause: ecr.ContainerAddressUnusable, Detail: variable}
		if diff := cmp.Diff(want, newWorld(t).askAmbient(t, patience, map[string]string{variable: path})); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", path, diff)
		}
	}
}

// instanceAt has the metadata service of an instance answer at an address.
func instanceAt(address string) map[string]string {
	return map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://" + address}
}

// TestInstanceRoleWithoutTrust has EC2 not be allowed to assume the instance's role, as
// in https://github.com/aws/aws-cli/issues/2060
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html).
func TestInstanceRoleWithoutTrust(t *testing.T) {
	t.Parallel()
	instance := &awsmetadata.Instance{Code: "AssumeRoleUnauthorizedAccess"}
	want := ecr.Failure{Cause: ecr.InstanceRoleWithoutTrust}
	if diff := cmp.Diff(want, newWorld(t).askAmbient(t, patience, instanceAt(serve(t, instance)))); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}

// TestThrottledMachineKeys has who gives keys on this machine throttle, as
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html#instancedata-throttling
// says, for ever or for a while.
func TestThrottledMachineKeys(t *testing.T) {
	t.Parallel()
	const instance, container = "the instance metadata service", "the container credentials endpoint"
	for name, test := range map[string]struct {
		source  func(w *world) http.Handler
		path    string // of what is throttled, a part of it
		awaited string
	}{
		"session":   {func(w *world) http.Handler { return &awsmetadata.Instance{Keys: w.identity} }, "/api/token", instance},
		"role":      {func(w *world) http.Handler { return &awsmetadata.Instance{Keys: w.identity} }, "/security-credentials", instance},
		"container": {func(w *world) http.Handler { return &awsmetadata.Container{Keys: w.identity} }, "/keys", container},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			source := test.source(w)
			var throttled atomic.Int64
			throttled.Store(3)
			address := serve(t, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
				if strings.Contains(request.URL.Path, test.path) && throttled.Add(-1) >= 0 {
					http.Error(answer, "planted", http.StatusTooManyRequests)
					return
				}
				source.ServeHTTP(answer, request)
			}))
			variables := instanceAt(address)
			if test.awaited == container {
				variables = map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://" + address + "/keys"}
			}
			if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
				t.Errorf("for a while: %+v", got)
			}
			throttled.Store(1 << 30)
			want := ecr.Failure{Cause: ecr.Throttled, Detail: test.awaited}
			if diff := cmp.Diff(want, w.askAmbient(t, 4*time.Second, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

//go:build unix

package exchange_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestEndlessKeys has who gives the keys never end.
func TestEndlessKeys(t *testing.T) {
	t.Parallel()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("token"), 0o600); err != nil {
		t.Fatal(err)
	}
	const noKeys = "an answer that holds no keys"
	for name, test := range map[string]struct {
		variables func(url string) map[string]string
		want      ecr.Failure
	}{
		"container": {func(url string) map[string]string {
			return map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": url + "/keys"}
		}, ecr.Failure{Cause: ecr.ContainerRefused, Detail: noKeys}},
		"instance": {func(url string) map[string]string {
			return map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": url}
		}, ecr.Failure{Cause: ecr.InstanceRefused, Detail: noKeys}},
		"STS": {func(url string) map[string]string {
			return map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": roleARN, "AWS_ENDPOINT_URL_STS": url}
		}, ecr.Failure{Cause: ecr.NotUnderstood, Detail: "it is not one of ECR", Service: "STS"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sent atomic.Int64
			address := serve(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
				answer.Header().Set("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "300")
				chunk := []byte(strings.Repeat(" ", 1<<16))
				for _, err := answer.Write(chunk); err == nil; _, err = answer.Write(chunk) {
					sent.Add(int64(len(chunk)))
				}
			}))
			w := newWorld(t)
			delete(w.environment, "AWS_ENDPOINT_URL")
			if diff := cmp.Diff(test.want, w.askAmbient(t, patience, test.variables("http://"+address))); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			const most = 64 << 20 // of some attempts, with what is on its way
			if n := sent.Load(); n > most {
				t.Errorf("%d bytes of an endless answer were taken", n)
			}
		})
	}
}

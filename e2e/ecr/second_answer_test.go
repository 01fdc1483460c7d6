package ecr

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestECRSecondAnswer has AWS send each answer twice. Go's HTTP client tells
// the standard logger of the second, with all that stands in it, and whether it
// sees it in time is a race.
func TestECRSecondAnswer(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	token := base64.StdEncoding.EncodeToString([]byte("AWS:token"))
	body := fmt.Sprintf(`{"authorizationData":[{"authorizationToken":%q,"expiresAt":%d}]}`, token, time.Now().Add(time.Hour).Unix())
	answer := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	// The line is one that a CI system takes for a command.
	listener, err := loopback.ServeBytes(strings.Repeat(answer, 2) + "##vso[task.prependpath]/x\r\n")
	testenv.Must(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	const starts = 20
	for i := range starts {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			run := s.get(t, stageHost, s.environ(t, stageHost, s.newKeys()).With(environ.Vars{
				"AWS_ENDPOINT_URL": "http://" + listener.Addr().String(), "DOCKER_CREDENTIAL_SECRETS_CACHE": "off", "GODEBUG": "http2debug=2",
			}))
			if run.status != 0 || run.stderr != "" {
				t.Errorf("status %d, standard error %q", run.status, run.stderr)
			}
		})
	}
}

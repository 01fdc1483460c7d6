package ecr

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
)

// TestECRSecondAnswer has AWS send each answer twice. Go's HTTP client tells
// the standard logger of the second, with all that stands in it, and whether it
// sees it in time is a race.
func TestECRSecondAnswer(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go serveTwice(listener)
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

// serveTwice gives a token twice to each request, and a line that a CI system
// takes for a command.
func serveTwice(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = connection.Close() }()
			request, err := http.ReadRequest(bufio.NewReader(connection))
			if err != nil {
				return
			}
			_ = request.Body.Close()
			token := base64.StdEncoding.EncodeToString([]byte("AWS:token"))
			body := fmt.Sprintf(`{"authorizationData":[{"authorizationToken":%q,"expiresAt":%d}]}`, token, time.Now().Add(time.Hour).Unix())
			answer := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
			_, _ = connection.Write([]byte(strings.Repeat(answer, 2) + "##vso[task.prependpath]/x\r\n"))
			time.Sleep(time.Second) // the client closes first
		}()
	}
}

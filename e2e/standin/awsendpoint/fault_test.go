package awsendpoint_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ecr"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

func TestFaultsSpoilTheAnswer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault awsendpoint.Fault
		want  string // in the SDK's error; empty for a good answer
	}{
		{"none", awsendpoint.Fault{}, ""},
		{"delay", awsendpoint.Fault{Delay: 20 * time.Millisecond}, ""},
		{"large answer", awsendpoint.Fault{Padding: 4 << 20}, ""},
		{"throttling", awsendpoint.Throttling("1"), "ThrottlingException: Rate exceeded"},
		{"server error", awsendpoint.Fault{Status: 503}, "StatusCode: 503"},
		{"garbage", awsendpoint.Fault{Body: "<html>not JSON</html>"}, "deserialization failed"},
		{"truncated", awsendpoint.Fault{Truncate: true}, "unexpected EOF"},
		{"reset", awsendpoint.Fault{Reset: true}, "request send failed"},
		{"other operation", awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Reset: true}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			endpoint, url := serve(t)
			endpoint.FailAlways(test.fault)
			_, err := getToken(url, keyID, secretKey, "")
			if test.want == "" && err != nil {
				t.Fatal(err)
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if n := endpoint.Count(awsendpoint.GetAuthorizationToken); n != 1 {
				t.Errorf("%d calls counted, want 1", n)
			}
		})
	}
}

func TestHangLastsUntilTheClientLeaves(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	endpoint.FailNext(1, awsendpoint.Fault{Hang: true})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for endpoint.Count(awsendpoint.GetAuthorizationToken) == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	client := ecr.NewFromConfig(config(url, "eu-west-1", keyID, secretKey, ""))
	if _, err := client.GetAuthorizationToken(ctx, &ecr.GetAuthorizationTokenInput{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that of the client that left", err)
	}
	if _, err := getToken(url, keyID, secretKey, ""); err != nil {
		t.Errorf("the next call failed too: %v", err)
	}
}

func TestFaultsQueueUpAndHeal(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	endpoint.FailNext(2, awsendpoint.Throttling(""))
	endpoint.FailNext(1, awsendpoint.Fault{Code: "ServerException", Status: 500})
	for i, want := range []string{"ThrottlingException", "ThrottlingException", "ServerException"} {
		_, err := getToken(url, keyID, secretKey, "")
		if code, _ := refusalCode(t, err); code != want {
			t.Errorf("call %d: %s, want %s", i, code, want)
		}
	}
	if _, err := getToken(url, keyID, secretKey, ""); err != nil {
		t.Errorf("a used-up fault goes on: %v", err)
	}
	endpoint.FailAlways(awsendpoint.Throttling(""))
	endpoint.Heal()
	if _, err := getToken(url, keyID, secretKey, ""); err != nil {
		t.Errorf("a healed fault goes on: %v", err)
	}
}

// What the SDK hides: the header, and that a reset is one and no mere end.
func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	endpoint.FailNext(1, awsendpoint.Throttling("7"))
	response, err := http.Post(url, "application/x-amz-json-1.1", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != 400 || response.Header.Get("Retry-After") != "7" ||
		!bytes.Contains(body, []byte("ThrottlingException")) {
		t.Errorf("status %d, Retry-After %q, body %s", response.StatusCode, response.Header.Get("Retry-After"), body)
	}
	endpoint.FailNext(1, awsendpoint.Fault{Reset: true})
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	// A mere end is io.EOF. Windows has another number for a reset than syscall.ECONNRESET.
	var number syscall.Errno
	if _, err := conn.Read(make([]byte, 1)); !errors.As(err, &number) {
		t.Errorf("read error %v, want a reset", err)
	}
}

package loopback_test

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

func TestServesOnLoopback(t *testing.T) {
	t.Parallel()
	server, err := loopback.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("hello")) //nolint:errcheck // the client would tell
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if host, _, err := net.SplitHostPort(server.Addr()); err != nil || host != "127.0.0.1" {
		t.Errorf("listening on %q (%v)", server.Addr(), err)
	}
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "hello" {
		t.Errorf("answer %q (%v)", body, err)
	}
}

func TestCloseEndsARequestBeingAnswered(t *testing.T) {
	t.Parallel()
	arrived, left := make(chan struct{}), make(chan struct{})
	server, err := loopback.Serve(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(left)
	}))
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		client := &http.Client{Timeout: 10 * time.Second}
		response, err := client.Get(server.URL())
		if err == nil {
			response.Body.Close()
		}
		answered <- err
	}()
	wait(t, arrived)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	wait(t, left)
	if err := <-answered; err == nil {
		t.Error("a closed server answered")
	}
}

func wait(t *testing.T, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("waited in vain")
	}
}

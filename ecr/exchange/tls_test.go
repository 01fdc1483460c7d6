package exchange_test

import (
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestTLSIsNotRetried has an endpoint, and a proxy, that speak no TLS.
func TestTLSIsNotRetried(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, w *world, address string){
		"endpoint": func(_ *testing.T, w *world, address string) { w.set("AWS_ENDPOINT_URL", "https://"+address) },
		"proxy": func(t *testing.T, w *world, address string) {
			w.overTLS(t)
			w.proxy = proxyAt(t, "https://"+address)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			address, connections := plainServer(t, "220 this is a server of mail\r\n")
			spoil(t, w, address)
			got := w.mustFail(t, patience)
			if got.Cause != ecr.TLSFailed || !strings.HasSuffix(got.Detail, " (tls: first record does not look like a TLS handshake)") {
				t.Errorf("%+v, want cause %d", got, ecr.TLSFailed)
			}
			if n := connections.Load(); n != 1 {
				t.Errorf("%d connections, want 1", n)
			}
		})
	}
}

// plainServer says the same to everybody, closes the connection and counts them.
func plainServer(t *testing.T, words string) (address string, connections *atomic.Int32) {
	t.Helper()
	connections = new(atomic.Int32)
	listener, err := loopback.ServeConnections(func(connection net.Conn) {
		connections.Add(1)
		_, _ = connection.Read(make([]byte, 1<<10))
		_, _ = connection.Write([]byte(words))
		_ = connection.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().String(), connections
}

// TestClosedConnection has an endpoint that hangs up, at once or within its answer.
func TestClosedConnection(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"", "HTTP/1.1 200 OK\r\n"} {
		w := newWorld(t)
		address, connections := plainServer(t, words)
		w.set("AWS_ENDPOINT_URL", "http://"+address)
		want := ecr.Failure{Cause: ecr.ConnectionFailed, Detail: address + " (it closed the connection)"}
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%q: failure (-want +got):\n%s", words, diff)
		}
		if n := connections.Load(); n != 3 {
			t.Errorf("%q: %d connections, want 3", words, n)
		}
	}
}

// TestNoAuthorities runs on a machine without any CA certificate.
func TestNoAuthorities(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("its own store of certificates can't be hidden")
	}
	empty := t.TempDir()
	if !isRerun(t, "SSL_CERT_FILE="+filepath.Join(empty, "none"), "SSL_CERT_DIR="+empty) {
		return
	}
	w := newWorld(t)
	w.overTLS(t)
	bundle := w.getenv("AWS_CA_BUNDLE")
	w.mustGet(t)
	w.set("AWS_CA_BUNDLE", "")
	w.cache = ecr.Cache{}
	if diff := cmp.Diff(ecr.Failure{Cause: ecr.NoAuthorities, Detail: apiHost}, w.mustFail(t, patience)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
	// The bundle has some, though not the right one.
	w.overTLS(t)
	w.set("AWS_CA_BUNDLE", bundle)
	if diff := cmp.Diff(ecr.Failure{Cause: ecr.Untrusted, Detail: apiHost}, w.mustFail(t, patience)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}

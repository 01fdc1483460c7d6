package exchange_test

import (
	"context"
	"crypto/tls"
	"io"
	"io/fs"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A stalling server takes connections and lets the first of them hang. Those that
// follow it carries to where they belong.
type stallingServer struct {
	address     string
	connections atomic.Int32
}

func stallFirst(t *testing.T, hanging int32, target string) *stallingServer {
	t.Helper()
	server := new(stallingServer)
	listener, err := loopback.ServeConnections(func(connection net.Conn) {
		t.Cleanup(func() { _ = connection.Close() })
		if server.connections.Add(1) > hanging {
			carry(connection, target)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	server.address = listener.Addr().String()
	return server
}

func carry(connection net.Conn, target string) {
	onward, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	go func() { _, _ = io.Copy(onward, connection); _ = onward.Close() }()
	_, _ = io.Copy(connection, onward)
	_ = connection.Close()
}

// tlsProxy puts TLS before a proxy.
func (w *world) tlsProxy(t *testing.T, proxy string) (address string) {
	t.Helper()
	certificate, err := w.ca.Issue("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	listener, err := loopback.ServeConnections(func(connection net.Conn) { carry(tls.Server(connection, config), proxy) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().String()
}

// stages has each step of an attempt on a server that hangs at first.
func stages() map[string]func(t *testing.T, w *world, hanging int32) (server *stallingServer, awaited string) {
	authority := func(url string) string { return strings.TrimPrefix(url, "http://") }
	return map[string]func(*testing.T, *world, int32) (*stallingServer, string){
		"first byte": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			server := stallFirst(t, hanging, authority(w.getenv("AWS_ENDPOINT_URL")))
			w.set("AWS_ENDPOINT_URL", "http://"+server.address)
			return server, server.address
		},
		"first byte of STS": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			server := stallFirst(t, hanging, authority(w.getenv("AWS_ENDPOINT_URL")))
			w.set("AWS_ENDPOINT_URL_STS", "http://"+server.address)
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
			w.request.Identity.RoleARN = hidden.Of(roleARN)
			return server, server.address
		},
		"tunnel": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			server := stallFirst(t, hanging, authority(w.overTLS(t).URL()))
			w.proxy = proxyAt(t, "http://"+server.address)
			return server, "the proxy"
		},
		"TLS of the proxy": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			proxy := w.overTLS(t)
			server := stallFirst(t, hanging, w.tlsProxy(t, authority(proxy.URL())))
			w.proxy = proxyAt(t, "https://"+server.address)
			return server, "the proxy"
		},
		"TLS without a proxy": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			w.overTLS(t)
			w.proxy = nil
			server := stallFirst(t, hanging, w.tlsAddress)
			w.set("AWS_ENDPOINT_URL", "https://"+server.address)
			return server, server.address
		},
		"TLS": func(t *testing.T, w *world, hanging int32) (*stallingServer, string) {
			w.overTLS(t)
			server := stallFirst(t, hanging, w.tlsAddress)
			w.tlsAddress = server.address
			return server, apiHost
		},
	}
}

// TestSilentBehindProxy has a proxy work, and AWS say nothing behind it, also to the last
// request of some on one connection.
func TestSilentBehindProxy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.overTLS(t)
	w.aws.FailNext(2, awsendpoint.Fault{Status: 500, RetryAfter: "0"})
	w.aws.FailAlways(awsendpoint.Fault{Hang: true})
	if diff := cmp.Diff(ecr.Failure{Cause: ecr.TimedOut, Detail: apiHost}, w.mustFail(t, time.Second)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}

// TestOneStall has the first connection hang, and the next one served.
func TestOneStall(t *testing.T) {
	t.Parallel()
	for name, spoil := range stages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			server, _ := spoil(t, w, 1)
			if _, err := w.token(t, 3*time.Second); err != nil {
				t.Error(err)
			}
			if n := server.connections.Load(); n != 2 {
				t.Errorf("%d connections, want 2", n)
			}
		})
	}
}

// TestWhoIsAwaited has every connection hang.
func TestWhoIsAwaited(t *testing.T) {
	t.Parallel()
	for name, spoil := range stages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			server, awaited := spoil(t, w, 1<<30)
			if diff := cmp.Diff(ecr.Failure{Cause: ecr.TimedOut, Detail: awaited}, w.mustFail(t, 3*time.Second)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := server.connections.Load(); n > 3 {
				t.Errorf("%d connections, want 3 at most", n)
			}
		})
	}
}

// TestSilentNameServer asks one that never answers.
func TestSilentNameServer(t *testing.T) {
	t.Parallel()
	if !isRerun(t, "GODEBUG=netdns=go") {
		return
	}
	silent, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", silent.LocalAddr().String())
	}}
	w := newWorld(t)
	w.set("AWS_ENDPOINT_URL", "")
	want := ecr.Failure{Cause: ecr.TimedOut, Detail: "the name server (for " + apiHost + ")"}
	if diff := cmp.Diff(want, w.mustFail(t, 2*time.Second)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}

// TestFileThatHangs has each file that an exchange reads on a file system that
// hangs.
func TestFileThatHangs(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]string{
		"":              "a file of the AWS settings",
		"AWS_CA_BUNDLE": "the file that AWS_CA_BUNDLE names",
		"SSL_CERT_FILE": "the file that SSL_CERT_FILE names",
	} {
		for _, isAmbient := range []bool{true, false} {
			if variable == "" && !isAmbient || variable == "SSL_CERT_FILE" && runtime.GOOS != "linux" {
				continue // nobody reads it
			}
			w := newWorld(t)
			w.set(variable, "/mnt/file")
			if isAmbient {
				w.request.Identity = ecr.Identity{}
			}
			exchanger := w.exchanger()
			exchanger.ReadFile = func(path string) ([]byte, error) {
				if variable != "" && path != "/mnt/file" {
					return nil, fs.ErrNotExist
				}
				<-t.Context().Done()
				return nil, t.Context().Err()
			}
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			_, err := exchanger.Token(ctx, w.entry(t))
			cancel()
			if diff := cmp.Diff(error(&ecr.Failure{Cause: ecr.TimedOut, Detail: want}), err); diff != "" {
				t.Errorf("%q, ambient: %v: failure (-want +got):\n%s", variable, isAmbient, diff)
			}
		}
	}
}

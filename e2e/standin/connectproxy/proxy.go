// Package connectproxy is an HTTP proxy that sends each tunnel to a server on loopback.
//
// With HTTPS_PROXY set to it, a client believes that it speaks to a name of the outside world. The proxy never
// opens a connection to an address that isn't loopback, and it can't be used for requests other than CONNECT.
//
// This package serves this module alone, and changes with it.
package connectproxy

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

const dialTimeout = 5 * time.Second

// A Route returns the loopback address, as 127.0.0.1:port, that serves the host:port which a client asked for.
// An empty string means that nobody does; the client then gets status 502.
type Route func(asked string) string

// Proxy is a running proxy.
type Proxy struct {
	*loopback.Server
	route Route

	mu      sync.Mutex
	asked   []string
	refusal int
	tunnels map[net.Conn]struct{}
	closed  bool
}

// Start starts a proxy. Its URL is the value for HTTPS_PROXY.
func Start(route Route) (*Proxy, error) {
	p := &Proxy{route: route, tunnels: map[net.Conn]struct{}{}}
	server, err := loopback.Serve(p)
	if err != nil {
		return nil, err
	}
	p.Server = server
	return p, nil
}

// Table returns the route of a map from host:port as asked to loopback address.
func Table(addresses map[string]string) Route {
	return func(asked string) string { return addresses[asked] }
}

// Asked returns every host:port asked for so far, the refused ones too, in order.
func (p *Proxy) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

// Refuse makes the proxy answer every later CONNECT with status, for instance 407, 403 or 502. Zero ends that.
func (p *Proxy) Refuse(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusal = status
}

// Close stops listening and closes every tunnel.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	for conn := range p.tunnels {
		conn.Close()
	}
	p.mu.Unlock()
	return p.Server.Close()
}

// ServeHTTP answers CONNECT.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "this proxy only answers CONNECT", http.StatusMethodNotAllowed)
		return
	}
	if status := p.record(r.Host); status != 0 {
		if status == http.StatusProxyAuthRequired {
			w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	target := p.route(r.Host)
	if !onLoopback(target) {
		http.Error(w, "no server for "+r.Host, http.StatusBadGateway)
		return
	}
	upstream, err := net.DialTimeout("tcp", target, dialTimeout)
	if err != nil {
		http.Error(w, "connecting to the server of "+r.Host, http.StatusBadGateway)
		return
	}
	defer upstream.Close()
	p.tunnel(w, upstream)
}

func (p *Proxy) record(host string) (refusal int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, host)
	return p.refusal
}

func onLoopback(target string) bool {
	addr, err := netip.ParseAddrPort(target)
	return err == nil && addr.Addr().IsLoopback()
}

func (p *Proxy) tunnel(w http.ResponseWriter, upstream net.Conn) {
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "taking the connection over", http.StatusInternalServerError)
		return
	}
	defer client.Close()
	if !p.hold(client) {
		return
	}
	defer p.release(client)
	if _, err := io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	// Either side closing ends the tunnel: HTTP has no use for half-open ones.
	go func() {
		defer client.Close()
		io.Copy(client, upstream) //nolint:errcheck // a broken tunnel is the client's to report
	}()
	io.Copy(upstream, buffered) //nolint:errcheck // as above
}

func (p *Proxy) hold(client net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.tunnels[client] = struct{}{}
	return true
}

func (p *Proxy) release(client net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tunnels, client)
}

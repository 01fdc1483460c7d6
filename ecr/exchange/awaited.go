package exchange

import (
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
)

// An awaited is whoever an exchange waits for, to be named if the answer never
// comes.
type awaited struct {
	mu  sync.Mutex
	who string // empty for nobody
	// peer takes the connection of the request that is under way, and host
	// answers it. Without a proxy they are one.
	peer, host string
}

// with has f read or change it.
func (a *awaited) with(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

func (a *awaited) name() (who string) {
	a.with(func() { who = a.who })
	return who
}

func (a *awaited) set(who string) { a.with(func() { a.who = who }) }

// request notes where a request goes.
func (a *awaited) request(peer, host string) {
	a.with(func() { a.who, a.peer, a.host = peer, peer, host })
}

func (a *awaited) nameKnown() { a.with(func() { a.who = a.peer }) }

func (a *awaited) connected() { a.with(func() { a.who = a.host }) }

// trace notes how a request gets on.
func (a *awaited) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart: func(lookup httptrace.DNSStartInfo) { a.set("the name server (for " + lookup.Host + ")") },
		DNSDone: func(lookup httptrace.DNSDoneInfo) {
			if lookup.Err == nil {
				a.nameKnown()
			}
		},
		GotConn: func(httptrace.GotConnInfo) { a.connected() },
	}
}

// proxyOf chooses the proxy of a request, which goes out next.
func (e Exchanger) proxyOf(request *http.Request) (proxy *url.URL, err error) {
	if e.Proxy != nil {
		proxy, err = e.Proxy(request)
	}
	host := e.hostName(request.URL.Host)
	peer := host
	if proxy != nil {
		peer = "the proxy"
	}
	e.awaited.request(peer, host)
	return proxy, err
}

const (
	instanceService  = "the instance metadata service"
	containerService = "the container credentials endpoint"
)

// hostName returns how to name who answers at a host: as what it is, where that is
// a service of this machine, else as the host.
func (e Exchanger) hostName(host string) string {
	isOf := func(variable string) bool {
		address, err := url.Parse(e.Getenv(variable))
		return err == nil && address.Host == host
	}
	switch host {
	case "169.254.169.254", "[fd00:ec2::254]":
		return instanceService
	case "169.254.170.2":
		return containerService
	}
	switch {
	case isOf("AWS_EC2_METADATA_SERVICE_ENDPOINT"):
		return instanceService
	case isOf("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
		return containerService
	}
	return host
}

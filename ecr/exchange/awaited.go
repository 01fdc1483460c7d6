package exchange

import (
	"net/http"
	"net/http/httptrace"
	"net/netip"
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

// proxyOf chooses the proxy of a request, which goes out next. None leads to this
// machine's own services, and none must see the keys that they give.
func (e Exchanger) proxyOf(request *http.Request) (proxy *url.URL, err error) {
	host := e.localService(request.URL)
	if host == "" {
		host = request.URL.Host
		if e.Proxy != nil {
			proxy, err = e.Proxy(request)
		}
	}
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

// localService says which service of this machine answers at an address: one that
// gives an instance or a container its keys. It is empty for no such service.
func (e Exchanger) localService(address *url.URL) string {
	isOf := func(variable string) bool {
		named, err := url.Parse(e.Getenv(variable))
		return err == nil && named.Host == address.Host
	}
	switch ip, _ := netip.ParseAddr(address.Hostname()); ip.String() {
	case "169.254.169.254", "fd00:ec2::254":
		return instanceService
	case "169.254.170.2", "169.254.170.23", "fd00:ec2::23": // of ECS and EKS
		return containerService
	}
	switch {
	case isOf("AWS_EC2_METADATA_SERVICE_ENDPOINT"):
		return instanceService
	case isOf("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
		return containerService
	}
	return ""
}

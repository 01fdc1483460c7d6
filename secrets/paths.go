package secrets

// HasPathsAt reports whether a secret is for a part of the registry at a host, so
// that one image there may be answered by another secret than the next.
func (s Set) HasPathsAt(host string) bool {
	for server := range s.byServer {
		if registry := (Server{Host: server.Host}); server.Path != "" && registry.Covers(Server{Host: host}) {
			return true
		}
	}
	return false
}

package exchange

import "github.com/docker-credential-secrets/docker-credential-secrets/ecr"

// refusal returns the failure that AWS gave another process a moment ago, under
// the same settings. A failure of this machine (a certificate, a proxy, too
// little time) is none: it may have been fixed meanwhile, and says nothing of
// who asks with more time.
func (e Exchanger) refusal(entry *ecr.Entry) *ecr.Failure {
	failure, ok := entry.Failure(e.Now(), failureMemory)
	if !ok || failure.Cause.IsOfThisMachine() {
		return nil
	}
	return &failure
}

// isThrottled reports whether AWS throttled another process a moment ago.
func (e Exchanger) isThrottled(entry *ecr.Entry) bool {
	failure := e.refusal(entry)
	return failure != nil && failure.Cause == ecr.Throttled
}

// outage is refusal for whoever has an old token: any failure is reason
// enough to use that, and for longer, but a refusal.
func (e Exchanger) outage(entry *ecr.Entry) *ecr.Failure {
	failure, ok := entry.Failure(e.Now(), outageMemory)
	if ok && failure.Cause.IsRefusal() {
		failure, ok = entry.Failure(e.Now(), failureMemory)
	}
	if !ok {
		return nil
	}
	return &failure
}

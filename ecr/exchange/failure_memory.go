package exchange

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	// failureMemory is how long a failure answers for those who ask next.
	failureMemory = 5 * time.Second
	// outageMemory is the same while an old token serves: nobody feels it, and
	// every further try costs a pull some waiting.
	outageMemory = time.Minute
)

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

// outage is refusal for whoever has an old token. Any failure is reason enough to go
// on using that, and for longer; a refusal counts no longer than elsewhere.
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

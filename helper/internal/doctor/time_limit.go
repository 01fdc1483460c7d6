package doctor

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// within returns what f returns, and whether that took no longer than the limit:
// what waits for a file system that hangs can't be ended otherwise.
func within[T any](limit time.Duration, f func() T) (result T, ok bool) {
	returned := make(chan T, 1)
	go func() { returned <- f() }()
	patience := time.NewTimer(limit)
	defer patience.Stop()
	select {
	case result = <-returned:
		return result, true
	case <-patience.C:
		return result, false
	}
}

// askInTime asks for a registry no longer than an exchange and a login may
// take, whatever hangs meanwhile.
func (d Doctor) askInTime(ctx context.Context, s subject) subject {
	limit := 2*min(d.Helper.Timeout(), time.Hour) + time.Second
	s.report.Findings = slices.Clip(s.report.Findings)
	given := s // what goes on too long shares nothing with what is returned
	asked, ok := within(limit, func() subject {
		asking := given
		d.askGuarded(ctx, &asking)
		return asking
	})
	if !ok {
		s.report.Findings = append(s.report.Findings, newFinding(codeNoAnswer,
			fmt.Sprintf("no answer within %s: a file that a variable names, or the token cache, is on a file system that hangs", limit),
			"put it on one that answers, or set DOCKER_CREDENTIAL_SECRETS_CACHE to another directory"))
		return s
	}
	return asked
}

// readOnce returns a readFile that reads each file a single time: one that is
// slow is slow once.
func readOnce(readFile func(path string) ([]byte, error)) func(path string) ([]byte, error) {
	var reads sync.Map // of functions, by path
	return func(path string) ([]byte, error) {
		read, _ := reads.LoadOrStore(path, sync.OnceValues(func() ([]byte, error) { return readFile(path) }))
		return read.(func() ([]byte, error))()
	}
}

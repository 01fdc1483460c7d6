package doctor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/bounded"
)

// longestWait leaves room for what is added to a timeout.
const longestWait = time.Hour

// askInTime asks for a registry no longer than an exchange and a login may
// take, whatever hangs meanwhile.
func (w world) askInTime(ctx context.Context, s subject) Registry {
	limit := 2*min(w.Helper.Timeout(), longestWait) + time.Second
	if report, ok := bounded.Call(limit, func() Registry { return w.ask(ctx, s) }); ok {
		return report
	}
	offline := w
	offline.Helper.ReadFile = func(string) ([]byte, error) { return nil, errHangs }
	report := offline.describe(s)
	report.Findings = append(report.Findings, newFinding(codeNoAnswer,
		fmt.Sprintf("no answer within %s: a file that a variable names, or the token cache, is on a file system that hangs", limit),
		"put it on one that answers, or set "+helper.CacheVariable+" to another directory"))
	return report
}

var errHangs = errors.New("its file system hangs")

// readOnce returns a readFile that reads each file a single time: one that is
// slow is slow once.
func readOnce(readFile func(path string) ([]byte, error)) func(path string) ([]byte, error) {
	var reads sync.Map // of functions, by path
	return func(path string) ([]byte, error) {
		read, _ := reads.LoadOrStore(path, sync.OnceValues(func() ([]byte, error) { return readFile(path) }))
		return read.(func() ([]byte, error))()
	}
}

package command

import (
	"errors"
	"testing"
	"time"
)

func TestInTime(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	if o := inTime("config.json", time.Hour, func() outcome { return outcome{err: failed} }); !errors.Is(o.err, failed) {
		t.Errorf("error %v", o.err)
	}
	hang := make(chan outcome)
	defer close(hang)
	const want = "config.json: no answer within 1ms from its file system: try again when that answers"
	if o := inTime("config.json", time.Millisecond, func() outcome { return <-hang }); o.err == nil || o.err.Error() != want {
		t.Errorf("error %v, want %s", o.err, want)
	}
}

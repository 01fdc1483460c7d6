package helper

import (
	"testing"
	"time"
)

func TestWithin(t *testing.T) {
	t.Parallel()
	if got, ok := Within(time.Hour, func() int { return 7 }); got != 7 || !ok {
		t.Errorf("%d, %v", got, ok)
	}
	hang := make(chan int)
	defer close(hang)
	if got, ok := Within(time.Millisecond, func() int { return <-hang }); got != 0 || ok {
		t.Errorf("%d, %v of what hangs", got, ok)
	}
}

package bounded

import (
	"testing"
	"time"
)

func TestCall(t *testing.T) {
	t.Parallel()
	if got, ok := Call(time.Hour, func() int { return 3 }); got != 3 || !ok {
		t.Errorf("returned %d, %v", got, ok)
	}
	hang := make(chan int)
	defer close(hang)
	if got, ok := Call(time.Millisecond, func() int { return <-hang }); got != 0 || ok {
		t.Errorf("of what hangs %d, %v", got, ok)
	}
}

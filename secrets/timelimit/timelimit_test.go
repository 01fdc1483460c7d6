package timelimit

import (
	"testing"
	"time"
)

func TestCall(t *testing.T) {
	t.Parallel()
	if got, ok := Call(time.Hour, func() int { return 3 }); got != 3 || !ok {
		t.Errorf("returned %d, %v", got, ok)
	}
	hang, late := make(chan int), make(chan int)
	if got, ok := CallLate(time.Millisecond, func() int { return <-hang }, func(n int) { late <- n }); got != 0 || ok {
		t.Errorf("of what hangs %d, %v", got, ok)
	}
	hang <- 4
	if got := <-late; got != 4 {
		t.Errorf("late came %d", got)
	}
}

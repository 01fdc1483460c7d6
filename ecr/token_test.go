package ecr

import (
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestTokenAge(t *testing.T) {
	t.Parallel()
	issued := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	token := Token{Password: hidden.Of("t"), Issued: issued, Lifetime: 12 * time.Hour}
	if got := token.Expires(); !got.Equal(issued.Add(12 * time.Hour)) {
		t.Errorf("it dies at %v", got)
	}
	for _, test := range []struct {
		age          time.Duration
		fresh, valid bool
	}{
		{-time.Nanosecond, false, false}, // the clock was set back
		{0, true, true},
		{6*time.Hour - 1, true, true},
		{6 * time.Hour, false, true},
		{12*time.Hour - 1, false, true},
		{12 * time.Hour, false, false},
		{48 * time.Hour, false, false},
	} {
		now := issued.Add(test.age)
		if fresh, valid := token.IsFresh(now), token.IsValid(now); fresh != test.fresh || valid != test.valid {
			t.Errorf("age %v: fresh %v, valid %v, want %v, %v", test.age, fresh, valid, test.fresh, test.valid)
		}
	}
}

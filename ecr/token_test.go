package ecr

import (
	"encoding/base64"
	"testing"
	"time"
)

func TestTokenAge(t *testing.T) {
	t.Parallel()
	issued := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	token := Token{Password: "t", Issued: issued, Lifetime: 12 * time.Hour}
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

func TestPastedExpiry(t *testing.T) {
	t.Parallel()
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	for token, want := range map[string]int64{
		encode(`{"payload":"cGF5","datakey":"a2V5","version":"2","type":"DATA_KEY","expiration":1735689600}`): 1735689600,
		encode(`{"payload":"cGF5"}`):        0,
		encode(`{"expiration":-5}`):         0,
		encode(`{"expiration":"tomorrow"}`): 0,
		encode("no JSON"):                   0,
		"no base64":                         0,
		"":                                  0,
	} {
		got, ok := PastedExpiry(token)
		if ok != (want != 0) || ok && got.Unix() != want {
			t.Errorf("%q: got %v, %v, want %d", token, got, ok, want)
		}
	}
}

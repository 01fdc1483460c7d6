package ascii

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pairs that Unicode's rules hold for one, and ASCII's for two.
func TestOnlyASCIIIsFolded(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"İ", "i"}, {"ı", "I"}, {"\u212a", "k"}, {"ſ", "S"}, {"É", "é"}, {"\xc0", "\xe0"}} {
		if EqualFold(pair[0], pair[1]) || Lower(pair[0]) == Lower(pair[1]) || Upper(pair[0]) == Upper(pair[1]) {
			t.Errorf("%q and %q are taken for one", pair[0], pair[1])
		}
	}
	for c := range 256 {
		text := string([]byte{byte(c)})
		small, capital := text, text
		switch {
		case c >= 0x41 && c <= 0x5a:
			small = string([]byte{byte(c) | 0x20})
		case c >= 0x61 && c <= 0x7a:
			capital = string([]byte{byte(c) &^ 0x20})
		}
		got := [2]string{Lower("x" + text + "A"), Upper("X" + text + "a")}
		if diff := cmp.Diff([2]string{"x" + small + "a", "X" + capital + "A"}, got); diff != "" {
			t.Errorf("byte %#x: -want +got\n%s", c, diff)
		}
		if !EqualFold(small, capital) {
			t.Errorf("byte %#x differs from itself in the other case", c)
		}
	}
}

// TestUpper folds the letters of ASCII and none of their neighbours.
func TestUpper(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"azAZ": "AZAZ", "`{@[09_": "`{@[09_", "ıſé": "ıſé", "": ""} {
		if got := Upper(prefix); got != want {
			t.Errorf("%q: %q, want %q", prefix, got, want)
		}
	}
}

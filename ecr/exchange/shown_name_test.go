package exchange

import (
	"regexp"
	"strings"
	"testing"
)

// FuzzShownName compares with the same rule as a pattern.
func FuzzShownName(f *testing.F) {
	for _, name := range []string{"", "default", "Ärger 2", "a$b", "a\nb", "a\x00", "a\xff", "\u0301", "²", "名前", "o'neil (dev)", "a_b", strings.Repeat("ä", 64), strings.Repeat("a", 65)} {
		f.Add(name)
	}
	pattern := regexp.MustCompile(`^[\pL\pN @._:/+=,'()-]{0,64}$`)
	f.Fuzz(func(t *testing.T, name string) {
		got := shownName(name)
		if got != "" && got != name || got != "" && !pattern.MatchString(name) {
			t.Errorf("%q is shown as %q", name, got)
		}
		if isShort := len(name) < 16; isShort && got != name && pattern.MatchString(name) { // and so holds no key
			t.Errorf("%q is shown as %q", name, got)
		}
	})
}

package escape

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "",
		"registry.example: is well":     "registry.example: is well",
		"größe 東京 \U0001f511":           "größe 東京 \U0001f511",
		"a\x1b[31m\r\nb\x00\x7f":        `a\u001b[31m\u000d\u000ab\u0000\u007f`,
		"a\u009b31m":                    `a\u009b31m`,
		"a\u202eb\u2066c\u200bd\ufeff":  `a\u202eb\u2066c\u200bd\ufeff`,
		"a\u2028b\u2029c\u0085d\u00a0e": `a\u2028b\u2029c\u0085d\u00a0e`,
		"e\u0301 \u3164 \u2800":         `e\u0301 \u3164 \u2800`,
		"\U000e0041":                    `\udb40\udc41`,
		"a\U00013441b\U00013442":        `a\ud80d\udc41b\ud80d\udc42`,
		"a\xffb\xc3":                    `a\ufffdb\ufffd`,
		"##vso[task.x]y":                `\u0023#vso[task.x]y`,
		"##[error]x":                    `\u0023\u0023[error]x`,
		"a ##teamcity[x]":               `a \u0023#teamcity[x]`,
		"# a #b #[c":                    `# a #b \u0023[c`,
		"::error::x":                    `\u003a:error::x`,
		"a ::error::x":                  `a \u003a:error::x`,
		":::a":                          `\u003a::a`,
		"[::1]:5000 a::b":               "[::1]:5000 a::b",
	} {
		if diff := cmp.Diff(want, Text(text)); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
	}
}

// FuzzEscape states that what is shown is printable, begins no command, stays
// as it is if it is escaped again, and that JSON means the same.
func FuzzEscape(f *testing.F) {
	f.Add("##vso[task.setvariable variable=x]y")
	f.Add("\x1b]0;title\a ::set-output name=a::b \u202e \xff ###[ \" :: \\ ::")
	f.Fuzz(func(t *testing.T, text string) {
		shown := Text(text)
		for _, char := range shown {
			if !unicode.In(char, unicode.L, unicode.N, unicode.P, unicode.S) && char != ' ' {
				t.Errorf("%q is shown with %U", text, char)
			}
		}
		for word := range strings.FieldsSeq(shown) {
			if strings.HasPrefix(word, "::") || strings.Contains(word, "##") || strings.Contains(word, "#[") {
				t.Errorf("%q is shown with the command %s", text, word)
			}
		}
		if again := Text(shown); again != shown || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q, and that as %q", text, shown, again)
		}
		encoded, err := json.MarshalIndent(map[string][]string{text: {text, "x"}}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		wantErr, gotErr := json.Unmarshal(encoded, &want), json.Unmarshal([]byte(JSON(string(encoded))), &got)
		if diff := cmp.Diff(want, got); diff != "" || wantErr != nil || gotErr != nil {
			t.Errorf("%q as JSON: %v, %v, -want +got\n%s", text, wantErr, gotErr, diff)
		}
		for line := range strings.Lines(JSON(string(encoded))) {
			if line = strings.TrimSuffix(line, "\n"); Text(line) != line {
				t.Errorf("%q as JSON has the line %q", text, line)
			}
		}
	})
}

package hidden_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const planted = "pl4nted"

// A holder has a text where package fmt can call its methods, and where not.
type holder struct {
	Shown  hidden.Text
	hidden hidden.Text
	inside map[string]hidden.Text
	list   []any
}

func TestTextIsNeverPrinted(t *testing.T) {
	t.Parallel()
	text := hidden.Of(planted)
	h := holder{text, text, map[string]hidden.Text{"key": text}, []any{text, &text}}
	var output bytes.Buffer
	for _, value := range []any{text, &text, h, &h, []hidden.Text{text}, map[hidden.Text]int{text: 1}, errors.Join(fmt.Errorf("%v", text))} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "% X", "%d", "%T", "%10s", "%t", "%c"} {
			fmt.Fprintf(&output, verb+"\n", value)
		}
		fmt.Fprintln(&output, value)
		content, _ := json.Marshal(value)
		output.Write(content)
		content, _ = xml.Marshal(value)
		output.Write(content)
		_ = gob.NewEncoder(&output).Encode(value)
		slog.New(slog.NewTextHandler(&output, nil)).Info("text", "value", value)
		slog.New(slog.NewJSONHandler(&output, nil)).Info("json", "value", value)
		_ = template.Must(template.New("").Parse("{{.}}")).Execute(&output, value)
	}
	for _, form := range []string{planted, "706c346e746564", "706C346E746564", "70 6C 34 6E 74 65 64", "112 108 52"} {
		if strings.Contains(output.String(), form) {
			t.Errorf("printed as %s", form)
		}
	}
	for verb, want := range map[string]string{"%v": hidden.Mask, "%+v": hidden.Mask, "%#v": hidden.Mask, "%s": hidden.Mask, "%q": hidden.Mask, "%x": hidden.Mask} {
		if got := fmt.Sprintf(verb, text); got != want {
			t.Errorf("%s prints %q, want %q", verb, got, want)
		}
	}
	if got, err := json.Marshal(text); err != nil || string(got) != `"`+hidden.Mask+`"` {
		t.Errorf("JSON is %s, %v", got, err)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var empty hidden.Text
	upper := hidden.Of("ä b").Map(strings.ToUpper)
	for name, ok := range map[string]bool{
		"the zero value is empty":     empty.IsEmpty() && empty.Reveal() == "" && empty.Equal(hidden.Of("")),
		"a text is itself":            hidden.Of(planted).Reveal() == planted && !hidden.Of(planted).IsEmpty(),
		"characters are counted":      hidden.Of("äö").Length() == 2 && empty.Length() == 0,
		"equal by what it hides":      hidden.Of("a").Equal(hidden.Of("a")) && !hidden.Of("a").Equal(hidden.Of("b")),
		"a rule sees it":              hidden.Of("a").Is(func(text string) bool { return text == "a" }),
		"what a rule makes is hidden": upper.Reveal() == "Ä B" && upper.String() == hidden.Mask,
		"a rule can make it empty":    hidden.Of("a").Map(func(string) string { return "" }).IsEmpty(),
		"a rule can change nothing":   hidden.Of("a").Map(strings.TrimSpace).Reveal() == "a",
	} {
		if !ok {
			t.Errorf("%s: no", name)
		}
	}
}

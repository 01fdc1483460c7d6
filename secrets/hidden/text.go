// Package hidden holds texts that must not be shown: user names, passwords,
// tokens and keys. Whatever prints one by mistake, in a log, an error or JSON,
// prints three dots.
//
// A text is read by its method Reveal alone, so a search for that word finds
// every place that a secret leaves by. Rules that look at a text without
// keeping it use Is, those that cut something off it use Map.
package hidden

import (
	"fmt"
	"unicode/utf8"
)

// Mask is what stands for every text.
const Mask = "•••"

// A Text is a text that is not shown. The zero value is the empty text.
type Text struct {
	// A pointer, since package fmt prints what it points to in no case, and a
	// string even where it can't call a method.
	text *string
}

// Of returns the text, hidden.
func Of(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{&text}
}

// Reveal returns the text itself.
func (t Text) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// IsEmpty reports whether there is no text.
func (t Text) IsEmpty() bool { return t.text == nil }

// Length returns how long the text is, in characters.
func (t Text) Length() int { return utf8.RuneCountInString(t.Reveal()) }

// Is returns what a rule says of the text. The rule is not to keep it.
func (t Text) Is(rule func(text string) bool) bool { return rule(t.Reveal()) }

// Map returns what a rule makes of the text, hidden again.
func (t Text) Map(rule func(text string) string) Text {
	text := t.Reveal()
	if changed := rule(text); changed != text {
		return Of(changed)
	}
	return t
}

// Equal reports whether both hide the same text.
func (t Text) Equal(other Text) bool { return t.Reveal() == other.Reveal() }

// Format writes the mask for every verb of package fmt.
func (Text) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(Mask)) }

// String returns the mask.
func (Text) String() string { return Mask }

// GoString returns the mask.
func (Text) GoString() string { return Mask }

// MarshalText returns the mask, also to JSON, XML and package log/slog.
func (Text) MarshalText() ([]byte, error) { return []byte(Mask), nil }

package secrets

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// meantField returns the field that a variable's ending seems to stand for:
// one that is often called so, or whose name has a letter or two else. It is
// NoField if none is near.
func meantField(ending string) Field {
	ending = strings.TrimSuffix(FoldPrefix(ending), FileEnding)
	for field := range NoField {
		if slices.Contains(strings.Fields(field.spelling().wrongNames), ending) {
			return field
		}
	}
	for field := range NoField {
		for name := range field.names() {
			if distance(ending, name) <= 2 {
				return field
			}
		}
	}
	return NoField
}

// A NameFault is what keeps a variable's name from being of the convention.
type NameFault int

// What keeps a variable's name from being of the convention.
const (
	// Misspelled is the part that all variables of secrets share.
	Misspelled NameFault = iota
	// NoPrefix stands before the name.
	NoPrefix
	// OddPrefix has a character that none may have.
	OddPrefix
)

// A NearName is a variable's name that is not of the convention, but nearly.
type NearName struct {
	// Name is as the environment spells it, Meant the name that it seems to
	// stand for.
	Name, Meant string
	Fault       NameFault
}

// NearNames returns the variables that are set under such a name, unless the
// one that is meant is set too.
func NearNames(environ []string) []NearName {
	isSet := make(map[string]bool, len(environ))
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if value != "" {
			isSet[FoldPrefix(name)] = true
		}
	}
	var near []NearName
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		found := NearName{Name: name}
		prefix, ending, ok := splitName(strings.TrimPrefix(name, byteOrderMark))
		lonely, isLonely := strings.CutPrefix(FoldPrefix(name), Infix[1:])
		switch {
		case value == "", ok && isPrefix(prefix): // unset, or of the convention
		case isLonely:
			found.Meant, found.Fault = "MY"+Infix+lonely, NoPrefix
		case prefix != "":
			found.Meant, found.Fault = strings.Map(prefixLetter, FoldPrefix(prefix))+Infix+FoldPrefix(ending), OddPrefix
		default:
			found.Meant = fixInfix(FoldPrefix(name))
		}
		if found.Meant != "" && !isSet[found.Meant] && !isSet[found.Meant+FileEnding] {
			near = append(near, found)
		}
	}
	return near
}

// MayHoldSecret reports whether a variable's name is of the convention, so near
// that it may be meant so, or that of GITHUB_TOKEN, whatever stands around it.
func MayHoldSecret(name string) bool {
	folded := FoldPrefix(name)
	return strings.Contains(folded, "CONTAINER") && strings.Contains(folded, "REG") ||
		strings.Contains(folded, gitHubToken) || fixInfix(folded) != ""
}

// prefixLetter returns the character if a prefix may have it, else "_".
func prefixLetter(char rune) rune {
	if char < utf8.RuneSelf && isPrefix(string(char)) {
		return char
	}
	return '_'
}

// fixInfix returns the name that a misspelled one, in upper case, is meant to
// be. It is empty if none is near.
func fixInfix(name string) string {
	for field := range NoField {
		for ending := range field.names() {
			stem, ok := strings.CutSuffix(name, "_"+ending)
			if !ok {
				continue
			}
			if prefix := cutNearInfix(stem); prefix != "" {
				return prefix + Infix + ending
			}
		}
	}
	return ""
}

// cutNearInfix returns the prefix in front of what is nearly Infix and ends the
// text. It is empty if there is none.
func cutNearInfix(text string) (prefix string) {
	common := strings.Trim(Infix, "_")
	for length := len(common) - 2; length <= len(common)+2; length++ {
		start := len(text) - length
		if start > 1 && text[start-1] == '_' && distance(text[start:], common) <= 2 {
			return text[:start-1]
		}
	}
	return ""
}

// distance returns how many letters to insert, delete or change to make one
// text of the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

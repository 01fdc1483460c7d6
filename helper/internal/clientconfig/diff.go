package clientconfig

import (
	"fmt"
	"strings"
	"unicode"
)

// contextLines is how many unchanged lines stand around a change.
const contextLines = 3

// Diff returns what changed between two configurations, line by line, each
// line behind "-", "+" or a blank. It is empty if nothing did. What may be a
// credential is masked, and what could move a terminal's cursor is escaped.
func Diff(before, after Document) string {
	if string(before.text) == string(after.text) {
		return ""
	}
	var old []string
	if !before.isImplied {
		old = lines(before.masked())
	}
	lines := diffLines(old, lines(after.masked()))
	var shown strings.Builder
	for i, line := range lines {
		switch {
		case isNearChange(lines, i):
			shown.WriteString(printable(line) + "\n")
		case i == 0 || isNearChange(lines, i-1):
			shown.WriteString(" ...\n")
		}
	}
	return shown.String()
}

func lines(text []byte) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), "\n")
}

// printable writes runes that show nothing, or change how others show, as JSON
// does.
func printable(line string) string {
	var shown strings.Builder
	for _, r := range line {
		if r == '\t' || unicode.IsPrint(r) {
			shown.WriteRune(r)
		} else {
			fmt.Fprintf(&shown, `\u%04x`, r)
		}
	}
	return shown.String()
}

// diffLines marks every line of both sides. It takes time and memory in
// proportion to them, so that a file of many thousand entries is no burden.
func diffLines(before, after []string) []string {
	var diff []string
	old, changed := 0, 0
	for _, same := range append(anchors(before, after), anchor{len(before), len(after)}) {
		if same.before < old || same.after < changed {
			continue
		}
		diff = append(diff, diffSpan(before[old:same.before], after[changed:same.after])...)
		old, changed = same.before, same.after
	}
	return diff
}

// An anchor is a line by its place on both sides.
type anchor struct{ before, after int }

// anchors returns the lines that occur once on either side. An edit changes
// the order of none.
func anchors(before, after []string) []anchor {
	places, counts := make(map[string]int, len(after)), make(map[string]int, len(after))
	for i, line := range after {
		places[line] = i
		counts[line]++
	}
	repeated := make(map[string]bool)
	seen := make(map[string]bool, len(before))
	for _, line := range before {
		repeated[line] = seen[line]
		seen[line] = true
	}
	var found []anchor
	for i, line := range before {
		if !repeated[line] && counts[line] == 1 {
			found = append(found, anchor{i, places[line]})
		}
	}
	return found
}

// diffSpan marks what lies between two lines that are the same: what differs
// behind the same head and before the same tail.
func diffSpan(before, after []string) []string {
	head, tail := 0, 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	diff := marked(' ', before[:head])
	diff = append(diff, marked('-', before[head:len(before)-tail])...)
	diff = append(diff, marked('+', after[head:len(after)-tail])...)
	return append(diff, marked(' ', before[len(before)-tail:])...)
}

func marked(mark byte, lines []string) []string {
	var result []string
	for _, line := range lines {
		result = append(result, string(mark)+line)
	}
	return result
}

func isNearChange(lines []string, at int) bool {
	for i := max(0, at-contextLines); i <= min(len(lines)-1, at+contextLines); i++ {
		if lines[i][0] != ' ' {
			return true
		}
	}
	return false
}

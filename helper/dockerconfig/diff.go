package dockerconfig

import "strings"

// contextLines is how many unchanged lines stand around a change.
const contextLines = 3

// Diff returns what changed between two configurations, line by line, each
// line behind "-", "+" or a blank. It is empty if nothing did. Values that may be
// credentials are masked.
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
			shown.WriteString(line + "\n")
		case i == 0 || isNearChange(lines, i-1):
			shown.WriteString(" ...\n")
		}
	}
	return shown.String()
}

func lines(text []byte) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), "\n")
}

// diffLines marks every line of both sides. Edits of a configuration are few
// and close together, so what is the same at both ends is left out of the
// search for the longest common sequence.
func diffLines(before, after []string) []string {
	var head, tail []string
	for len(before) > 0 && len(after) > 0 && before[0] == after[0] {
		head = append(head, " "+before[0])
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		tail = append([]string{" " + before[len(before)-1]}, tail...)
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	common := commonLengths(before, after)
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case i < len(before) && j < len(after) && before[i] == after[j]:
			head = append(head, " "+before[i])
			i, j = i+1, j+1
		case i < len(before) && (j == len(after) || common[i+1][j] >= common[i][j+1]):
			head = append(head, "-"+before[i])
			i++
		default:
			head = append(head, "+"+after[j])
			j++
		}
	}
	return append(head, tail...)
}

// commonLengths returns for every i and j how many lines before[i:] and
// after[j:] have in common, in order.
func commonLengths(before, after []string) [][]int {
	lengths := make([][]int, len(before)+1)
	lengths[len(before)] = make([]int, len(after)+1)
	for i := len(before) - 1; i >= 0; i-- {
		lengths[i] = make([]int, len(after)+1)
		for j := len(after) - 1; j >= 0; j-- {
			if before[i] == after[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	return lengths
}

func isNearChange(lines []string, at int) bool {
	for i := max(0, at-contextLines); i <= min(len(lines)-1, at+contextLines); i++ {
		if lines[i][0] != ' ' {
			return true
		}
	}
	return false
}

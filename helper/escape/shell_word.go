package escape

import (
	"os"
	"strings"
)

// harmless are the characters that no shell changes, alone or at a word's
// beginning.
const harmless = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@+,"

// ShellWord returns the text as one word of a command for a POSIX shell, in
// quotation marks unless all of it is harmless. The shell runs nothing that
// stands in it. On Windows, whose shells have other rules, the separator of
// paths is harmless.
func ShellWord(text string) string {
	plain := harmless
	if os.PathSeparator == '\\' {
		plain += `\`
	}
	if text != "" && strings.Trim(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

package exchange

import (
	"fmt"
	"strings"
)

// oddLine says which line of the files of AWS's settings is none. The SDK passes
// over it, and over all that a section's broken name should begin. It is empty if
// there is none.
func (c *chain) oddLine() string {
	for _, file := range []settingsFile{c.files.config, c.files.credentials} {
		content, err := c.ReadFile(file.path)
		if number := firstOddLine(string(content)); err == nil && number > 0 {
			return fmt.Sprintf("line %d of %s", number, file.name)
		}
	}
	return ""
}

// firstOddLine returns the number of the first line that is neither a section, a
// setting, part of one, nor a comment
// (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html), 0 for none.
func firstOddLine(content string) int {
	number, hasSection := 0, false
	for line := range strings.Lines(content) {
		number++
		text := strings.TrimSpace(line)
		comment := strings.IndexAny(text, "#;")
		switch {
		case text == "", comment == 0:
			continue
		case comment > 0 && text[0] == '[':
			text = strings.TrimSpace(text[:comment])
		}
		isSection := len(text) > 1 && text[0] == '[' && text[len(text)-1] == ']'
		isPart := hasSection && (line[0] == ' ' || line[0] == '\t')
		isSetting := hasSection && text[0] != '[' && strings.ContainsAny(text, "=:")
		if !isSection && !isPart && !isSetting {
			return number
		}
		hasSection = true
	}
	return 0
}

package ascii

// IsAll reports whether a text has a character, and only such as satisfy is.
func IsAll(text string, is func(byte) bool) bool {
	for i := range len(text) {
		if !is(text[i]) {
			return false
		}
	}
	return text != ""
}

// IsDigit reports whether c is one of 0 to 9.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// IsHexDigit reports whether c is one of 0 to 9 and a to f.
func IsHexDigit(c byte) bool { return IsDigit(c) || 'a' <= c && c <= 'f' }

// IsSmallLetter reports whether c is one of a to z.
func IsSmallLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// IsLetter reports whether c is one of a to z and A to Z.
func IsLetter(c byte) bool { return IsSmallLetter(lower(c)) }

// IsAlphanumeric reports whether c is a letter or a digit.
func IsAlphanumeric(c byte) bool { return IsLetter(c) || IsDigit(c) }

package ecr

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

const temporaryKeyPrefix = "ASIA"

// accessKeyIDLength is that of all access key IDs that AWS has given so far,
// in bytes.
const accessKeyIDLength = 20

// IsAccessKeyID reports whether text has the form of an AWS access key ID:
// a prefix that AWS documents for keys, then capital letters and digits
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes).
func IsAccessKeyID(text string) bool {
	if len(text) != accessKeyIDLength || !ascii.IsAll(text, isKeyIDChar) {
		return false
	}
	return slices.Contains([]string{"AKIA", temporaryKeyPrefix, "ABIA", "ACCA"}, text[:4])
}

// IsTemporaryKeyID reports whether text is the ID of a temporary access key,
// which comes with a session token.
func IsTemporaryKeyID(text string) bool {
	return IsAccessKeyID(text) && strings.HasPrefix(text, temporaryKeyPrefix)
}

// HoldsAccessKeyID reports whether an access key ID stands in text, alone or
// between whatever else: quotes, spaces, invisible characters, a colon and
// the secret access key; also in base64 or percent-encoded. Letters and digits
// around it make it another word.
func HoldsAccessKeyID(text string) bool {
	visible := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	return isIn(text, hasKeyIDWord) || isIn(visible, hasKeyIDWord)
}

func hasKeyIDWord(text string) bool {
	for word := range strings.FieldsFuncSeq(text, isBetweenWords) {
		if IsAccessKeyID(word) {
			return true
		}
	}
	return false
}

// isIn reports whether the rule is true of the text, of the text without its
// percent-encoding, or of what a word of it is base64 of.
func isIn(text string, rule func(string) bool) bool {
	if rule(text) {
		return true
	}
	if strings.Contains(text, "%") {
		if decoded := decodePercent(text); rule(decoded) {
			return true
		}
	}
	isNone := func(r rune) bool { return isBetweenWords(r) && !strings.ContainsRune("+/-_", r) }
	for word := range strings.FieldsFuncSeq(text, isNone) {
		for _, part := range append(strings.Split(word, "/"), word) {
			standard := strings.NewReplacer("-", "+", "_", "/").Replace(part)
			if decoded, err := base64.RawStdEncoding.DecodeString(standard); err == nil && rule(string(decoded)) {
				return true
			}
		}
	}
	return false
}

// decodePercent decodes what RFC 3986, 2.1, encodes, and leaves the rest.
func decodePercent(text string) string {
	var decoded strings.Builder
	for text != "" {
		if len(text) > 2 && text[0] == '%' {
			if char, err := strconv.ParseUint(text[1:3], 16, 8); err == nil {
				decoded.WriteByte(byte(char))
				text = text[3:]
				continue
			}
		}
		decoded.WriteByte(text[0])
		text = text[1:]
	}
	return decoded.String()
}

// CanBeAccessKeyID reports whether AWS, or the emulator of it that an endpoint
// URL leads to, may have given text as an access key ID. AWS gives 16 to 128
// letters, digits and underscores
// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html),
// in practice capital letters and digits; emulators take short words too.
// What is nearly as long as a secret access key is none, wherever it is sent.
func CanBeAccessKeyID(text string, isEmulator bool) bool {
	if isEmulator {
		return len(text) <= maxEmulatorIDLength && ascii.IsAll(text, func(c byte) bool { return ascii.IsAlphanumeric(c) || c == '_' })
	}
	return len(text) >= 16 && len(text) < SecretAccessKeyLength && ascii.IsAll(text, isKeyIDChar)
}

const maxEmulatorIDLength = 32

func isBetweenWords(r rune) bool { return r > unicode.MaxASCII || !ascii.IsAlphanumeric(byte(r)) }

func isKeyIDChar(c byte) bool { return ascii.IsDigit(c) || 'A' <= c && c <= 'Z' }

// SecretAccessKeyLength is that of all secret access keys that AWS has given so
// far, in characters.
const SecretAccessKeyLength = 40

// IsSecretAccessKey reports whether text has the form of a secret access key,
// which many a password has too.
func IsSecretAccessKey(text string) bool {
	return len(text) == SecretAccessKeyLength && ascii.IsAll(text, isSecretKeyChar)
}

// TrimKey cuts from both ends of a pasted key what no key can hold and nobody
// sees: spaces of all kinds, control and format characters such as a byte
// order mark.
func TrimKey(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) })
}

// HoldsSecretAccessKey reports whether a secret access key stands in text,
// alone or between whatever else, also in base64 or percent-encoded. Its form
// alone (40 letters, digits, + and /) says little, so it must have capital and
// small letters, as all but one in millions have and no hexadecimal number has.
func HoldsSecretAccessKey(text string) bool { return isIn(text, hasSecretKeyWord) }

func hasSecretKeyWord(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r > unicode.MaxASCII || !isSecretKeyChar(byte(r)) }) {
		if len(word) == SecretAccessKeyLength && strings.ToLower(word) != word && strings.ToUpper(word) != word {
			return true
		}
	}
	return false
}

func isSecretKeyChar(c byte) bool { return ascii.IsAlphanumeric(c) || c == '+' || c == '/' }

// maxRoleName is the length of the longest name of a role
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const maxRoleName = 64

// isRoleARN reports whether text is the ARN of a role
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns).
func isRoleARN(text string) bool {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "iam" || parts[3] != "" {
		return false
	}
	isPartition := strings.HasPrefix(parts[1], "aws") &&
		ascii.IsAll(parts[1], func(c byte) bool { return ascii.IsSmallLetter(c) || c == '-' })
	name, isRole := strings.CutPrefix(parts[5], "role/")
	length := len(name) - strings.LastIndexByte(name, '/') - 1 // without its path
	isName := 0 < length && length <= maxRoleName
	return isPartition && len(parts[4]) == accountLength && ascii.IsAll(parts[4], ascii.IsDigit) && isRole && isName &&
		ascii.IsAll(name, func(c byte) bool { return ascii.IsAlphanumeric(c) || strings.IndexByte("_+=,.@-/", c) >= 0 })
}

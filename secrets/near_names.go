package secrets

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// meantField returns the field that a variable's ending seems to stand for:
// one that is often called so, or whose name has a letter or two else. It is
// NoField if none is near.
func meantField(ending string) Field {
	ending = strings.TrimSuffix(ascii.Upper(ending), FileEnding)
	for field := range NoField {
		if slices.Contains(strings.Fields(field.spelling().wrongNames), ending) {
			return field
		}
	}
	for field := range NoField {
		for name := range field.names() {
			if Distance(ending, name) <= 2 {
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
	// OtherConvention is that of other programs, for one of which the name may be
	// meant.
	OtherConvention
)

// A NearName is a variable's name that is not of the convention, but nearly.
type NearName struct {
	// Name is as the environment spells it, Meant the name that it seems to
	// stand for.
	Name, Meant string
	Fault       NameFault
}

// NearNames returns the variables that are set under such a name, unless the
// one that is meant is set too. Those of another convention are returned where
// they complete a secret, or more than one is of a registry.
func NearNames(environ []string) []NearName {
	isSet := make(map[string]bool, len(environ))
	others := make(map[string]int) // how many are of another convention, by prefix
	var near []NearName
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if value == "" {
			continue
		}
		isSet[ascii.Upper(name)] = true
		if found, ok := nearName(name); ok {
			near = append(near, found)
			if prefix, _, _ := splitName(found.Meant); found.Fault == OtherConvention {
				others[prefix]++
			}
		}
	}
	return slices.DeleteFunc(near, func(n NearName) bool {
		prefix, _, _ := splitName(n.Meant)
		isAlone := n.Fault == OtherConvention && others[prefix] == 1 && !isSet[prefix+Infix+ServerField.String()]
		return isAlone || isSet[n.Meant] || isSet[n.Meant+FileEnding]
	})
}

// nearName returns what a name of no secret seems to stand for, and whether there
// is such.
func nearName(name string) (found NearName, ok bool) {
	found.Name = name
	prefix, ending, isOurs := splitName(strings.TrimPrefix(name, byteOrderMark))
	folded := ascii.Upper(name)
	lonely, isLonely := strings.CutPrefix(folded, Infix[1:])
	switch {
	case isOurs && isPrefix(prefix):
		return found, false
	case isLonely:
		found.Meant, found.Fault = "MY"+Infix+lonely, NoPrefix
	case prefix != "":
		found.Meant, found.Fault = strings.Map(prefixLetter, ascii.Upper(prefix))+Infix+ascii.Upper(ending), OddPrefix
	default:
		joined := strings.ReplaceAll(folded, "-", "_") // as tools write names that no shell has to take
		if _, _, isWhole := splitName(joined); isWhole {
			found.Meant = joined
		} else if found.Meant = fixInfix(folded, cutNearInfix); found.Meant == "" {
			found.Meant, found.Fault = fixInfix(folded, cutOtherInfix), OtherConvention
		}
	}
	return found, found.Meant != ""
}

// MayHoldSecret reports whether a variable's name is of the convention, so near
// that it may be meant so, or that of GITHUB_TOKEN, whatever stands around it.
func MayHoldSecret(name string) bool {
	folded := ascii.Upper(name)
	return strings.Contains(folded, "CONTAINER") && strings.Contains(folded, "REG") ||
		strings.Contains(folded, gitHubToken) || fixInfix(folded, cutNearInfix) != ""
}

// prefixLetter returns the character if a prefix may have it, else "_".
func prefixLetter(char rune) rune {
	if char < utf8.RuneSelf && isPrefix(string(char)) {
		return char
	}
	return '_'
}

// fixInfix returns the name that one in upper case is meant to be, whose field may
// be called otherwise too. cut returns the prefix of what stands before the field.
// It is empty if none is near.
func fixInfix(name string, cut func(stem string) (prefix string)) string {
	name, isFile := strings.CutSuffix(name, FileEnding)
	for field := range NoField {
		for _, ending := range strings.Fields(field.spelling().names + " " + field.spelling().wrongNames) {
			stem, ok := strings.CutSuffix(name, "_"+ending)
			if !ok {
				continue
			}
			prefix := cut(stem)
			switch {
			case prefix == "":
				continue
			case isFile && field.spelling().mayBeFile:
				return prefix + Infix + field.String() + FileEnding
			}
			return prefix + Infix + field.String()
		}
	}
	return ""
}

// cutOtherInfix returns the prefix in front of what other programs call a registry
// of images. It is empty for registries of other things, and for the names that
// all jobs of GitLab have, or plugins of CI systems.
func cutOtherInfix(stem string) (prefix string) {
	for _, infix := range []string{"_DOCKER_REGISTRY", "_IMAGE_REGISTRY", "_OCI_REGISTRY", "_REGISTRY"} {
		prefix, ok := strings.CutSuffix(stem, infix)
		thing := prefix[strings.LastIndexByte(prefix, '_')+1:]
		isOther := slices.Contains(strings.Fields("CI NPM NODE YARN PYPI PYTHON MAVEN NUGET GEM CARGO GO MODULE PACKAGE "+
			"SCHEMA AVRO KAFKA CONFLUENT TERRAFORM MODEL SERVICE CHART HELM PLUGIN INPUT DOCKER IMAGE OCI"), thing)
		if ok && isPrefix(prefix) && !isOther {
			return prefix
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
		if start > 1 && text[start-1] == '_' && Distance(text[start:], common) <= 2 {
			return text[:start-1]
		}
	}
	return ""
}

// Distance returns how many letters to insert, delete or change to make one
// text of the other (Levenshtein).
func Distance(a, b string) int {
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

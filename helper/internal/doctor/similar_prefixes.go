package doctor

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// checkPrefixes reports secrets that are whole only together, since their
// prefixes are spelled differently. The key is the prefix of the one that has
// the server.
func checkPrefixes(all []secrets.Secret) map[string][]Finding {
	// Similar prefixes have the same digits, so only those are compared.
	halves := make(map[string][]half)
	for _, secret := range all {
		isHalf := !secret.Has(secrets.ServerField) && (secret.Has(secrets.User) || secret.Has(secrets.Password))
		if isHalf && secret.Kind != secrets.GitHubKind {
			key := digits(secret.Prefix)
			halves[key] = append(halves[key], half{secret, spell(secret.Prefix)})
		}
	}
	found := make(map[string][]Finding)
	for _, secret := range all {
		if !secret.Has(secrets.ServerField) || secret.Missing() == nil {
			continue
		}
		spelled := spell(secret.Prefix)
		for _, other := range slices.Backward(halves[digits(secret.Prefix)]) {
			if !spelled.isSimilar(other.spelled) {
				continue
			}
			if renaming, ok := completing(secret, other.Secret); ok {
				found[secret.Prefix] = []Finding{newFinding(codePrefixesDiffer,
					"one secret's variables must share their prefix, but these have "+secret.Prefix+" and "+other.Prefix, "rename "+renaming)}
				break
			}
		}
	}
	return found
}

// A half is a secret without a server.
type half struct {
	secrets.Secret
	spelled spelling
}

// completing returns which variables of the other secret, which has no server,
// to rename for this one to be complete, and whether they are all that it lacks.
func completing(secret, other secrets.Secret) (renaming string, ok bool) {
	var moved []string
	for _, field := range []secrets.Field{secrets.User, secrets.Password} {
		if secret.Has(field) == other.Has(field) {
			return "", false
		}
		if name := other.Variable(field); other.Has(field) {
			moved = append(moved, name+" to "+secret.Prefix+secrets.FoldPrefix(name[len(other.Prefix):]))
		}
	}
	return strings.Join(moved, " and "), true
}

// A spelling is a prefix in forms that are quick to compare.
type spelling struct {
	plain, sorted string // without what stands between words
	has           uint64 // a bit for each letter, some of which share one
}

func spell(prefix string) spelling {
	plain := strings.NewReplacer("_", "", "-", "", ".", "").Replace(prefix)
	letters := []byte(plain)
	slices.Sort(letters)
	s := spelling{plain: plain, sorted: string(letters)}
	for _, letter := range letters {
		s.has |= 1 << (letter % 64)
	}
	return s
}

// isSimilar reports whether two prefixes of the same digits are meant to be
// one: spelled apart, in another order, or with a wrong letter in four. Those
// that differ in a digit, as PROD1 and PROD2, were told apart by somebody.
func (s spelling) isSimilar(other spelling) bool {
	slips := min(len(s.plain), len(other.plain)) / 4
	switch {
	case s.sorted == other.sorted:
		return true
	case max(len(s.plain), len(other.plain))-min(len(s.plain), len(other.plain)) > slips,
		bits.OnesCount64(s.has&^other.has) > slips, bits.OnesCount64(other.has&^s.has) > slips:
		return false // each length or letter that differs is one slip at least
	}
	return secrets.Distance(s.plain, other.plain) <= slips
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

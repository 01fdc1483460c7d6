package doctor

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// checkPrefixes reports secrets that are whole only together, since their
// prefixes are spelled differently. The key is the prefix of the one that has
// the server.
func checkPrefixes(all []secrets.Secret) map[string][]Finding {
	halves := make(map[string][]int) // of those without a server the places, by spelling
	for i, secret := range all {
		isHalf := !secret.Has(secrets.ServerField) && (secret.Has(secrets.User) || secret.Has(secrets.Password))
		if isHalf && secret.Kind != secrets.GitHubKind {
			for _, spelling := range spellings(secret.Prefix) {
				halves[spelling] = append(halves[spelling], i)
			}
		}
	}
	found := make(map[string][]Finding)
	for _, secret := range all {
		if !secret.Has(secrets.ServerField) || secret.Missing() == nil {
			continue
		}
		var similar []int
		for _, spelling := range spellings(secret.Prefix) {
			similar = append(similar, halves[spelling]...)
		}
		slices.Sort(similar)
		for _, i := range slices.Backward(similar) {
			if renaming, ok := completing(secret, all[i]); ok {
				found[secret.Prefix] = []Finding{newFinding(codePrefixesDiffer,
					"one secret's variables must share their prefix, but these have "+secret.Prefix+" and "+all[i].Prefix, "rename "+renaming)}
				break
			}
		}
	}
	return found
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
			moved = append(moved, name+" to "+secret.Prefix+ascii.Upper(name[len(other.Prefix):]))
		}
	}
	return strings.Join(moved, " and "), true
}

// The lengths of prefixes in which a letter may be wrong: shorter ones differ in
// little, and longer ones in more than their letters.
const (
	minSpelled = 4
	maxSpelled = 100
)

// spellings returns texts of which two prefixes share one if they are meant to
// be one: spelled apart, in another order, or with one letter wrong, missing,
// moved or too many. Those that differ in a digit, as PROD1 and PROD2, were told apart by
// somebody.
func spellings(prefix string) []string {
	plain := strings.NewReplacer("_", "", "-", "", ".", "").Replace(prefix)
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, plain)
	letters := []byte(plain)
	slices.Sort(letters)
	all := []string{digits + " sorted " + string(letters)}
	if len(plain) < minSpelled || len(plain) > maxSpelled {
		return all
	}
	all = append(all, digits+" "+plain)
	for i := range len(plain) {
		all = append(all, digits+" "+plain[:i]+plain[i+1:])
	}
	return all
}

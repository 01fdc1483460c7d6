package doctor

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A habit is what people, and other tools, call a field.
type habit struct {
	field secrets.Field
	names []string
}

func habits() []habit {
	return []habit{
		{secrets.ServerField, []string{"URL", "HOST", "HOSTNAME", "REGISTRY", "ADDRESS", "ENDPOINT", "DOMAIN", "SERVER_URL", "LOGIN_SERVER"}},
		{secrets.User, []string{"USERNAME", "USER_NAME", "LOGIN", "ACCESS_KEY_ID", "CLIENT_ID"}},
		{secrets.Password, []string{"PASS", "PASSWD", "PWD", "TOKEN", "SECRET", "KEY", "PAT", "ACCESS_TOKEN", "SECRET_ACCESS_KEY", "CLIENT_SECRET"}},
		{secrets.SessionToken, []string{"SESSION", "SESSIONTOKEN"}},
		{secrets.RoleARN, []string{"ROLE", "ROLEARN"}},
		{secrets.ExternalID, []string{"EXTERNALID"}},
	}
}

// meantField returns the field that a variable's ending stands for.
func meantField(ending string) (secrets.Field, bool) {
	ending = strings.TrimSuffix(secrets.FoldPrefix(ending), "_FILE")
	for _, habit := range habits() {
		if slices.Contains(habit.names, ending) {
			return habit.field, true
		}
	}
	for _, habit := range habits() {
		if distance(ending, habit.field.String()) <= 2 {
			return habit.field, true
		}
	}
	return 0, false
}

// nameFindings reports the variables that nothing reads, and those whose name
// is not in upper case.
func (g group) nameFindings() []Finding {
	var found []Finding
	for _, v := range g.unread {
		_, ending, _ := cutInfix(v.name)
		field, ok := meantField(ending)
		if !ok || g.has(field) {
			continue
		}
		finding := doubtful("name-not-read", v.name+" is not read", "rename it to "+g.nameOf(field))
		if field == secrets.ServerField || field == secrets.User || field == secrets.Password {
			finding.Severity = Error
		}
		found = append(found, finding)
	}
	for i, v := range g.read {
		if v.value == "" || v.name == secrets.FoldPrefix(v.name) {
			continue
		}
		if first := g.read[max(0, i-1)]; i > 0 && secrets.EqualFold(first.name, v.name) && first.value != "" {
			found = append(found, doubtful("lower-case", v.name+" is not used, since "+first.name+" is set too", "unset one of them"))
			continue
		}
		found = append(found, doubtful("lower-case", v.name+" is read, but other programs may want the name in upper case",
			"rename it to "+secrets.FoldPrefix(v.name)))
	}
	return found
}

// isForeign reports whether the group's variables are another program's: none
// is read, nor was any but a server's meant to be.
func (g group) isForeign() bool { return len(g.read) == 0 && g.isServerAlone() }

// prefixFindings reports groups that make a whole secret only together, since
// their prefixes are spelled differently. The key is the group's prefix.
func prefixFindings(groups []group) map[string]Finding {
	// Similar prefixes have the same digits, so only those are compared.
	halves := make(map[string][]half)
	for _, g := range groups {
		if !g.has(secrets.ServerField) && (g.has(secrets.User) || g.has(secrets.Password)) {
			halves[digits(g.prefix)] = append(halves[digits(g.prefix)], half{g, spell(g.prefix)})
		}
	}
	found := make(map[string]Finding)
	for _, g := range groups {
		if !g.has(secrets.ServerField) || g.has(secrets.User) && g.has(secrets.Password) {
			continue
		}
		spelled := spell(g.prefix)
		for _, other := range slices.Backward(halves[digits(g.prefix)]) {
			if !spelled.isSimilar(other.spelled) {
				continue
			}
			if moved, ok := g.completedBy(other.group); ok {
				found[g.prefix] = wrong("prefixes-differ",
					"one secret's variables must share their prefix, but these have "+g.prefix+" and "+other.prefix, "rename "+moved)
				break
			}
		}
	}
	return found
}

// A half is a group without a server.
type half struct {
	group
	spelled spelling
}

// completedBy tells which variables of the other group to rename for this one
// to be complete. A server of ECR alone is complete.
func (g group) completedBy(other group) (renaming string, ok bool) {
	if !g.has(secrets.User) && !g.has(secrets.Password) && g.isECR() {
		return "", false
	}
	var moved []string
	for _, field := range []secrets.Field{secrets.ServerField, secrets.User, secrets.Password} {
		switch {
		case g.has(field) == other.has(field):
			return "", false
		case other.has(field):
			moved = append(moved, other.nameOf(field)+" to "+g.nameOf(field))
		}
	}
	return strings.Join(moved, " and "), len(moved) > 0
}

// isECR reports whether the group's server is a registry of ECR.
func (g group) isECR() bool {
	return slices.ContainsFunc(g.read, func(v variable) bool {
		server, ok := secrets.ParseServer(v.value)
		_, isECR := ecr.ParseRegistry(server.Host)
		return v.field == secrets.ServerField && ok && isECR
	})
}

// A spelling is a prefix in forms that are quick to compare.
type spelling struct {
	plain, sorted string // without what stands between words
	has           uint64 // a bit for each letter, some of which share one
}

func spell(prefix string) spelling {
	plain := strings.NewReplacer("_", "", "-", "", ".", "").Replace(prefix)
	s := spelling{plain: plain, sorted: sorted(plain)}
	for i := range len(plain) {
		s.has |= 1 << (plain[i] % 64)
	}
	return s
}

// isSimilar reports whether two prefixes of the same digits are meant to be
// one: spelled apart, in another order, or with a wrong letter in four. Those
// that differ in a digit, as PROD1 and PROD2, were told apart by somebody.
func (s spelling) isSimilar(other spelling) bool {
	wrong := min(len(s.plain), len(other.plain)) / 4
	switch {
	case s.sorted == other.sorted:
		return true
	case max(len(s.plain), len(other.plain))-min(len(s.plain), len(other.plain)) > wrong,
		bits.OnesCount64(s.has&^other.has) > wrong, bits.OnesCount64(other.has&^s.has) > wrong:
		return false // each length or letter that differs is one wrong at least
	}
	return distance(s.plain, other.plain) <= wrong
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

func sorted(text string) string {
	letters := []byte(text)
	slices.Sort(letters)
	return string(letters)
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

// strayNames reports names that lack the prefix, or misspell the part that
// all variables of secrets share.
func strayNames(environ []string) []Finding {
	var found []Finding
	set := make(map[string]bool, len(environ))
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		set[secrets.FoldPrefix(name)] = set[secrets.FoldPrefix(name)] || value != ""
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		upper := secrets.FoldPrefix(name)
		if _, _, ok := cutInfix(name); ok || value == "" {
			continue
		}
		if ending, ok := strings.CutPrefix(upper, secrets.Infix[1:]); ok {
			if set["MY"+secrets.Infix+ending] {
				continue
			}
			found = append(found, doubtful("no-prefix", name+" is not read: a name begins with a prefix of your choice",
				"rename it to MY"+secrets.Infix+ending))
			continue
		}
		if meant, ok := mendInfix(upper); ok && !set[meant] && !set[meant+"_FILE"] {
			found = append(found, doubtful("name-not-read", name+" is not read", "rename it to "+meant))
		}
	}
	return found
}

// mendInfix returns the name that a misspelled one is meant to be.
func mendInfix(name string) (string, bool) {
	for _, field := range []secrets.Field{secrets.ServerField, secrets.User, secrets.Password} {
		stem, ok := strings.CutSuffix(name, "_"+field.String())
		if !ok {
			continue
		}
		common := strings.Trim(secrets.Infix, "_")
		for length := len(common) - 2; length <= len(common)+2; length++ {
			start := len(stem) - length
			if start > 1 && stem[start-1] == '_' && distance(stem[start:], common) <= 2 {
				return stem[:start-1] + secrets.Infix + field.String(), true
			}
		}
	}
	return "", false
}

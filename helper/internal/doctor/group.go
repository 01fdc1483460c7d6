package doctor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A variable is an entry of the environment, empty ones too.
type variable struct {
	name, value string
	field       secrets.Field
	isFile      bool
}

// A group is the variables of one prefix.
type group struct {
	prefix string // in upper case
	read   []variable
	// unread have a name that looks like one of a secret's, but isn't.
	unread []variable
}

// groupVariables returns the groups of an environment by prefix, in order.
func groupVariables(environ []string) []group {
	var groups []group
	places := make(map[string]int)
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		prefix, field, isFile, isRead := secrets.ParseName(name)
		if !isRead {
			var ok bool
			if prefix, _, ok = cutInfix(name); !ok {
				continue
			}
		}
		v := variable{name, value, field, isFile}
		prefix = secrets.FoldPrefix(prefix)
		i, ok := places[prefix]
		if !ok {
			i = len(groups)
			places[prefix] = i
			groups = append(groups, group{prefix: prefix})
		}
		if isRead {
			groups[i].read = append(groups[i].read, v)
		} else {
			groups[i].unread = append(groups[i].unread, v)
		}
	}
	for _, g := range groups {
		slices.SortFunc(g.read, func(a, b variable) int {
			return cmp.Or(cmp.Compare(a.field, b.field), strings.Compare(a.name, b.name))
		})
	}
	slices.SortFunc(groups, func(a, b group) int { return strings.Compare(a.prefix, b.prefix) })
	return groups
}

// cutInfix cuts a name around the part that all variables of secrets share.
func cutInfix(name string) (prefix, ending string, ok bool) {
	at := strings.Index(secrets.FoldPrefix(name), secrets.Infix)
	if at <= 0 {
		return "", "", false
	}
	return name[:at], name[at+len(secrets.Infix):], true
}

// has reports whether a variable of the field is set.
func (g group) has(field secrets.Field) bool {
	return slices.ContainsFunc(g.read, func(v variable) bool { return v.field == field && v.value != "" })
}

// isEmpty reports whether none of the variables has a value.
func (g group) isEmpty() bool {
	return !slices.ContainsFunc(append(g.read[:len(g.read):len(g.read)], g.unread...), func(v variable) bool { return v.value != "" })
}

// isServerAlone reports whether of a secret there is nothing but its server.
func (g group) isServerAlone() bool {
	for _, v := range g.read {
		if v.field != secrets.ServerField && v.value != "" {
			return false
		}
	}
	for _, v := range g.unread {
		_, ending, _ := cutInfix(v.name)
		if field, isMeant := meantField(ending); isMeant && field != secrets.ServerField {
			return false
		}
	}
	return true
}

// nameOf returns the name of a variable of the group's prefix.
func (g group) nameOf(field secrets.Field) string { return g.prefix + secrets.Infix + field.String() }

package clientconfig

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Changes returns what differs between two configurations, a line for each path:
// which helper it named and which it names. A key that was there before shows as
// ShownKey has it.
func Changes(before, after Document) []string {
	return append(changed("", before.entries(), after.entries()),
		changed(pluginsName+"."+memoryName+".", before.remembered, after.remembered)...)
}

func changed(prefix string, before, after map[string]string) []string {
	paths := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(paths)
	var changes []string
	for _, path := range slices.Compact(paths) {
		from, wasThere := before[path]
		to, isThere := after[path]
		if from == to && wasThere == isThere {
			continue
		}
		if wasThere {
			path = shownPath(path)
		}
		changes = append(changes, fmt.Sprintf("%s%s: %s -> %s", prefix, path, shownHelper(from, wasThere), shownHelper(to, isThere)))
	}
	return changes
}

func shownHelper(helper string, isThere bool) string {
	if !isThere {
		return "not set"
	}
	return cmp.Or(helper, `""`)
}

func shownPath(path string) string {
	if key, isKey := strings.CutPrefix(path, helpersPath); isKey {
		return helpersPath + ShownKey(key)
	}
	return shownSetting(path)
}

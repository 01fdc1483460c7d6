// Package environ makes the environments of processes, into which nothing of the caller's own gets.
//
// This package serves this module alone, and changes with it.
package environ

import (
	"maps"
	"slices"
)

// Vars are variables by name.
type Vars map[string]string

// Secret returns the variables of one registry's secret.
func Secret(prefix, server, user, password string) Vars {
	name := prefix + "_CONTAINER_REGISTRY_"
	return Vars{name + "SERVER": server, name + "USER": user, name + "PASSWORD": password}
}

// With returns the variables and more, which replace those of the same name. What is empty in more is not set.
func (v Vars) With(more Vars) Vars {
	all := maps.Clone(v)
	maps.Copy(all, more)
	maps.DeleteFunc(all, func(name, _ string) bool {
		value, given := more[name]
		return given && value == ""
	})
	return all
}

// Entries returns the variables as a process takes them, sorted. Here an empty one is set.
func (v Vars) Entries() []string {
	var entries []string
	for name, value := range v {
		entries = append(entries, name+"="+value)
	}
	slices.Sort(entries)
	return entries
}

package main

import (
	"go/format"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMutants reads what each mutant has in the place of a piece of Go.
func TestMutants(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		"if a && b { f() }": {
			"if a && b {  }", "if a { f() }", "if b { f() }", "if false && (a && b) { f() }", "if true || (a && b) { f() }",
		},
		"for i < n { i++ }":                      {"for false && (i < n) { i++ }", "for i < n {  }", "for i <= n { i++ }"},
		"switch x { case A, B: f(); case C: }":   {"switch x { case A, B: ; case C: }", "switch x { case A, B: f();  }", "switch x { case A: f(); case C: }", "switch x { case B: f(); case C: }"},
		"switch { case a: }":                     {"switch { case false && (a): }", "switch { case true || (a): }"},
		"x.Field = y":                            {"_ = y;"},
		"x := T{A: a, B: b}":                     {"x := T{A: a}", "x := T{B: b}"},
		"return a, true":                         {"return *new(T), true", "return a, !(true)"},
		"return T{}, ok && isNew(1)":             {"return T{}, !(ok && isNew(1))", "return T{}, isNew(1)", "return T{}, ok", "return T{}, ok && isNew((1+1))"},
		"defer f(); g := func() { return }; g()": {"; g := func() { return }; g()", "defer f(); g := func() { return }; "},
	} {
		const before, after = "package p\n\nfunc f() (t T, ok bool) { ", " }\n"
		made, err := mutants("/p.go", "p/p.go", []byte(before+body+after))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range made {
			if _, err := format.Source(m.source); err != nil {
				t.Errorf("%s: %v", m, err)
			}
			if !strings.HasPrefix(m.String(), "p/p.go:3: f: ") || !strings.HasPrefix(m.name(), "p/p.go: f: ") {
				t.Errorf("%s: %q, %q", body, m, m.name())
			}
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(string(m.source), before), after))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", body, diff)
		}
	}
}

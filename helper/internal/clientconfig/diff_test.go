package clientconfig

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	before := mustParse(t, "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5,\n  \"credsStore\": \"pass\"\n}\n")
	want := ` ...
   "c": 3,
   "d": 4,
   "e": 5,
-  "credsStore": "pass"
+  "credsStore": "secrets"
 }
`
	if diff := cmp.Diff(want, Diff(before, before.WithStore())); diff != "" {
		t.Errorf("diff (-want +got):\n%s", diff)
	}
	if got := Diff(before, before); got != "" {
		t.Errorf("diff of the same: %q", got)
	}
}

func TestDiffLines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after, want string }{
		"nothing before":  {"", "ab", "+a+b"},
		"nothing after":   {"ab", "", "-a-b"},
		"the ends":        {"abcdefg", "xbcdefy", "-a+x b c d e f-g+y"},
		"a line repeated": {"a}b}c}", "a}c}", " a }-b-} c }"},
		"only repeated":   {"}}}", "}}", " } }-}"},
		"another order":   {"ab", "ba", "+b a-b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(diffLines(strings.Split(test.before, ""), strings.Split(test.after, "")), "")
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestDiffIsPrintable(t *testing.T) {
	t.Parallel()
	before := mustParse(t, "{\n\t\"credHelpers\": {\n\t\t\"a\u009b2J\u202eb\x7f\": \"caf\u00e9\"\n\t}\n}")
	want := " {\n \t\"credHelpers\": {\n-\t\t\"a\\u009b2J\\u202eb\\u007f\": \"café\"\n+\t\t\"a\\u009b2J\\u202eb\\u007f\": \"café\",\n+\t\t\"c\": \"secrets\"\n \t}\n }\n"
	if diff := cmp.Diff(want, Diff(before, before.WithHelpers([]string{"c"}))); diff != "" {
		t.Errorf("diff (-want +got):\n%s", diff)
	}
}

// TestEffortIsLinear counts allocations, which grew with the square of the
// entries while each edit scanned the text anew. Counting excludes others, so it
// runs alone.
func TestEffortIsLinear(t *testing.T) {
	const entries = 500
	var keys []string
	for i := range entries {
		keys = append(keys, fmt.Sprintf("r%d.example", i))
	}
	add, remove := Change{Keys: keys}, Change{Keys: keys, Remove: true}
	empty := mustParse(t, "{\n\t\"auths\": {}\n}")
	full := add.Apply(empty)
	if len(full.Helpers()) != entries {
		t.Fatalf("%d helpers", len(full.Helpers()))
	}
	for name, run := range map[string]func(){
		"add":    func() { add.Apply(empty) },
		"remove": func() { remove.Apply(full) },
		"diff":   func() { Diff(full, remove.Apply(full)) },
	} {
		if count := testing.AllocsPerRun(1, run); count > 60*entries {
			t.Errorf("%s: %.0f allocations for %d entries", name, count, entries)
		}
	}
}

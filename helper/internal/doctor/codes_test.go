package doctor

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// declaredCodes returns the constants of codes.go in order.
func declaredCodes(t *testing.T) []code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []code
	ast.Inspect(file, func(node ast.Node) bool {
		if constant, ok := node.(*ast.ValueSpec); ok {
			text, err := strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code(text))
		}
		return true
	})
	return codes
}

// TestCodesAreThoseOfTheREADME compares the constants with the README's table.
func TestCodesAreThoseOfTheREADME(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "| code | severity | meaning |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var want []code
	for line := range strings.Lines(table + "\n") {
		want = append(want, code(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |\n")))
	}
	if diff := cmp.Diff(want, declaredCodes(t)); diff != "" {
		t.Errorf("codes (-README +source):\n%s", diff)
	}
}

func TestCodesMakeFindings(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, c := range declaredCodes(t) {
		f := newFinding(c, "message", "fix")
		if f.Code == "" || strings.Trim(f.Code, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || f.Severity != Error &&
			f.Severity != Warning || seen[f.Code] {
			t.Errorf("%s: %+v", c, f)
		}
		seen[f.Code] = true
	}
	if got := newFinding(codeEmpty, "message", "fix"); got != (Finding{Code: "empty", Severity: Warning, Message: "message", Fix: "fix"}) {
		t.Errorf("%+v", got)
	}
}

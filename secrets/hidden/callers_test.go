package hidden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWhoReveals lists every function of the product that takes a hidden text
// as it is. A new one is a decision: what becomes of the text there?
func TestWhoReveals(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"helper/answer_json.go renderAnswer":                   "the answer to a get",
		"helper/kubelet/protocol.go Render":                    "the answer to kubelet",
		"helper/list.go List":                                  "the user names of a list",
		"helper/internal/registryapi/session.go Authenticator": "doctor's login",
		"ecr/exchange/signing_keys.go signingKeys":             "what signs a request to AWS",
		"ecr/exchange/web_identity.go assumeByToken":           "what a role is assumed by",
		"ecr/exchange/ambient.go build":                        "the name of an AWS profile",
		"ecr/exchange/ambient.go chain":                        "the name of an AWS profile",
		"ecr/exchange/client.go canSign":                       "what signs a request to AWS",
		"ecr/seal.go newSeal":                                  "the key that seals the cache",
		"ecr/seal.go label":                                    "what the key is derived from",
		"ecr/cache_entry.go PutToken":                          "a token, to be sealed",
		"ecr/pasted_key.go KeyShape":                           "what was pasted in the place of a key",
		"ecr/pasted_token.go PastedExpiry":                     "a token's expiry",
		"secrets/secret.go ServerText":                         "SERVER",
		"secrets/swapped.go registryElsewhere":                 "a registry in the place of PASSWORD or USER",
		"secrets/variable.go Path":                             "the path of a file",
		"secrets/github_token.go gitHubSecret":                 "GITHUB_SERVER_URL",
		"secrets/hidden/text.go Length, Is, Map ...":           "the texts' own methods",
	}
	got := make(map[string]bool)
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "e2e" || name != "." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		for _, declared := range parsed.Decls {
			for _, caller := range revealers(declared) {
				if name == "secrets/hidden/text.go" {
					caller = "Length, Is, Map ..."
				}
				got[name+" "+caller] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// revealers returns the name of the declared function once for each time that
// it names the method Reveal. A variable or type that does is named "-".
func revealers(declared ast.Decl) []string {
	caller := "-"
	if function, ok := declared.(*ast.FuncDecl); ok {
		caller = function.Name.Name
	}
	var found []string
	ast.Inspect(declared, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok && selector.Sel.Name == "Reveal" {
			found = append(found, caller)
		}
		return true
	})
	return found
}

package e2e

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestPublicPackages: other programs can import each package that lies in no internal directory. Those that are made for it
// show an example, and the others say in their comment that they are not.
func TestPublicPackages(t *testing.T) {
	t.Parallel()
	forOthers := []string{"ecr", "secrets", "secrets/hidden"}
	for _, line := range strings.Fields(goList(t, "-f", `{{if ne .Name "main"}}{{.ImportPath}}={{.Dir}}{{end}}`, "./...")) {
		path, dir, _ := strings.Cut(line, "=")
		path = strings.TrimPrefix(path, module+"/")
		if strings.Contains("/"+path+"/", "/internal/") {
			continue
		}
		comment, examples := documentation(t, dir)
		switch {
		case comment == "" && examples == 0: // tests alone
		case slices.Contains(forOthers, path):
			if examples == 0 {
				t.Errorf("%s has no example", path)
			}
		case !strings.Contains(comment, "\nThis package serves this module alone, and changes with it.\n"):
			t.Errorf("%s is for other programs, or its comment says that it is not", path)
		}
	}
}

// documentation returns a package's comment, unless all of its exported names are in tests, and the number of its examples.
func documentation(t *testing.T, dir string) (comment string, examples int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	testenv.Must(t, err)
	var files, tests []*ast.File
	isExporting := false
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || entry.Type()&fs.ModeType != 0 {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, entry.Name()), nil, parser.ParseComments)
		testenv.Must(t, err)
		if strings.HasSuffix(entry.Name(), "_test.go") {
			tests = append(tests, file)
			continue
		}
		files = append(files, file)
		isExporting = isExporting || ast.FileExports(file)
	}
	if !isExporting {
		return "", 0
	}
	for _, file := range files {
		comment += file.Doc.Text()
	}
	return comment, len(doc.Examples(tests...))
}

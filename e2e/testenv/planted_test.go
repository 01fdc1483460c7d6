package testenv_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestPlantedIsFound hides texts in files, as it must not be: the search finds each, and nothing else.
func TestPlantedIsFound(t *testing.T) {
	t.Parallel()
	const text, token = "AKIA2345EXAMPLE67890/secret+key", "a token of later"
	inBase64 := base64.StdEncoding.EncodeToString
	holding := map[string]string{
		"as it is":          "key=" + text + "\n",
		"amid binary":       "\x00\xff" + text + "\x00",
		"deep/below/base64": inBase64([]byte(text)),
		"shifted by one":    inBase64([]byte("{" + text + "}")),
		"shifted by two":    inBase64([]byte("ab" + text + "}.")),
		"with a user":       inBase64([]byte("AWS:" + text)),
		"in a URL":          base64.URLEncoding.EncodeToString([]byte("?>" + text + "?>?")),
		"not padded":        base64.RawStdEncoding.EncodeToString([]byte("x" + text)),
		"of later":          token,
		token:               "",
	}
	clean := map[string]string{
		"cut short":     text[1:],
		"other case":    "akia" + text[4:],
		"nothing":       "",
		"answer.secret": text,
	}
	dir := t.TempDir()
	var want []string
	for name, content := range holding {
		write(t, filepath.Join(dir, name), content)
		want = append(want, filepath.Join(dir, name))
	}
	for name, content := range clean {
		write(t, filepath.Join(dir, name), content)
	}
	planted := testenv.Planted{More: func() []string { return []string{token} }}
	planted.Add(text, "")
	got, searched, err := planted.Files(dir)
	testenv.Must(t, err)

	if diff := cmp.Diff(want, got, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if want := len(holding) + len(clean) - 1; searched != want {
		t.Errorf("%d files searched, want %d", searched, want)
	}
	for name, content := range holding {
		if name != token && !planted.In(content) {
			t.Errorf("%s: not found in the text", name)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	testenv.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	testenv.Must(t, os.WriteFile(path, []byte(content), 0o600))
}

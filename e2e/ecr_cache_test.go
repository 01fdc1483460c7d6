package e2e

import (
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// clearForms returns what a text may look like in a file: as it is, and as
// the part of any base64 that holds it, wherever in there it begins.
func clearForms(text string) []string {
	forms := []string{text}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			coded := encoding.EncodeToString([]byte(strings.Repeat("x", before) + text))
			// The first and the last characters hold bits of the neighbours too.
			coded = coded[(before*8+5)/6:]
			if (before+len(text))%3 != 0 {
				coded = coded[:len(coded)-1]
			}
			forms = append(forms, coded)
		}
	}
	return forms
}

// filesHolding returns the files below a directory that hold a text in one of
// its forms, in their names or contents, and how many there are.
func filesHolding(t *testing.T, dir string, texts []string) (holding []string, searched int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		searched++
		for _, text := range texts {
			for _, form := range clearForms(text) {
				if strings.Contains(entry.Name()+"\n"+string(content), form) {
					holding = append(holding, path)
					return nil
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return holding, searched
}

// checkCache searches every file of a cache for all that must not be read
// there: tokens, keys, and which registry they are for.
func (s *ecrStage) checkCache(t *testing.T, dir string, identities ...awsendpoint.Identity) {
	t.Helper()
	texts := append(s.secrets(), ecrStageHost, "123456789012", "us-east-1", "amazonaws", "WORK", s.url, ecrRoleARN)
	for _, identity := range identities {
		texts = append(texts, identity.AccessKeyID)
	}
	holding, searched := filesHolding(t, dir, texts)
	for _, path := range holding {
		t.Errorf("something to read is in the cache's file %s", filepath.Base(path))
	}
	if searched == 0 {
		t.Error("the cache is empty")
	}
	t.Logf("searched %d files for %d texts in %d forms each", searched, len(texts), len(clearForms("x")))
}

// TestClearForms hides a text in files as it must not be in a cache: the
// search finds each.
func TestClearForms(t *testing.T) {
	t.Parallel()
	const text = "AKIA2345EXAMPLE67890/secret+key"
	for name, content := range map[string]string{
		"clear":      "..." + text + "...",
		"base64":     base64.StdEncoding.EncodeToString([]byte(text)),
		"shifted 1":  base64.StdEncoding.EncodeToString([]byte("{" + text + "}")),
		"shifted 2":  base64.StdEncoding.EncodeToString([]byte("ab" + text + "}.")),
		"with user":  base64.StdEncoding.EncodeToString([]byte("AWS:" + text)),
		"in an URL":  base64.URLEncoding.EncodeToString([]byte("?>" + text + "?>?")),
		"not padded": base64.RawStdEncoding.EncodeToString([]byte("x" + text)),
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "file"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if holding, searched := filesHolding(t, dir, []string{text}); len(holding) != 1 || searched != 1 {
			t.Errorf("%s: found in %d of %d files, want 1 of 1", name, len(holding), searched)
		}
	}
}

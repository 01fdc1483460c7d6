package helper

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// BenchmarkAnswer runs the protocol's verbs over a small environment: reading
// the input, finding the secret and rendering the answer.
func BenchmarkAnswer(b *testing.B) {
	cacheDir := b.TempDir()
	registry, _ := ecr.ParseRegistry(ecrHost)
	request := ecr.Request{Registry: registry, Identity: ecr.Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR")}}
	entryOf(b, ecr.Cache{Dir: filepath.Join(cacheDir, Name)}, request).PutToken(
		ecr.Token{Password: hidden.Of(strings.Repeat("x", 2000)), Issued: testTime(), Lifetime: 12 * time.Hour})
	environ := append(secret("ACR", "mycompany.azurecr.io", "u"), secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE")...)
	for name, test := range map[string]struct {
		verb, stdin string
		status      int
	}{
		"get/plain":     {"get", "mycompany.azurecr.io", 0},
		"get/cached":    {"get", ecrHost, 0},
		"get/not found": {"get", "other.example", 1},
		"list":          {"list", "", 0},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var stdout bytes.Buffer
				status := new(run).end(Program{
					Environ: environ, Stdin: strings.NewReader(test.stdin), Stdout: &stdout, Stderr: &stdout, Now: testTime,
					ReadFile:     func(string) ([]byte, error) { return nil, errors.New("no files in this test") },
					UserCacheDir: func() (string, error) { return cacheDir, nil },
				}, []string{test.verb})
				if status != test.status || stdout.Len() == 0 {
					b.Fatalf("status %d", status)
				}
			}
		})
	}
}

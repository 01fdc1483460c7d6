package doctor

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// manySecrets are kinds of secrets of which an environment may hold a thousand:
// the prefix and the fields of each by its number.
func manySecrets() map[string]func(i int) (prefix, fields string) {
	const complete = "USER=u PASSWORD=p"
	numbered := func(fields func(i int) string) func(int) (string, string) {
		return func(i int) (string, string) { return fmt.Sprint("P", i), fields(i) }
	}
	word := func(i int) string { // without digits, and like no other
		var word strings.Builder
		for n := uint64(i+1) * 0x9e3779b97f4a7c15; n > 0; n /= 26 {
			word.WriteByte('A' + byte(n%26))
		}
		return word.String()
	}
	return map[string]func(i int) (prefix, fields string){
		"registries": numbered(func(i int) string { return fmt.Sprintf("SERVER=r%d.example %s", i, complete) }),
		"ECR": numbered(func(i int) string {
			return fmt.Sprintf("SERVER=%012d.dkr.ecr.us-east-1.amazonaws.com USER=AKIAIOSFODNN7EXAMPLE PASSWORD=p", i)
		}),
		"one server": numbered(func(int) string { return "SERVER=a.example " + complete }),
		"incomplete": numbered(func(int) string { return "SERVER=a.example USER=u" }),
		"paths":      numbered(func(i int) string { return fmt.Sprintf("SERVER=a.example/%d %s", i, complete) }),
		"malformed":  numbered(func(i int) string { return fmt.Sprintf("SERVER='r%d.example' %s", i, complete) }),
		"alike": func(i int) (string, string) {
			return "A_LONG_NAME_OF_THE_TEAM_OF_" + word(i) + "_AND_ITS_CLOUD", []string{"SERVER=a.example", complete}[i%2]
		},
		"halves": func(i int) (string, string) { return word(i), []string{"SERVER=a.example", complete}[i%2] },
	}
}

// manyDoctor has so many secrets of a kind, each registry named in Docker's
// configuration.
func manyDoctor(t testing.TB, secrets int, secret func(i int) (prefix, fields string)) Doctor {
	t.Helper()
	home := t.TempDir()
	var environ, keys []string
	for i := range secrets {
		prefix, fields := secret(i)
		for _, field := range strings.Fields(fields) {
			environ = append(environ, prefix+"_CONTAINER_REGISTRY_"+field)
		}
		keys = append(keys, fmt.Sprintf(`"r%d.example": "secrets"`, i))
	}
	write(t, filepath.Join(home, ".docker", "config.json"), `{"credHelpers": {`+strings.Join(keys, ", ")+`}}`)
	return Doctor{Home: home, Offline: true, Helper: helper.Program{
		Environ: environ, Now: time.Now, UserCacheDir: func() (string, error) { return "", nil },
	}}
}

func TestManySecrets(t *testing.T) {
	t.Parallel()
	const secrets = 1000
	for name, secret := range manySecrets() {
		d := manyDoctor(t, secrets, secret)
		d.Full = true // what is left out elsewhere is looked for in each text by itself
		report := examined(t, d)
		if n := len(report.Registries); n != secrets {
			t.Errorf("%s: %d registries, want %d", name, n, secrets)
		}
	}
}

// BenchmarkManySecrets shows that what a secret costs doesn't grow with their
// number: ns/secret is about the same for few and for many.
func BenchmarkManySecrets(b *testing.B) {
	for name, secret := range manySecrets() {
		for _, n := range []int{100, 1600} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				d := manyDoctor(b, n, secret)
				for b.Loop() {
					if _, err := d.Show(context.Background(), nil, io.Discard, Style{Verbose: true}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/secret")
			})
		}
	}
}

package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// manyDoctor has so many secrets, all named in Docker's configuration.
func manyDoctor(t testing.TB, secrets int) Doctor {
	t.Helper()
	home := t.TempDir()
	var environ, keys []string
	for i := range secrets {
		prefix := fmt.Sprintf("P%d_CONTAINER_REGISTRY_", i)
		environ = append(environ, prefix+fmt.Sprintf("SERVER=r%d.example", i), prefix+"USER=u", prefix+"PASSWORD=p")
		keys = append(keys, fmt.Sprintf("%q: %q", fmt.Sprintf("r%d.example", i), "secrets"))
	}
	config := filepath.Join(home, ".docker", "config.json")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte(`{"credHelpers": {`+strings.Join(keys, ", ")+`}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return Doctor{Home: home, Offline: true, Helper: helper.Program{
		Environ: environ, Now: time.Now, UserCacheDir: func() (string, error) { return "", nil },
	}}
}

// TestTimeGrowsWithTheSecretsAlone examines a number of secrets and sixteen
// times as many. Where each were compared with each, that took 256 times as
// long.
func TestTimeGrowsWithTheSecretsAlone(t *testing.T) {
	t.Parallel()
	const few, times, limit = 100, 16, 80
	word := func(i int) string { // without digits, and like no other
		var word strings.Builder
		for n := uint64(i+1) * 0x9e3779b97f4a7c15; n > 0; n /= 26 {
			word.WriteByte('A' + byte(n%26))
		}
		return word.String()
	}
	const complete = "USER=u PASSWORD=p"
	for name, secret := range map[string]func(i int) (prefix, fields string){
		"registries": func(i int) (prefix, fields string) {
			return fmt.Sprint("P", i), fmt.Sprintf("SERVER=r%d.example %s", i, complete)
		},
		"ECR": func(i int) (prefix, fields string) {
			return fmt.Sprint("P", i), fmt.Sprintf("SERVER=%012d.dkr.ecr.us-east-1.amazonaws.com USER=AKIAIOSFODNN7EXAMPLE PASSWORD=p", i)
		},
		"one server": func(i int) (prefix, fields string) { return fmt.Sprint("P", i), "SERVER=a.example " + complete },
		"incomplete": func(i int) (prefix, fields string) { return fmt.Sprint("P", i), "SERVER=a.example USER=u" },
		"paths": func(i int) (prefix, fields string) {
			return fmt.Sprint("P", i), fmt.Sprintf("SERVER=a.example/%d %s", i, complete)
		},
		"malformed": func(i int) (prefix, fields string) {
			return fmt.Sprint("P", i), fmt.Sprintf("SERVER='r%d.example' %s", i, complete)
		},
		"halves": func(i int) (prefix, fields string) {
			return word(i), []string{"SERVER=a.example", complete}[i%2]
		},
	} {
		t.Run(name, func(t *testing.T) { // one after the other, to compare their times
			examine := func(secrets int) time.Duration {
				d := manyDoctor(t, 0)
				for i := range secrets {
					prefix, fields := secret(i)
					for _, field := range strings.Fields(fields) {
						d.Helper.Environ = append(d.Helper.Environ, prefix+"_CONTAINER_REGISTRY_"+field)
					}
				}
				started := time.Now()
				report := d.Examine(context.Background(), nil, func(Registry) {})
				took := time.Since(started)
				if len(report.Registries) != secrets {
					t.Fatalf("%d registries", len(report.Registries))
				}
				return took
			}
			short, long := time.Hour, time.Hour
			for range 3 { // the machine may have had other things to do
				short, long = min(short, examine(few)), min(long, examine(times*few))
			}
			if long > limit*short {
				t.Errorf("%d secrets took %s, %d took %s", few, short, times*few, long)
			}
		})
	}
}

func BenchmarkManySecrets(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := manyDoctor(b, n)
			for b.Loop() {
				var text strings.Builder
				report := d.Examine(context.Background(), nil, func(r Registry) { text.WriteString(Style{}.Registry(r)) })
				text.WriteString(Style{}.Rest(report))
			}
		})
	}
}

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

package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestProgramFindings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own, other, empty := filepath.Join(dir, "own"), filepath.Join(dir, "other"), filepath.Join(dir, "empty")
	for _, where := range []string{own, other} {
		write(t, filepath.Join(where, "docker-credential-secrets.exe"), where)
		write(t, filepath.Join(where, "docker-credential-secrets"), where)
	}
	for name, test := range map[string]struct {
		path []string
		want []string
	}{
		"on PATH":      {[]string{empty, own, other}, nil},
		"a dead one":   {[]string{other, own}, []string{"program-fails"}},
		"not on PATH":  {[]string{empty}, []string{"not-on-path"}},
		"without PATH": {nil, []string{"not-on-path"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Doctor{
				Helper:     helper.Program{Environ: []string{"PATH=" + strings.Join(test.path, string(os.PathListSeparator))}},
				Executable: filepath.Join(own, "docker-credential-secrets.exe"),
			}
			if filepath.Separator == '/' {
				d.Executable = strings.TrimSuffix(d.Executable, ".exe")
			}
			var got []string
			for _, f := range d.readWorld().clients.helperFindings {
				got = append(got, f.Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
		})
	}
}

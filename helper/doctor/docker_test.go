package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestRegistryFindings(t *testing.T) {
	t.Parallel()
	const auths = `"auths": {"https://a.example": {"auth": "dTpwbGFudGVk"}}`
	for name, test := range map[string]struct {
		server, config, auth, environ string
		want                          []string
	}{
		"configured":      {server: "a.example", config: `{"credHelpers": {"a.example": "secrets"}}`},
		"by default":      {server: "a.example", config: `{"credsStore": "secrets"}`},
		"Docker Hub":      {server: "docker.io", config: `{"credHelpers": {"https://index.docker.io/v1/": "secrets"}}`},
		"not named":       {server: "a.example", config: `{}`, want: []string{"not-configured"}},
		"another port":    {server: "a.example:5000", config: `{"credHelpers": {"a.example": "secrets"}}`, want: []string{"not-configured"}},
		"another helper":  {server: "a.example", config: `{"credHelpers": {"a.example": "pass"}, "credsStore": "secrets"}`, want: []string{"other-helper"}},
		"another store":   {server: "a.example", config: `{"credsStore": "desktop"}`, want: []string{"other-store"}},
		"short Hub":       {server: "docker.io", config: `{"credHelpers": {"docker.io": "secrets"}}`, want: []string{"key-spelling"}},
		"a URL":           {server: "a.example", config: `{"credHelpers": {"https://a.example": "secrets"}, "credsStore": "pass"}`, want: []string{"key-spelling"}},
		"upper case":      {server: "a.example", config: `{"credHelpers": {"A.example": "secrets"}}`, want: []string{"key-spelling"}},
		"a login":         {server: "a.example", config: `{` + auths + `}`, want: []string{"auths-shadows"}},
		"a stale login":   {server: "a.example", config: `{"credHelpers": {"a.example": "secrets"}, ` + auths + `}`, want: []string{"auths-stale"}},
		"a stale one too": {server: "a.example", config: `{"credsStore": "secrets", ` + auths + `}`, want: []string{"auths-stale"}},
		"an empty login":  {server: "a.example", config: `{"credsStore": "secrets", "auths": {"a.example": {}}}`},
		"environment":     {server: "a.example", config: `{"credsStore": "secrets"}`, environ: `{` + auths + `}`, want: []string{"auth-config-outranks"}},
		"others' there":   {server: "b.example", config: `{"credsStore": "secrets"}`, environ: `{` + auths + `}`},
		"podman's login":  {server: "a.example", config: `{"credsStore": "secrets"}`, auth: `{` + auths + `}`, want: []string{"podman-outranks"}},
		"podman's other":  {server: "docker.io", config: `{"credsStore": "secrets"}`, auth: `{"credHelpers": {"docker.io": "pass"}}`, want: []string{"podman-outranks"}},
		"podman's ours":   {server: "docker.io", config: `{"credsStore": "secrets"}`, auth: `{"credHelpers": {"docker.io": "secrets"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			write(t, filepath.Join(home, ".docker", "config.json"), test.config)
			if test.auth != "" {
				write(t, filepath.Join(home, ".config", "containers", "auth.json"), test.auth)
			}
			server, _ := secrets.ParseServer(test.server)
			d := Doctor{Home: home, Environ: []string{"DOCKER_AUTH_CONFIG=" + test.environ}}
			var got []string
			for _, f := range d.readClients().registryFindings(server) {
				got = append(got, f.Code)
				if strings.Contains(f.Message+f.Fix, "dTpwbGFudGVk") {
					t.Errorf("%+v shows a login", f)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhereConfigurationsAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		home    string
		config  string
		auths   []string
	}{
		"home":     {nil, "/h", "/h/.docker/config.json", []string{"/h/.config/containers/auth.json"}},
		"nothing":  {nil, "", "", nil},
		"Docker's": {[]string{"DOCKER_CONFIG=/d"}, "/h", "/d/config.json", []string{"/h/.config/containers/auth.json"}},
		"podman's": {[]string{"REGISTRY_AUTH_FILE=/p.json", "XDG_RUNTIME_DIR=/r"}, "", "", []string{"/p.json"}},
		"XDG's":    {[]string{"XDG_RUNTIME_DIR=/r", "XDG_CONFIG_HOME=/c"}, "/h", "/h/.docker/config.json", []string{"/r/containers/auth.json", "/c/containers/auth.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Doctor{Environ: test.environ, Home: test.home}
			if got := filepath.ToSlash(d.readClients().path); got != test.config {
				t.Errorf("config.json at %q, want %q", got, test.config)
			}
			var auths []string
			for _, path := range d.authPaths() {
				auths = append(auths, filepath.ToSlash(path))
			}
			if diff := cmp.Diff(test.auths, auths); diff != "" {
				t.Errorf("auth.json (-want +got):\n%s", diff)
			}
		})
	}
}

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
		"another's":    {[]string{other, own}, []string{"other-binary"}},
		"not on PATH":  {[]string{empty}, []string{"not-on-path"}},
		"without PATH": {nil, []string{"not-on-path"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Doctor{
				Environ:    []string{"PATH=" + strings.Join(test.path, string(os.PathListSeparator))},
				Executable: filepath.Join(own, "docker-credential-secrets.exe"),
			}
			if filepath.Separator == '/' {
				d.Executable = strings.TrimSuffix(d.Executable, ".exe")
			}
			var got []string
			for _, f := range d.programFindings() {
				got = append(got, f.Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
		})
	}
}

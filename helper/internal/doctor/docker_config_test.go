package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o700))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// secretOf returns the variables of a whole secret.
func secretOf(server string) []string {
	prefix := strings.ToUpper(strings.NewReplacer(".", "_", ":", "_").Replace(server)) + "_CONTAINER_REGISTRY_"
	return []string{prefix + "SERVER=" + server, prefix + "USER=u", prefix + "PASSWORD=p"}
}

// asked returns the subject of a registry that has a secret.
func asked(t *testing.T, server string) subject {
	t.Helper()
	all, err := subjects(helper.ReadSecrets(secretOf(server)), nil)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d subjects, %v", len(all), err)
	}
	return all[0]
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
		"port of https":   {server: "a.example:443", config: `{"credHelpers": {"a.example:443": "secrets"}}`},
		"without it":      {server: "a.example:443", config: `{"credHelpers": {"a.example": "secrets"}}`, want: []string{"key-spelling"}},
		"capitals":        {server: "A.Example", config: `{"credHelpers": {"A.Example": "secrets"}}`},
		"both Hubs":       {server: "docker.io", config: `{"credHelpers": {"https://index.docker.io/v1/": "secrets", "docker.io": "secrets"}}`, auth: `{}`},
		"upper case":      {server: "a.example", config: `{"credHelpers": {"A.example": "secrets"}}`, want: []string{"key-spelling"}},
		"a login":         {server: "a.example", config: `{` + auths + `}`, want: []string{"auths-shadows"}},
		"a stale login":   {server: "a.example", config: `{"credHelpers": {"a.example": "secrets"}, ` + auths + `}`, want: []string{"auths-stale"}},
		"a stale one too": {server: "a.example", config: `{"credsStore": "secrets", ` + auths + `}`, want: []string{"auths-stale"}},
		"podman's Hub":    {server: "docker.io", config: `{"credsStore": "secrets"}`, auth: `{}`, want: []string{"podman-hub"}},
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
			d := Doctor{Home: home, Helper: helper.Program{Environ: []string{"DOCKER_AUTH_CONFIG=" + test.environ}}}
			var got []string
			for _, f := range d.readWorld().clients.checkRegistry(asked(t, test.server)) {
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

func TestLogout(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ server, key, want string }{
		"host":        {"a.example", "a.example", "docker logout a.example"},
		"URL":         {"a.example", "https://a.example", "docker logout a.example"},
		"path":        {"a.example", "https://a.example/v2/", `delete https://a.example/v2/ from auths in `},
		"Docker Hub":  {"docker.io", "https://index.docker.io/v1/", "docker logout"},
		"Hub's other": {"docker.io", "docker.io", `delete docker.io from auths in `},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for code, config := range map[string]string{"auths-stale": `"credsStore": "secrets", `, "auths-shadows": ""} {
				home := t.TempDir()
				path := filepath.Join(home, ".docker", "config.json")
				write(t, path, `{`+config+`"auths": {"`+test.key+`": {"auth": "dTpwbGFudGVk"}}}`)
				want := test.want
				if strings.HasSuffix(want, " in ") {
					want += path
				}
				if code == "auths-shadows" {
					want = "docker-credential-secrets configure " + test.server // which says the rest
				}
				if diff := cmp.Diff([]string{code + ": " + want},
					codes(Doctor{Home: home}.readWorld().clients.checkRegistry(asked(t, test.server)))); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestMissingConfiguration(t *testing.T) {
	t.Parallel()
	const configure = "docker-credential-secrets configure"
	hub, other, gitHub := secretOf("docker.io"), secretOf("a.example"), []string{"GITHUB_TOKEN=t"}
	for name, test := range map[string]struct {
		environ  []string
		asked    []string
		auth     string
		severity Severity
		fix      string
	}{
		"nothing to name": {},
		"a secret":        {environ: other, severity: Error, fix: configure},
		"GITHUB_TOKEN":    {environ: gitHub},
		"at GitHub":       {environ: append(gitHub, "CODESPACES=true"), severity: Error, fix: configure},
		"asked for":       {environ: gitHub, asked: []string{"ghcr.io"}, severity: Error, fix: configure + " ghcr.io"},
		"both":            {environ: append(hub, gitHub...), severity: Error, fix: configure},
		"podman's":        {environ: other, auth: `{"credHelpers": {"a.example": "secrets"}}`, severity: Warning, fix: configure},
		"podman's other":  {environ: other, auth: `{"credHelpers": {"a.example": "pass"}}`, severity: Error, fix: configure},
		"podman's half":   {environ: append(other, hub...), auth: `{"credHelpers": {"a.example": "secrets"}}`, severity: Error, fix: configure},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			if test.auth != "" {
				write(t, filepath.Join(home, "containers", "auth.json"), test.auth)
			}
			d := Doctor{Home: home, Helper: helper.Program{Environ: append(test.environ,
				"XDG_CONFIG_HOME="+home)}}
			var severity Severity
			fix := ""
			w := d.readWorld()
			subjects, err := subjects(w.set, test.asked)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range w.clients.checkFiles(subjects, w.Helper.IsAtGitHub()) {
				severity, fix = f.Severity, f.Fix
			}
			if severity != test.severity || fix != test.fix {
				t.Errorf("%q, fix %q", severity, fix)
			}
		})
	}
}

func TestConfigurationsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := Doctor{Home: t.TempDir(), Helper: helper.Program{Environ: []string{"DOCKER_AUTH_CONFIG=planted"}}}
	if got := d.readWorld().clients.checkFiles(nil, false); len(got) != 1 || got[0].Code != "auth-config-invalid" ||
		strings.Contains(got[0].Message, "planted") {
		t.Errorf("found %+v", got)
	}
}

package doctor

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestPodmanOnPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".docker", "config.json"), `{"credHelpers": {"https://index.docker.io/v1/": "secrets"}}`)
	write(t, filepath.Join(dir, "skopeo"), "")
	write(t, filepath.Join(dir, "skopeo.exe"), "") // as Windows names it
	d := Doctor{Home: dir, Helper: helper.Program{Environ: []string{"PATH=" + dir}}}
	want := []string{"podman-hub: docker-credential-secrets configure --config " +
		filepath.Join(dir, ".config", "containers", "auth.json") + " docker.io"}
	if diff := cmp.Diff(want, codes(d.readWorld().clients.checkRegistry(asked(t, "docker.io")))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestRemotePodman is about a client that fails by a key which Docker needs.
func TestRemotePodman(t *testing.T) {
	t.Parallel()
	const url, host = `{"credHelpers": {"https://index.docker.io/v1/": "secrets"}}`, `{"credHelpers": {"docker.io": "secrets"}}`
	for name, test := range map[string]struct {
		program, config string
		isFound         bool
	}{
		"podman":           {"podman", url, true},
		"skopeo":           {"skopeo", url, false},
		"without the URL":  {"podman", host, false},
		"another's helper": {"podman", strings.Replace(url, `"secrets"`, `"pass"`, 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			write(t, filepath.Join(home, ".docker", "config.json"), test.config)
			write(t, filepath.Join(home, test.program), "")
			write(t, filepath.Join(home, test.program+".exe"), "") // as Windows names it
			d := Doctor{Home: home, Helper: helper.Program{Environ: []string{"PATH=" + home}}}
			var want []string
			if test.isFound {
				const configure = "docker-credential-secrets configure "
				want = []string{"podman-remote: " + configure + "--default && " + configure + "--remove docker.io && " +
					configure + "--config " + filepath.Join(home, ".config", "containers", "auth.json")}
			}
			c := d.readWorld().clients
			if diff := cmp.Diff(want, codes(c.checkFiles(nil, false))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if found := c.checkPodman(asked(t, "docker.io")); test.isFound && found != nil {
				t.Errorf("beside the commands that do all there are %v", codes(found))
			}
		})
	}
}

// TestSeveralFilesOfPodman has what the first file lacks in the second: podman looks on
// there (containers/image, getAuthFilePaths).
func TestSeveralFilesOfPodman(t *testing.T) {
	t.Parallel()
	const hub, login = `{"credHelpers": {"docker.io": "secrets"}}`, `{"auths": {"docker.io": {"auth": "dTpw"}}}`
	for name, test := range map[string]struct{ docker, session, lasting, want string }{
		"the helper in the second":        {`{}`, `{}`, hub, ""},
		"the helper in the first":         {`{}`, hub, login, ""},
		"a login in the first":            {`{}`, login, hub, "podman-outranks"},
		"a login in the second":           {`{}`, `{}`, login, "podman-outranks"},
		"neither":                         {`{}`, `{}`, `{}`, "podman-hub"},
		"no second, the helper in none":   {`{}`, `{}`, "", "podman-hub"},
		"no first, the helper in another": {`{}`, "", hub, ""},
		"no config.json, a login":         {"", login, "", "podman-outranks"},
		"no config.json":                  {"", `{}`, "", ""}, // configure comes first
	} {
		home := t.TempDir()
		for file, text := range map[string]string{
			".docker/config.json": test.docker, "run/containers/auth.json": test.session, ".config/containers/auth.json": test.lasting,
		} {
			if text != "" {
				write(t, filepath.Join(home, filepath.FromSlash(file)), text)
			}
		}
		d := Doctor{Home: home, Helper: helper.Program{Environ: []string{"XDG_RUNTIME_DIR=" + filepath.Join(home, "run")}}}
		found := d.readWorld().clients.checkPodman(asked(t, "docker.io"))
		got := ""
		for _, f := range found {
			got += f.Code
		}
		if got != test.want {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// TestFileOfPodmanIsMissing has a variable name a file that podman then does not start
// without.
func TestFileOfPodmanIsMissing(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	d := Doctor{Home: home, Helper: helper.Program{Environ: []string{"REGISTRY_AUTH_FILE=" + filepath.Join(home, "gone.json")}}}
	want := []string{"podman-unreadable: correct it, or unset REGISTRY_AUTH_FILE"}
	if diff := cmp.Diff(want, codes(d.readWorld().clients.checkFiles(nil, false))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

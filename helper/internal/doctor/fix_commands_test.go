package doctor

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// TestFixesRunNothing pastes the fixes of worlds with odd paths into a shell,
// as they are and as a narrow terminal shows them. Whatever else a fix says,
// its words must be one and no more.
func TestFixesRunNothing(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no POSIX shell")
	}
	bin, programs := t.TempDir(), t.TempDir()
	write(t, filepath.Join(programs, "podman"), "")
	for _, name := range []string{helper.Name, "docker", "podman", "sudo"} {
		write(t, filepath.Join(bin, name), "#!/bin/sh\n[ -z \"$ARGS\" ] || printf '\\0%s\\0' \"$@\" >>\"$ARGS\"\n")
	}
	const auths = `{"auths": {"a.example": {"auth": "dTpw"}, "https://a.example/v2/": {"auth": "dTpw"}}`
	for i, odd := range []string{
		"plain", "a  b", "'; >planted; '", `"; >planted; "`, "$(>planted)", "`>planted`",
		"a\n>planted\n", "a;>planted", "a&>planted", `\'; >planted; \'`,
	} {
		for name, world := range map[string]struct{ config, auth string }{
			"missing":        {},
			"not named":      {`{}`, `{}`},
			"other helper":   {`{"credsStore": "pass"}`, `{"credHelpers": {"a.example": "pass"}}`},
			"logins":         {auths + `}`, auths + `}`},
			"stale logins":   {auths + `, "credsStore": "secrets"}`, `{}`},
			"a login":        {`{"auths": {"a.example": {"auth": "dTpw"}}}`, `{}`},
			"not to be read": {`[]`, `[]`},
			"remote podman":  {`{"credHelpers": {"https://index.docker.io/v1/": "secrets"}}`, `{}`},
		} {
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
				t.Parallel()
				home := filepath.Join(t.TempDir(), odd)
				config, auth := filepath.Join(home, ".docker", "config.json"), filepath.Join(home, "auth.json")
				if world.config != "" {
					write(t, config, world.config)
					write(t, auth, world.auth)
				}
				d := newDoctor(append(secretOf("docker.io"), secretOf("a.example")...))
				d.Helper.Environ = append(d.Helper.Environ, "REGISTRY_AUTH_FILE="+auth, "PATH="+programs)
				d.Home, d.Executable, d.Registries.CertsDir = home, filepath.Join(home, "program"), filepath.Join(home, "certs.d")
				report := examined(t, d)
				findings := report.Findings
				for _, r := range report.Registries {
					findings = append(findings, r.Findings...)
				}
				if len(findings) < 3 {
					t.Errorf("found %+v", findings)
				}
				for _, f := range findings {
					_, shown, _ := strings.Cut(Style{Width: 40}.findings([]Finding{f}), "→ ")
					for _, pasted := range []string{f.Fix, shown} {
						if args := paste(t, bin, home, pasted); strings.Contains(f.Fix, "--config") && pasted == f.Fix &&
							!strings.Contains(args, "\x00"+auth+"\x00") {
							t.Errorf("%q is called with %q", pasted, args)
						}
					}
				}
			})
		}
	}
}

// paste runs a text in a shell whose programs write down their arguments, which
// it returns, each between two NULs.
func paste(t *testing.T, bin, home, text string) (args string) {
	t.Helper()
	dir := t.TempDir()
	command := exec.CommandContext(deadline(t), "/bin/sh", "-c", text)
	command.Dir = dir
	command.Env = []string{"PATH=" + bin, "HOME=" + home, "ARGS=" + filepath.Join(dir, "args")} // which doctor itself lacks
	_ = command.Run()                                                                           // what is no command fails
	if _, err := os.Stat(filepath.Join(dir, "planted")); err == nil {
		t.Errorf("%q runs what is planted", text)
	}
	written, _ := os.ReadFile(filepath.Join(dir, "args"))
	return string(written)
}

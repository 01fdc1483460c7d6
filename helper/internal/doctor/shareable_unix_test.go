//go:build unix

package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

func TestShortenedTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"arn:aws:iam::123456789012:user/ci/bob@a.example is not allowed":         "the IAM user is not allowed",
		"arn:aws-us-gov:sts::123456789012:assumed-role/r/session@x may":          "the role may",
		"arn:aws:iam::123456789012:role/a and arn:aws:iam::123456789012:user/b":  "the role and the IAM user",
		"policy, arn:aws:organizations::1:policy/o-a/service_control_policy/p-b": "policy, its ARN",
		"boundary, arn:aws:iam::123456789012:policy/path/no-ecr) x":              "boundary, its ARN) x",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com":                           "1234…9012.dkr.ecr.us-east-1.amazonaws.com",
		"A_123456789012_CONTAINER_REGISTRY_USER 123456789":                       "A_1234…9012_CONTAINER_REGISTRY_USER 123456789",
		"123456789012 210987654321 123456789012":                                 "1234…9012 2109…4321 1234…9012",
		"12345678901.dkr.ecr 1234567890123.dkr-ecr 1234-5678-9012.dkr.ecr":       "1234…8901.dkr.ecr 1234…0123.dkr-ecr 1234…9012.dkr.ecr",
		"12345678901 1234567890123 1234-5678-9012":                               "12345678901 1234567890123 1234-5678-9012",
		"r.example/a@sha256:00123456789012aa, 123456789012":                      "r.example/a@sha256:00123456789012aa, 1234…9012",
		"PASSWORD is not that of USER (it has 39 characters, those of AWS 40)":   "PASSWORD is not that of USER (it has another number of characters, those of AWS 40)",
		"/home/me/.docker/config.json, /home/me and /home/me: x":                 "~/.docker/config.json, ~ and ~: x",
		"/home/me2/a /mnt/home/me/a /home/me.old /home/me-2 ../home/me/a":        "/home/me2/a /mnt/home/me/a /home/me.old /home/me-2 ../home/me/a",
		"configure --config '/home/me/a b/auth.json' x":                          "configure --config ~/'a b/auth.json' x",
		"/home/meö/a /home/me@b/a /home/me+c '/home/me (old)/a'":                 "/home/meö/a /home/me@b/a /home/me+c '/home/me (old)/a'",
		"/home/me /home/me /home/me:/home/me/a":                                  "~ ~ ~:~/a",
		`"/home/me/a"`:                                                           `"~/a"`,
	} {
		if got := newShortener("/home/me").text(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := shortener(nil).text(text); got != text {
			t.Errorf("in full %q, want %q", got, text)
		}
	}
	for _, home := range []string{"", "/", "//", "a", ".", "etc"} {
		if got := newShortener(home).text("/etc/a b/ a"); got != "/etc/a b/ a" {
			t.Errorf("home %q: %q", home, got)
		}
	}
	for _, home := range []string{"/home/me/", "/home//me", "/home/x/../me"} {
		if got := newShortener(home).text("/home/me/a"); got != "~/a" {
			t.Errorf("home %q: %q", home, got)
		}
	}
	for _, home := range []string{"/home/Andr\xe9", "/home/a\xff\xfe\x1b]0;x\a##vso[", "/home/123456789012", "/srv/arn:aws:iam::123456789012:user/me"} {
		if got := newShortener(home).text(home + "/a " + escape.ShellWord(home+"/b")); got != "~/a ~/'b'" && got != "~/a ~/b" {
			t.Errorf("home %q: %q", home, got)
		}
	}
	const odd = "/home/it's me"
	if got := newShortener(odd).text(odd + "/a: " + escape.ShellWord(odd+"/a") + " " + escape.ShellWord(odd)); got != "~/a: ~/'a' ~" {
		t.Errorf("%s", got)
	}
}

// TestShortenedFixes has fixes that lead elsewhere, or nowhere, once something
// of them is left out.
func TestShortenedFixes(t *testing.T) {
	t.Parallel()
	const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	for fix, want := range map[string]string{
		"docker logout " + host:                              "in full, as doctor --full shows it: docker logout 1234…9012.dkr.ecr.us-east-1.amazonaws.com",
		`sudo chown -R "$USER" -- /srv/202601020304/.docker`: `in full, as doctor --full shows it: sudo chown -R "$USER" -- /srv/2026…0304/.docker`,
		"set A_CONTAINER_REGISTRY_SERVER to " + host:         "in full, as doctor --full shows it: set A_CONTAINER_REGISTRY_SERVER to 1234…9012.dkr.ecr.us-east-1.amazonaws.com",
		"docker logout a.example":                            "docker logout a.example",
	} {
		findings := []Finding{{Fix: fix}}
		newShortener("/home/me").findings(findings)
		if got := findings[0].Fix; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	findings := []Finding{{Fix: "sudo chown -- /home/me/.docker"}, {Fix: "remove /home/me/.docker"}}
	newShortener("/home/me").findings(findings)
	want := []Finding{{Fix: "sudo chown -- ~/.docker"}, {Fix: "remove ~/.docker"}}
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestHomeBehindALink has a home directory that programs know by another name.
func TestHomeBehindALink(t *testing.T) {
	t.Parallel()
	real, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	d := newDoctor(secretOf("a.example"))
	d.Home = filepath.Join(t.TempDir(), "home")
	if err := os.Symlink(real, d.Home); err != nil {
		t.Skip(err)
	}
	d.Executable = filepath.Join(real, "program")
	for _, f := range examined(t, d).Findings {
		if strings.Contains(f.Message+f.Fix, real) {
			t.Errorf("%+v", f)
		}
	}
}

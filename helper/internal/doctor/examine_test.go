package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// newDoctor returns one that knows nothing but an environment.
func newDoctor(environ []string) Doctor {
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	return Doctor{
		Helper: helper.Program{
			Environ: environ,
			Stderr:  &bytes.Buffer{},
			Now:     now,
			ReadFile: func(string) ([]byte, error) {
				return nil, errors.New("no such file")
			},
			UserCacheDir: func() (string, error) { return "", errors.New("no home") },
		},
		Offline: true,
	}
}

// examined returns what a doctor finds of all secrets.
func examined(t testing.TB, d Doctor) Report {
	t.Helper()
	report, err := d.Examine(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// FuzzReportShowsNoValue states that whatever stands in the variables of a
// secret but a registry's name, no form of the report shows it.
func FuzzReportShowsNoValue(f *testing.F) {
	for _, seed := range [][2]string{
		{"registry.example.com", `"%s"`}, {"registry.example.com", " %s\n\n"}, {"123456789012.dkr.ecr.us-east-1.amazonaws.com", "%s"},
		{"hub.docker.com", "/run/secrets/%s"}, {"a.example/b", "dXNlcjol%s"}, {`"quoted"`, "%s"}, {"", "%s"}, {"x.dkr.ecr.example", "AKIA%s"},
	} {
		f.Add(seed[0], seed[1])
	}
	const planted = "PL4NT3D0"
	f.Fuzz(func(t *testing.T, server, form string) {
		if strings.ContainsRune(server+form, 0) {
			t.Skip() // no environment holds it
		}
		value := strings.ReplaceAll(form, "%s", planted)
		report := examined(t, newDoctor([]string{
			"A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=" + value, "A_CONTAINER_REGISTRY_PASSWORD=" + value,
			"B_CONTAINER_REGISTRY_SERVER=" + server, "B_CONTAINER_REGISTRY_USER=AWS", "B_CONTAINER_REGISTRY_PASSWORD_FILE=" + value,
			"C_CONTAINER_REGISTRY_SERVER=" + server, "C_CONTAINER_REGISTRY_USER=ASIAIOSFODNN7EXAMPLE",
			"c_container_registry_password=" + value,
			"C_CONTAINER_REGISTRY_SESSION_TOKEN=" + value, "C_CONTAINER_REGISTRY_TOKEN=" + value, "D_CONTAINER_REGISTRY_PASS=" + value,
			"E_CONTAINER_REGISTRY_SERVER='" + value + "'", "CONTAINER_REGISTRY_PASSWORD=" + value, "GITHUB_TOKEN=" + value,
			"DOCKER_AUTH_CONFIG=" + value,
		}))
		written, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		text := report.text(Style{Color: true, Width: 80, Verbose: true}) + report.text(Style{IsASCII: true})
		if strings.Contains(text+string(written), planted) {
			t.Errorf("the report shows a value:\n%s\n%s", text, written)
		}
	})
}

func TestWhatIsAskedForHidesNoSetting(t *testing.T) {
	t.Parallel()
	environ := []string{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT=soon"}
	report, err := newDoctor(environ).Examine(context.Background(), []string{"a.example"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(report.Findings, func(f Finding) bool { return f.Code == "setting-invalid" }) {
		t.Errorf("findings %+v", report.Findings)
	}
}

func TestPasswordsInThePlaceOfServersAreNotShown(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"glpat-planted0123456789", "ghp_planted", "planted0123456789abcdef", "My.Planted-W0rd",
		"planted.w0rd"} {
		report := examined(t, newDoctor([]string{
			"A_CONTAINER_REGISTRY_SERVER=" + value, "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=mycompany.azurecr.io",
		}))
		written, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		if got := report.Registries[0].Findings; len(got) != 1 || got[0].Code != "looks-like-password" {
			t.Errorf("found %+v", got)
		}
		if strings.Contains(strings.ToLower(string(written)+report.Registries[0].text(Style{})), "planted") {
			t.Errorf("the report shows the value:\n%s", written)
		}
	}
}

func TestExamineReportsInOrderOfPrefixes(t *testing.T) {
	t.Parallel()
	environ := []string{"B_CONTAINER_REGISTRY_SERVER=b.example", "A_CONTAINER_REGISTRY_SERVER=a.example",
		"a_container_registry_user=u"}
	var p progress
	report, err := newDoctor(environ).examine(context.Background(), nil, &p)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Registries) != 2 || report.Registries[0].Server != "a.example" || report.Registries[1].Server != "b.example" {
		t.Errorf("registries %+v", report.Registries)
	}
	if len(p.answered) != 2 || slices.Contains(p.answered, false) {
		t.Errorf("progress %v", p.answered)
	}
	if report.OK || report.Schema != 1 {
		t.Errorf("report %+v", report)
	}
}

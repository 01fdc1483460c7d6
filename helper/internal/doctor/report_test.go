package doctor

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	const prefix, ecrHost = "A_CONTAINER_REGISTRY_", "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	readFile := func(path string) ([]byte, error) {
		if path == "/aws" {
			return []byte("AWS\n"), nil
		}
		return nil, errors.New("file does not exist")
	}
	for name, test := range map[string]struct {
		environ []string
		want    Kind
	}{
		"password":                       {[]string{prefix + "SERVER=a.example", prefix + "USER=u", prefix + "PASSWORD=p"}, passwordKind},
		"user AWS elsewhere":             {[]string{prefix + "SERVER=a.example", prefix + "USER=AWS", prefix + "PASSWORD=p"}, passwordKind},
		"GITHUB_TOKEN":                   {[]string{"GITHUB_TOKEN=t"}, gitHubKind},
		"keys":                           {[]string{prefix + "SERVER=" + ecrHost, prefix + "USER=AKIAIOSFODNN7EXAMPLE", prefix + "PASSWORD=p"}, exchangeKind},
		"a token":                        {[]string{prefix + "SERVER=" + ecrHost, prefix + "USER=AWS", prefix + "PASSWORD=p"}, tokenKind},
		"a token, user in small letters": {[]string{prefix + "SERVER=" + ecrHost, prefix + "USER=aws", prefix + "PASSWORD=p"}, tokenKind},
		"a token, user in a file":        {[]string{prefix + "SERVER=" + ecrHost, prefix + "USER_FILE=/aws", prefix + "PASSWORD=p"}, tokenKind},
		"a user that can't be read":      {[]string{prefix + "SERVER=" + ecrHost, prefix + "USER_FILE=/none", prefix + "PASSWORD=p"}, exchangeKind},
		"SERVER alone":                   {[]string{prefix + "SERVER=" + ecrHost}, ambientKind},
		"SERVER alone, with a role":      {[]string{prefix + "SERVER=" + ecrHost, prefix + "ROLE_ARN=r"}, ambientKind},
		"SERVER alone, elsewhere":        {[]string{prefix + "SERVER=a.example"}, passwordKind},
		"no user":                        {[]string{prefix + "SERVER=" + ecrHost, prefix + "PASSWORD=p"}, exchangeKind},
		"a session token without keys":   {[]string{prefix + "SERVER=" + ecrHost, prefix + "SESSION_TOKEN=s"}, exchangeKind},
	} {
		all := helper.ReadSecrets(test.environ).All()
		if len(all) != 1 {
			t.Fatalf("%s: %d secrets", name, len(all))
		}
		if got := kindOf(all[0], readFile); got != test.want {
			t.Errorf("%s: kind %s, want %s", name, got, test.want)
		}
	}
}

// TestJSONIsSafeToShow has a report of what could move a cursor or be read as a
// CI system's command, and reads it back.
func TestJSONIsSafeToShow(t *testing.T) {
	t.Parallel()
	report := Report{Schema: schema, Registries: []Registry{},
		Findings: []Finding{{Code: "code", Severity: Error, Message: "a\u202eb \u009b1m", Fix: "::add-mask::x"}}}
	var out strings.Builder
	if err := report.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	if strings.ContainsAny(out.String(), "\u202e\u009b") || strings.Contains(out.String(), `"::`) {
		t.Errorf("wrote %q", out.String())
	}
}

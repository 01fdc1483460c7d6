package helper

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestReadmeTroubleshooting looks each line that a failed exchange can end in
// up in the pages about clients and ECR, as its user does.
func TestReadmeTroubleshooting(t *testing.T) {
	t.Parallel()
	var entries []*regexp.Regexp
	for _, page := range []string{"README.md", filepath.Join("..", "ecr", "README.md")} {
		readme, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		_, section, _ := strings.Cut(string(readme), "\n## Troubleshooting\n")
		section, _, _ = strings.Cut(section, "\n## ")
		for _, row := range regexp.MustCompile("(?m)^\\| (`.*`) \\|").FindAllStringSubmatch(section, -1) {
			for _, text := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
				pattern := strings.ReplaceAll(regexp.QuoteMeta(text[1]), `\.\.\.`, ".*")
				entries = append(entries, regexp.MustCompile(pattern))
			}
		}
	}
	for cause := ecr.Cause(1); cause <= ecr.LastCause; cause++ {
		detail := "detail"
		switch cause {
		case ecr.AccountNotReady:
			detail = "suspended"
		case ecr.Throttled:
			detail = ""
		case ecr.VariableMissing:
			detail = "AWS_ROLE_ARN is not set, but AWS_WEB_IDENTITY_TOKEN_FILE is"
		case ecr.FileUnreadable:
			detail = "the ca_bundle of the AWS profile can't be read (no such file or directory)"
		}
		r := run{
			environ: append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_SESSION_TOKEN="),
			stdin:   ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				return ecr.Token{}, &ecr.Failure{Cause: cause, Detail: detail, Profile: "dev"}
			},
		}
		r.do("get")
		found := false
		for _, entry := range entries {
			found = found || entry.MatchString(r.stdout)
		}
		if !found {
			t.Errorf("no troubleshooting has an entry for: %s", r.stdout)
		}
	}
}

// TestReadmeSettings looks for every variable of the helper itself in the
// README's table, and for a variable behind every row.
func TestReadmeSettings(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	got, want := make(map[string]bool), make(map[string]bool)
	for _, row := range regexp.MustCompile("(?m)^\\| `(DOCKER_CREDENTIAL_SECRETS_\\w+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		got[row[1]] = true
	}
	for _, known := range settingTable() {
		want[known.name] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-in the code +in the README\n%s", diff)
	}
}

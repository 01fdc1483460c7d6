package doctor

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// codes returns what was found as "code: fix" each, so that a test shows both
// the finding and the way out.
func codes(found []Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Code+": "+f.Fix)
	}
	slices.Sort(all)
	return all
}

func TestNameFindings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ environ, want []string }{
		"right": {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD_FILE=p"}, nil},
		"synonyms": {
			[]string{"A_CONTAINER_REGISTRY_URL=s", "A_CONTAINER_REGISTRY_LOGIN=u", "A_CONTAINER_REGISTRY_TOKEN=p"},
			[]string{
				"name-not-read: rename it to A_CONTAINER_REGISTRY_PASSWORD",
				"name-not-read: rename it to A_CONTAINER_REGISTRY_SERVER",
				"name-not-read: rename it to A_CONTAINER_REGISTRY_USER",
			},
		},
		"a slip": {[]string{"A_CONTAINER_REGISTRY_PASSWROD=p"}, []string{"name-not-read: rename it to A_CONTAINER_REGISTRY_PASSWORD"}},
		"a file": {[]string{"A_CONTAINER_REGISTRY_PASSWD_FILE=/p"}, []string{"name-not-read: rename it to A_CONTAINER_REGISTRY_PASSWORD_FILE"}},
		"a server's file": {[]string{"A_CONTAINER_REGISTRY_SERVER_FILE=/p", "A_CONTAINER_REGISTRY_PASSWORD=p"},
			[]string{"name-not-read: set A_CONTAINER_REGISTRY_SERVER to what the file holds"}},
		"a URL's file": {[]string{"A_CONTAINER_REGISTRY_URL_FILE=/p"},
			[]string{"name-not-read: set A_CONTAINER_REGISTRY_SERVER to what the file holds"}},
		"a role's file": {[]string{"a_container_registry_role_arn_file=/p"},
			[]string{"name-not-read: set A_CONTAINER_REGISTRY_ROLE_ARN to what the file holds"}},
		"both":          {[]string{"A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_LOGIN=u"}, nil},
		"a stranger":    {[]string{"A_CONTAINER_REGISTRY_NAMESPACE=n"}, nil},
		"lower case":    {[]string{"a_container_registry_server=s"}, []string{"lower-case: rename it to A_CONTAINER_REGISTRY_SERVER"}},
		"in both":       {[]string{"A_container_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_SERVER=s"}, []string{"lower-case: unset one of them"}},
		"beside a file": {[]string{"A_CONTAINER_REGISTRY_PASSWORD=p", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"}, []string{"outdone: unset one of them"}},
		"a role elsewhere": {
			[]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p",
				"A_CONTAINER_REGISTRY_ROLE_ARN=r", "A_CONTAINER_REGISTRY_EXTERNAL_ID=e", "A_CONTAINER_REGISTRY_SESSION_TOKEN_FILE=/p"},
			[]string{"ecr-alone: unset A_CONTAINER_REGISTRY_SESSION_TOKEN_FILE and A_CONTAINER_REGISTRY_ROLE_ARN and " +
				"A_CONTAINER_REGISTRY_EXTERNAL_ID, or correct A_CONTAINER_REGISTRY_SERVER"},
		},
		"a profile elsewhere": {
			[]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p",
				"A_CONTAINER_REGISTRY_PROFILE=work"},
			[]string{"ecr-alone: unset A_CONTAINER_REGISTRY_PROFILE, or correct A_CONTAINER_REGISTRY_SERVER"},
		},
		"get fails for it": {[]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_PROFILE=work"}, nil},
		"an empty role": {[]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p",
			"A_CONTAINER_REGISTRY_ROLE_ARN="}, nil},
		"a role at ECR": {[]string{"A_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com", "A_CONTAINER_REGISTRY_USER=u",
			"A_CONTAINER_REGISTRY_PASSWORD=p", "A_CONTAINER_REGISTRY_ROLE_ARN=r"}, nil},
		"GitHub's users": {[]string{"GITHUB_TOKEN=t", "GITHUB_USER=u", "GITHUB_ACTOR=a"}, nil},
		"empty, lower":   {[]string{"a_container_registry_server="}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found []Finding
			for _, secret := range helper.ReadSecrets(test.environ).All() {
				found = append(found, world{}.checkNames(secret)...)
			}
			if diff := cmp.Diff(test.want, codes(found)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStrayNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variable string
		want     []string
	}{
		"no prefix":       {"CONTAINER_REGISTRY_SERVER", []string{"no-prefix: rename it to MY_CONTAINER_REGISTRY_SERVER"}},
		"a slip":          {"ACR_CONTAINR_REGISTRY_PASSWORD", []string{"name-not-read: rename it to ACR_CONTAINER_REGISTRY_PASSWORD"}},
		"no underscore":   {"ACR_CONTAINERREGISTRY_USER", []string{"name-not-read: rename it to ACR_CONTAINER_REGISTRY_USER"}},
		"another program": {"ACR_REGISTRY_SERVER", nil},
		"short":           {"X_SERVER", nil},
		"right":           {"X_CONTAINER_REGISTRY_SERVER", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, codes(checkNearNames(secrets.NearNames([]string{test.variable + "=x",
				"EMPTY_CONTAINR_REGISTRY_USER="})))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStrayNamesLeaveCompleteSecretsAlone(t *testing.T) {
	t.Parallel()
	found := checkNearNames(secrets.NearNames([]string{
		"ACR_CONTAINR_REGISTRY_PASSWORD=x", "acr_CONTAINER_REGISTRY_PASSWORD=x",
		"AKS_CONTAINR_REGISTRY_USER=x", "AKS_CONTAINER_REGISTRY_USER_FILE=x",
		"CONTAINER_REGISTRY_SERVER=x", "MY_CONTAINER_REGISTRY_SERVER=x",
	}))
	if len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

// Letters that grow or shrink in upper case are letters of a prefix.
func TestOddPrefixesAreNamed(t *testing.T) {
	t.Parallel()
	environ := []string{"caf\u00e9 1_CONTAINER_REGISTRY_USER=x"}
	if all := helper.ReadSecrets(environ).All(); len(all) != 0 {
		t.Errorf("secrets %+v", all)
	}
	want := []Finding{newFinding(codeNameNotRead,
		"caf\u00e9 1_CONTAINER_REGISTRY_USER is not read: a prefix has letters, digits, underscores, hyphens and dots only",
		"rename it to CAF__1_CONTAINER_REGISTRY_USER")}
	if diff := cmp.Diff(want, checkNearNames(secrets.NearNames(environ))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestForeignVariables(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		want    bool
	}{
		"a server":       {[]string{"A_CONTAINER_REGISTRY_SERVER=s"}, false},
		"an endpoint":    {[]string{"A_CONTAINER_REGISTRY_ENDPOINT=s", "A_CONTAINER_REGISTRY_NAME=n"}, true},
		"a user too":     {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER=u"}, false},
		"a user meant":   {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_LOGIN=u"}, false},
		"all meant":      {[]string{"A_CONTAINER_REGISTRY_URL=s", "A_CONTAINER_REGISTRY_TOKEN=p"}, false},
		"a server meant": {[]string{"A_CONTAINER_REGISTRY_URL=s"}, true},
		"an empty user":  {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER="}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := isForeign(helper.ReadSecrets(test.environ).All()[0]); got != test.want {
				t.Errorf("foreign %v, want %v", got, test.want)
			}
		})
	}
}

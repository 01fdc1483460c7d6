package doctor

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
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
			[]string{"A_CONTAINER_REGISTRY_URL=s", "A_CONTAINER_REGISTRY_USERNAME=u", "A_CONTAINER_REGISTRY_TOKEN=p"},
			[]string{
				"name-not-read: rename it to A_CONTAINER_REGISTRY_PASSWORD",
				"name-not-read: rename it to A_CONTAINER_REGISTRY_SERVER",
				"name-not-read: rename it to A_CONTAINER_REGISTRY_USER",
			},
		},
		"a slip":       {[]string{"A_CONTAINER_REGISTRY_PASSWROD=p"}, []string{"name-not-read: rename it to A_CONTAINER_REGISTRY_PASSWORD"}},
		"both":         {[]string{"A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_USERNAME=u"}, nil},
		"a stranger":   {[]string{"A_CONTAINER_REGISTRY_NAMESPACE=n"}, nil},
		"lower case":   {[]string{"a_container_registry_server=s"}, []string{"lower-case: rename it to A_CONTAINER_REGISTRY_SERVER"}},
		"in both":      {[]string{"A_container_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_SERVER=s"}, []string{"lower-case: unset one of them"}},
		"empty, lower": {[]string{"a_container_registry_server="}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found []Finding
			for _, g := range groupVariables(test.environ) {
				found = append(found, g.nameFindings()...)
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
			if diff := cmp.Diff(test.want, codes(strayNames([]string{test.variable + "=x", "EMPTY_CONTAINR_REGISTRY_USER="}))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStrayNamesLeaveCompleteSecretsAlone(t *testing.T) {
	t.Parallel()
	found := strayNames([]string{
		"ACR_CONTAINR_REGISTRY_PASSWORD=x", "acr_CONTAINER_REGISTRY_PASSWORD=x", "AKS_CONTAINR_REGISTRY_USER=x", "AKS_CONTAINER_REGISTRY_USER_FILE=x",
		"CONTAINER_REGISTRY_SERVER=x", "MY_CONTAINER_REGISTRY_SERVER=x",
	})
	if len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

// Letters that grow or shrink in upper case are letters of a prefix.
func TestPrefixesFoldASCIIOnly(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"\u0250\u0250\u0250", "\u0131", "\u017f"} {
		groups := groupVariables([]string{prefix + "_container_registry_TOKEN=x", prefix + "_CONTAINER_REGISTRY_USER=x"})
		if len(groups) != 1 || groups[0].prefix != prefix || len(groups[0].read) != 1 || len(groups[0].unread) != 1 {
			t.Errorf("%q: groups %+v", prefix, groups)
		}
	}
}

func TestServersAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ            []string
		isAlone, isForeign bool
	}{
		"a server":      {[]string{"A_CONTAINER_REGISTRY_SERVER=s"}, true, false},
		"an endpoint":   {[]string{"A_CONTAINER_REGISTRY_ENDPOINT=s", "A_CONTAINER_REGISTRY_NAME=n"}, true, true},
		"a user too":    {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER=u"}, false, false},
		"a user meant":  {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USERNAME=u"}, false, false},
		"all meant":     {[]string{"A_CONTAINER_REGISTRY_URL=s", "A_CONTAINER_REGISTRY_TOKEN=p"}, false, false},
		"an empty user": {[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER="}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := groupVariables(test.environ)[0]
			if g.isServerAlone() != test.isAlone || g.isForeign() != test.isForeign {
				t.Errorf("alone %v, foreign %v", g.isServerAlone(), g.isForeign())
			}
		})
	}
}

func TestPrefixesSpelledDifferently(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		want    string
	}{
		"a letter": {
			[]string{"ACR_CONTAINER_REGISTRY_SERVER=s", "ACR_CONTAINER_REGISTRY_USER=u", "ARC_CONTAINER_REGISTRY_PASSWORD=p"},
			"rename ARC_CONTAINER_REGISTRY_PASSWORD to ACR_CONTAINER_REGISTRY_PASSWORD",
		},
		"an underscore": {
			[]string{"MY_ACR_CONTAINER_REGISTRY_SERVER=s", "MYACR_CONTAINER_REGISTRY_USER=u", "MYACR_CONTAINER_REGISTRY_PASSWORD=p"},
			"rename MYACR_CONTAINER_REGISTRY_USER to MY_ACR_CONTAINER_REGISTRY_USER and MYACR_CONTAINER_REGISTRY_PASSWORD to MY_ACR_CONTAINER_REGISTRY_PASSWORD",
		},
		"two registries": {
			[]string{"ACR_CONTAINER_REGISTRY_SERVER=s", "ECR_CONTAINER_REGISTRY_USER=u", "ECR_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
		"two stages": {
			[]string{"PROD1_CONTAINER_REGISTRY_SERVER=s", "PROD2_CONTAINER_REGISTRY_USER=u", "PROD2_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
		"a letter of many": {
			[]string{"AZURE_CONTAINER_REGISTRY_SERVER=s", "AZURRE_CONTAINER_REGISTRY_USER=u", "AZURRE_CONTAINER_REGISTRY_PASSWORD=p"},
			"rename AZURRE_CONTAINER_REGISTRY_USER to AZURE_CONTAINER_REGISTRY_USER and AZURRE_CONTAINER_REGISTRY_PASSWORD to AZURE_CONTAINER_REGISTRY_PASSWORD",
		},
		"a complete one": {
			[]string{
				"AZURE_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com",
				"AZURRE_CONTAINER_REGISTRY_USER=u", "AZURRE_CONTAINER_REGISTRY_PASSWORD=p",
			},
			"",
		},
		"two secrets": {
			[]string{"ACR1_CONTAINER_REGISTRY_SERVER=s", "ACR1_CONTAINER_REGISTRY_USER=u", "ACR2_CONTAINER_REGISTRY_USER=u", "ACR2_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
		"strangers": {
			[]string{"AZURE_CONTAINER_REGISTRY_SERVER=s", "AZURE_CONTAINER_REGISTRY_USER=u", "HARBOR_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, f := range prefixFindings(groupVariables(test.environ)) {
				got += f.Fix
			}
			if got != test.want {
				t.Errorf("fix %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzDistanceIsAMetric(f *testing.F) {
	f.Add("PASSWORD", "PASSWROD", "USER")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 300 {
			t.Skip()
		}
		ab, bc, ac := distance(a, b), distance(b, c), distance(a, c)
		if ab != distance(b, a) || (ab == 0) != (a == b) || ac > ab+bc {
			t.Errorf("distances %d, %d, %d of %q, %q, %q", ab, bc, ac, a, b, c)
		}
	})
}

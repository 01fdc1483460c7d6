package doctor

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

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
			"rename MYACR_CONTAINER_REGISTRY_USER to MY_ACR_CONTAINER_REGISTRY_USER" +
				" and MYACR_CONTAINER_REGISTRY_PASSWORD to MY_ACR_CONTAINER_REGISTRY_PASSWORD",
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
			"rename AZURRE_CONTAINER_REGISTRY_USER to AZURE_CONTAINER_REGISTRY_USER" +
				" and AZURRE_CONTAINER_REGISTRY_PASSWORD to AZURE_CONTAINER_REGISTRY_PASSWORD",
		},
		"a file, in lower case": {
			[]string{"ACR_CONTAINER_REGISTRY_SERVER=s", "ACR_CONTAINER_REGISTRY_USER=u", "arc_container_registry_password_file=p"},
			"rename arc_container_registry_password_file to ACR_CONTAINER_REGISTRY_PASSWORD_FILE",
		},
		"GitHub's": {
			[]string{"_CONTAINER_REGISTRY_SERVER=s", "__CONTAINER_REGISTRY_SERVER=s", "GITHUB_TOKEN=p", "GITHUB_USER=u"},
			"",
		},
		"a complete one": {
			[]string{
				"AZURE_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com",
				"AZURRE_CONTAINER_REGISTRY_USER=u", "AZURRE_CONTAINER_REGISTRY_PASSWORD=p",
			},
			"",
		},
		"two secrets": {
			[]string{"ACR1_CONTAINER_REGISTRY_SERVER=s", "ACR1_CONTAINER_REGISTRY_USER=u", "ACR2_CONTAINER_REGISTRY_USER=u",
				"ACR2_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
		"a letter in another place": {
			[]string{"AZURE_CONTAINER_REGISTRY_SERVER=s", "AZURE_CONTAINER_REGISTRY_USER=u", "ZUREA_CONTAINER_REGISTRY_PASSWORD=p"},
			"rename ZUREA_CONTAINER_REGISTRY_PASSWORD to AZURE_CONTAINER_REGISTRY_PASSWORD",
		},
		"two digits in another order": {
			[]string{"PROD12_CONTAINER_REGISTRY_SERVER=s", "PROD21_CONTAINER_REGISTRY_USER=u", "PROD21_CONTAINER_REGISTRY_PASSWORD=p"},
			"",
		},
		"two letters": {
			[]string{"PRODUCTION_CONTAINER_REGISTRY_SERVER=s", "BRODUKTION_CONTAINER_REGISTRY_USER=u",
				"BRODUKTION_CONTAINER_REGISTRY_PASSWORD=p"},
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
			for _, found := range checkPrefixes(helper.ReadSecrets(test.environ).All()) {
				got += found[0].Fix
			}
			if got != test.want {
				t.Errorf("fix %q, want %q", got, test.want)
			}
		})
	}
}

// TestPrefixesAreLookedUp has many long prefixes that are much alike: what it
// takes to find those that belong together grows with their number, and not
// with that of their pairs.
func TestPrefixesAreLookedUp(t *testing.T) {
	allocations := func(n int) float64 {
		var environ []string
		for i := range n {
			word := string([]byte{'A' + byte(i%26), 'A' + byte(i/26%26), 'A' + byte(i/676)})
			environ = append(environ, "A_LONG_NAME_OF_A_TEAM_"+word+word+"_OF_A_CLOUD_CONTAINER_REGISTRY_SERVER=s",
				"A_LONG_NAME_OF_A_CLOUD_"+word+word+"_OF_A_TEAM_CONTAINER_REGISTRY_USER=u")
		}
		all := helper.ReadSecrets(environ).All()
		return testing.AllocsPerRun(1, func() { checkPrefixes(all) })
	}
	if few, many := allocations(100), allocations(400); many > 6*few {
		t.Errorf("%.0f allocations for 100 prefixes, %.0f for 400", few, many)
	}
}

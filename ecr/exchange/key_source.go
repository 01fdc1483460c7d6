package exchange

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// A keySource is where the default chain takes keys from.
type keySource byte

const (
	fromVariables keySource = iota + 1
	fromProfile
	fromWebIdentity
	fromSSO
	fromLogin
	fromProcess
	fromContainer
	fromInstance
)

// The variables of a container's endpoint.
const (
	containerPath = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
	containerURL  = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
)

// keyVariables are the names that the SDK knows for an access key ID, and for its
// secret access key (config, env_config.go). The first that is set counts.
func keyVariables() (ids, keys []string) {
	return []string{"AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"}, []string{"AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"}
}

// setKeyVariables returns those that are set, empty for none.
func setKeyVariables(getenv func(string) string) (id, key string) {
	firstSet := func(names []string) string {
		if i := slices.IndexFunc(names, func(name string) bool { return getenv(name) != "" }); i >= 0 {
			return names[i]
		}
		return ""
	}
	ids, keys := keyVariables()
	return firstSet(ids), firstSet(keys)
}

// sourceOf returns where the default chain takes keys from with a profile, in the
// SDK's order
// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
func sourceOf(profile *config.SharedConfig, getenv func(string) string) keySource {
	id, key := setKeyVariables(getenv)
	last := innermost(profile)
	switch {
	case id != "" && key != "":
		return fromVariables
	case getenv(tokenFileVariable) != "":
		return fromWebIdentity
	case last.Credentials.HasKeys():
		return fromProfile
	case last.CredentialSource == "Environment":
		return fromVariables
	case last.CredentialSource == "EcsContainer":
		return fromContainer
	case last.CredentialSource != "":
		return fromInstance
	case last.WebIdentityTokenFile != "":
		return fromWebIdentity
	case last.SSOSessionName+last.SSOAccountID+last.SSORoleName+last.SSORegion+last.SSOStartURL != "":
		return fromSSO
	case last.LoginSession != "":
		return fromLogin
	case last.CredentialProcess != "":
		return fromProcess
	case getenv(containerPath) != "" || getenv(containerURL) != "":
		return fromContainer
	}
	return fromInstance
}

// innermost returns the profile whose keys ask for the roles of those before it.
func innermost(profile *config.SharedConfig) *config.SharedConfig {
	for profile.Source != nil {
		profile = profile.Source
	}
	return profile
}

// shownName returns the name of a profile if it may be shown: somebody may have
// pasted anything between the brackets.
func shownName(name string) string {
	const longest = 64 // characters
	isOther := func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N) && !strings.ContainsRune(" @._:/+=,'()-", r)
	}
	isName := utf8.RuneCountInString(name) <= longest && !strings.ContainsFunc(name, isOther)
	if !isName || ecr.HoldsAccessKeyID(name) || ecr.HoldsSecretAccessKey(name) {
		return ""
	}
	return name
}

// whichProfile names a profile in a sentence.
func whichProfile(profile *config.SharedConfig) string {
	return strings.TrimSpace("the AWS profile " + shownName(profile.Profile))
}

package exchange

import (
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// nothingFound says what is wrong where the chain ran out of sources: half of the
// keys, a line that is no setting, a file that is not there, a chosen profile without keys, or nothing.
func (c *chain) nothingFound() *ecr.Failure {
	id, key := setKeyVariables(c.Getenv)
	file := c.missingFile()
	switch line := c.oddLine(); {
	case id != "" && key == "":
		return &ecr.Failure{Cause: ecr.VariableMissing, Detail: "AWS_SECRET_ACCESS_KEY is not set, but " + id + " is"}
	case id == "" && key != "":
		return &ecr.Failure{Cause: ecr.VariableMissing, Detail: "AWS_ACCESS_KEY_ID is not set, but " + key + " is"}
	case line != "":
		return &ecr.Failure{Cause: ecr.SettingsUnreadable, Detail: line}
	case file != nil:
		return file
	case c.profile.Profile == "" && c.Exchanger.profile() != config.DefaultSharedConfigProfile:
		return &ecr.Failure{Cause: ecr.ProfileMissing, Detail: c.profileVariable()}
	case c.profile.Profile != "" && c.profile.Profile != config.DefaultSharedConfigProfile:
		return &ecr.Failure{Cause: ecr.ProfileWithoutKeys, Profile: shownName(c.profile.Profile)}
	}
	return &ecr.Failure{Cause: ecr.NoAmbientIdentity}
}

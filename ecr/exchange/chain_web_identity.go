package exchange

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// webIdentityFailure is about the web identity token of the chain, or the role that
// it is for. STS has one code for a token and a role that can't be one.
func (c *chain) webIdentityFailure(err error, answer smithy.APIError) *ecr.Failure {
	switch isInvalid := answer.ErrorCode() == invalidRoleCode; {
	case isInvalid && c.Getenv(tokenFileVariable) != "":
		return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: "AWS_ROLE_ARN"}
	case isInvalid:
		return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: "role_arn of " + whichProfile(innermost(&c.profile))}
	}
	failure := webIdentityFailure(err)
	failure.Detail = cmp.Or(failure.Detail, c.tokenFile(&c.profile).name)
	return failure
}

// tokenFileVariable names the file of the environment's web identity token.
const tokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE"

// tokenFile is that of the web identity token which the chain uses.
func (e Exchanger) tokenFile(profile *config.SharedConfig) settingsFile {
	if path := e.Getenv(tokenFileVariable); path != "" {
		return settingsFile{"the file that " + tokenFileVariable + " names", path}
	}
	last := innermost(profile)
	return settingsFile{"the web_identity_token_file of " + whichProfile(last), last.WebIdentityTokenFile}
}

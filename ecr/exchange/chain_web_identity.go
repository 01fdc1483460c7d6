package exchange

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/jwt"
)

// A tokenClient assumes the roles that web identity tokens are for.
type tokenClient struct {
	stscreds.AssumeRoleWithWebIdentityAPIClient
	chain   *chain
	retryer func() aws.Retryer
}

// watchToken has a provider of the default chain assume its role by a tokenClient.
func (c *chain) watchToken(o *stscreds.WebIdentityRoleOptions, retryer func() aws.Retryer) {
	o.RoleSessionName = cmp.Or(o.RoleSessionName, roleSessionName)
	if client, ok := o.Client.(*sts.Client); ok {
		o.Client = tokenClient{client, c, retryer}
	}
}

// AssumeRoleWithWebIdentity asks once more only where AWS may fare better, as
// assumeByToken does. The SDK's provider takes any refusal for one of these.
func (c tokenClient) AssumeRoleWithWebIdentity(
	ctx context.Context, input *sts.AssumeRoleWithWebIdentityInput, options ...func(*sts.Options),
) (*sts.AssumeRoleWithWebIdentityOutput, error) {
	token := aws.ToString(input.WebIdentityToken)
	// What is none may be a key.
	_, isToken := jwt.Expiry(strings.TrimSpace(token))
	switch file := c.chain.tokenFile(&c.chain.profile); {
	case strings.TrimSpace(token) == "":
		return nil, file.unreadable(errors.New("it is empty"))
	case !isToken && (c.chain.request.Endpoint.RoleURL == "" || holdsKey(token)): // emulators take words
		return nil, &ecr.Failure{Cause: ecr.KeysUnfit, Detail: file.name + ": what it holds is not a web identity token"}
	}
	if err := c.chain.checkRole(aws.Credentials{}, input.RoleArn, input.RoleSessionName, nil); err != nil {
		return nil, err
	}
	c.chain.witness.sawToken(token, "web identity", aws.ToString(input.RoleArn), aws.ToString(input.RoleSessionName))
	if c.chain.witness.isRehearsal {
		return &sts.AssumeRoleWithWebIdentityOutput{Credentials: standInCredentials()}, nil
	}
	output, err := c.AssumeRoleWithWebIdentityAPIClient.AssumeRoleWithWebIdentity(ctx, input, append(options, func(o *sts.Options) {
		o.Retryer = retry.AddWithErrorCodes(c.retryer(), issuerUnreachableCode)
	})...)
	var answer smithy.APIError
	if errors.As(err, &answer) {
		return nil, answerError{c.chain.webIdentityFailure(err, answer), err}
	}
	return output, err
}

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

package exchange

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A roleClient assumes the roles of AWS profiles. It looks at the keys that ask
// for a role before they sign, as helper does at those of a secret: swapped ones
// would put the secret access key into the request.
type roleClient struct {
	stscreds.AssumeRoleAPIClient
	keys  aws.CredentialsProvider
	chain *chain
}

// watchRole has a provider of the default chain assume its role by a roleClient.
func (c *chain) watchRole(o *stscreds.AssumeRoleOptions) {
	o.RoleSessionName = cmp.Or(o.RoleSessionName, roleSessionName)
	if client, ok := o.Client.(*sts.Client); ok {
		o.Client = roleClient{client, client.Options().Credentials, c}
	}
}

// AssumeRole asks with the very keys that were checked.
func (c roleClient) AssumeRole(
	ctx context.Context, input *sts.AssumeRoleInput, options ...func(*sts.Options),
) (*sts.AssumeRoleOutput, error) {
	keys, err := c.keys.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	isStandIn := c.chain.witness.isRehearsal && c.chain.witness.secret != ""
	if err := c.chain.checkRole(keys, input.RoleArn, input.RoleSessionName, input.ExternalId); err != nil {
		return nil, err
	}
	identity := ecr.Identity{RoleARN: hidden.Of(aws.ToString(input.RoleArn)), ExternalID: hidden.Of(aws.ToString(input.ExternalId))}
	identity, err = withKeys(identity, keys, &c.chain.profile, c.chain.request.Endpoint.RoleURL != "")
	if err != nil && !isStandIn {
		return nil, err
	}
	if identity.LacksSessionToken() {
		return nil, &ecr.Failure{Cause: ecr.SessionTokenMissing, Service: "STS"}
	}
	c.chain.witness.sawRole(keys, input)
	if c.chain.witness.isRehearsal {
		return &sts.AssumeRoleOutput{Credentials: standInCredentials()}, nil
	}
	output, err := c.AssumeRoleAPIClient.AssumeRole(ctx, input, append(options, func(o *sts.Options) {
		o.Credentials = credentials.StaticCredentialsProvider{Value: keys}
	})...)
	var answer smithy.APIError
	if errors.As(err, &answer) {
		failure := roleFailure(err)
		blameToken(failure, identity)
		return nil, answerError{failure, err}
	}
	return output, err
}

// checkRole refuses to name AWS a role, a session or an external ID that is none, but
// may be a key. The failure says which setting it is of.
func (c *chain) checkRole(keys aws.Credentials, arn, session, externalID *string) error {
	role := ecr.Identity{
		SecretAccessKey: hidden.Of(keys.SecretAccessKey),
		RoleARN:         hidden.Of(aws.ToString(arn)), ExternalID: hidden.Of(aws.ToString(externalID)),
	}
	var setting string
	switch {
	case !role.HasRole():
		setting = "role_arn"
	case holdsKey(aws.ToString(session)):
		setting = "role_session_name"
	case !role.HasExternalID():
		setting = "external_id"
	default:
		return nil
	}
	for profile := &c.profile; profile != nil; profile = profile.Source {
		if profile.RoleARN == aws.ToString(arn) {
			return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: setting + " of " + whichProfile(profile)}
		}
	}
	return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: "AWS_" + strings.ToUpper(setting)}
}

func holdsKey(text string) bool { return ecr.HoldsAccessKeyID(text) || ecr.HoldsSecretAccessKey(text) }

// withKeys returns the request's identity with the keys that the chain found.
func (c *chain) withKeys(keys aws.Credentials) (ecr.Identity, error) {
	return withKeys(c.request.Identity, keys, &c.profile, c.request.Endpoint.URL != "")
}

// withKeys returns the identity with the keys that the default chain found, or says
// whose keys can't be sent.
func withKeys(identity ecr.Identity, keys aws.Credentials, profile *config.SharedConfig, isEmulator bool) (ecr.Identity, error) {
	identity.AccessKeyID = hidden.Of(keys.AccessKeyID)
	identity.SecretAccessKey = hidden.Of(keys.SecretAccessKey)
	identity.SessionToken = hidden.Of(keys.SessionToken)
	var what string
	switch isID := ecr.CanBeAccessKeyID(keys.AccessKeyID, isEmulator); {
	case identity.CanBeSent(isEmulator):
		return identity, nil
	case !isID && ecr.HoldsAccessKeyID(keys.SecretAccessKey):
		what = "its access key ID and secret access key are swapped"
	case !isID:
		what = "its access key ID is not one"
	case ecr.HoldsAccessKeyID(keys.SecretAccessKey):
		what = "its secret access key is not one"
	case !identity.HasSessionToken(isEmulator):
		what = "its session token is not one"
	case !identity.HasRole():
		what = "the role to assume is not the ARN of a role"
	default:
		what = "the external ID holds an AWS access key"
	}
	return ecr.Identity{}, &ecr.Failure{Cause: ecr.KeysUnfit, Detail: whose(keys, profile) + ": " + what}
}

// whose names where the default chain found the keys.
func whose(keys aws.Credentials, profile *config.SharedConfig) string {
	switch {
	case keys.Source == config.CredentialsSourceName:
		return "the environment variables"
	case keys.Source != processSource && !strings.HasPrefix(keys.Source, "SharedConfigCredentials"):
		return "what was found"
	}
	return whichProfile(innermost(profile))
}

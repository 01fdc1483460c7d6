package exchange

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// roleSessionName is what the role's owner sees in AWS's logs.
const roleSessionName = "docker-credential-secrets"

// ambientKeys returns the keys that the SDK's default chain finds, and the
// role that the request asks for.
func (c caller) ambientKeys(ctx context.Context, request ecr.Request) (ecr.Identity, error) {
	chain, err := config.LoadDefaultConfig(ctx, config.WithRegion(request.Registry.Region), config.WithHTTPClient(c.http))
	if err != nil {
		return ecr.Identity{}, noAmbientIdentity(ctx, err)
	}
	keys, err := chain.Credentials.Retrieve(ctx)
	if err != nil {
		return ecr.Identity{}, noAmbientIdentity(ctx, err)
	}
	identity := request.Identity
	identity.AccessKeyID = keys.AccessKeyID
	identity.SecretAccessKey = keys.SecretAccessKey
	identity.SessionToken = keys.SessionToken
	return identity, nil
}

// noAmbientIdentity keeps apart a chain that ran out of time and one that ran
// out of sources.
func noAmbientIdentity(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var profile config.SharedConfigProfileNotExistError
	if errors.As(err, &profile) {
		return &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: "the profile that AWS_PROFILE names, which does not exist"}
	}
	return &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: "environment, profiles, SSO, web identity, container or instance metadata"}
}

// credentials returns what signs the request: the identity's keys, or those
// of the role that they assume.
func (c caller) credentials(cfg aws.Config, request ecr.Request) aws.CredentialsProvider {
	identity := request.Identity
	keys := credentials.NewStaticCredentialsProvider(identity.AccessKeyID, identity.SecretAccessKey, identity.SessionToken)
	if identity.RoleARN == "" {
		return keys
	}
	cfg.Credentials = keys
	client := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.BaseEndpoint = optional(ecr.EndpointURL("STS", c.getenv))
		o.EndpointOptions.UseFIPSEndpoint = fips(request.Endpoint)
		o.EndpointOptions.UseDualStackEndpoint = dualStack(request.Endpoint)
	})
	role := stscreds.NewAssumeRoleProvider(client, identity.RoleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = roleSessionName
		o.ExternalID = optional(identity.ExternalID)
	})
	return asRole{role}
}

// asRole marks the errors of assuming a role, which name the same codes as
// those of the exchange but mean another permission.
type asRole struct{ aws.CredentialsProvider }

func (p asRole) Retrieve(ctx context.Context) (aws.Credentials, error) {
	keys, err := p.CredentialsProvider.Retrieve(ctx)
	if err == nil {
		return keys, nil
	}
	failure := classify(err)
	if failure.Cause == ecr.NotPermitted {
		failure.Cause = ecr.RoleRefused
	}
	return aws.Credentials{}, failure
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

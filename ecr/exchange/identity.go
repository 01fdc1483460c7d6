package exchange

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// roleSessionName is what the role's owner sees in AWS's logs.
const roleSessionName = "docker-credential-secrets"

// ambientKeys returns the keys that the SDK's default chain finds, and the
// role that the request asks for. The chain has the SDK's own HTTP client,
// which gives up on a metadata service that isn't there within a second.
func (e Exchanger) ambientKeys(ctx context.Context, request ecr.Request) (ecr.Identity, error) {
	if err := e.checkFiles(ctx); err != nil {
		return ecr.Identity{}, err
	}
	chain, err := config.LoadDefaultConfig(ctx, endingWith(ctx), config.WithRegion(request.Registry.Region), config.WithLogger(logging.Nop{}))
	if err != nil {
		return ecr.Identity{}, noAmbientIdentity(ctx, err, malformedSettings)
	}
	keys, err := chain.Credentials.Retrieve(ctx)
	if err != nil {
		return ecr.Identity{}, noAmbientIdentity(ctx, err, exhaustedChain)
	}
	identity := request.Identity
	identity.AccessKeyID = keys.AccessKeyID
	identity.SecretAccessKey = keys.SecretAccessKey
	identity.SessionToken = keys.SessionToken
	if identity.LacksSessionToken() {
		return ecr.Identity{}, &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: "what was found: a temporary access key without its session token"}
	}
	if !identity.CanBeSent(request.Endpoint.URL != "") {
		return ecr.Identity{}, &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: "what was found: its access key ID and secret access key are swapped, or one of them is none"}
	}
	return identity, nil
}

// The ends of "no AWS credentials in ...", unless the chain says more.
const (
	malformedSettings = "the AWS settings: a variable whose name begins with AWS_, or a profile, has a malformed value"
	exhaustedChain    = "environment, profiles, SSO, web identity, container or instance metadata"
)

// noAmbientIdentity says why the chain gave no keys, and keeps apart one that
// ran out of time and one that ran out of sources.
func noAmbientIdentity(ctx context.Context, err error, where string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var profile config.SharedConfigProfileNotExistError
	var file config.SharedConfigLoadError
	switch {
	case errors.As(err, &file):
		where = "the AWS configuration files, which can't be read"
	case errors.As(err, &profile):
		where = "the profile that AWS_PROFILE names, which does not exist"
	}
	return &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: where}
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
	endpoint := request.Endpoint
	endpoint.URL = endpoint.RoleURL
	client := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.BaseEndpoint = optional(endpoint.URL)
		o.EndpointOptions.UseFIPSEndpoint, o.EndpointOptions.UseDualStackEndpoint = kind(endpoint)
	})
	role := stscreds.NewAssumeRoleProvider(client, identity.RoleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = roleSessionName
		o.ExternalID = optional(identity.ExternalID)
	})
	return asRole{role}
}

// invalidRoleCode is how STS answers what is no role's name, or no external ID.
const invalidRoleCode = "ValidationError"

// asRole marks the errors of assuming a role, which name the same codes as
// those of the exchange but mean another permission.
type asRole struct{ aws.CredentialsProvider }

func (p asRole) Retrieve(ctx context.Context) (aws.Credentials, error) {
	keys, err := p.CredentialsProvider.Retrieve(ctx)
	if err == nil {
		return keys, nil
	}
	failure := classify(err)
	var answer smithy.APIError
	switch {
	case failure.Cause == ecr.NotPermitted:
		failure.Cause = ecr.RoleRefused
	case errors.As(err, &answer) && answer.ErrorCode() == invalidRoleCode:
		failure = &ecr.Failure{Cause: ecr.RoleRefused}
	}
	return aws.Credentials{}, failure
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

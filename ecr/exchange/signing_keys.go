package exchange

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// roleSessionName is what the role's owner sees in AWS's logs.
const roleSessionName = "docker-credential-secrets"

// signingKeys returns what signs the request: the identity's keys, or those of
// the role that they assume.
func signingKeys(cfg aws.Config, request ecr.Request) aws.CredentialsProvider {
	identity := request.Identity
	if !identity.WebIdentityToken.IsEmpty() {
		return aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
			return assumeByToken(ctx, cfg, request)
		})
	}
	keys := credentials.NewStaticCredentialsProvider(
		identity.AccessKeyID.Reveal(), identity.SecretAccessKey.Reveal(), identity.SessionToken.Reveal())
	if identity.RoleARN.IsEmpty() {
		return keys
	}
	cfg.Credentials = keys
	client := sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = optional(request.RoleURL()) })
	role := stscreds.NewAssumeRoleProvider(client, identity.RoleARN.Reveal(), func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = roleSessionName
		o.ExternalID = optional(identity.ExternalID.Reveal())
	})
	return asRole{role, identity}
}

// invalidRoleCode is how STS answers what is no role's name, or no external ID.
const invalidRoleCode = "ValidationError"

// asRole marks the errors of assuming a role, which name the same codes as
// those of the exchange but mean another permission.
type asRole struct {
	aws.CredentialsProvider
	keys ecr.Identity
}

func (p asRole) Retrieve(ctx context.Context) (aws.Credentials, error) {
	keys, err := p.CredentialsProvider.Retrieve(ctx)
	if err == nil {
		return keys, nil
	}
	failure := roleFailure(err)
	blameToken(failure, p.keys)
	return aws.Credentials{}, answerError{failure, err}
}

// An answerError is a failure beside the answer that it comes of, which may say when to
// ask again.
type answerError struct {
	*ecr.Failure
	answer error
}

func (e answerError) Unwrap() []error { return []error{e.Failure, e.answer} }

// roleFailure finds the cause in an error of assuming a role.
func roleFailure(err error) *ecr.Failure {
	failure := classify(err)
	failure.Service = "STS" // also of an answer that the SDK takes for one, and that has no keys
	var answer smithy.APIError
	switch {
	case failure.Cause == ecr.NotPermitted:
		failure.Cause = ecr.RoleRefused
	case !errors.As(err, &answer) || answer.ErrorCode() != invalidRoleCode:
	case strings.Contains(strings.ToLower(answer.ErrorMessage()), "durationseconds"):
		failure.Cause, failure.Detail = ecr.RoleTooLong, ""
	default:
		failure.Cause, failure.Detail = ecr.RoleRefused, ""
	}
	return failure
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

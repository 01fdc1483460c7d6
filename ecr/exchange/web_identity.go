package exchange

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// issuerUnreachableCode is STS's for an issuer that it could not ask, which it says
// may be asked again
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
const issuerUnreachableCode = "IDPCommunicationError"

// assumeByToken returns the keys of the request's role, for its web identity token.
// The request bears no signature: the token does.
func assumeByToken(ctx context.Context, cfg aws.Config, request ecr.Request) (aws.Credentials, error) {
	client := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.BaseEndpoint = optional(request.RoleURL())
		o.Retryer = retry.AddWithErrorCodes(o.Retryer, issuerUnreachableCode)
	})
	answer, err := client.AssumeRoleWithWebIdentity(ctx, &sts.AssumeRoleWithWebIdentityInput{
		RoleArn:          aws.String(request.Identity.RoleARN.Reveal()),
		RoleSessionName:  aws.String(roleSessionName),
		WebIdentityToken: aws.String(request.Identity.WebIdentityToken.Reveal()),
	})
	switch {
	case err != nil:
		return aws.Credentials{}, answerError{webIdentityFailure(err), err}
	case answer.Credentials == nil:
		return aws.Credentials{}, roleFailure(notUnderstood("it holds no keys"))
	}
	keys := answer.Credentials
	return aws.Credentials{
		AccessKeyID: aws.ToString(keys.AccessKeyId), SecretAccessKey: aws.ToString(keys.SecretAccessKey),
		SessionToken: aws.ToString(keys.SessionToken), CanExpire: keys.Expiration != nil, Expires: aws.ToTime(keys.Expiration),
	}, nil
}

// webIdentityFailure finds the cause in an error of assuming a role by a token.
func webIdentityFailure(err error) *ecr.Failure {
	failure := roleFailure(err)
	var answer smithy.APIError
	if !errors.As(err, &answer) {
		return failure
	}
	cause := failure.Cause
	if cause == ecr.RoleRefused {
		cause = ecr.WebIdentityNotAllowed
	}
	switch message := answer.ErrorMessage(); strings.TrimSuffix(answer.ErrorCode(), "Exception") {
	case "InvalidIdentityToken":
		cause = classifyToken(message)
	case "IDPRejectedClaim":
		cause = ecr.WebIdentityRefused
	case "ExpiredToken":
		cause = ecr.WebIdentityExpired
	case issuerUnreachableCode:
		cause = ecr.IssuerUnreachable
	}
	if cause != failure.Cause {
		failure.Cause, failure.Detail = cause, ""
	}
	return failure
}

// classifyToken tells apart what one code stands for.
func classifyToken(message string) ecr.Cause {
	switch {
	case strings.HasPrefix(message, "No OpenIDConnect provider found"):
		return ecr.IssuerUnknown
	case strings.HasPrefix(message, "Incorrect token audience"):
		return ecr.AudienceWrong
	case strings.HasPrefix(message, "OpenIDConnect provider's HTTPS certificate doesn't match"):
		return ecr.ThumbprintWrong
	case strings.HasPrefix(message, "Couldn't retrieve verification key"):
		return ecr.IssuerUnreachable
	case strings.HasPrefix(message, "Token expired"):
		return ecr.WebIdentityExpired
	}
	return ecr.WebIdentityRefused
}

package exchange

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// unknownCode is the SDK's for an error that names none.
const unknownCode = "UnknownError"

// Explain returns the cause of a failed HTTPS request, whether it went to AWS
// or to a registry.
func Explain(err error) *ecr.Failure { return classify(err) }

// classify finds the cause in an error of the SDK. Nothing of the SDK's own
// text gets into the failure, since it may show keys, tokens or signed URLs.
func classify(err error) *ecr.Failure {
	var failure *ecr.Failure
	var answer smithy.APIError
	var response *smithyhttp.ResponseError
	switch {
	case errors.As(err, &failure):
		known := *failure
		return &known
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.Canceled):
		return &ecr.Failure{Cause: ecr.TimedOut}
	case errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusInternalServerError:
		return &ecr.Failure{Cause: ecr.Unavailable, Detail: httpStatus(response.HTTPStatusCode())}
	case errors.As(err, &response) && response.HTTPStatusCode() == http.StatusTooManyRequests:
		return &ecr.Failure{Cause: ecr.Throttled}
	case errors.As(err, &answer) && answer.ErrorCode() != unknownCode:
		return classifyAnswer(answer)
	case errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusMultipleChoices:
		return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: httpStatus(response.HTTPStatusCode())}
	case errors.As(err, &response) && response.HTTPStatusCode() > 0:
		return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: "it is not one of ECR"}
	}
	return classifyConnection(err)
}

// classifyAnswer reads the error codes of ECR, ECR Public and STS
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html).
func classifyAnswer(answer smithy.APIError) *ecr.Failure {
	if _, ok := retry.DefaultThrottleErrorCodes[answer.ErrorCode()]; ok {
		return &ecr.Failure{Cause: ecr.Throttled}
	}
	switch answer.ErrorCode() {
	case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidClientTokenIdException":
		return &ecr.Failure{Cause: ecr.KeyUnknown}
	case "InvalidSignatureException", "SignatureDoesNotMatch":
		return classifySignature(answer.ErrorMessage())
	case "RequestExpired", "RequestTimeTooSkewed":
		return &ecr.Failure{Cause: ecr.ClockSkewed}
	case "ExpiredTokenException", "ExpiredToken":
		return &ecr.Failure{Cause: ecr.SessionExpired}
	case "AccessDeniedException", "AccessDenied":
		return classifyDenial(answer.ErrorMessage())
	case "OptInRequired", "RegionDisabledException":
		if strings.Contains(answer.ErrorMessage(), "STS is not activated in this region") {
			return &ecr.Failure{Cause: ecr.STSNotActivated}
		}
		return &ecr.Failure{Cause: ecr.RegionDisabled}
	}
	return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: errorCode(answer.ErrorCode())}
}

// classifySignature tells apart what one code stands for.
func classifySignature(message string) *ecr.Failure {
	switch {
	case strings.Contains(message, "Signature expired"), strings.Contains(message, "not yet current"):
		return &ecr.Failure{Cause: ecr.ClockSkewed}
	case strings.Contains(message, "Credential should be scoped"):
		return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: "it is one of another region or service"}
	}
	return &ecr.Failure{Cause: ecr.SignatureWrong}
}

// classifyDenial reads who was refused, and by what, of AWS's known phrases.
func classifyDenial(message string) *ecr.Failure {
	if strings.HasPrefix(message, "MultiFactorAuthentication failed") {
		return &ecr.Failure{Cause: ecr.MFARequired}
	}
	failure := &ecr.Failure{Cause: ecr.NotPermitted, Detail: principal(message)}
	for _, policy := range ecr.Policies() {
		article := "a "
		if policy == ecr.IdentityPolicy {
			article = "an "
		}
		switch {
		case strings.Contains(message, "with an explicit deny in "+article+policy.String()):
			failure.Denial = ecr.Denial{Policy: policy, IsExplicit: true}
		case strings.Contains(message, "because no "+policy.String()+" allows"):
			failure.Denial = ecr.Denial{Policy: policy}
		}
	}
	return failure
}

package exchange

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
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

// classify finds the cause in an error of the SDK, and who was asked. Nothing of
// the SDK's own text gets into the failure, since it may show keys, tokens or
// signed URLs.
func classify(err error) *ecr.Failure {
	failure := causeOf(err)
	if failure.Service == "" {
		failure.Service = serviceOf(err)
	}
	return failure
}

// serviceOf returns the API that failed, as ecr.Failure has it. The keys for a call
// may come from another call, whose error is the inner one.
func serviceOf(err error) (service string) {
	for operation := new(smithy.OperationError); errors.As(err, &operation); err = operation.Err {
		service = strings.ToUpper(strings.ReplaceAll(operation.ServiceID, " ", "_"))
	}
	if service == "ECR" || service == "ECR_PUBLIC" {
		return ""
	}
	return service
}

func causeOf(err error) *ecr.Failure {
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

// classifyAnswer reads the error codes of AWS's APIs: those that all have, of ECR's
// and STS's references
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html), and
// of the services that word the same in their own way
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
func classifyAnswer(answer smithy.APIError) *ecr.Failure {
	code := answer.ErrorCode()
	bare := strings.TrimSuffix(code, "Exception")
	for _, form := range []string{code, bare} {
		if _, ok := retry.DefaultThrottleErrorCodes[form]; ok {
			return &ecr.Failure{Cause: ecr.Throttled}
		}
	}
	switch bare {
	case "UnrecognizedClient", "InvalidClientTokenId", "InvalidToken", "AuthFailure":
		return &ecr.Failure{Cause: ecr.KeyUnknown}
	case "InvalidSignature", "SignatureDoesNotMatch":
		return classifySignature(answer.ErrorMessage())
	case "RequestExpired", "RequestTimeTooSkewed":
		return &ecr.Failure{Cause: ecr.ClockSkewed}
	case "ExpiredToken":
		return &ecr.Failure{Cause: ecr.SessionExpired}
	case "AccessDenied", "NotAuthorized":
		return classifyDenial(answer.ErrorMessage())
	case "OptInRequired", "SubscriptionRequired", "NotSignedUp":
		return &ecr.Failure{Cause: ecr.NotSubscribed}
	case "RegionDisabled":
		return &ecr.Failure{Cause: ecr.STSNotActivated}
	case "Blocked":
		return &ecr.Failure{Cause: ecr.AccountNotReady, Detail: "blocked"}
	case "PendingVerification":
		return &ecr.Failure{Cause: ecr.AccountNotReady, Detail: "still being verified"}
	case "IncompleteSignature", "MissingAuthenticationToken":
		return &ecr.Failure{Cause: ecr.SignatureLost}
	case "InternalFailure", "Server", "ServiceUnavailable", "RequestTimeout", "RequestAborted":
		return &ecr.Failure{Cause: ecr.Unavailable, Detail: "error " + code}
	}
	if slices.Contains(knownCodes(), code) {
		return &ecr.Failure{Cause: ecr.CallRefused, Detail: code}
	}
	return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: "an unknown error"}
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
	switch {
	case strings.HasPrefix(message, "MultiFactorAuthentication failed"):
		return &ecr.Failure{Cause: ecr.MFARequired}
	case strings.Contains(strings.ToLower(message), "account is suspended"):
		return &ecr.Failure{Cause: ecr.AccountNotReady, Detail: "suspended"}
	}
	failure := &ecr.Failure{Cause: ecr.NotPermitted, Detail: principal(message)}
	for _, policy := range ecr.Policies() {
		article := "a "
		if policy == ecr.IdentityPolicy {
			article = "an "
		}
		_, rest, isExplicit := strings.Cut(message, "with an explicit deny in "+article+policy.String())
		switch {
		case isExplicit:
			failure.Denial = ecr.Denial{Policy: policy, IsExplicit: true, PolicyARN: policyARN(rest)}
		case strings.Contains(message, "because no "+policy.String()+" allows"):
			failure.Denial = ecr.Denial{Policy: policy}
		}
	}
	return failure
}

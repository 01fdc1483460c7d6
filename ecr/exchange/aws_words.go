package exchange

import (
	"regexp"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// Of what AWS sends, or whoever answers in its place, only known words are
// shown, and names that have the form of one: the rest may echo a key or a
// token, or be written for the terminal or the log that it ends in.

// maxARNLength is more than the longest name of a user or role has.
const maxARNLength = 200

// principal returns who was refused, as in "User: arn:aws:iam::123456789012:user/ci
// is not authorized to perform: ecr:GetAuthorizationToken on resource: *". It is
// empty for what is not the ARN of an identity
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns).
func principal(message string) string {
	_, text, _ := strings.Cut(message, "User: ")
	name, _, _ := strings.Cut(text, " ")
	arn := regexp.MustCompile(`^arn:aws[-a-z]*:(iam|sts)::[0-9]{12}:(user|role|assumed-role)/[A-Za-z0-9+=,.@_/-]+$`)
	if len(name) > maxARNLength || !arn.MatchString(name) || ecr.HoldsAccessKeyID(name) || ecr.HoldsSecretAccessKey(name) {
		return ""
	}
	return name
}

// errorCode returns what to say of an error by its code.
func errorCode(code string) string {
	if slices.Contains(knownCodes(), code) {
		return "error " + code
	}
	return "an unknown error"
}

// knownCodes are those of the APIs' documentation that no cause stands for:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html,
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html,
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
func knownCodes() []string {
	return []string{
		"IncompleteSignature", "InternalFailure", "InvalidAction", "InvalidParameterCombination", "InvalidParameterException",
		"InvalidParameterValue", "InvalidQueryParameter", "MalformedHttpRequestException", "MalformedQueryString", "MissingAction",
		"MissingAuthenticationToken", "MissingAuthenticationTokenException", "MissingParameter", "NotAuthorized",
		"PackedPolicyTooLarge",
		"RequestAbortedException", "RequestEntityTooLargeException", "RequestTimeoutException", "ServerException", "ServiceUnavailable",
		"UnknownOperationException", "UnsupportedCommandException", "ValidationError", "ValidationException",
	}
}

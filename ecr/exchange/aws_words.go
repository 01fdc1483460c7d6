package exchange

import (
	"regexp"
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
	return ifARN(name, `(iam|sts)::[0-9]{12}:(user|role|assumed-role)/`)
}

// policyARN returns the policy that stands behind its kind in a refusal, as in
// ": arn:aws:organizations::123456789012:policy/o-a/service_control_policy/p-b"
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
func policyARN(text string) string {
	text, _ = strings.CutPrefix(text, ": ")
	name, _, _ := strings.Cut(text, " ")
	return ifARN(strings.TrimRight(name, ".,"), `(iam|organizations)::([0-9]{12}|aws):policy/`)
}

// ifARN returns a name that is an ARN of the form, and else nothing.
func ifARN(name, form string) string {
	arn := regexp.MustCompile(`^arn:aws[-a-z]*:` + form + `[A-Za-z0-9+=,.@_/-]+$`)
	if len(name) > maxARNLength || !arn.MatchString(name) || ecr.HoldsAccessKeyID(name) || ecr.HoldsSecretAccessKey(name) {
		return ""
	}
	return name
}

// knownCodes are those of the APIs' documentation that say nothing of who asks, but
// that the call is none that the endpoint knows:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html,
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html,
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
func knownCodes() []string {
	return []string{
		"InvalidAction", "InvalidParameterCombination", "InvalidParameterException", "InvalidParameterValue", "InvalidQueryParameter",
		"InvalidRequestException", "MalformedHttpRequestException", "MalformedQueryString", "MissingAction", "MissingParameter",
		"PackedPolicyTooLarge", "RequestEntityTooLargeException", "ResourceNotFoundException", "UnknownOperationException",
		"UnsupportedCommandException", "ValidationError", "ValidationException",
	}
}

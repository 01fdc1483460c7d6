package exchange_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestCodes has AWS refuse by each code that it documents: for all its APIs, as ECR
// and STS have them
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html,
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html), for EC2
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html) and
// for S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html); and by
// those of reports: SubscriptionRequiredException
// (https://github.com/awslabs/fargatecli/issues/38) and NotSignedUp
// (https://github.com/webiny/webiny-js/issues/1517).
func TestCodes(t *testing.T) {
	t.Parallel()
	for codes, want := range map[string]ecr.Failure{
		"UnrecognizedClientException InvalidClientTokenId InvalidClientTokenIdException InvalidToken InvalidTokenException AuthFailure": {
			Cause: ecr.KeyUnknown,
		},
		"InvalidSignatureException SignatureDoesNotMatch":                                    {Cause: ecr.SignatureWrong},
		"RequestExpired RequestTimeTooSkewed":                                                {Cause: ecr.ClockSkewed},
		"ExpiredTokenException ExpiredToken":                                                 {Cause: ecr.SessionExpired},
		"AccessDeniedException AccessDenied NotAuthorized":                                   {Cause: ecr.NotPermitted},
		"OptInRequired SubscriptionRequired SubscriptionRequiredException NotSignedUp":       {Cause: ecr.NotSubscribed},
		"RegionDisabledException RegionDisabled":                                             {Cause: ecr.STSNotActivated},
		"Blocked BlockedException":                                                           {Cause: ecr.AccountNotReady, Detail: "blocked"},
		"PendingVerification":                                                                {Cause: ecr.AccountNotReady, Detail: "still being verified"},
		"IncompleteSignature MissingAuthenticationToken MissingAuthenticationTokenException": {Cause: ecr.SignatureLost},
		"ThrottlingException Throttling TooManyRequestsException RequestLimitExceeded RequestThrottledException RequestThrottled ThrottledException": {
			Cause: ecr.Throttled,
		},
	} {
		for _, code := range strings.Fields(codes) {
			for _, registry := range []string{host, publicHost} {
				want := want
				if want.Cause == ecr.NotPermitted && registry == publicHost {
					want.Cause = ecr.PublicNotPermitted
				}
				w := newWorld(t)
				w.ask(t, registry)
				w.aws.FailAlways(awsendpoint.Fault{Code: code, Message: "refused", RetryAfter: "3600"}) // than anybody waits
				if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
					t.Errorf("%s at %s: -want +got\n%s", code, registry, diff)
				}
			}
		}
	}
}

// TestCodesOfNobody has AWS refuse by codes that are not about who asks, and by one
// that is none of AWS's.
func TestCodesOfNobody(t *testing.T) {
	t.Parallel()
	want := map[string]ecr.Failure{"HunterTwoException": {Cause: ecr.NotUnderstood, Detail: "an unknown error"}}
	for _, code := range strings.Fields(`InvalidAction InvalidParameterCombination InvalidParameterException InvalidParameterValue
		InvalidQueryParameter MalformedHttpRequestException MalformedQueryString MissingAction MissingParameter PackedPolicyTooLarge
		RequestEntityTooLargeException UnknownOperationException UnsupportedCommandException ValidationError ValidationException`) {
		want[code] = ecr.Failure{Cause: ecr.CallRefused, Detail: code}
	}
	for _, code := range strings.Fields(`InternalFailure RequestAbortedException RequestTimeoutException ServerException ServiceUnavailable`) {
		want[code] = ecr.Failure{Cause: ecr.Unavailable, Detail: "error " + code}
	}
	for code, want := range want {
		w := newWorld(t)
		w.aws.FailAlways(awsendpoint.Fault{Code: code, RetryAfter: "0"})
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%s: -want +got\n%s", code, diff)
		}
	}
}

// TestAnswersWithoutAToken are JSON of the right form that holds none, or none that can be one.
func TestAnswersWithoutAToken(t *testing.T) {
	t.Parallel()
	const noToken, notOfUser = "it holds no token", "its token is not one of user AWS"
	for _, test := range []struct{ registry, body, want string }{
		{host, `{}`, noToken},
		{host, `{"authorizationData":[]}`, noToken},
		{host, `{"authorizationData":[{}]}`, notOfUser},
		{host, `{"authorizationData":[{"authorizationToken":"QVdTOg=="}]}`, notOfUser},         // AWS:
		{host, `{"authorizationData":[{"authorizationToken":"YXdzOnBhc3N3b3Jk"}]}`, notOfUser}, // aws:password
		{host, `{"authorizationData":[{"authorizationToken":"QVdTOv8="}]}`, notOfUser},         // AWS: and a byte that is no text
		{host, `{"authorizationData":[{"authorizationToken":"AWS:p"}]}`, "its token is not base64"},
		{host, `{"authorizationData":[{"authorizationToken":"QVdTOnA=","expiresAt":0}]}`, "its token has expired already"},
		{publicHost, `{}`, noToken},
		{publicHost, `{"authorizationData":{}}`, notOfUser},
	} {
		w := newWorld(t)
		w.ask(t, test.registry)
		w.aws.FailAlways(awsendpoint.Fault{Body: test.body})
		want := ecr.Failure{Cause: ecr.NotUnderstood, Detail: test.want}
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.body, diff)
		}
	}
}

// TestWhoIsRefused reads the name in a refusal, unless it is none or longer than any.
func TestWhoIsRefused(t *testing.T) {
	t.Parallel()
	const long = 200
	arn := "arn:aws:iam::123456789012:user/"
	longest := arn + strings.Repeat("x", long-len(arn))
	for message, want := range map[string]string{
		"User: " + principal + " is not authorized to perform: ecr:GetAuthorizationToken on resource: *": principal,
		"User: " + longest + " is not authorized":                                                        longest,
		"User: " + longest + "x is not authorized":                                                       "",
		"User: somebody is not authorized":                                                               "",
		"User: arn:aws-us-gov:sts::123456789012:assumed-role/r/s=1 is not authorized":                    "arn:aws-us-gov:sts::123456789012:assumed-role/r/s=1",
		"User: arn:aws:iam::1:user/##vso[task.x] is not authorized":                                      "",
		"User: " + principal + "\x1b[31m is not authorized":                                              "",
		"User: " + principal + "\u202e is not authorized":                                                "",
		"User: " + principal + "\nx is not authorized":                                                   "",
		"User: arn:aws:iam::123456789012:root is not authorized":                                         "",
		"User: arn:aws:s3::123456789012:user/x is not authorized":                                        "",
		"User: arn:aws:iam::123456789012:user/AKIAIOSFODNN7EXAMPLE is not authorized":                    "",
		"Access denied to " + principal:                                                                  "",
		"":                                                                                               "",
	} {
		w := newWorld(t)
		w.aws.FailAlways(awsendpoint.Fault{Code: "AccessDeniedException", Message: message})
		if got := w.mustFail(t, patience); got != (ecr.Failure{Cause: ecr.NotPermitted, Detail: want}) {
			t.Errorf("%q: %+v, want %q", message, got, want)
		}
	}
}

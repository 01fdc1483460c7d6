package exchange_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestCodes has AWS refuse by each code that ECR, ECR Public and STS document
// for the cause
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html,
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html).
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]ecr.Failure{
		"UnrecognizedClientException":   {Cause: ecr.KeyUnknown},
		"InvalidClientTokenId":          {Cause: ecr.KeyUnknown},
		"InvalidClientTokenIdException": {Cause: ecr.KeyUnknown},
		"InvalidSignatureException":     {Cause: ecr.SignatureWrong},
		"SignatureDoesNotMatch":         {Cause: ecr.SignatureWrong},
		"RequestExpired":                {Cause: ecr.ClockSkewed},
		"RequestTimeTooSkewed":          {Cause: ecr.ClockSkewed},
		"ExpiredTokenException":         {Cause: ecr.SessionExpired},
		"ExpiredToken":                  {Cause: ecr.SessionExpired},
		"AccessDeniedException":         {Cause: ecr.NotPermitted},
		"AccessDenied":                  {Cause: ecr.NotPermitted},
		"OptInRequired":                 {Cause: ecr.RegionDisabled},
		"RegionDisabledException":       {Cause: ecr.RegionDisabled},
		"ThrottlingException":           {Cause: ecr.Throttled},
		"Throttling":                    {Cause: ecr.Throttled},
		"TooManyRequestsException":      {Cause: ecr.Throttled},
		"RequestLimitExceeded":          {Cause: ecr.Throttled},
		"RequestThrottledException":     {Cause: ecr.Throttled},
	} {
		for _, registry := range []string{host, publicHost} {
			t.Run(code+" at "+registry, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.ask(t, registry)
				w.aws.FailAlways(awsendpoint.Fault{Code: code, Message: "refused"})
				want := want
				if want.Cause == ecr.NotPermitted && registry == publicHost {
					want.Cause = ecr.PublicNotPermitted
				}
				if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		}
	}
}

// TestCodesWithoutACause has AWS refuse by codes that it documents but that no
// cause stands for, and by one that it doesn't.
func TestCodesWithoutACause(t *testing.T) {
	t.Parallel()
	want := map[string]string{"HunterTwoException": "an unknown error"}
	for _, code := range strings.Fields(`IncompleteSignature InternalFailure InvalidAction InvalidParameterCombination
		InvalidParameterException InvalidParameterValue InvalidQueryParameter MalformedHttpRequestException MalformedQueryString
		MissingAction MissingAuthenticationToken MissingAuthenticationTokenException MissingParameter NotAuthorized
		PackedPolicyTooLarge RequestAbortedException RequestEntityTooLargeException RequestTimeoutException ServerException
		ServiceUnavailable UnknownOperationException UnsupportedCommandException ValidationError ValidationException`) {
		want[code] = "error " + code
	}
	for code, detail := range want {
		w := newWorld(t)
		w.aws.FailAlways(awsendpoint.Fault{Code: code, RetryAfter: "0"})
		if got := w.mustFail(t, patience); got != (ecr.Failure{Cause: ecr.NotUnderstood, Detail: detail}) {
			t.Errorf("%s: %+v, want %q", code, got, detail)
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

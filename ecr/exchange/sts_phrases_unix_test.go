//go:build unix

package exchange_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestKnownPhrasesOfSTS has STS refuse a role in words that one code doesn't tell
// apart: a secret's role, and one of a profile. The role's maximum is reported in
// https://github.com/kreuzwerker/awsu/issues/27, that of all roles is in
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
func TestKnownPhrasesOfSTS(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code, message string
		want          ecr.Failure
	}{
		{"AccessDenied", "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code", ecr.Failure{Cause: ecr.MFARequired}},
		{"ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", ecr.Failure{Cause: ecr.RoleTooLong}},
		{"ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", ecr.Failure{Cause: ecr.RoleTooLong}},
		{"ValidationError", "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: " +
			"Member must have value less than or equal to 43200", ecr.Failure{Cause: ecr.RoleTooLong}},
		{"ValidationError", "reader is invalid", ecr.Failure{Cause: ecr.RoleRefused}},
		{"RegionDisabledException", "STS is not activated in this region for account:123456789012.", ecr.Failure{Cause: ecr.STSNotActivated}},
		{"AccessDenied", "This account is suspended", ecr.Failure{Cause: ecr.AccountNotReady, Detail: "suspended"}},
		{"AccessDenied", "User: " + principal + " is not authorized to perform: sts:AssumeRole", ecr.Failure{Cause: ecr.RoleRefused, Detail: principal}},
		{"InvalidClientTokenId", "The security token included in the request is invalid.", ecr.Failure{Cause: ecr.KeyUnknown}},
	} {
		test.want.Service = "STS"
		w := newWorld(t)
		w.aws.FailAlways(awsendpoint.Fault{Code: test.code, Status: 400, Message: test.message, Operation: awsendpoint.AssumeRole})
		w.request.Identity.RoleARN = hidden.Of(roleARN)
		if diff := cmp.Diff(test.want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", test.message, diff)
		}
		if test.want.Cause == ecr.KeyUnknown {
			test.want.Profile = "base"
		}
		profile := "[default]\nrole_arn = " + roleARN + "\nsource_profile = base\n[profile base]\naws_access_key_id = " +
			w.identity.AccessKeyID + "\naws_secret_access_key = " + w.identity.SecretAccessKey + "\n"
		if diff := cmp.Diff(test.want, w.askAmbient(t, patience, map[string]string{"AWS_CONFIG_FILE": settings(t, profile)})); diff != "" {
			t.Errorf("of a profile: %s: failure (-want +got):\n%s", test.message, diff)
		}
	}
}

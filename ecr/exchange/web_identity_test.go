package exchange_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const subject = "repo:octocorp/app:ref:refs/heads/main"

// newWebIdentity returns a world in which a token of an issuer may assume the role,
// and is the request's identity.
func newWebIdentity(t *testing.T) (*world, *awsendpoint.TokenIssuer) {
	t.Helper()
	w := newWorld(t)
	issuer := awsendpoint.NewTokenIssuer("https://token.actions.example")
	w.aws.TrustIssuer(issuer)
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN, Subject: subject})
	w.request.Identity = ecr.Identity{
		RoleARN: hidden.Of(roleARN), WebIdentityToken: hidden.Of(issuer.Token(subject, time.Now().Add(time.Hour))),
	}
	return w, issuer
}

// operations are what AWS was asked, in order.
func (w *world) operations() (asked []awsendpoint.Operation) {
	for _, call := range w.aws.Calls() {
		asked = append(asked, call.Operation)
	}
	return asked
}

// TestWebIdentity has many processes ask by one token: two calls are made in all,
// and another token's owner gets nothing of what they keep.
func TestWebIdentity(t *testing.T) {
	t.Parallel()
	w, issuer := newWebIdentity(t)
	w.set("AWS_ACCESS_KEY_ID", w.identity.AccessKeyID)
	w.set("AWS_SECRET_ACCESS_KEY", w.identity.SecretAccessKey)
	token := w.mustGet(t)
	for range 20 {
		if again := w.mustGet(t); !again.Password.Equal(token.Password) {
			t.Error("another token for the next process")
		}
	}
	want := []awsendpoint.Operation{awsendpoint.AssumeRoleWithWebIdentity, awsendpoint.GetAuthorizationToken}
	if diff := cmp.Diff(want, w.operations()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if files, err := os.ReadDir(w.cache.Dir); err != nil || len(files) == 0 {
		t.Errorf("%d files are kept, %v", len(files), err)
	}
	w.request.Identity.WebIdentityToken = hidden.Of(issuer.Token(subject, time.Now().Add(2*time.Hour)))
	if other := w.mustGet(t); other.Password.Equal(token.Password) {
		t.Error("the same token for another identity")
	}
}

// TestRefusedWebIdentity has what STS answers, in the words of its users' reports:
// https://github.com/aws-actions/configure-aws-credentials/issues/280 (no provider),
// https://github.com/aws-actions/configure-aws-credentials/issues/775 (audience),
// https://github.com/aws-actions/configure-aws-credentials/issues/1446 (trust policy),
// https://github.com/aws-actions/configure-aws-credentials/issues/357 (thumbprint),
// https://github.com/aws/aws-cli/issues/7194 (no key),
// https://gitlab.com/gitlab-org/gitlab/-/issues/342243 (claim missing),
// and of its reference, for the provider that can't be reached and the claim:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
func TestRefusedWebIdentity(t *testing.T) {
	t.Parallel()
	answers := func(code, message string) func(*world, *awsendpoint.TokenIssuer) string {
		return func(w *world, issuer *awsendpoint.TokenIssuer) string {
			w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRoleWithWebIdentity, Code: code, Message: message})
			return issuer.Token(subject, time.Now().Add(time.Hour))
		}
	}
	for name, test := range map[string]struct {
		token func(*world, *awsendpoint.TokenIssuer) string
		want  ecr.Cause
		calls int
	}{
		"another issuer": {func(*world, *awsendpoint.TokenIssuer) string {
			return awsendpoint.NewTokenIssuer("https://gitlab.example").Token(subject, time.Now().Add(time.Hour))
		}, ecr.IssuerUnknown, 1},
		"a forged one": {func(_ *world, issuer *awsendpoint.TokenIssuer) string {
			return awsendpoint.NewTokenIssuer(issuer.URL).Token(subject, time.Now().Add(time.Hour))
		}, ecr.IssuerUnreachable, 1},
		"another audience": {func(_ *world, issuer *awsendpoint.TokenIssuer) string {
			return issuer.TokenFor("https://github.com/octocorp", subject, time.Now().Add(time.Hour))
		}, ecr.AudienceWrong, 1},
		"another subject": {func(_ *world, issuer *awsendpoint.TokenIssuer) string {
			return issuer.Token("repo:octocorp/other:pull_request", time.Now().Add(time.Hour))
		}, ecr.WebIdentityNotAllowed, 1},
		"an old one": {func(_ *world, issuer *awsendpoint.TokenIssuer) string {
			return issuer.Token(subject, time.Now().Add(-time.Hour))
		}, ecr.WebIdentityExpired, 1},
		"no token at all": {func(*world, *awsendpoint.TokenIssuer) string { return "planted" }, ecr.WebIdentityRefused, 1},
		"no claim":        {answers("InvalidIdentityToken", "Missing a required claim: aud"), ecr.WebIdentityRefused, 1},
		"a thumbprint": {
			answers("InvalidIdentityToken", "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"), ecr.ThumbprintWrong, 1,
		},
		"a claim":                 {answers("IDPRejectedClaim", "The identity provider (IdP) reported that authentication failed."), ecr.WebIdentityRefused, 1},
		"no answer of the issuer": {answers("IDPCommunicationError", "The request could not be fulfilled"), ecr.IssuerUnreachable, 3},
		"another code":            {answers("MalformedPolicyDocument", "x"), ecr.NotUnderstood, 1},
		"the region":              {answers("RegionDisabledException", "STS is not activated in this region"), ecr.STSNotActivated, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, issuer := newWebIdentity(t)
			w.request.Identity.WebIdentityToken = hidden.Of(test.token(w, issuer))
			for range 3 { // the next processes are told what the first was
				failure := w.mustFail(t, patience)
				if failure.Cause != test.want || failure.Service != "STS" {
					t.Errorf("cause %d of %q, want %d", failure.Cause, failure.Service, test.want)
				}
			}
			if calls := len(w.aws.Calls()); calls != test.calls {
				t.Errorf("%d calls, want %d", calls, test.calls)
			}
		})
	}
}

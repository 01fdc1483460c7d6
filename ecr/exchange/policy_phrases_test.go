package exchange_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestDenials has AWS name the policy that refuses, in the words of its
// documentation
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
// The names of policies are those of
// https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns.
func TestDenials(t *testing.T) {
	t.Parallel()
	const (
		managed = "arn:aws:iam::123456789012:policy/no-ecr"
		control = "arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd"
		key     = "arn:aws:iam::123456789012:policy/AKIAIOSFODNN7EXAMPLE"
	)
	for words, want := range map[string]ecr.Denial{
		"with an explicit deny in an identity-based policy":                   {Policy: ecr.IdentityPolicy, IsExplicit: true},
		"with an explicit deny in an identity-based policy: " + managed:       {Policy: ecr.IdentityPolicy, IsExplicit: true, PolicyARN: managed},
		"with an explicit deny in an identity-based policy: " + managed + ".": {Policy: ecr.IdentityPolicy, IsExplicit: true, PolicyARN: managed},
		"with an explicit deny in an identity-based policy: " + key:           {Policy: ecr.IdentityPolicy, IsExplicit: true},
		"with an explicit deny in an identity-based policy: \x1b[31m":         {Policy: ecr.IdentityPolicy, IsExplicit: true},
		"with an explicit deny in a resource-based policy":                    {Policy: ecr.ResourcePolicy, IsExplicit: true},
		"with an explicit deny in a service control policy: " + control:       {Policy: ecr.ServiceControlPolicy, IsExplicit: true, PolicyARN: control},
		"with an explicit deny in a resource control policy":                  {Policy: ecr.ResourceControlPolicy, IsExplicit: true},
		"with an explicit deny in a session policy":                           {Policy: ecr.SessionPolicy, IsExplicit: true},
		"with an explicit deny in a VPC endpoint policy":                      {Policy: ecr.EndpointPolicy, IsExplicit: true},
		"with an explicit deny in a permissions boundary: " + managed:         {Policy: ecr.PermissionsBoundary, IsExplicit: true, PolicyARN: managed},
		"because no identity-based policy allows the %s action":               {Policy: ecr.IdentityPolicy},
		"because no resource-based policy allows the %s action":               {Policy: ecr.ResourcePolicy},
		"because no service control policy allows the %s action":              {Policy: ecr.ServiceControlPolicy},
		"because no resource control policy allows the %s action":             {Policy: ecr.ResourceControlPolicy},
		"because no session policy allows the %s action":                      {Policy: ecr.SessionPolicy},
		"because no VPC endpoint policy allows the %s action":                 {Policy: ecr.EndpointPolicy},
		"because no permissions boundary allows the %s action":                {Policy: ecr.PermissionsBoundary},
		"because no purple policy allows the %s action":                       {},
		"with an explicit deny":                                               {},
		"":                                                                    {},
	} {
		for _, test := range []struct {
			cause          ecr.Cause
			host, action   string
			role           string
			code           string
			faultOperation awsendpoint.Operation
		}{
			{ecr.NotPermitted, host, "ecr:GetAuthorizationToken", "", "AccessDeniedException", ""},
			{ecr.PublicNotPermitted, publicHost, "ecr-public:GetAuthorizationToken", "", "AccessDeniedException", ""},
			{ecr.RoleRefused, host, "sts:AssumeRole", roleARN, "AccessDenied", awsendpoint.AssumeRole},
		} {
			w := newWorld(t)
			w.ask(t, test.host)
			w.request.Identity.RoleARN = hidden.Of(test.role)
			reason := words
			if want != (ecr.Denial{}) && !want.IsExplicit {
				reason = fmt.Sprintf(words, test.action)
			}
			w.aws.FailAlways(awsendpoint.Fault{Code: test.code, Status: 403, Operation: test.faultOperation,
				Message: "User: " + principal + " is not authorized to perform: " + test.action + " on resource: * " + reason})
			wantFailure := ecr.Failure{Cause: test.cause, Detail: principal, Denial: want}
			if test.role != "" {
				wantFailure.Service = "STS"
			}
			if diff := cmp.Diff(wantFailure, w.mustFail(t, patience)); diff != "" {
				t.Errorf("%s: failure (-want +got):\n%s", reason, diff)
			}
		}
	}
}

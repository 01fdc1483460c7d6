package exchange_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestRole(t *testing.T) {
	t.Parallel()
	for _, externalID := range []string{"", "planted-external-id"} {
		w := newWorld(t)
		w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: externalID})
		w.request.Identity.RoleARN = hidden.Of(roleARN)
		w.request.Identity.ExternalID = hidden.Of(externalID)
		w.mustGet(t)
		w.mustGet(t)
		var operations []awsendpoint.Operation
		for _, call := range w.aws.Calls() {
			operations = append(operations, call.Operation)
			if own := call.AccessKeyID == w.identity.AccessKeyID; own != (call.Operation == awsendpoint.AssumeRole) {
				t.Errorf("%s by the keys of the secret: %t", call.Operation, own)
			}
		}
		want := []awsendpoint.Operation{awsendpoint.AssumeRole, awsendpoint.GetAuthorizationToken}
		if diff := cmp.Diff(want, operations); diff != "" {
			t.Errorf("calls of two processes (-want +got):\n%s", diff)
		}
	}
}

// TestEndpointOfRole gives ECR an endpoint of its own and STS another, for a
// registry whose own endpoints are FIPS and dual-stack ones.
func TestEndpointOfRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask(t, "123456789012.dkr-ecr-fips.us-east-1.on.aws")
	url := w.getenv("AWS_ENDPOINT_URL")
	w.set("AWS_ENDPOINT_URL", "")
	w.set("AWS_ENDPOINT_URL_ECR", url)
	w.set("AWS_ENDPOINT_URL_STS", url+"/sts")
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	w.request.Identity.RoleARN = hidden.Of(roleARN)
	w.mustGet(t)
}

func TestRefusedRole(t *testing.T) {
	t.Parallel()
	assumed := "arn:aws:sts::210987654321:assumed-role/reader/docker-credential-secrets"
	for _, test := range []struct {
		name  string
		spoil func(*world)
		want  ecr.Failure
	}{
		{"role unknown", func(*world) {}, ecr.Failure{Service: "STS", Cause: ecr.RoleRefused, Detail: principal}},
		{"identity denied", func(w *world) {
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
			w.identity.Denied = true
			w.aws.AddIdentity(w.identity)
		}, ecr.Failure{Service: "STS", Cause: ecr.RoleRefused, Detail: principal, Denial: ecr.Denial{Policy: ecr.IdentityPolicy}}},
		{"external ID missing", func(w *world) {
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted-external-id"})
		}, ecr.Failure{Service: "STS", Cause: ecr.RoleRefused, Detail: principal}},
		{"external ID wrong", func(w *world) {
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted-external-id"})
			w.request.Identity.ExternalID = hidden.Of("another")
		}, ecr.Failure{Service: "STS", Cause: ecr.RoleRefused, Detail: principal}},
		{"no role's name", func(w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "ValidationError", Message: "reader is invalid", Operation: awsendpoint.AssumeRole})
		}, ecr.Failure{Service: "STS", Cause: ecr.RoleRefused}},
		{"role not permitted", func(w *world) {
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN, Denied: true})
		}, ecr.Failure{IsOfRole: true, Cause: ecr.NotPermitted, Detail: assumed, Denial: ecr.Denial{Policy: ecr.IdentityPolicy}}},
		{"key unknown", func(w *world) {
			w.aws.RemoveIdentity(w.identity.AccessKeyID)
		}, ecr.Failure{Service: "STS", Cause: ecr.KeyUnknown}},
		{"secret key wrong", func(w *world) {
			w.request.Identity.SecretAccessKey = hidden.Of("planted/wrong/secret/access/key/of/forty")
		}, ecr.Failure{Service: "STS", Cause: ecr.SignatureWrong}},
		{"region disabled", func(w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "RegionDisabledException", Status: 403, Operation: awsendpoint.AssumeRole,
				Message: "STS is not activated in this region for account:123456789012."})
		}, ecr.Failure{Service: "STS", Cause: ecr.STSNotActivated}},
		{"garbage", func(w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Body: "garbage", Operation: awsendpoint.AssumeRole})
		}, ecr.Failure{Service: "STS", Cause: ecr.NotUnderstood, Detail: "it is not one of ECR"}},
		{"session over at once", func(w *world) {
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
			w.aws.FailAlways(awsendpoint.Fault{Code: "ExpiredTokenException", Operation: awsendpoint.GetAuthorizationToken})
		}, ecr.Failure{IsOfRole: true, Cause: ecr.SessionExpired}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.request.Identity.RoleARN = hidden.Of(roleARN)
			test.spoil(w)
			if diff := cmp.Diff(test.want, w.mustFail(t, patience)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); n > 2 {
				t.Errorf("%d calls, want at most 2", n)
			}
		})
	}
}

package helper

import (
	"cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

const setMFA = "set temporary keys of a session with MFA, and their session token"

// explainDenial words what an identity is not allowed to do, which kind of policy
// AWS says is the reason, and who can change that. It is about somebody whom AWS
// may name.
func explainDenial(secret secrets.Secret, somebody string, failure *ecr.Failure) (cause, next string) {
	what, action := "get ECR tokens", "ecr:GetAuthorizationToken"
	allow := "allow it " + action
	switch failure.Cause {
	case ecr.PublicNotPermitted:
		what, action = "get ECR Public tokens", "ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"
		allow = "allow it " + action
	case ecr.RoleRefused:
		what, action = "assume "+roleOf(secret), "sts:AssumeRole"
		allow = "allow it " + action + " and check the role's trust policy and external ID"
	}
	denial := failure.Denial
	change, reason := "allow "+action+" in ", " (no "+denial.Policy.String()+" allows it)"
	if denial.IsExplicit {
		change, reason = "remove the deny of "+action+" from ", " (explicit deny in: "+denial.Policy.String()+nameOf(denial)+")"
	}
	cause = cmp.Or(failure.Detail, somebody) + " is not allowed to " + what
	switch denial.Policy {
	case ecr.IdentityPolicy:
		if denial.IsExplicit {
			return cause + reason, change + "it; if it demands MFA, " + setMFA
		}
		return cause, allow // as ever
	case ecr.ResourcePolicy:
		return cause + reason, change + "the policy of the resource, for a role its trust policy"
	case ecr.ServiceControlPolicy, ecr.ResourceControlPolicy:
		return cause + reason, "ask who runs the AWS organization to allow " + action
	case ecr.SessionPolicy:
		return cause + reason, change + "the policy that the session was made with"
	case ecr.EndpointPolicy:
		return cause + reason, change + "the policy of the VPC endpoint"
	case ecr.PermissionsBoundary:
		return cause + reason, change + "the identity's permissions boundary"
	}
	return cause, allow
}

// nameOf is the policy's name behind its kind, if AWS gave it.
func nameOf(denial ecr.Denial) string {
	if denial.PolicyARN == "" {
		return ""
	}
	return ", " + denial.PolicyARN
}

// roleOf names the role that is assumed.
func roleOf(secret secrets.Secret) string {
	if secret.Has(secrets.RoleARN) || !secret.IsServerAlone() {
		return "the role in " + secret.Variable(secrets.RoleARN)
	}
	return "the role of the AWS profile"
}

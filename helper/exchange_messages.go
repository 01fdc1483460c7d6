package helper

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// problem words a failed exchange for the user: which variable, why,
// what to do next. The troubleshooting of ecr/README.md is keyed by these
// texts.
func (t exchangeTerms) problem(secret secrets.Secret, keys ecr.Identity, failure *ecr.Failure) error {
	cause, next := explainRefusal(secret, keys, failure)
	if cause == "" {
		cause, next = t.explainOutage(secret, failure)
	}
	return problem(secret.Server, cause, next)
}

// registryOf returns the registry of a secret of ECR.
func registryOf(secret secrets.Secret) ecr.Registry {
	registry, _ := ecr.ParseRegistry(secret.Server.Host)
	return registry
}

// whereKeysAre says where the user finds the keys that AWS holds something against:
// in variables, in an AWS profile, or elsewhere on this machine.
func whereKeysAre(secret secrets.Secret, failure *ecr.Failure) (user, password, session string) {
	user, session = "the ambient AWS identity", "AWS_SESSION_TOKEN"
	switch source := secret.Source(); {
	case source == secrets.KeySource:
		return secret.Variable(secrets.User), secret.Variable(secrets.Password), secret.Variable(secrets.SessionToken)
	case source == secrets.WebIdentitySource:
		user = secret.Variable(secrets.WebIdentityToken)
	case failure.Profile != "":
		user, session = "the AWS profile "+failure.Profile, "its aws_session_token"
	case source == secrets.ProfileSource:
		user, session = "the AWS profile of "+secret.Variable(secrets.Profile), "its aws_session_token"
	}
	return user, user, session
}

// explainRefusal words what AWS holds against the identity.
func explainRefusal(secret secrets.Secret, keys ecr.Identity, failure *ecr.Failure) (cause, next string) {
	user, password, session := whereKeysAre(secret, failure)
	if cause, next = explainRoleSession(secret, failure); cause != "" {
		return cause, next
	}
	if cause, next = explainWebIdentity(secret, failure); cause != "" {
		return cause, next
	}
	switch failure.Cause {
	case ecr.KeyUnknown:
		return explainUnknownKey(secret, user, session)
	case ecr.SessionTokenStray:
		return "AWS does not accept the access key ID in " + user + " with the session token in " + session,
			"remove " + session + ": only a key that begins with ASIA has one"
	case ecr.SignatureWrong:
		if user == password {
			return "the two keys of " + user + " don't belong together", "set both from the same access key"
		}
		cause = "the secret access key in " + password + " is not that of the access key ID in " + user
		if length := keys.SecretAccessKey.Length(); length != ecr.SecretAccessKeyLength && !keys.IsAmbient() {
			cause += fmt.Sprintf(" (it has %d characters, those of AWS have %d)", length, ecr.SecretAccessKeyLength)
		}
		return cause, "set both from the same access key"
	case ecr.KeyTooShort:
		return "the secret access key in " + password + " is too short for GODEBUG=fips140=only",
			"set one of AWS, or allow other cryptography"
	case ecr.SessionTokenMissing:
		return user + " is a temporary access key and " + session + " is not set",
			"set it to the session token that came with the key"
	case ecr.SessionExpired:
		return "the temporary access key in " + user + " has expired", "set a new one with its session token"
	case ecr.NotPermitted, ecr.PublicNotPermitted, ecr.RoleRefused:
		return explainDenial(secret, "the key in "+user, failure)
	case ecr.MFARequired:
		return roleOf(secret) + " demands MFA", setMFA
	case ecr.RoleTooLong:
		return "the AWS profile asks for its role for longer than AWS allows",
			"lower its duration_seconds (to 3600 or less where another role asks), or raise the role's maximum session duration"
	case ecr.STSNotActivated:
		return "STS is not activated in the region " + registryOf(secret).Region + " for this AWS account",
			"activate it in the account settings of IAM"
	case ecr.NotSubscribed:
		return "this AWS account is not signed up for the region " + registryOf(secret).Region,
			"enable the region, or correct " + secret.ServerVariable() + "; a new account is not ready for any yet"
	case ecr.AccountNotReady:
		return "this AWS account is " + failure.Detail, "see what AWS wrote to the account's owner, or ask AWS Support"
	}
	return explainAmbient(secret, failure)
}

// explainUnknownKey words that AWS knows no such key, where it was asked.
func explainUnknownKey(secret secrets.Secret, user, session string) (cause, next string) {
	registry := registryOf(secret)
	cause = "AWS does not know the access key ID in " + user
	next = "check it, or that its account has enabled the region " + registry.Region
	if secret.Has(secrets.SessionToken) {
		cause = "AWS does not accept the access key ID in " + user + " with the session token in " + session
	}
	switch partition := registry.Partition(); {
	case partition != "aws":
		return cause, "set a key of an account in AWS's partition " + partition +
			", to which the region " + registry.Region + " belongs"
	case secret.Has(secrets.SessionToken):
		next = "set all three values of one set of temporary keys; if an account must enable the region " + registry.Region +
			", enable it, and get the keys from a regional STS endpoint: tokens of the global one are not valid there"
	}
	return cause, next
}

// explainRoleSession words what AWS holds against the session of a role that was
// assumed just now, for which the keys are not to blame.
func explainRoleSession(secret secrets.Secret, failure *ecr.Failure) (cause, next string) {
	if !failure.IsOfRole {
		return "", ""
	}
	session := "the session of " + roleOf(secret)
	switch failure.Cause {
	case ecr.KeyUnknown:
		return "AWS does not accept " + session, "enable the region " + registryOf(secret).Region + " for the role's account"
	case ecr.SignatureWrong:
		return "AWS does not accept the signature of " + session, "check what changes requests on their way: HTTPS_PROXY"
	case ecr.SessionExpired:
		return session + " has expired", "check this machine's clock, and try again"
	case ecr.NotPermitted, ecr.PublicNotPermitted:
		return explainDenial(secret, session, failure)
	}
	return "", ""
}

// explainOutage words why AWS could not be asked, or could not answer.
func (t exchangeTerms) explainOutage(secret secrets.Secret, failure *ecr.Failure) (cause, next string) {
	endpoint := ecr.EndpointVariable(cmp.Or(failure.Service, registryOf(secret).Service()), t.getenv)
	reach := "HTTPS_PROXY and " + endpoint
	switch failure.Cause {
	case ecr.ClockSkewed:
		return "this machine's clock differs too much from that of AWS", "set the clock"
	case ecr.Throttled:
		if failure.Detail != "" {
			return failure.Detail + " is throttling requests for keys", "try again in a minute"
		}
		return "AWS is throttling token requests", "try again in a minute"
	case ecr.Unavailable:
		return "AWS failed to answer (" + failure.Detail + ")", "try again later"
	case ecr.NameNotResolved:
		chosen := ecr.ChosenBy(registryOf(secret), failure.Detail, t.getenv)
		if len(chosen) == 0 {
			chosen = chosenBySettings(secret, failure)
		}
		return ExplainConnection(failure), "check the network, and " + strings.Join(chosen, " and ")
	case ecr.ConnectionFailed:
		return ExplainConnection(failure), "check the network, " + reach
	case ecr.CertificateExpired, ecr.CertificateEarly:
		return ExplainConnection(failure), "check this machine's clock, " + reach
	case ecr.CertificateOfAnother, ecr.TLSFailed:
		return ExplainConnection(failure), "check " + reach
	case ecr.NoAuthorities:
		return ExplainConnection(failure), "install them (most systems have a package ca-certificates), or set AWS_CA_BUNDLE"
	case ecr.ProxyUnusable:
		return ExplainConnection(failure), "write it as http://host:port, with %40 for an @ in a password, or unset it"
	case ecr.Untrusted:
		return ExplainConnection(failure), "set AWS_CA_BUNDLE to the certificates of your network"
	case ecr.ProxyRefused:
		return ExplainConnection(failure), "check HTTPS_PROXY and NO_PROXY"
	case ecr.TimedOut:
		if failure.Detail == "" {
			return t.timeout.String() + " passed before AWS was asked", "raise " + timeoutVariable
		}
		return failure.Detail + " did not answer within " + t.timeout.String(), "check the network, or raise " + timeoutVariable
	case ecr.SignatureLost:
		return "the request came to AWS without its whole signature", "check what changes requests on their way: " + reach
	case ecr.CallRefused:
		return "AWS does not know this call (error " + failure.Detail + ")", "check " + reach
	case ecr.EndpointUnusable:
		return cmp.Or(failure.Detail, endpoint) + " is not a valid URL", "write it as https://host, or unset it"
	case ecr.Defect:
		return "this is a defect of " + Name + " (while AWS was asked)", "please report it, with its version and what was asked"
	case ecr.BundleUnusable:
		return "AWS_CA_BUNDLE names a file that holds no certificates (" + failure.Detail + ")", "correct it, or unset it"
	case ecr.SystemBundleUnusable:
		return "SSL_CERT_FILE names a file that can't be read (" + failure.Detail + ")", "correct it, or unset it"
	}
	return "the answer of AWS was not understood (" + failure.Detail + ")", "check " + reach
}

// chosenBySettings returns what made a name that of an endpoint where no variable did.
func chosenBySettings(secret secrets.Secret, failure *ecr.Failure) (settings []string) {
	registry, name := registryOf(secret), failure.Detail
	region, isOfRegion := "the region in "+secret.ServerVariable(), strings.Contains(name, registry.Region)
	if strings.HasPrefix(failure.Service, "SSO") {
		region, isOfRegion = "sso_region in ~/.aws/config", strings.HasPrefix(name, "portal.sso") || strings.HasPrefix(name, "oidc")
	}
	if secret.Has(secrets.User) || secret.Has(secrets.WebIdentityToken) {
		return []string{region} // which no profile changes
	}
	if !isOfRegion {
		return []string{"endpoint_url of the AWS profile"}
	}
	if strings.Contains(name, "-fips.") && !registry.FIPS {
		settings = append(settings, "use_fips_endpoint of the AWS profile")
	}
	if strings.HasSuffix(name, ".api.aws") && !registry.DualStack {
		settings = append(settings, "use_dualstack_endpoint of the AWS profile")
	}
	return append(settings, region)
}

// ExplainConnection says what kept a connection from being made, to AWS or to a
// registry. It is empty for a failure of another kind.
func ExplainConnection(failure *ecr.Failure) string {
	switch failure.Cause {
	case ecr.NameNotResolved:
		return "the name " + failure.Detail + " can't be resolved"
	case ecr.ConnectionFailed:
		return "no connection to " + failure.Detail
	case ecr.Untrusted:
		return "the TLS certificate of " + failure.Detail + " is not trusted"
	case ecr.CertificateExpired:
		return "the TLS certificate of " + failure.Detail + " has expired"
	case ecr.CertificateEarly:
		return "the TLS certificate of " + failure.Detail + " is not yet valid"
	case ecr.CertificateOfAnother:
		return "the TLS certificate of " + failure.Detail + " is for another name"
	case ecr.NoAuthorities:
		return "this machine has no CA certificates"
	case ecr.TLSFailed:
		return "no TLS connection to " + failure.Detail
	case ecr.ProxyUnusable:
		return failure.Detail + " is not the address of a proxy"
	case ecr.ProxyRefused:
		return "the proxy refused the connection (" + failure.Detail + ")"
	}
	return ""
}

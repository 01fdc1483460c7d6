package helper

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestWhoseKeys tells who is named where the keys are temporary, or nobody's.
func TestWhoseKeys(t *testing.T) {
	t.Parallel()
	const ambient, next = "the ambient AWS identity", ": check it, or that its account has enabled the region us-east-1"
	temporary := append(secret("ECR", ecrHost, "ASIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_SESSION_TOKEN="+strings.Repeat("session", 20))
	lasting := append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_SESSION_TOKEN="+strings.Repeat("session", 20))
	alone := []string{"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost, "ECR_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/r"}
	for name, test := range map[string]struct {
		environ []string
		failure ecr.Failure
		want    string
	}{
		"temporary keys": {temporary, ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not accept the access key ID in ECR_CONTAINER_REGISTRY_USER " +
			"with the session token in ECR_CONTAINER_REGISTRY_SESSION_TOKEN: set all three values of one set of temporary keys; " +
			"if an account must enable the region us-east-1, enable it, and get the keys from a regional STS endpoint: tokens of the global one are not valid there"},
		"a lasting key's": {lasting, ecr.Failure{Cause: ecr.SessionTokenStray}, "AWS does not accept the access key ID in ECR_CONTAINER_REGISTRY_USER " +
			"with the session token in ECR_CONTAINER_REGISTRY_SESSION_TOKEN: remove ECR_CONTAINER_REGISTRY_SESSION_TOKEN: only a key that begins with ASIA has one"},
		"ambient, unknown":  {alone, ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not know the access key ID in " + ambient + next},
		"ambient, expired":  {alone, ecr.Failure{Cause: ecr.SessionExpired}, "the temporary access key in " + ambient + " has expired: set a new one with its session token"},
		"ambient, no token": {alone, ecr.Failure{Cause: ecr.SessionTokenMissing}, ambient + " is a temporary access key and AWS_SESSION_TOKEN is not set: set it to the session token that came with the key"},
		"ambient, a stray token": {alone, ecr.Failure{Cause: ecr.SessionTokenStray}, "AWS does not accept the access key ID in " + ambient +
			" with the session token in AWS_SESSION_TOKEN: remove AWS_SESSION_TOKEN: only a key that begins with ASIA has one"},
		"ambient, two keys": {alone, ecr.Failure{Cause: ecr.SignatureWrong}, "the two keys of " + ambient + " don't belong together: set both from the same access key"},
		"profile, unknown":  {alone, ecr.Failure{Cause: ecr.KeyUnknown, Profile: "dev"}, "AWS does not know the access key ID in the AWS profile dev" + next},
		"profile, expired":  {alone, ecr.Failure{Cause: ecr.SessionExpired, Profile: "dev"}, "the temporary access key in the AWS profile dev has expired: set a new one with its session token"},
		"profile, no token": {alone, ecr.Failure{Cause: ecr.SessionTokenMissing, Profile: "dev"}, "the AWS profile dev is a temporary access key and its aws_session_token is not set: set it to the session token that came with the key"},
		"profile, a stray token": {alone, ecr.Failure{Cause: ecr.SessionTokenStray, Profile: "dev"}, "AWS does not accept the access key ID in the AWS profile dev " +
			"with the session token in its aws_session_token: remove its aws_session_token: only a key that begins with ASIA has one"},
		"profile, two keys": {alone, ecr.Failure{Cause: ecr.SignatureWrong, Profile: "dev"}, "the two keys of the AWS profile dev don't belong together: set both from the same access key"},
		"ambient, no role": {alone, ecr.Failure{Cause: ecr.RoleRefused}, "the key in " + ambient + " is not allowed to assume the role in ECR_CONTAINER_REGISTRY_ROLE_ARN: " +
			"allow it sts:AssumeRole and check the role's trust policy and external ID"},
		"ambient, none": {alone, ecr.Failure{Cause: ecr.NoAmbientIdentity}, "no AWS credentials in environment, profiles, SSO, web identity, container or instance metadata: " +
			"set ECR_CONTAINER_REGISTRY_USER and ECR_CONTAINER_REGISTRY_PASSWORD, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"},
		"public": {temporary, ecr.Failure{Cause: ecr.PublicNotPermitted, Detail: "arn:x"}, "arn:x is not allowed to get ECR Public tokens: " +
			"allow it ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"},
	} {
		r := run{environ: test.environ, stdin: ecrHost, exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &test.failure }}
		if r.do("get"); r.stdout != ecrHost+": "+test.want+"\n" {
			t.Errorf("%s: %q", name, r.stdout)
		}
	}
}

// TestKeysOfAnotherPartition are unknown there, whatever their account has enabled.
func TestKeysOfAnotherPartition(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		ecrHost: "check it, or that its account has enabled the region us-east-1",
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn": "set a key of an account in AWS's partition aws-cn, to which the region cn-north-1 belongs",
		"123456789012.dkr.ecr.us-gov-west-1.amazonaws.com": "set a key of an account in AWS's partition aws-us-gov, to which the region us-gov-west-1 belongs",
		"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu": "set a key of an account in AWS's partition aws-eusc, to which the region eusc-de-east-1 belongs",
		"123456789012.dkr-ecr.us-iso-west-1.on.aws.ic.gov": "set a key of an account in AWS's partition aws-iso, to which the region us-iso-west-1 belongs",
	} {
		r := run{
			environ:  secret("ECR", host, "AKIAIOSFODNN7EXAMPLE"),
			stdin:    host,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown} },
		}
		want = "AWS does not know the access key ID in ECR_CONTAINER_REGISTRY_USER: " + want + "\n"
		if r.do("get"); !strings.HasSuffix(r.stdout, want) {
			t.Errorf("%s: %q, want %q", host, r.stdout, want)
		}
	}
}

func TestExchangeProblems(t *testing.T) {
	t.Parallel()
	const user, password, session = "ECR_CONTAINER_REGISTRY_USER", "ECR_CONTAINER_REGISTRY_PASSWORD", "ECR_CONTAINER_REGISTRY_SESSION_TOKEN"
	for _, test := range []struct {
		failure ecr.Failure
		want    string
	}{
		{ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not know the access key ID in " + user + ": check it, or that its account has enabled the region us-east-1"},
		{ecr.Failure{Cause: ecr.SignatureWrong}, "the secret access key in " + password + " is not that of the access key ID in " + user + " (it has 10 characters, those of AWS have 40): set both from the same access key"},
		{ecr.Failure{Cause: ecr.SessionTokenMissing}, user + " is a temporary access key and " + session + " is not set: set it to the session token that came with the key"},
		{ecr.Failure{Cause: ecr.SessionExpired}, "the temporary access key in " + user + " has expired: set a new one with its session token"},
		{ecr.Failure{Cause: ecr.NotPermitted}, "the key in " + user + " is not allowed to get ECR tokens: allow it ecr:GetAuthorizationToken"},
		{ecr.Failure{Cause: ecr.NotPermitted, Detail: "arn:x"}, "arn:x is not allowed to get ECR tokens: allow it ecr:GetAuthorizationToken"},
		{ecr.Failure{Cause: ecr.RoleRefused, Detail: "arn:x"}, "arn:x is not allowed to assume the role in ECR_CONTAINER_REGISTRY_ROLE_ARN: allow it sts:AssumeRole and check the role's trust policy and external ID"},
		{ecr.Failure{Cause: ecr.NotSubscribed}, "this AWS account is not signed up for the region us-east-1: enable the region, or correct ECR_CONTAINER_REGISTRY_SERVER; a new account is not ready for any yet"},
		{ecr.Failure{Cause: ecr.AccountNotReady, Detail: "blocked"}, "this AWS account is blocked: see what AWS wrote to the account's owner, or ask AWS Support"},
		{ecr.Failure{Cause: ecr.SignatureLost}, "the request came to AWS without its whole signature: check what changes requests on their way: HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.CallRefused, Detail: "InvalidAction"}, "AWS does not know this call (error InvalidAction): check HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.ConnectionFailed, Detail: "h.example", Service: "STS"}, "no connection to h.example: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL_STS"},
		{ecr.Failure{Cause: ecr.NameNotResolved, Detail: "sts.us-esat-1.amazonaws.com", Service: "STS"}, "the name sts.us-esat-1.amazonaws.com can't be resolved: check the network, and the region in ECR_CONTAINER_REGISTRY_SERVER"},
		{ecr.Failure{Cause: ecr.NameNotResolved, Detail: "portal.sso.x.amazonaws.com", Service: "SSO"}, "the name portal.sso.x.amazonaws.com can't be resolved: check the network, and sso_region in ~/.aws/config"},
		{ecr.Failure{Cause: ecr.TLSFailed, Detail: "h.example", Service: "SSO_OIDC"}, "no TLS connection to h.example: check HTTPS_PROXY and AWS_ENDPOINT_URL_SSO_OIDC"},
		{ecr.Failure{Cause: ecr.ClockSkewed}, "this machine's clock differs too much from that of AWS: set the clock"},
		{ecr.Failure{Cause: ecr.Throttled}, "AWS is throttling token requests: try again in a minute"},
		{ecr.Failure{Cause: ecr.Throttled, Detail: "the instance metadata service"}, "the instance metadata service is throttling requests for keys: try again in a minute"},
		{ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 503 Service Unavailable"}, "AWS failed to answer (HTTP 503 Service Unavailable): try again later"},
		{ecr.Failure{Cause: ecr.NameNotResolved, Detail: "h.example"}, "the name h.example can't be resolved: check the network, and the region in ECR_CONTAINER_REGISTRY_SERVER"},
		{ecr.Failure{Cause: ecr.ConnectionFailed, Detail: "h.example (connection refused)"}, "no connection to h.example (connection refused): check the network, HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.Untrusted, Detail: "h.example"}, "the TLS certificate of h.example is not trusted: set AWS_CA_BUNDLE to the certificates of your network"},
		{ecr.Failure{Cause: ecr.ProxyRefused, Detail: "HTTP 403 Forbidden"}, "the proxy refused the connection (HTTP 403 Forbidden): check HTTPS_PROXY and NO_PROXY"},
		{ecr.Failure{Cause: ecr.TimedOut, Detail: "the proxy"}, "the proxy did not answer within 15s: check the network, or raise DOCKER_CREDENTIAL_SECRETS_TIMEOUT"},
		{ecr.Failure{Cause: ecr.TimedOut}, "15s passed before AWS was asked: raise DOCKER_CREDENTIAL_SECRETS_TIMEOUT"},
		{ecr.Failure{Cause: ecr.EndpointUnusable, Detail: "endpoint_url of the AWS profile"},
			"endpoint_url of the AWS profile is not a valid URL: write it as https://host, or unset it"},
		{ecr.Failure{Cause: ecr.EndpointUnusable}, "AWS_ENDPOINT_URL_ECR is not a valid URL: write it as https://host, or unset it"},
		{ecr.Failure{Cause: ecr.EndpointUnusable, Service: "STS"}, "AWS_ENDPOINT_URL_STS is not a valid URL: write it as https://host, or unset it"},
		{ecr.Failure{Cause: ecr.BundleUnusable, Detail: "no such file"}, "AWS_CA_BUNDLE names a file that holds no certificates (no such file): correct it, or unset it"},
		{ecr.Failure{Cause: ecr.SystemBundleUnusable, Detail: "not a regular file"}, "SSL_CERT_FILE names a file that can't be read (not a regular file): correct it, or unset it"},
		{ecr.Failure{Cause: ecr.KeyTooShort}, "the secret access key in " + password + " is too short for GODEBUG=fips140=only: set one of AWS, or allow other cryptography"},
		{ecr.Failure{Cause: ecr.CertificateExpired, Detail: "h.example"}, "the TLS certificate of h.example has expired: check this machine's clock, HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.CertificateEarly, Detail: "h.example"}, "the TLS certificate of h.example is not yet valid: check this machine's clock, HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.CertificateOfAnother, Detail: "h.example"}, "the TLS certificate of h.example is for another name: check HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.TLSFailed, Detail: "h.example"}, "no TLS connection to h.example: check HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
		{ecr.Failure{Cause: ecr.NoAuthorities}, "this machine has no CA certificates: install them (most systems have a package ca-certificates), or set AWS_CA_BUNDLE"},
		{ecr.Failure{Cause: ecr.ProxyUnusable, Detail: "HTTPS_PROXY"}, "HTTPS_PROXY is not the address of a proxy: write it as http://host:port, with %40 for an @ in a password, or unset it"},
		{ecr.Failure{Cause: ecr.Defect}, "this is a defect of " + Name + " (while AWS was asked): please report it, with its version and what was asked"},
		{ecr.Failure{Cause: ecr.NotUnderstood, Detail: "HTTP 302 Found"}, "the answer of AWS was not understood (HTTP 302 Found): check HTTPS_PROXY and AWS_ENDPOINT_URL_ECR"},
	} {
		r := run{
			environ:  secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"),
			stdin:    ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &test.failure },
		}
		r.do("get")
		want := ecrHost + ": " + test.want + "\n"
		if r.status != 1 || r.stderr != Name+": "+want {
			t.Errorf("%+v: status %d, standard error %q", test.failure, r.status, r.stderr)
		}
		if diff := cmp.Diff(want, r.stdout); diff != "" {
			t.Errorf("%+v: -want +got\n%s", test.failure, diff)
		}
	}
}

// TestRoleSessionMessages is about who is refused once a role was assumed: not the
// keys that assumed it.
func TestRoleSessionMessages(t *testing.T) {
	t.Parallel()
	const session, arn = "the session of the role in ECR_CONTAINER_REGISTRY_ROLE_ARN", "arn:aws:sts::123456789012:assumed-role/r/s"
	for _, test := range []struct {
		failure ecr.Failure
		want    string
	}{
		{ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not accept " + session + ": enable the region us-east-1 for the role's account"},
		{ecr.Failure{Cause: ecr.SignatureWrong}, "AWS does not accept the signature of " + session + ": check what changes requests on their way: HTTPS_PROXY"},
		{ecr.Failure{Cause: ecr.SessionExpired}, session + " has expired: check this machine's clock, and try again"},
		{ecr.Failure{Cause: ecr.NotPermitted}, session + " is not allowed to get ECR tokens: allow it ecr:GetAuthorizationToken"},
		{ecr.Failure{Cause: ecr.NotPermitted, Detail: arn}, arn + " is not allowed to get ECR tokens: allow it ecr:GetAuthorizationToken"},
		{ecr.Failure{Cause: ecr.PublicNotPermitted}, session + " is not allowed to get ECR Public tokens: allow it ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"},
		{ecr.Failure{Cause: ecr.AccountNotReady, Detail: "suspended"}, "this AWS account is suspended: see what AWS wrote to the account's owner, or ask AWS Support"},
	} {
		test.failure.IsOfRole = true
		r := run{
			environ:  append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/r"),
			stdin:    ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &test.failure },
		}
		if r.do("get"); r.stdout != ecrHost+": "+test.want+"\n" {
			t.Errorf("%+v: %q, want %q", test.failure, r.stdout, test.want)
		}
	}
}

// TestRefusedSignature counts a key's characters where they are not those of
// AWS's keys, and not those of keys that are not the secret's.
func TestRefusedSignature(t *testing.T) {
	t.Parallel()
	const server, user, password = "ECR_CONTAINER_REGISTRY_SERVER=", "ECR_CONTAINER_REGISTRY_USER=", "ECR_CONTAINER_REGISTRY_PASSWORD="
	for name, test := range map[string]struct {
		environ []string
		isShown bool
	}{
		"short":   {[]string{server + ecrHost, user + exampleID, password + exampleKey[1:]}, true},
		"right":   {[]string{server + ecrHost, user + exampleID, password + exampleKey}, false},
		"ambient": {[]string{server + ecrHost}, false},
	} {
		r := run{environ: test.environ, stdin: ecrHost, exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{}, &ecr.Failure{Cause: ecr.SignatureWrong}
		}}
		if r.do("get"); r.status != 1 || strings.Contains(r.stdout, "(it has 39 characters, those of AWS have 40)") != test.isShown ||
			!test.isShown && strings.Contains(r.stdout, "characters") {
			t.Errorf("%s: status %d, %q", name, r.status, r.stdout)
		}
	}
}

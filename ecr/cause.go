package ecr

// A Cause says why an exchange failed.
type Cause byte

// The causes of a failed exchange.
const (
	// NotUnderstood is an answer that is none of ECR's; Detail says what it is.
	NotUnderstood Cause = iota + 1
	// KeyUnknown is an access key ID that AWS doesn't know or has disabled,
	// or, with a session token, one that doesn't belong to it.
	KeyUnknown
	// SignatureWrong is a secret access key that isn't the access key ID's.
	SignatureWrong
	// SessionTokenMissing is a temporary key that came without its token.
	SessionTokenMissing
	// SessionTokenStray is a key that is not temporary and came with a session token.
	SessionTokenStray
	// SessionExpired is a temporary key whose time is over.
	SessionExpired
	// NotPermitted is an identity that is not allowed to ask for tokens; Detail
	// is its name (ARN), if AWS gave it.
	NotPermitted
	// PublicNotPermitted is NotPermitted for ECR Public, which asks for more.
	PublicNotPermitted
	// RoleRefused is a role that the identity is not allowed to assume; Detail
	// is the identity's name (ARN), if AWS gave it.
	RoleRefused
	// NotSubscribed is an account that is not signed up for the service in the
	// region.
	NotSubscribed
	// ClockSkewed is a clock too far from that of AWS.
	ClockSkewed
	// Throttled is an identity or account that asked too often; Detail is who says so,
	// empty for AWS.
	Throttled
	// Unavailable is AWS failing on its own side; Detail is the HTTP status.
	Unavailable
	// NameNotResolved is an endpoint whose name has no address; Detail is it.
	NameNotResolved
	// ConnectionFailed is an endpoint, or its proxy, that takes no connection;
	// Detail is its address and what the system says.
	ConnectionFailed
	// Untrusted is an endpoint whose TLS certificate is not trusted; Detail is
	// its name.
	Untrusted
	// ProxyRefused is a proxy that doesn't let the connection through; Detail
	// is what it says.
	ProxyRefused
	// TimedOut is an exchange that took longer than it may; Detail is who was
	// waited for, empty for one that had no time to begin.
	TimedOut
	// BundleUnusable is a file of AWS_CA_BUNDLE that holds no certificates;
	// Detail says what is wrong with it.
	BundleUnusable
	// EndpointUnusable is a setting that holds no endpoint's URL; Detail is its name,
	// or empty for that of a variable.
	EndpointUnusable
	// Defect is a mistake of this program.
	Defect
	// KeyTooShort is a secret access key that Go's FIPS 140-only mode does not
	// sign with.
	KeyTooShort
	// CertificateExpired is Untrusted for a certificate whose time is over,
	// CertificateEarly for one whose time has not come, CertificateOfAnother
	// for one of another name.
	CertificateExpired
	CertificateEarly
	CertificateOfAnother
	// NoAuthorities is Untrusted on a machine that trusts no one at all.
	NoAuthorities
	// TLSFailed is an endpoint, or its proxy, that speaks no TLS, or none that
	// this machine does; Detail is its address and what was wrong.
	TLSFailed
	// ProxyUnusable is a variable that holds no proxy's address; Detail is its
	// name.
	ProxyUnusable
	// SystemBundleUnusable is a file of SSL_CERT_FILE that can't be read; Detail
	// says why.
	SystemBundleUnusable
	// MFARequired is a role whose trust policy demands MFA.
	MFARequired
	// RoleTooLong is a role that was asked for, by its AWS profile, for longer than
	// AWS or the role allows.
	RoleTooLong
	// STSNotActivated is a region in which the account has not activated STS.
	STSNotActivated
	// AccountNotReady is an account that AWS does nothing for; Detail says why.
	AccountNotReady
	// SignatureLost is a request whose signature did not arrive whole.
	SignatureLost
	// CallRefused is an error of AWS that is none of the identity's; Detail is its
	// code.
	CallRefused
	// WebIdentityRefused is a web identity token that AWS does not accept; Detail of
	// all that are about one says where it is, empty for the secret's own.
	WebIdentityRefused
	// WebIdentityNotAllowed is one that the role doesn't let in.
	WebIdentityNotAllowed
	// WebIdentityExpired is one whose time is over.
	WebIdentityExpired
	// IssuerUnknown is a web identity token of somebody who is no identity provider
	// of the role's account, AudienceWrong one that is for somebody else than AWS.
	IssuerUnknown
	AudienceWrong
	// IssuerUnreachable is a web identity token that AWS can't check, since its
	// issuer does not give AWS the keys for that.
	IssuerUnreachable
	// ThumbprintWrong is a web identity token whose issuer's HTTPS certificate is not
	// the one that the identity provider in IAM has the thumbprint of.
	ThumbprintWrong

	firstAmbientCause = iota + 1 // those of an ambient identity go on
)

// A Failure is an exchange that gave no token. It holds nothing secret.
type Failure struct {
	Cause Cause
	// Detail is what the cause's comment says, or empty.
	Detail string
	// Service is the API that was asked in place of the registry's own, spelt as in
	// the names of variables: "STS", "SSO_OIDC". It is empty for the registry's own.
	Service string
	// Profile is the AWS profile that the cause is about, or whose keys are refused;
	// empty for none, and for one whose name may hold a key.
	Profile string
	// IsOfRole reports whether AWS holds it against the session of the role that was
	// assumed, rather than against the keys that assumed it.
	IsOfRole bool
	// Denial is of NotPermitted, PublicNotPermitted and RoleRefused.
	Denial Denial
}

// Error returns a bare description; package helper words it for the user,
// since it knows the variables.
func (f *Failure) Error() string {
	if f.Detail == "" {
		return "token exchange failed"
	}
	return "token exchange failed: " + f.Detail
}

// IsRefusal reports whether AWS was asked and holds something against the
// identity, so that asking again, or an old token, is no way out.
func (c Cause) IsRefusal() bool {
	switch c {
	case KeyUnknown, SignatureWrong, SessionTokenMissing, SessionTokenStray, SessionExpired,
		NotPermitted, PublicNotPermitted, RoleRefused, NotSubscribed, MFARequired, RoleTooLong, STSNotActivated,
		AccountNotReady, WebIdentityRefused, WebIdentityNotAllowed, WebIdentityExpired, IssuerUnknown, AudienceWrong,
		ThumbprintWrong:
		return true
	}
	return c.isAmbientRefusal()
}

// IsOfThisMachine reports whether this machine, its settings or its network
// may be the only reason, so that another process may well fare better.
func (c Cause) IsOfThisMachine() bool {
	switch c {
	case NotUnderstood, Throttled, Unavailable, CallRefused, IssuerUnreachable:
		return false
	}
	return c == SessionTokenMissing || !c.IsRefusal()
}

// IsOfCertificate reports whether a TLS certificate is the reason.
func (c Cause) IsOfCertificate() bool {
	switch c {
	case Untrusted, CertificateExpired, CertificateEarly, CertificateOfAnother, NoAuthorities:
		return true
	}
	return false
}

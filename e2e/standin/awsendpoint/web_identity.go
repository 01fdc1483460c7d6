package awsendpoint

import (
	"crypto/ecdsa"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"
)

// webIdentityAudience is whom a token must be for:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
const webIdentityAudience = "sts.amazonaws.com"

// shortestWebIdentity is the least that STS takes for a token, in bytes.
const shortestWebIdentity = 4

// A TokenIssuer gives web identity tokens, as GitHub, GitLab and a Kubernetes cluster do.
type TokenIssuer struct {
	URL string // as https://token.actions.githubusercontent.com

	key *ecdsa.PrivateKey
}

// NewTokenIssuer returns one that no endpoint trusts yet.
func NewTokenIssuer(url string) *TokenIssuer { return &TokenIssuer{URL: url, key: newSigningKey()} }

// Token returns a signed token of a subject, as repo:owner/name.
func (i *TokenIssuer) Token(subject string, expires time.Time) string {
	return i.TokenFor(webIdentityAudience, subject, expires)
}

// TokenFor is Token for another audience than AWS.
func (i *TokenIssuer) TokenFor(audience, subject string, expires time.Time) string {
	return signJWT(i.key, map[string]any{"iss": i.URL, "sub": subject, "aud": audience, "exp": expires.Unix()})
}

// TrustIssuer makes an issuer one of the account's identity providers.
func (e *Endpoint) TrustIssuer(issuer *TokenIssuer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.issuers[issuer.URL] = issuer
}

func (e *Endpoint) issuer(url string) *TokenIssuer {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.issuers[url]
}

// assumeRoleWithWebIdentity gives the temporary keys of a role for a token. The request bears no signature, the token
// does:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
func (e *Endpoint) assumeRoleWithWebIdentity(req request, now time.Time) answer {
	switch token, role := req.form.Get("WebIdentityToken"), req.form.Get("RoleArn"); {
	case len(token) < shortestWebIdentity:
		return invalidParameter("Value at 'webIdentityToken' failed to satisfy constraint: " +
			"Member must have length greater than or equal to 4").answer(req)
	case account(role) == "":
		return invalidParameter("Request ARN is invalid").answer(req)
	}
	token, refused := e.checkWebIdentity(req.form.Get("WebIdentityToken"), now)
	if refused != nil {
		return refused.answer(req)
	}
	role, known := e.role(req.form.Get("RoleArn"))
	session := req.form.Get("RoleSessionName")
	if !known || role.Subject == "" || role.Subject != token.text("sub") {
		return denied("Not authorized to perform sts:AssumeRoleWithWebIdentity").answer(req)
	}
	assumed := e.newRoleSession(role, session, now.Add(sessionLife(req.form.Get("DurationSeconds"))))
	keys, user := roleSessionOf(assumed, session)
	return xmlAnswer(http.StatusOK, struct {
		XMLName     xml.Name    `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleWithWebIdentityResponse"`
		Credentials credentials `xml:"AssumeRoleWithWebIdentityResult>Credentials"`
		User        assumedUser `xml:"AssumeRoleWithWebIdentityResult>AssumedRoleUser"`
		Subject     string      `xml:"AssumeRoleWithWebIdentityResult>SubjectFromWebIdentityToken"`
		RequestID   string      `xml:"ResponseMetadata>RequestId"`
	}{Credentials: keys, User: user, Subject: token.text("sub"), RequestID: requestID()})
}

// checkWebIdentity refuses in the words of STS. They are in reports of its users:
// https://github.com/mozilla-iam/mozilla-aws-cli/issues/127 (no provider),
// https://github.com/aws/aws-sdk-js-v3/issues/3052 (no key),
// https://github.com/awslabs/aws-orbit-workbench/issues/771 (expired)
func (e *Endpoint) checkWebIdentity(text string, now time.Time) (jwt, *refusal) {
	token, ok := parseJWT(text)
	if !ok {
		return jwt{}, invalidToken("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
	}
	issuer := e.issuer(token.text("iss"))
	if issuer == nil {
		return jwt{}, invalidToken("No OpenIDConnect provider found in your account for " + token.text("iss"))
	}
	if !token.isSignedBy(&issuer.key.PublicKey) {
		return jwt{}, invalidToken("Couldn't retrieve verification key from your identity provider,  " +
			"please reference AssumeRoleWithWebIdentity documentation for requirements")
	}
	if token.text("aud") != webIdentityAudience {
		return jwt{}, invalidToken("Incorrect token audience")
	}
	if expires := token.seconds("exp"); now.Unix() >= expires {
		message := fmt.Sprintf("Token expired: current date/time %d must be before the expiration date/time %d", now.Unix(), expires)
		return jwt{}, &refusal{"ExpiredTokenException", "ExpiredTokenException", http.StatusBadRequest, message}
	}
	return token, nil
}

func invalidToken(message string) *refusal {
	return &refusal{"InvalidIdentityTokenException", "InvalidIdentityToken", http.StatusBadRequest, message}
}

package awsendpoint

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strings"
	"time"
)

// signinTokenPath is where AWS Sign-In renews the keys of "aws login":
// https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
const signinTokenPath = "/v1/token"

// loginLife is how long the keys of "aws login" last.
const loginLife = 15 * time.Minute

// A LoginSession is what somebody has who ran "aws login".
type LoginSession struct {
	ARN, ClientID, RefreshToken string

	key *ecdsa.PrivateKey
}

// NewLoginSession returns a session of an identity that no endpoint knows yet.
func NewLoginSession(arn string) *LoginSession {
	const client = "arn:aws:signin:::devtools/same-device"
	return &LoginSession{ARN: arn, ClientID: client, RefreshToken: randomBase64(90), key: newSigningKey()}
}

// Key returns the key that proves the session's possession (RFC 9449), as it is kept in a file: PEM.
func (s *LoginSession) Key() string {
	content, err := x509.MarshalECPrivateKey(s.key)
	if err != nil {
		panic(err) // of a curve that it knows
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: content}))
}

// AddLoginSession makes a session known.
func (e *Endpoint) AddLoginSession(session *LoginSession) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.loginSessions = append(e.loginSessions, session)
}

// createOAuth2Token renews the keys of a session, for whoever proves to hold its key. The error codes are those of the
// API's reference:
// https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html#API_CreateOAuth2Token_Errors
func (e *Endpoint) createOAuth2Token(req request, now time.Time) answer {
	var input struct{ ClientID, GrantType, RefreshToken string }
	if json.Unmarshal(req.body, &input) != nil || input.GrantType != "refresh_token" {
		return signinError(http.StatusBadRequest, "ValidationException", "INVALID_REQUEST")
	}
	session := e.loginSession(input.RefreshToken)
	if session == nil || session.ClientID != input.ClientID || !session.proves(req, now) {
		return signinError(http.StatusUnauthorized, "AccessDeniedException", "TOKEN_EXPIRED")
	}
	keys := newTemporaryIdentity(session.ARN, now.Add(loginLife))
	e.AddIdentity(keys)
	return jsonAnswer(http.StatusOK, map[string]any{
		"accessToken": map[string]any{
			"accessKeyId": keys.AccessKeyID, "secretAccessKey": keys.SecretAccessKey, "sessionToken": keys.SessionToken,
		},
		"tokenType": "aws_sigv4", "refreshToken": session.RefreshToken, "expiresIn": int(loginLife / time.Second),
	})
}

func (e *Endpoint) loginSession(refreshToken string) *LoginSession {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, session := range e.loginSessions {
		if equal(session.RefreshToken, refreshToken) {
			return session
		}
	}
	return nil
}

// proves reports whether the request's proof is signed by the session's key, for this request, just now.
func (s *LoginSession) proves(req request, now time.Time) bool {
	proof, ok := parseJWT(req.http.Header.Get("DPoP"))
	if !ok || !proof.isSignedBy(&s.key.PublicKey) {
		return false
	}
	issued := time.Unix(proof.seconds("iat"), 0)
	return proof.text("htm") == req.http.Method && strings.HasSuffix(proof.text("htu"), req.http.Host+req.http.URL.Path) &&
		issued.After(now.Add(-maxSkew)) && issued.Before(now.Add(maxSkew))
}

func signinError(status int, code, oauthCode string) answer {
	return jsonAnswer(status, map[string]string{"__type": code, "error": oauthCode, "message": "refused"})
}

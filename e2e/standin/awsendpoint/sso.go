package awsendpoint

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Where the services of IAM Identity Center answer:
// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html,
// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
const (
	rolePath     = "/federation/credentials"
	ssoTokenPath = "/token"
)

// An SSOSession is what somebody has who logged in to IAM Identity Center, and the one role that is assigned to them.
type SSOSession struct {
	AccessToken, RefreshToken string
	ClientID, ClientSecret    string
	Expires                   time.Time // when the access token ends
	AccountID, RoleName       string
}

// NewSSOSession returns a session that no endpoint knows yet.
func NewSSOSession(accountID, roleName string, expires time.Time) *SSOSession {
	return &SSOSession{
		AccessToken: "aoa" + randomBase64(60), RefreshToken: "aor" + randomBase64(60),
		ClientID: randomID(22), ClientSecret: randomBase64(90),
		Expires: expires, AccountID: accountID, RoleName: roleName,
	}
}

// AddSSOSession makes a session known. Its owner must not change it any more.
func (e *Endpoint) AddSSOSession(session *SSOSession) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ssoSessions = append(e.ssoSessions, session)
}

// ssoSession returns a session that fits, nil for none.
func (e *Endpoint) ssoSession(fits func(*SSOSession) bool) *SSOSession {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, session := range e.ssoSessions {
		if fits(session) {
			return session
		}
	}
	return nil
}

// roleCredentials gives the keys of the role that is assigned. What it refuses with is in reports of its users:
// https://github.com/61418/aws-sso-util/issues/74, https://github.com/aws/aws-sam-cli/issues/2129
func (e *Endpoint) roleCredentials(req request, now time.Time) answer {
	token := req.http.Header.Get("X-Amz-Sso_bearer_token")
	session := e.ssoSession(func(s *SSOSession) bool { return equal(s.AccessToken, token) && now.Before(s.Expires) })
	if session == nil {
		return jsonError(http.StatusUnauthorized, "com.amazonaws.switchboard.portal#UnauthorizedException",
			"Session token not found or invalid")
	}
	query := req.http.URL.Query()
	if query.Get("account_id") != session.AccountID || query.Get("role_name") != session.RoleName {
		return jsonError(http.StatusForbidden, "com.amazonaws.switchboard.portal#ForbiddenException", "No access")
	}
	keys := newTemporaryIdentity(fmt.Sprintf("arn:aws:sts::%s:assumed-role/AWSReservedSSO_%s_0123456789abcdef/puller",
		session.AccountID, session.RoleName), now.Add(defaultSessionLife))
	e.AddIdentity(keys)
	return jsonAnswer(http.StatusOK, map[string]any{"roleCredentials": map[string]any{
		"accessKeyId": keys.AccessKeyID, "secretAccessKey": keys.SecretAccessKey, "sessionToken": keys.SessionToken,
		"expiration": keys.Expires.UnixMilli(),
	}})
}

// createToken renews an access token. What it refuses with is in a report of its users:
// https://github.com/aws/aws-cli/issues/8561
func (e *Endpoint) createToken(req request, now time.Time) answer {
	var input struct{ ClientID, ClientSecret, GrantType, RefreshToken string }
	if json.Unmarshal(req.body, &input) != nil || input.GrantType != "refresh_token" {
		return oidcError("InvalidRequestException", "invalid_request", "")
	}
	old := e.ssoSession(func(s *SSOSession) bool {
		isClient := equal(s.ClientID, input.ClientID) && equal(s.ClientSecret, input.ClientSecret)
		return isClient && equal(s.RefreshToken, input.RefreshToken)
	})
	if old == nil {
		return oidcError("InvalidGrantException", "invalid_grant", "Invalid refresh token provided")
	}
	renewed := *old
	renewed.AccessToken, renewed.Expires = "aoa"+randomBase64(60), now.Add(defaultSessionLife)
	e.AddSSOSession(&renewed)
	return jsonAnswer(http.StatusOK, map[string]any{
		"accessToken": renewed.AccessToken, "refreshToken": renewed.RefreshToken, "tokenType": "Bearer",
		"expiresIn": int(defaultSessionLife / time.Second),
	})
}

func oidcError(code, oauthCode, description string) answer {
	return jsonAnswer(http.StatusBadRequest, map[string]string{"__type": code, "error": oauthCode, "error_description": description})
}

package exchange

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// instanceServiceID is the SDK's name of the metadata service, as serviceOf writes it.
const instanceServiceID = "EC2IMDS"

// loginCauses are what the error codes mean by which AWS gives no keys for a login, or
// doesn't renew it
// (https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html,
// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html,
// https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html).
func loginCauses() map[[2]string]ecr.Cause {
	return map[[2]string]ecr.Cause{
		{"SSO", "Unauthorized"}:              ecr.SSOLoggedOut,
		{"SSO", "Forbidden"}:                 ecr.SSORoleNotAssigned,
		{"SSO", "ResourceNotFound"}:          ecr.SSORoleNotAssigned,
		{"SSO_OIDC", "InvalidGrant"}:         ecr.SSOExpired,
		{"SSO_OIDC", "ExpiredToken"}:         ecr.SSOExpired,
		{"SSO_OIDC", "InvalidClient"}:        ecr.SSOExpired,
		{"SSO_OIDC", "UnauthorizedClient"}:   ecr.SSOExpired,
		{"SSO_OIDC", "AccessDenied"}:         ecr.SSOLoggedOut,
		{"SSO_OIDC", "AuthorizationPending"}: ecr.SSOLoggedOut,
		{"SSO_OIDC", "InvalidRequest"}:       ecr.SSOLoggedOut,
		{"SSO_OIDC", "InvalidScope"}:         ecr.SSOLoggedOut,
		{"SSO_OIDC", "UnsupportedGrantType"}: ecr.SSOLoggedOut,
		{"SIGNIN", "Validation"}:             ecr.LoginExpired,
	}
}

// keysFailure says why the default chain gave no keys.
func (c *chain) keysFailure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var known *ecr.Failure
	if errors.As(err, &known) {
		return err // beside the answer that it comes of
	}
	source, failure := sourceOf(&c.profile, c.Getenv), classify(err)
	isKnown := failure.Cause == ecr.TimedOut || failure.Cause == ecr.TLSFailed || failure.Cause.IsOfCertificate()
	switch service := failure.Service; {
	case c.isThrottled.Load():
		failure = &ecr.Failure{Cause: ecr.Throttled, Detail: instanceService}
	case service == instanceServiceID:
		failure = instanceFailure(err)
	case service != "":
		failure = c.serviceFailure(err, failure)
	case source == fromContainer && !isKnown:
		failure = c.containerFailure(err)
	case source == fromContainer:
	default:
		failure = c.sourceFailure(err, source)
	}
	switch {
	case failure.Cause == ecr.NoAmbientIdentity:
		return c.nothingFound()
	case source == fromSSO, source == fromLogin:
		failure.Profile = shownName(innermost(&c.profile).Profile)
	}
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		return answerError{failure, answer}
	}
	return failure
}

// serviceFailure is about a service of AWS that was asked for keys.
func (c *chain) serviceFailure(err error, failure *ecr.Failure) *ecr.Failure {
	var answer smithy.APIError
	switch {
	case !errors.As(err, &answer):
	case failure.Service == "SSO" && missingSSOSetting(&c.profile) != "":
		failure = &ecr.Failure{Cause: ecr.SettingMissing, Detail: missingSSOSetting(&c.profile)}
	default: // what STS says of a role or a token is known already
		code := strings.TrimSuffix(answer.ErrorCode(), "Exception")
		if cause, ok := loginCauses()[[2]string{failure.Service, code}]; ok {
			failure.Cause, failure.Detail = cause, ""
		}
	}
	return failure
}

// missingSSOSetting returns the setting without which nobody can ask for the role of a
// profile, and which the SDK does not miss where there is a sso-session.
func missingSSOSetting(profile *config.SharedConfig) string {
	switch last := innermost(profile); {
	case last.SSOAccountID == "":
		return "sso_account_id"
	case last.SSORoleName == "":
		return "sso_role_name"
	}
	return ""
}

// sourceFailure is about a source of keys where no service was asked.
func (c *chain) sourceFailure(err error, source keySource) *ecr.Failure {
	var file *fs.PathError
	switch isMissing := errors.Is(err, fs.ErrNotExist); source {
	case fromVariables:
		return &ecr.Failure{Cause: ecr.VariableMissing,
			Detail: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, which credential_source = Environment needs"}
	case fromWebIdentity:
		token := c.tokenFile(&c.profile)
		if _, err := c.ReadFile(token.path); err != nil {
			return token.unreadable(err)
		}
		failure := classify(err)
		failure.Service = "STS" // whose answer holds no keys
		return failure
	case fromSSO, fromLogin:
		switch {
		case isMissing:
			return &ecr.Failure{Cause: ecr.SSONotLoggedIn}
		case errors.As(err, &file) && isOfKeeping(err):
			detail := "the renewed session can't be kept below ~/.aws (" + hidden.WithoutPath(err).Error() + ")"
			return &ecr.Failure{Cause: ecr.FileUnreadable, Detail: detail}
		case errors.As(err, &file):
			return settingsFile{name: "the session below ~/.aws"}.unreadable(err)
		case source == fromSSO:
			return &ecr.Failure{Cause: ecr.SSOExpired}
		case strings.Contains(err.Error(), "token file not found"):
			return &ecr.Failure{Cause: ecr.LoginMissing}
		case strings.Contains(err.Error(), "insufficient permissions"):
			return &ecr.Failure{Cause: ecr.LoginNotPermitted}
		}
		return &ecr.Failure{Cause: ecr.LoginExpired}
	case fromInstance:
		var answer smithy.APIError
		if errors.As(err, &answer) && answer.ErrorCode() == "AssumeRoleUnauthorizedAccess" {
			return &ecr.Failure{Cause: ecr.InstanceRoleWithoutTrust}
		}
		return &ecr.Failure{Cause: ecr.InstanceRefused, Detail: noKeysInAnswer}
	}
	return &ecr.Failure{Cause: ecr.NoAmbientIdentity}
}

// isOfKeeping reports whether the SDK failed to keep a session that it has renewed,
// whose keys it then doesn't give.
func isOfKeeping(err error) bool {
	return strings.Contains(err.Error(), "unable to cache refreshed SSO token") || strings.Contains(err.Error(), "save token")
}

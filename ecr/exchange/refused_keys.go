package exchange

import (
	"errors"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// blameToken tells a key that AWS doesn't know from one that AWS knows without the
// session token beside it.
func blameToken(failure *ecr.Failure, keys ecr.Identity) {
	if failure.Cause == ecr.KeyUnknown && !keys.SessionToken.IsEmpty() && !keys.AccessKeyID.Is(ecr.IsTemporaryKeyID) {
		failure.Cause = ecr.SessionTokenStray
	}
}

// whoseKeys says of keys that AWS refuses where the chain found them: in which
// profile, or with whom, who alone can give others.
func (c *chain) whoseKeys(result Outcome) Outcome {
	refused := new(ecr.Failure)
	if !errors.As(result.Err, &refused) || refused.IsOfRole {
		return result
	}
	failure := *refused
	switch failure.Cause {
	case ecr.KeyUnknown, ecr.SignatureWrong, ecr.SessionTokenMissing, ecr.SessionTokenStray, ecr.SessionExpired:
	default:
		return result
	}
	source, last := sourceOf(&c.profile, c.Getenv), innermost(&c.profile)
	isAssumed := c.profile.RoleARN != "" && source != fromVariables
	switch isExpired := failure.Cause == ecr.SessionExpired; {
	case source == fromWebIdentity, isAssumed && failure.Service == "":
		failure.IsOfRole = true
	case isExpired && source == fromSSO:
		failure.Cause = ecr.SSOExpired
	case isExpired && source == fromLogin:
		failure.Cause = ecr.LoginExpired
	case isExpired && source == fromProcess:
		failure.Cause, failure.Detail = ecr.KeysExpired, "the credential_process of "+whichProfile(last)
	case isExpired && source == fromContainer:
		failure.Cause, failure.Detail = ecr.KeysExpired, containerService
	case isExpired && source == fromInstance:
		failure.Cause, failure.Detail = ecr.KeysExpired, instanceService
	}
	switch source {
	case fromProfile, fromSSO, fromLogin, fromProcess:
		failure.Profile = shownName(last.Profile)
	}
	result.Err = &failure
	return result
}

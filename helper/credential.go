package helper

import (
	"errors"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A credential is what a secret answers with, as far as that is known without
// AWS.
type credential struct {
	username, password hidden.Text
	token              ecr.Token // the one of the cache that password is, if it is one
	// keys are to be exchanged for the password. They are nil if it is known.
	keys  *ecr.Identity
	terms exchangeTerms
}

// credential returns what a complete secret answers with. All that can be
// refused without asking AWS is refused here, for every verb.
func (k keychain) credential(secret secrets.Secret) (credential, error) {
	if secret.Kind != secrets.ECRKind {
		return k.ownCredential(secret)
	}
	keys, err := k.keys(secret)
	if err != nil {
		return credential{}, err
	}
	if keys.AccessKeyID.Is(IsTokenUser) {
		return k.pastedToken(secret, keys.SecretAccessKey)
	}
	terms, err := k.settings.exchangeTerms()
	if err != nil {
		return credential{}, problem(secret.Server, err.Error(), "correct it, or unset it")
	}
	if keys.LacksSessionToken() {
		return credential{}, excusePublic(secret, terms.problem(secret, keys, &ecr.Failure{Cause: ecr.SessionTokenMissing}))
	}
	if expired, ok := k.webIdentityExpiry(keys); ok {
		return k.outlived(secret, keys, expired)
	}
	return credential{username: hidden.Of(ecr.TokenUser), keys: &keys, terms: terms}, nil
}

// ownCredential returns user name and password as they are. An AWS access key
// stays here: it is worth more than the registry it would be sent to.
func (k keychain) ownCredential(secret secrets.Secret) (c credential, err error) {
	if c.username, err = k.value(secret, secrets.User); err != nil {
		return credential{}, err
	}
	if c.password, err = k.value(secret, secrets.Password); err != nil {
		return credential{}, err
	}
	user, password := secret.Variable(secrets.User), secret.Variable(secrets.Password)
	isForECR := c.username.Is(isNearlyTokenUser) ||
		secret.Has(secrets.SessionToken) || secret.Has(secrets.RoleARN) || secret.Has(secrets.ExternalID) || fieldOfECR(secret) != ""
	var found string
	switch {
	case c.username.Is(ecr.HoldsAccessKeyID):
		found = user + " is an AWS access key ID"
	case c.password.Is(ecr.HoldsAccessKeyID):
		found = password + " is an AWS access key ID"
	case isForECR && c.username.Is(ecr.HoldsSecretAccessKey):
		found = user + " is an AWS secret access key"
	case isForECR && c.password.Is(ecr.HoldsSecretAccessKey):
		found = password + " is an AWS secret access key"
	default:
		return c, nil
	}
	reason := ", but this is no ECR registry"
	if near := ecr.NearMiss(secret.Server.Host); near != "" {
		reason = ", and " + near
	}
	return credential{}, problem(secret.Server, found+reason,
		"correct "+secret.ServerVariable()+", or set a user name and password of this registry")
}

// keys reads the keys of the secret, without what is pasted around them; for
// one of user AWS these are the user name and the token.
func (k keychain) keys(secret secrets.Secret) (ecr.Identity, error) {
	var keys ecr.Identity
	if cause, next := explainRivals(secret); cause != "" {
		return ecr.Identity{}, problem(secret.Server, cause, next)
	}
	for _, part := range []struct {
		field secrets.Field
		to    *hidden.Text
	}{
		{secrets.User, &keys.AccessKeyID},
		{secrets.Password, &keys.SecretAccessKey},
		{secrets.SessionToken, &keys.SessionToken},
		{secrets.WebIdentityToken, &keys.WebIdentityToken},
		{secrets.Profile, &keys.Profile},
		{secrets.RoleARN, &keys.RoleARN},
		{secrets.ExternalID, &keys.ExternalID},
	} {
		value, err := k.value(secret, part.field)
		if err != nil {
			return ecr.Identity{}, err
		}
		*part.to = value.Map(ecr.TrimKey)
	}
	return keys, k.checkKeys(secret, keys)
}

// value reads a field of the secret, and words what may fail.
func (k keychain) value(secret secrets.Secret, field secrets.Field) (hidden.Text, error) {
	if secret.IsInFile(field) {
		k.watch.await("the file that " + secret.Variable(field) + " names")
	}
	value, err := secret.Value(field, k.program.ReadFile)
	if err != nil {
		unfit := new(secrets.ValueError)
		errors.As(err, &unfit)
		return hidden.Text{}, problem(secret.Server, err.Error(), unfit.Fix)
	}
	if field != secrets.Password && value.Is(hasControlCharacter) {
		return hidden.Text{}, problem(secret.Server,
			secret.Variable(field)+" has a line break or another control character in it", "correct it")
	}
	return value, nil
}

// hasControlCharacter is about what goes into a header, where a line break
// would end it.
func hasControlCharacter(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }

// pastedToken passes on a token that the user got from AWS, unless its time
// is over.
func (k keychain) pastedToken(secret secrets.Secret, token hidden.Text) (credential, error) {
	user, password := secret.Variable(secrets.User), secret.Variable(secrets.Password)
	if token.Is(ecr.IsSecretAccessKey) || token.Is(ecr.HoldsSecretAccessKey) {
		return credential{}, problem(secret.Server, password+" is a secret access key, but "+user+" is "+ecr.TokenUser,
			"set "+user+" to the access key ID")
	}
	if secret.Pattern != "" && !ecr.IsOfOneRegion(secret.Pattern) {
		return credential{}, problem(secret.Server, "the token in "+password+" is good in one region alone",
			"name that in "+secret.ServerVariable()+", or set an AWS access key, which is exchanged for a token of each region")
	}
	token, ok := ecr.PastedToken(token)
	if !ok {
		return credential{}, problem(secret.Server, password+" is not a token of ECR alone",
			"set it to what \"aws ecr get-login-password\" prints")
	}
	expires, known := ecr.PastedExpiry(token)
	switch {
	case !known:
		k.debug("%s: token of user %s, expiry not readable", secret.Server, ecr.TokenUser)
	case !k.program.Now().Before(expires):
		return credential{}, problem(secret.Server, "the token in "+password+" expired at "+clock(expires).String(),
			"set a new one, or set an AWS access key, which is exchanged for a token when needed")
	default:
		k.debug("%s: token of user %s, good until %s", secret.Server, ecr.TokenUser, clock(expires))
	}
	return credential{username: hidden.Of(ecr.TokenUser), password: token}, nil
}

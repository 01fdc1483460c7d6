package ecr

import (
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
)

// testKnownIdentities has each identity of the default chain for which AWS, or this
// machine, gives temporary keys: the stand-ins check the token of each.
func (s *stage) testKnownIdentities(t *testing.T) {
	for _, known := range s.known(t) {
		t.Run(known.name, func(t *testing.T) {
			vars := s.in(t, known)
			s.mustGet(t, vars)
			s.checkCache(t, vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], awsendpoint.Identity{AccessKeyID: "ASIA"})
		})
	}
}

// known are the situations in which somebody gives keys.
func (s *stage) known(t *testing.T) []situation {
	t.Helper()
	dev := environ.Vars{"AWS_PROFILE": "dev"}
	later, before := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	issuer, login := awsendpoint.NewTokenIssuer("https://known.example"), awsendpoint.NewLoginSession(loginARN)
	s.aws.TrustIssuer(issuer)
	s.aws.AddLoginSession(login)
	s.aws.AddRole(awsendpoint.Role{ARN: roleARN, Subject: "repo:a/known"})
	token := issuer.Token("repo:a/known", later)
	s.planted.Add(token, "planted-container-token")
	overRole := "[profile dev]\nrole_arn = " + roleARN + "\nsource_profile = base\n"
	container := environ.Vars{
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.serve(t, &awsmetadata.Container{Keys: s.newIdentity(), Token: "planted-container-token"}),
	}
	instance := environ.Vars{
		"AWS_EC2_METADATA_DISABLED":         "false",
		"AWS_EC2_METADATA_SERVICE_ENDPOINT": s.serve(t, &awsmetadata.Instance{Keys: s.newIdentity()}),
	}
	return []situation{
		{name: "SSO", config: ssoConfig("dev", ssoRole, false), files: ssoFile(t, s.newSSO(later, true), false), vars: dev},
		{name: "SSO in the old form", config: ssoConfig("dev", ssoRole, true), files: ssoFile(t, s.newSSO(later, true), true), vars: dev},
		{name: "SSO, renewed", config: ssoConfig("dev", ssoRole, false), files: ssoFile(t, s.newSSO(before, true), false), vars: dev},
		{name: "role of SSO", config: overRole + ssoConfig("base", ssoRole, false), files: ssoFile(t, s.newSSO(later, true), false), vars: dev},
		{name: "aws login", config: "[profile dev]\nlogin_session = " + loginARN + "\n", files: s.loginFile(t, login, later), vars: dev},
		{name: "aws login, renewed", config: "[profile dev]\nlogin_session = " + loginARN + "\n", files: s.loginFile(t, login, before), vars: dev},
		{name: "web identity", files: map[string]string{"token.secret": token},
			vars: environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token.secret", "AWS_ROLE_ARN": roleARN}},
		{name: "web identity of a profile", files: map[string]string{"token.secret": token}, vars: dev,
			config: "[profile dev]\nrole_arn = " + roleARN + "\nweb_identity_token_file = HOME/token.secret\n"},
		{name: "container", vars: container.With(environ.Vars{"AWS_CONTAINER_AUTHORIZATION_TOKEN": "planted-container-token"})},
		{name: "container, token in a file", files: map[string]string{"token.secret": "planted-container-token"},
			vars: container.With(environ.Vars{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token.secret"})},
		{name: "role of the container", config: "[profile dev]\nrole_arn = " + roleARN + "\ncredential_source = EcsContainer\n",
			vars: container.With(dev).With(environ.Vars{"AWS_CONTAINER_AUTHORIZATION_TOKEN": "planted-container-token"})},
		{name: "instance", vars: instance},
		{name: "role of the instance", config: "[profile dev]\nrole_arn = " + roleARN + "\ncredential_source = Ec2InstanceMetadata\n", vars: instance.With(dev)},
	}
}

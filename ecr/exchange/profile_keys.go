package exchange

import (
	"context"
	"encoding/json"
	"regexp"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/logincreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/signin"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// shortestRole is the shortest time that a role can be assumed for
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
const shortestRole = 15 * time.Minute

// profileKeys returns what finds the keys of a profile that leads to a session of
// SSO, to one of "aws login", or to a credential_process. The SDK's own way tells
// nobody what it asks for the keys of the first two with; it leaves the children of
// the third alive, keeps all that it writes, and throws away what was written where
// a child keeps the pipe.
func (c *chain) profileKeys(ctx context.Context, cfg aws.Config, profile *config.SharedConfig) (keys aws.CredentialsProvider) {
	switch source := sourceOf(profile, c.Getenv); {
	case profile.Source != nil:
		keys = c.profileKeys(ctx, cfg, profile.Source)
	case source == fromSSO:
		keys = c.ssoKeys(cfg, profile)
	case source == fromLogin:
		keys = c.loginKeys(cfg, profile)
	default:
		// The SDK's caches of credentials hand no deadline down.
		keys = aws.CredentialsProviderFunc(func(context.Context) (keys aws.Credentials, err error) {
			c.awaited.set("the credential_process of the AWS profile")
			keys, err = c.runProcess(ctx, profile)
			c.witness.process, c.witness.command = keys, profile.CredentialProcess
			return keys, err
		})
	}
	if profile.RoleARN == "" {
		return keys
	}
	cfg.Credentials = aws.NewCredentialsCache(keys)
	return stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), profile.RoleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName, o.ExternalID = profile.RoleSessionName, optional(profile.ExternalID)
		if profile.RoleDurationSeconds != nil && *profile.RoleDurationSeconds >= shortestRole {
			o.Duration = *profile.RoleDurationSeconds
		}
		c.watchRole(o)
	})
}

// ssoKeys returns what gets the keys of a session of SSO from AWS, for the token in
// the file of the session. It renews the token if it has to.
func (c *chain) ssoKeys(cfg aws.Config, profile *config.SharedConfig) aws.CredentialsProvider {
	session, region := profile.SSOStartURL, profile.SSORegion
	if profile.SSOSession != nil {
		session, region = profile.SSOSession.Name, profile.SSOSession.SSORegion
	}
	cfg.Region = region
	path, _ := ssocreds.StandardCachedTokenFilepath(session) // without a home directory there is no file, and no path
	saw := func(token string) {
		c.witness.sawToken(token, "SSO", region, profile.SSOAccountID, profile.SSORoleName, c.endpoint(sso.ServiceID))
	}
	client := ssoClient{sso.NewFromConfig(cfg), saw}
	fromAWS := ssocreds.New(client, profile.SSOAccountID, profile.SSORoleName, profile.SSOStartURL, func(o *ssocreds.Options) {
		o.CachedTokenFilepath = path
		if profile.SSOSession != nil {
			o.SSOTokenProvider = ssocreds.NewSSOTokenProvider(ssooidc.NewFromConfig(cfg), path)
		}
	})
	return aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		if err := checkSSO(profile, region); err != nil {
			return aws.Credentials{}, err
		}
		session := c.readSession(path)
		c.witness.lasting = session.ClientSecret
		if !c.witness.isRehearsal || session.AccessToken == "" {
			return fromAWS.Retrieve(ctx) // which asks nobody without a token
		}
		saw(session.AccessToken)
		return standInKeys(), nil
	})
}

// checkSSO refuses to name AWS an account, a role or a region that is none, but may
// be a key
// (https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html).
func checkSSO(profile *config.SharedConfig, region string) error {
	for _, setting := range []struct{ name, value, form string }{
		{"sso_account_id", profile.SSOAccountID, `^[0-9]{12}$`},
		{"sso_region", region, `^[a-z0-9-]*$`},
		{"sso_role_name", profile.SSORoleName, ``},
	} {
		isOfForm := setting.value == "" || regexp.MustCompile(setting.form).MatchString(setting.value)
		if !isOfForm || holdsKey(setting.value) {
			return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: setting.name + " of " + whichProfile(profile)}
		}
	}
	return nil
}

// An ssoClient tells which token it gets keys for.
type ssoClient struct {
	ssocreds.GetRoleCredentialsAPIClient
	saw func(token string)
}

func (c ssoClient) GetRoleCredentials(
	ctx context.Context, input *sso.GetRoleCredentialsInput, options ...func(*sso.Options),
) (*sso.GetRoleCredentialsOutput, error) {
	c.saw(aws.ToString(input.AccessToken))
	return c.GetRoleCredentialsAPIClient.GetRoleCredentials(ctx, input, options...)
}

// loginKeys returns what finds the keys of a session of "aws login" in its file, or
// gets others from AWS. They live for 15 minutes, and the session's own key for all
// of it.
func (c *chain) loginKeys(cfg aws.Config, profile *config.SharedConfig) aws.CredentialsProvider {
	path, _ := logincreds.StandardCachedTokenFilepath(profile.LoginSession, c.Getenv("AWS_LOGIN_CACHE_DIRECTORY"))
	fromAWS := logincreds.New(signin.NewFromConfig(cfg), path, func(o *logincreds.Options) { o.RestrictPermissions = true })
	return aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		key := c.readSession(path).DPOPKey
		if c.witness.isRehearsal && key != "" {
			c.witness.sawToken(key, "login", profile.LoginSession, c.endpoint(signin.ServiceID))
			return standInKeys(), nil
		}
		keys, err := fromAWS.Retrieve(ctx)
		if key != "" && c.readSession(path).DPOPKey == key { // nobody has logged in anew meanwhile
			c.witness.sawToken(key, "login", profile.LoginSession, c.endpoint(signin.ServiceID))
		}
		return keys, err
	})
}

// A session is what is secret in the file of one of SSO or of "aws login". The access
// token, which is an object for a login, is renewed; the rest stays.
type session struct{ AccessToken, ClientSecret, DPOPKey string }

// readSession returns an empty session for a file that holds none. It has a little
// patience with one that holds nothing whole: the SDK writes it in place.
func (c *chain) readSession(path string) session {
	var read struct {
		AccessToken           json.RawMessage
		ClientSecret, DPOPKey string
	}
	for range 5 {
		content, err := c.ReadFile(path)
		if err != nil || json.Unmarshal(content, &read) == nil {
			break
		}
		time.Sleep(lockPoll)
	}
	var token string
	_ = json.Unmarshal(read.AccessToken, &token) // which leaves it empty for an object
	return session{token, read.ClientSecret, read.DPOPKey}
}

package exchange

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// A chain is the SDK's default chain for one request, with what the profile that it
// reads says of reaching AWS.
type chain struct {
	Exchanger
	request  ecr.Request
	files    settingsFiles
	profile  config.SharedConfig // an empty one for none
	provider aws.CredentialsProvider
	witness  witness
	// isThrottled is whether the metadata service says so. The SDK goes on without the
	// session that it doesn't get then.
	isThrottled atomic.Bool
}

// chain reads the settings that the default chain goes by, and builds it.
func (e Exchanger) chain(ctx context.Context, request ecr.Request) (*chain, error) {
	e.awaited.set("a file of the AWS settings")
	named := request.Identity.Profile.Reveal() // none is the chain's own choice
	if named != "" {
		e.Getenv = profileAlone(e.Getenv, named)
	}
	files := e.settingsFiles()
	profile, err := e.checkFiles(ctx, files)
	if err != nil {
		return nil, err
	}
	c := &chain{Exchanger: e.withProfile(&profile), request: request, files: files, profile: profile}
	c.request.Endpoint = ecr.EndpointOf(request.Registry, c.Getenv)
	if bundle := profile.CustomCABundle; bundle != "" {
		c.request.Settings += "ca_bundle=" + bundle + "\n"
	}
	if hasEndpoints(request) && !hasEndpoints(c.request) {
		return nil, &ecr.Failure{Cause: ecr.EndpointUnusable, Detail: "endpoint_url of the AWS profile"}
	}
	// The SDK reads the bundle too, but doesn't say what its error is.
	_, err = c.rootCAs()
	isOfProfile := e.Getenv(bundleVariable) == ""
	if failure := new(ecr.Failure); isOfProfile && errors.As(err, &failure) && failure.Cause == ecr.BundleUnusable {
		name := "the ca_bundle of " + whichProfile(&profile)
		err = &ecr.Failure{Cause: ecr.FileUnreadable, Detail: name + " can't be read (" + failure.Detail + ")"}
	}
	if err != nil {
		return nil, err
	}
	return c, c.build(ctx)
}

// build has the SDK build the chain. It has the SDK's own HTTP client, which gives
// up on a metadata service that isn't there within a second.
func (c *chain) build(ctx context.Context) error {
	c.awaited.set("")
	client := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { c.limit(ctx, t) })
	retryer := func() aws.Retryer { return c.retryer(ctx) }
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(c.request.Identity.Profile.Reveal()),
		config.WithRegion(c.request.Registry.Region), config.WithLogger(logging.Nop{}), config.WithHTTPClient(client),
		config.WithAPIOptions([]func(*middleware.Stack) error{boundAnswer, c.useEndpoints, c.watchInstance}),
		config.WithRetryer(retryer),
		config.WithAssumeRoleCredentialOptions(c.watchRole),
		config.WithWebIdentityRoleCredentialOptions(func(o *stscreds.WebIdentityRoleOptions) { c.watchToken(o, retryer) }),
		config.WithEndpointCredentialOptions(func(o *endpointcreds.Options) { o.HTTPClient = client }))
	if err != nil {
		return c.loadFailure(ctx, err)
	}
	c.provider = cfg.Credentials
	switch sourceOf(&c.profile, c.Getenv) {
	case fromContainer:
		if path := c.Getenv(containerPath); path != "" && !strings.HasPrefix(path, "/") { // which would be a part of the host's name
			return &ecr.Failure{Cause: ecr.ContainerAddressUnusable, Detail: containerPath}
		}
	case fromSSO, fromLogin, fromProcess:
		c.provider = c.profileKeys(ctx, cfg, &c.profile)
	}
	return nil
}

// retrieve returns the keys that the chain finds.
func (c *chain) retrieve(ctx context.Context) (aws.Credentials, error) {
	c.isThrottled.Store(false)
	keys, err := c.provider.Retrieve(ctx)
	switch {
	case err != nil:
		return keys, c.keysFailure(ctx, err)
	case !keys.HasKeys():
		return keys, c.keysFailure(ctx, errNoKeys)
	case keys.Source == endpointcreds.ProviderName && keys.CanExpire && !c.Now().Before(keys.Expires):
		return keys, &ecr.Failure{Cause: ecr.KeysExpired, Detail: containerService}
	}
	return keys, nil
}

// errNoKeys is about who answers, and gives none.
var errNoKeys = errors.New("no keys")

// profileAlone returns the environment with a profile chosen in it, and without
// the keys and the web identity token that would go before that.
func profileAlone(getenv func(string) string, profile string) func(string) string {
	ids, keys := keyVariables()
	return func(name string) string {
		switch {
		case name == "AWS_PROFILE":
			return profile
		case slices.Contains(ids, name), slices.Contains(keys, name), name == tokenFileVariable:
			return ""
		}
		return getenv(name)
	}
}

package exchange

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	sdkecr "github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecrpublic"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// maxTokenLife is how long AWS says that tokens live; a wrong clock on either
// side must not make it more.
const maxTokenLife = 12 * time.Hour

// A caller makes the calls of one exchange.
type caller struct {
	getenv func(string) string
	now    func() time.Time
	http   *http.Client
}

// call asks AWS for the request's token.
func (c caller) call(ctx context.Context, request ecr.Request) (ecr.Token, error) {
	cfg := aws.Config{
		Region:     request.Registry.Region,
		HTTPClient: c.http,
		Retryer:    func() aws.Retryer { return newRetryer(ctx, c.now) },
		Logger:     logging.Nop{},
	}
	cfg.Credentials = aws.NewCredentialsCache(c.credentials(cfg, request))
	if request.Registry.Public {
		return c.callPublic(ctx, cfg, request)
	}
	client := sdkecr.NewFromConfig(cfg, func(o *sdkecr.Options) {
		o.BaseEndpoint = optional(request.Endpoint.URL)
		o.EndpointOptions.UseFIPSEndpoint = fips(request.Endpoint)
		o.EndpointOptions.UseDualStackEndpoint = dualStack(request.Endpoint)
	})
	answer, err := client.GetAuthorizationToken(ctx, &sdkecr.GetAuthorizationTokenInput{})
	if err != nil {
		return ecr.Token{}, err
	}
	if len(answer.AuthorizationData) == 0 {
		return ecr.Token{}, notUnderstood("it holds no token")
	}
	data := answer.AuthorizationData[0]
	return c.decode(data.AuthorizationToken, data.ExpiresAt, answer.ResultMetadata)
}

func (c caller) callPublic(ctx context.Context, cfg aws.Config, request ecr.Request) (ecr.Token, error) {
	client := ecrpublic.NewFromConfig(cfg, func(o *ecrpublic.Options) {
		o.BaseEndpoint = optional(request.Endpoint.URL)
		o.EndpointOptions.UseFIPSEndpoint = fips(request.Endpoint)
		o.EndpointOptions.UseDualStackEndpoint = dualStack(request.Endpoint)
	})
	answer, err := client.GetAuthorizationToken(ctx, &ecrpublic.GetAuthorizationTokenInput{})
	if err != nil {
		failure := classify(err)
		if failure.Cause == ecr.NotPermitted {
			failure.Cause = ecr.PublicNotPermitted
		}
		return ecr.Token{}, failure
	}
	data := answer.AuthorizationData
	if data == nil {
		return ecr.Token{}, notUnderstood("it holds no token")
	}
	return c.decode(data.AuthorizationToken, data.ExpiresAt, answer.ResultMetadata)
}

// decode reads a token, base64 of "AWS:" and the password. How long it lives
// is told by AWS's own clock, so that this machine's may be wrong.
func (c caller) decode(token *string, expires *time.Time, metadata middleware.Metadata) (ecr.Token, error) {
	text, err := base64.StdEncoding.DecodeString(aws.ToString(token))
	if err != nil {
		return ecr.Token{}, notUnderstood("its token is not base64")
	}
	password, ok := strings.CutPrefix(string(text), ecr.TokenUser+":")
	if !ok || password == "" || !utf8.ValidString(password) {
		return ecr.Token{}, notUnderstood("its token is not one of user " + ecr.TokenUser)
	}
	now := c.now()
	asked, ok := awsmiddleware.GetServerTime(metadata)
	if !ok {
		asked = now
	}
	life := min(aws.ToTime(expires).Sub(asked), maxTokenLife)
	if life <= 0 {
		return ecr.Token{}, notUnderstood("its token has expired already")
	}
	return ecr.Token{Password: password, Issued: now, Lifetime: life}, nil
}

func notUnderstood(detail string) error {
	return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: detail}
}

func fips(endpoint ecr.Endpoint) aws.FIPSEndpointState {
	if endpoint.FIPS {
		return aws.FIPSEndpointStateEnabled
	}
	return aws.FIPSEndpointStateDisabled
}

func dualStack(endpoint ecr.Endpoint) aws.DualStackEndpointState {
	if endpoint.DualStack {
		return aws.DualStackEndpointStateEnabled
	}
	return aws.DualStackEndpointStateDisabled
}

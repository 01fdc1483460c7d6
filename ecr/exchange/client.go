package exchange

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
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
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// shortestLife is how long any token that AWS takes for alive is kept.
const shortestLife = time.Minute

// A caller makes the calls of one exchange.
type caller struct {
	now     func() time.Time
	http    *http.Client
	retryer aws.Retryer
}

// call asks AWS for the request's token.
func (c caller) call(ctx context.Context, request ecr.Request) (ecr.Token, error) {
	if !canSign(request.Identity.SecretAccessKey) {
		return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyTooShort}
	}
	if !isEndpointURL(request.TokenURL()) || !request.Identity.RoleARN.IsEmpty() && !isEndpointURL(request.RoleURL()) {
		return ecr.Token{}, &ecr.Failure{Cause: ecr.EndpointUnusable}
	}
	cfg := aws.Config{
		Region:     request.Registry.Region,
		HTTPClient: c.http,
		Retryer:    func() aws.Retryer { return c.retryer },
		Logger:     logging.Nop{},
		APIOptions: []func(*middleware.Stack) error{boundAnswer},
	}
	cfg.Credentials = aws.NewCredentialsCache(c.credentials(cfg, request))
	if request.Registry.Public {
		return c.callPublic(ctx, cfg, request)
	}
	client := sdkecr.NewFromConfig(cfg, func(o *sdkecr.Options) { o.BaseEndpoint = optional(request.TokenURL()) })
	answer, err := client.GetAuthorizationToken(ctx, &sdkecr.GetAuthorizationTokenInput{})
	if err != nil {
		return ecr.Token{}, tokenFailure(err, request)
	}
	if len(answer.AuthorizationData) == 0 {
		return ecr.Token{}, notUnderstood("it holds no token")
	}
	data := answer.AuthorizationData[0]
	return c.decode(data.AuthorizationToken, data.ExpiresAt, answer.ResultMetadata)
}

// canSign reports whether a request can be signed by the secret access key. In
// Go's FIPS 140-only mode, short keys of emulators can't, and the SDK panics.
func canSign(key hidden.Text) bool {
	_, err := hkdf.Key(sha256.New, []byte("AWS4"+key.Reveal()), nil, "", 1)
	return err == nil
}

// isEndpointURL reports whether a text is the URL of an endpoint.
func isEndpointURL(text string) bool {
	endpoint, err := url.Parse(text)
	return err == nil && (endpoint.Scheme == "http" || endpoint.Scheme == "https") && endpoint.Host != ""
}

func (c caller) callPublic(ctx context.Context, cfg aws.Config, request ecr.Request) (ecr.Token, error) {
	client := ecrpublic.NewFromConfig(cfg, func(o *ecrpublic.Options) { o.BaseEndpoint = optional(request.TokenURL()) })
	answer, err := client.GetAuthorizationToken(ctx, &ecrpublic.GetAuthorizationTokenInput{})
	if err != nil {
		return ecr.Token{}, tokenFailure(err, request)
	}
	data := answer.AuthorizationData
	if data == nil {
		return ecr.Token{}, notUnderstood("it holds no token")
	}
	return c.decode(data.AuthorizationToken, data.ExpiresAt, answer.ResultMetadata)
}

// tokenFailure finds the cause in an error of the call, and whom it is about.
func tokenFailure(err error, request ecr.Request) *ecr.Failure {
	failure := classify(err)
	if failure.Service != "" { // nobody got as far as to that call
		return failure
	}
	failure.IsOfRole = !request.Identity.RoleARN.IsEmpty() && failure.Cause.IsRefusal()
	if failure.Cause == ecr.NotPermitted && request.Registry.Public {
		failure.Cause = ecr.PublicNotPermitted
	}
	return failure
}

// decode reads a token, base64 of "AWS:" and the password. How long it lives
// AWS's own clock says, so that this machine's may be wrong. An emulator may not
// say it: that token lives for no time, and so is used once.
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
	if expires == nil {
		return ecr.Token{Password: hidden.Of(password), Issued: now}, nil
	}
	asked, ok := awsmiddleware.GetServerTime(metadata)
	if !ok {
		asked = now
	}
	asked = asked.Add(time.Second) // it was cut to whole seconds
	// A wrong clock on either side must not make a token's life longer than any.
	life := min(expires.Sub(asked), ecr.MaxTokenLife)
	if life <= 0 {
		return ecr.Token{}, notUnderstood("its token has expired already")
	}
	// A clock that is ahead may be put right while the token is kept, which
	// makes the token look younger than it is. So it is kept no longer than
	// either clock allows; the minute is for a clock that is far ahead.
	life = min(life, max(expires.Sub(now), shortestLife))
	return ecr.Token{Password: hidden.Of(password), Issued: now, Lifetime: life}, nil
}

func notUnderstood(detail string) error {
	return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: detail}
}

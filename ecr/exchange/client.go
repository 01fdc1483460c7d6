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

// A caller asks AWS for the token of a request, as often as it is told to.
type caller struct {
	request ecr.Request
	config  aws.Config
	now     func() time.Time
}

// caller returns what asks AWS within the time that ctx gives. What signs for a role
// is kept from one call to the next.
func (e Exchanger) caller(ctx context.Context, client *http.Client, request ecr.Request) *caller {
	retryer := e.retryer(ctx)
	c := &caller{request: request, now: e.Now, config: aws.Config{
		Region:     request.Registry.Region,
		HTTPClient: client,
		Retryer:    func() aws.Retryer { return retryer },
		Logger:     logging.Nop{},
		APIOptions: []func(*middleware.Stack) error{boundAnswer},
	}}
	c.config.Credentials = aws.NewCredentialsCache(signingKeys(c.config, request))
	return c
}

// call asks once.
func (c *caller) call(ctx context.Context) (ecr.Token, error) {
	if c.request.Identity.WebIdentityToken.IsEmpty() && !canSign(c.request.Identity.SecretAccessKey) {
		return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyTooShort}
	}
	url := c.request.TokenURL()
	switch {
	case !isEndpointURL(url):
		return ecr.Token{}, &ecr.Failure{Cause: ecr.EndpointUnusable}
	case !c.request.Identity.RoleARN.IsEmpty() && !isEndpointURL(c.request.RoleURL()):
		return ecr.Token{}, &ecr.Failure{Cause: ecr.EndpointUnusable, Service: "STS"}
	}
	if c.request.Registry.Public {
		return c.callPublic(ctx, url)
	}
	client := sdkecr.NewFromConfig(c.config, func(o *sdkecr.Options) { o.BaseEndpoint = &url })
	answer, err := client.GetAuthorizationToken(ctx, &sdkecr.GetAuthorizationTokenInput{})
	if err != nil {
		return ecr.Token{}, answerError{tokenFailure(err, c.request), err}
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

// hasEndpoints reports whether a request has endpoints of ECR and of STS.
func hasEndpoints(request ecr.Request) bool {
	return isEndpointURL(request.TokenURL()) && isEndpointURL(request.RoleURL())
}

func (c *caller) callPublic(ctx context.Context, url string) (ecr.Token, error) {
	client := ecrpublic.NewFromConfig(c.config, func(o *ecrpublic.Options) { o.BaseEndpoint = &url })
	answer, err := client.GetAuthorizationToken(ctx, &ecrpublic.GetAuthorizationTokenInput{})
	if err != nil {
		return ecr.Token{}, answerError{tokenFailure(err, c.request), err}
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
	if request.Identity.RoleARN.IsEmpty() {
		blameToken(failure, request.Identity)
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
func (c *caller) decode(token *string, expires *time.Time, metadata middleware.Metadata) (ecr.Token, error) {
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

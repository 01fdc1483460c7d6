package exchange

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// maxAnswerSize bounds what is read of an answer. A token has some 2,000 bytes.
const maxAnswerSize = 1 << 20

// bundleVariable names a file of certificates to trust.
const bundleVariable = "AWS_CA_BUNDLE"

// httpClient builds the client for all calls of one exchange.
func (e Exchanger) httpClient() (*http.Client, error) {
	roots, err := e.rootCAs()
	if err != nil {
		return nil, err
	}
	return &http.Client{
		Transport: bounded{&http.Transport{
			Proxy:                  e.Proxy,
			OnProxyConnectResponse: checkProxyAnswer,
			TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			MaxResponseHeaderBytes: maxAnswerSize,
		}},
		// A signed request is good for the host that it was signed for only.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// rootCAs reads the bundle, which stands in for the system's certificates
// as it does in AWS's own tools.
func (e Exchanger) rootCAs() (*x509.CertPool, error) {
	path := e.Getenv(bundleVariable)
	if path == "" {
		return nil, nil
	}
	bundle, err := e.ReadFile(path)
	if err != nil {
		return nil, &ecr.Failure{Cause: ecr.BundleUnusable, Detail: withoutPath(err)}
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(bundle) {
		return nil, &ecr.Failure{Cause: ecr.BundleUnusable, Detail: "no PEM certificate in it"}
	}
	return roots, nil
}

func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ecr.Failure{Cause: ecr.ProxyRefused, Detail: httpStatus(answer.StatusCode)}
}

func httpStatus(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("HTTP %d %s", code, text)
	}
	return fmt.Sprintf("HTTP %d", code)
}

// bounded reads no more of an answer than one can have.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	request, err := bufferBody(request)
	if err != nil {
		return nil, err
	}
	answer, err := b.RoundTripper.RoundTrip(request)
	if err == nil {
		answer.Body = boundedBody{io.LimitReader(answer.Body, maxAnswerSize), answer.Body}
	}
	return answer, err
}

type boundedBody struct {
	io.Reader
	io.Closer
}

// bufferBody gives the request a body in memory, as the transport can see. The
// SDK closes its own as soon as an answer begins, while the transport may still
// look for its end: now and then the connection breaks under the answer, and
// the call is made twice.
func bufferBody(request *http.Request) (*http.Request, error) {
	if request.Body == nil {
		return request, nil
	}
	defer func() { _ = request.Body.Close() }()
	content, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request = request.Clone(request.Context())
	request.Body = io.NopCloser(bytes.NewReader(content))
	return request, nil
}

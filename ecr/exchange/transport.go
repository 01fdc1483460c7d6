package exchange

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// maxAnswerSize bounds what is read of an answer. A token has some 2,000 bytes.
const maxAnswerSize = 1 << 20

// The variables that name a file of certificates to trust: AWS's, and that of Go's
// crypto/x509.
const (
	bundleVariable       = "AWS_CA_BUNDLE"
	systemBundleVariable = "SSL_CERT_FILE"
)

// httpClient builds the client for all calls of one exchange.
func (e Exchanger) httpClient(ctx context.Context) (*http.Client, error) {
	roots, err := e.rootCAs()
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	e.limit(ctx, transport)
	return &http.Client{
		Transport: buffered{transport},
		// A signed request is good for the host that it was signed for only.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// limit has a transport go by the environment's proxy, and wait nowhere longer than
// for half of the time that ctx gives: one stall leaves time for another attempt.
func (e Exchanger) limit(ctx context.Context, transport *http.Transport) {
	patience := untilDeadline(ctx) / 2
	dialer := net.Dialer{Timeout: patience}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return patient{connection, patience}, nil
	}
	transport.Proxy = e.proxyOf
	transport.OnProxyConnectResponse = func(ctx context.Context, proxy *url.URL, sent *http.Request, answer *http.Response) error {
		e.awaited.connected()
		return CheckProxyAnswer(ctx, proxy, sent, answer)
	}
	transport.MaxResponseHeaderBytes = maxAnswerSize
}

// A patient connection waits so long for each further byte, and no longer.
type patient struct {
	net.Conn
	patience time.Duration
}

func (p patient) Read(content []byte) (int, error) {
	_ = p.SetDeadline(time.Now().Add(p.patience))
	return p.Conn.Read(content)
}

// Write begins a wait anew, also that of a Read which has been waiting for the
// answer since before there was a request.
func (p patient) Write(content []byte) (int, error) {
	_ = p.SetDeadline(time.Now().Add(p.patience))
	return p.Conn.Write(content)
}

// rootCAs reads the bundle, which stands in for the system's certificates
// as it does in AWS's own tools.
func (e Exchanger) rootCAs() (*x509.CertPool, error) {
	path := e.Getenv(bundleVariable)
	if path == "" {
		return nil, e.checkSystemBundle()
	}
	bundle, err := e.readNamed(bundleVariable, path)
	if err != nil {
		return nil, &ecr.Failure{Cause: ecr.BundleUnusable, Detail: hidden.WithoutPath(err).Error()}
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(bundle) {
		return nil, &ecr.Failure{Cause: ecr.BundleUnusable, Detail: "no PEM certificate in it"}
	}
	return roots, nil
}

// readNamed reads the file that a variable names, and is known to wait for it.
func (e Exchanger) readNamed(variable, path string) ([]byte, error) {
	e.awaited.set("the file that " + variable + " names")
	return e.ReadFile(path)
}

// checkSystemBundle refuses a file in place of the system's certificates that may
// never end, as a pipe or a device: crypto/x509 reads it whole, whatever it is.
// It passes over one that is missing.
func (e Exchanger) checkSystemBundle() error {
	path := e.Getenv(systemBundleVariable)
	if path == "" || runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // where nobody reads it
		return nil
	}
	if _, err := e.readNamed(systemBundleVariable, path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &ecr.Failure{Cause: ecr.SystemBundleUnusable, Detail: hidden.WithoutPath(err).Error()}
	}
	return nil
}

// CheckProxyAnswer is an OnProxyConnectResponse of http.Transport, which takes no
// answer of a proxy but 200 for a connection. The error is an *ecr.Failure.
func CheckProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
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

// boundAnswer has a call of the SDK read no more of an answer than one can have.
func boundAnswer(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("BoundAnswer",
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
			out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
		) {
			out, metadata, err = next.HandleDeserialize(ctx, in)
			if answer, ok := out.RawResponse.(*smithyhttp.Response); ok {
				answer.Body = boundedBody{io.LimitReader(answer.Body, maxAnswerSize), answer.Body}
			}
			return out, metadata, err
		}), middleware.After) // as the first who reads it
}

type boundedBody struct {
	io.Reader
	io.Closer
}

// A buffered transport gets each request with its body in memory, and so with a
// body that it can see the end of. The SDK closes its own as soon as an answer
// begins, while the transport may still look for its end: now and then the
// connection breaks under the answer, and the call is made twice.
type buffered struct{ http.RoundTripper }

func (b buffered) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body == nil {
		return b.RoundTripper.RoundTrip(request)
	}
	defer func() { _ = request.Body.Close() }()
	content, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request = request.Clone(request.Context())
	request.Body = io.NopCloser(bytes.NewReader(content))
	return b.RoundTripper.RoundTrip(request)
}

package exchange

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// sdkBody is a body that can't be read any more once it is closed.
type sdkBody struct {
	io.Reader
	closed bool
}

func (b *sdkBody) Read(p []byte) (int, error) {
	if b.closed {
		return 0, errors.New("read after close")
	}
	return b.Reader.Read(p)
}

func (b *sdkBody) Close() error {
	b.closed = true
	return nil
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A transport that still reads the body when the SDK closes it broke the
// connection, and one exchange in some hundreds made two calls.
func TestBodyOutlivesTheSDKs(t *testing.T) {
	t.Parallel()
	body := &sdkBody{Reader: strings.NewReader("{}")}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1", body)
	if err != nil {
		t.Fatal(err)
	}
	transport := buffered{roundTripFunc(func(sent *http.Request) (*http.Response, error) {
		_ = body.Close()
		content, err := io.ReadAll(sent.Body)
		if err != nil || string(content) != "{}" {
			t.Errorf("the transport reads %q, %v", content, err)
		}
		return &http.Response{Body: http.NoBody}, nil
	})}
	answer, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
}

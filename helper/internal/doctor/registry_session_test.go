package doctor

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestNoCredentialGoesOutWithoutTLS(t *testing.T) {
	t.Parallel()
	asked := 0
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		asked++
		return nil, os.ErrDeadlineExceeded
	})
	for url, lets := range map[string]bool{
		"http://registry.example/v2/": false, "http://10.0.0.1/v2/": false,
		"http://localhost.example/v2/": false, "http://127.0.0.1.example/v2/": false,
		"http://127.0.0.1:5000/v2/": true, "http://localhost:5000/v2/": true,
		"http://[::1]:5000/v2/": true, "https://registry.example/v2/": true,
	} {
		request := httptest.NewRequest(http.MethodGet, url, nil)
		answer, err := guard{RoundTripper: network}.RoundTrip(request)
		if err == nil {
			_ = answer.Body.Close()
		}
		if refused := errors.Is(err, errPlainHTTP); refused == lets {
			t.Errorf("%s: %v", url, err)
		}
	}
	if asked != 4 {
		t.Errorf("%d requests went out", asked)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestWhatIsNoRegistry(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		http.StatusNotFound:           "answers HTTP 404 where a registry has its API",
		http.StatusTooManyRequests:    "is rate limiting requests",
		http.StatusServiceUnavailable: "answers HTTP 503",
	} {
		registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
		}))
		server, _ := secrets.ParseServer(registry.URL)
		d := newDoctor(nil)
		result, found := d.readWorld().login(deadline(t), subject{server: server}, authenticator(hidden.Of("u"), hidden.Of("p")))
		registry.Close()
		if result != failed || len(found) != 1 || !strings.Contains(found[0].Message, want) {
			t.Errorf("HTTP %d: %s, %+v", status, result, found)
		}
	}
}

package e2e

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

// puller lets in the user of that name with the secret of a variable.
func puller(variable string) func(user, password string) bool {
	secret := plantedSecrets()[variable]
	return func(user, password string) bool { return user == "puller" && password == secret }
}

// setUpRegistries starts the registries of one script and the proxy that leads
// their names to them.
func setUpRegistries(env *testscript.Env) error {
	ca, err := newCA(filepath.Join(env.WorkDir, "ca"))
	if err != nil {
		return err
	}
	routes, err := startRegistries(env, ca)
	if err != nil {
		return err
	}
	if routes["refusing.example.com:443"], err = startRefusing(env, ca); err != nil {
		return err
	}
	proxy, err := connectproxy.Start(connectproxy.Table(routes))
	if err != nil {
		return err
	}
	env.Defer(func() { _ = proxy.Close() })
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = silent.Close() })
	env.Setenv("HTTPS_PROXY", proxy.URL())
	env.Setenv("SSL_CERT_FILE", ca.Path())
	// go.mod names an older Go, which decides for the program but not for this.
	env.Setenv("GODEBUG", "x509sslcertoverrideplatform=1")
	env.Setenv("LOOPBACK", routes["LOOPBACK:443"])
	env.Setenv("SILENT", silent.Addr().String())
	return nil
}

func newCA(dir string) (*testca.CA, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	return testca.New(dir)
}

// startRegistries returns the addresses of the registries that hold the image, by
// name and port.
func startRegistries(env *testscript.Env, ca *testca.CA) (routes map[string]string, err error) {
	stranger, err := newCA(filepath.Join(env.WorkDir, "ca", "stranger"))
	if err != nil {
		return nil, err
	}
	aws := env.Values[awsKey].(*awsendpoint.Endpoint)
	routes = make(map[string]string)
	for _, r := range []struct {
		ca     *testca.CA
		names  []string
		config registrytest.Config
	}{
		{ca, []string{"registry.example.com"}, registrytest.Config{Accept: puller("SECRET")}},
		{ca, []string{"ghcr.io", "index.docker.io"}, registrytest.Config{Accept: puller("TOKEN_SECRET"), Bearer: true}},
		{ca, []string{"open.example.com"}, registrytest.Config{}},
		{ca, []string{env.Getenv("ECR_HOST")}, registrytest.Config{Accept: aws.ValidToken}},
		{stranger, []string{"untrusted.example.com"}, registrytest.Config{Accept: puller("UNTRUSTED_SECRET")}},
		{nil, []string{"LOOPBACK"}, registrytest.Config{Accept: puller("LOOPBACK_SECRET")}},
	} {
		if r.ca != nil {
			certificate, err := r.ca.Issue(r.names...)
			if err != nil {
				return nil, err
			}
			r.config.Certificate = &certificate
		}
		registry, err := startRegistry(env, r.config)
		if err != nil {
			return nil, err
		}
		for _, name := range r.names {
			routes[name+":443"] = registry.Addr()
		}
	}
	return routes, nil
}

// startRefusing returns the address of the registry that gives no image.
func startRefusing(env *testscript.Env, ca *testca.CA) (addr string, err error) {
	certificate, err := ca.Issue("refusing.example.com")
	if err != nil {
		return "", err
	}
	refusing, err := loopback.ServeTLS(refusals(puller("SECRET")), certificate)
	if err != nil {
		return "", err
	}
	env.Defer(func() { _ = refusing.Close() })
	return refusing.Addr(), nil
}

// refusals is a registry that refuses each image by the error that the image's
// name says, in the words of registries that people use.
func refusals(accept func(user, password string) bool) http.Handler {
	type refusal struct {
		status     int
		retryAfter string
		body       string
	}
	known := map[string]refusal{
		"denied":  {http.StatusForbidden, "", `{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}`},
		"scopes":  {http.StatusForbidden, "", `{"errors":[{"code":"DENIED","message":"permission_denied: The token provided does not match expected scopes."}]}`},
		"limited": {http.StatusTooManyRequests, "120", `{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]}`},
		"echo":    {http.StatusForbidden, "", `{"errors":[{"code":"DENIED","message":"puller with the password %s may not"}]}`},
		"busy":    {http.StatusServiceUnavailable, "", "<html>busy</html>"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Docker-Distribution-Api-Version", "registry/2.0")
		user, password, hasCredential := r.BasicAuth()
		repository, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v2/"), "/")
		refused, ok := known[repository]
		switch {
		case !hasCredential && repository == "":
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			w.WriteHeader(http.StatusUnauthorized)
		case hasCredential && !accept(user, password):
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"errors":[{"code":"UNAUTHORIZED","message":"the token has expired"}]}`)
		case ok:
			if refused.retryAfter != "" {
				w.Header().Set("Retry-After", refused.retryAfter)
			}
			w.WriteHeader(refused.status)
			_, _ = io.WriteString(w, strings.ReplaceAll(refused.body, "%s", password))
		}
	})
}

func startRegistry(env *testscript.Env, config registrytest.Config) (*registrytest.Registry, error) {
	registry, err := registrytest.Start(config)
	if err != nil {
		return nil, err
	}
	env.Defer(func() { _ = registry.Close() })
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err = registry.Push(ctx, "team/app:1")
	return registry, err
}

package e2e

import (
	"context"
	"errors"
	"fmt"
	"go/build"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestDoctor runs the files in testdata/doctor, one finding each.
func TestDoctor(t *testing.T) {
	t.Parallel()
	runTyped(t, filepath.Join("testdata", "doctor"), nil)
}

// TestConfigure runs the files in testdata/configure.
func TestConfigure(t *testing.T) {
	t.Parallel()
	runTyped(t, filepath.Join("testdata", "configure"), nil)
}

// runTyped runs scripts of what people type. Beside what TestScripts offers
// there is the command
//
//	helper STATUS ARG...          the program ends with the status
//	helper-at PATH STATUS ARG...  the same for a program that isn't on PATH
//	mode MODE FILE...             the files have the permissions
//
// after which standard output and standard error are searched for secrets, and
// the condition
//
//	[trusting]  the program trusts the certificates of the script's registries
//
// The program is on PATH as it is, and these registries hold the image team/app:1:
//
//	registry.example.com   user puller, basic authentication
//	ghcr.io, Docker Hub    user puller, tokens
//	open.example.com       open to everybody
//	untrusted.example.com  its certificate is nobody's
//	refusing.example.com   user puller, gives no image and says why: see refusals
//	$ECR_HOST              ECR, with the AWS endpoint's tokens
//	$LOOPBACK              user puller, basic authentication, without TLS
//
// Behind $SILENT is a server that takes connections and never answers.
func runTyped(t *testing.T, dir string, variables map[string]string) {
	t.Helper()
	version := helperVersion(t)
	commands := awsCommands()
	commands["mode"] = checkMode
	commands["helper"] = func(ts *testscript.TestScript, _ bool, args []string) {
		runHelper(ts, "docker-credential-secrets", args[0], args[1:])
	}
	commands["helper-at"] = func(ts *testscript.TestScript, _ bool, args []string) {
		runHelper(ts, ts.MkAbs(args[0]), args[1], args[2:])
	}
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			env.Setenv("VERSION", version)
			for name, value := range variables {
				env.Setenv(name, value)
			}
			return errors.Join(setUpScript(env), setUpRegistries(env), putOnPath(env, testenv.Helper(t)))
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                commands,
		Condition: func(name string) (bool, error) {
			if name != "trusting" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return readsCertificatesOfVariable(), nil
		},
	})
}

// readsCertificatesOfVariable reports whether the program trusts what
// SSL_CERT_FILE holds. On macOS and Windows Go asks nobody but the system
// before Go 1.27 (https://go.dev/doc/godebug#go-127).
func readsCertificatesOfVariable() bool {
	isSystemsOwn := runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	return !isSystemsOwn || slices.Contains(build.Default.ReleaseTags, "go1.27")
}

// helperVersion returns what the program under test calls its version.
func helperVersion(t *testing.T) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), testenv.Helper(t), "version").Output()
	if err != nil {
		t.Fatalf("asking for the version: %v", err)
	}
	_, version, _ := strings.Cut(strings.TrimSpace(string(output)), " ")
	return version
}

// runHelper runs the program and compares its exit status.
func runHelper(ts *testscript.TestScript, program, wantStatus string, args []string) {
	err := ts.Exec(program, args...)
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if plantedIn(ts).In(ts.ReadFile(stream)) {
			ts.Fatalf("%s of %s shows a secret", stream, strings.Join(args, " "))
		}
	}
	if strconv.Itoa(status) != wantStatus {
		ts.Fatalf("exit status %d, want %s", status, wantStatus)
	}
}

// checkMode compares the permissions of files, in octal digits.
func checkMode(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] && runtime.GOOS != "windows" {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

// putOnPath makes the program the first of its name, without another in
// between.
func putOnPath(env *testscript.Env, helper string) error {
	dir := filepath.Join(env.WorkDir, "bin")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	env.Setenv("PATH", dir+string(os.PathListSeparator)+env.Getenv("PATH"))
	path := filepath.Join(dir, filepath.Base(helper))
	if os.Link(helper, path) == nil {
		return nil
	}
	return copyProgram(helper, path)
}

func copyProgram(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// puller lets in the user of that name with the secret of a variable.
func puller(variable string) func(user, password string) bool {
	secret := plantedSecrets()[variable]
	return func(user, password string) bool { return user == "puller" && password == secret }
}

// setUpRegistries starts the registries of one script and the proxy that leads
// their names to them.
func setUpRegistries(env *testscript.Env) error {
	dir := filepath.Join(env.WorkDir, "ca")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	ca, err := testca.New(dir)
	if err != nil {
		return err
	}
	strange := filepath.Join(dir, "stranger")
	if err := os.Mkdir(strange, 0o700); err != nil {
		return err
	}
	stranger, err := testca.New(strange)
	if err != nil {
		return err
	}
	aws := env.Values[awsKey].(*awsendpoint.Endpoint)
	routes := make(map[string]string)
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
				return err
			}
			r.config.Certificate = &certificate
		}
		registry, err := startRegistry(env, r.config)
		if err != nil {
			return err
		}
		for _, name := range r.names {
			routes[name+":443"] = registry.Addr()
		}
	}
	certificate, err := ca.Issue("refusing.example.com")
	if err != nil {
		return err
	}
	refusing, err := loopback.ServeTLS(refusals(puller("SECRET")), certificate)
	if err != nil {
		return err
	}
	env.Defer(func() { _ = refusing.Close() })
	routes["refusing.example.com:443"] = refusing.Addr()
	proxy, err := connectproxy.Start(connectproxy.Table(routes))
	if err != nil {
		return err
	}
	env.Defer(func() { _ = proxy.Close() })
	env.Setenv("HTTPS_PROXY", proxy.URL())
	env.Setenv("SSL_CERT_FILE", ca.Path())
	// go.mod names an older Go, which decides for the program but not for this.
	env.Setenv("GODEBUG", "x509sslcertoverrideplatform=1")
	env.Setenv("LOOPBACK", routes["LOOPBACK:443"])
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = silent.Close() })
	env.Setenv("SILENT", silent.Addr().String())
	return nil
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

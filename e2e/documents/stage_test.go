//go:build linux

package documents

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// What the documents name.
const (
	acr       = "mycompany.azurecr.io"
	ecr       = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
	sharedECR = "210987654321.dkr.ecr.eu-west-1.amazonaws.com"
	acrUser   = "acr-user"
	// acrPassword is what stands in the documents where a reader writes a password.
	acrPassword = "..."
)

// A stage is the world that the commands run in.
type stage struct {
	ca       *testca.CA
	aws      *awsendpoint.Endpoint
	proxy    *connectproxy.Proxy
	identity awsendpoint.Identity // of the AWS profile "prod", and of the default one
	issuer   *awsendpoint.TokenIssuer
	tokens   *loopback.Server // gives a job of GitHub its OIDC token
	bin      string           // the program, and docker's stand-in
}

const (
	jobSubject  = "repo:company/app:ref:refs/heads/main"
	jobSecret   = "made-up-request-token"
	tokenLength = time.Hour
)

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{aws: awsendpoint.New(), identity: awsendpoint.NewIdentity(), issuer: awsendpoint.NewTokenIssuer("https://token.example")}
	s.aws.AddIdentity(s.identity)
	s.aws.TrustIssuer(s.issuer)
	s.aws.AddRole(awsendpoint.Role{ARN: "arn:aws:iam::123456789012:role/puller", Subject: jobSubject})
	s.aws.AddRole(awsendpoint.Role{ARN: "arn:aws:iam::210987654321:role/puller"})
	var err error
	s.ca, err = testca.New(t.TempDir())
	testenv.Must(t, err)
	hosts := []string{acr, ecr, sharedECR, "api.ecr.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.com"}
	certificate, err := s.ca.Issue(hosts...)
	testenv.Must(t, err)
	api, err := loopback.ServeTLS(s.aws, certificate)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = api.Close() })
	addresses := map[string]string{hosts[3] + ":443": api.Addr(), hosts[4] + ":443": api.Addr()}
	for image, accept := range map[string]func(user, password string) bool{
		acr + "/team/app:1":       func(user, password string) bool { return user == acrUser && password == acrPassword },
		ecr + "/shop/api:1":       s.aws.ValidToken,
		sharedECR + "/shop/api:1": s.aws.ValidToken,
	} {
		server, repository, _ := strings.Cut(image, "/")
		registry, err := registrytest.Start(registrytest.Config{Accept: accept, Certificate: &certificate})
		testenv.Must(t, err)
		t.Cleanup(func() { _ = registry.Close() })
		_, err = registry.Push(t.Context(), repository)
		testenv.Must(t, err)
		addresses[server+":443"] = registry.Addr()
	}
	s.proxy, err = connectproxy.Start(connectproxy.Table(addresses))
	testenv.Must(t, err)
	t.Cleanup(func() { _ = s.proxy.Close() })
	s.tokens, err = loopback.Serve(http.HandlerFunc(s.giveToken))
	testenv.Must(t, err)
	t.Cleanup(func() { _ = s.tokens.Close() })
	s.bin = t.TempDir()
	executable, err := os.Executable()
	testenv.Must(t, err)
	testenv.Must(t, os.Symlink(executable, filepath.Join(s.bin, dockerName)))
	testenv.Must(t, os.Symlink(testenv.Helper(t), filepath.Join(s.bin, "docker-credential-secrets")))
	return s
}

// giveToken answers as GitHub does where a job asks for its OIDC token.
func (s *stage) giveToken(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "bearer "+jobSecret || r.URL.Query().Get("api-version") == "" {
		http.Error(w, "who asks?", http.StatusUnauthorized)
		return
	}
	token := s.issuer.TokenFor(r.URL.Query().Get("audience"), jobSubject, time.Now().Add(tokenLength))
	fmt.Fprintf(w, `{"value":%q}`, token)
}

// environ returns what every run has, for a home of its own.
func (s *stage) environ(home string) environ.Vars {
	return environ.Vars{
		"HOME": home, "PATH": s.bin + ":" + os.Getenv("PATH"), "LANG": "C.UTF-8",
		"DOCKER_CREDENTIAL_SECRETS_CACHE": filepath.Join(home, "cache"),
		"HTTPS_PROXY":                     s.proxy.URL(),
		"AWS_CA_BUNDLE":                   s.ca.Path(),
		"SSL_CERT_FILE":                   s.ca.Path(),
		caVariable:                        s.ca.Path(),
		"AWS_EC2_METADATA_DISABLED":       "true",
		"ACTIONS_ID_TOKEN_REQUEST_TOKEN":  jobSecret,
		"ACTIONS_ID_TOKEN_REQUEST_URL":    s.tokens.URL() + "/token?api-version=2.0",
		"GITHUB_ENV":                      filepath.Join(home, "github-env"),
	}
}

// writeHome fills a home with what its owner has there: AWS's settings, and files with values.
func (s *stage) writeHome(t *testing.T, home string) {
	t.Helper()
	keys := fmt.Sprintf("aws_access_key_id = %s\naws_secret_access_key = %s\n", s.identity.AccessKeyID, s.identity.SecretAccessKey)
	for name, content := range map[string]string{
		".aws/credentials":                           "[default]\n" + keys + "[prod]\n" + keys,
		".config/acr-password":                       acrPassword + "\n",
		"etc/docker-credential-secrets/acr-password": acrPassword + "\n",
		"github-env":                                 "",
	} {
		path := filepath.Join(home, name)
		testenv.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		testenv.Must(t, os.WriteFile(path, []byte(content), 0o600))
	}
}

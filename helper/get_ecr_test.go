package helper

import (
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func answer(server, username, password string) string {
	return fmt.Sprintf(`{"ServerURL":%q,"Username":%q,"Secret":%q}`+"\n", server, username, password)
}

func TestGetExchanges(t *testing.T) {
	t.Parallel()
	var asked ecr.Request
	r := run{
		environ: append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"),
			"ECR_CONTAINER_REGISTRY_SESSION_TOKEN=session", "ECR_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/r",
			"ECR_CONTAINER_REGISTRY_EXTERNAL_ID=external", "AWS_ENDPOINT_URL_ECR=http://127.0.0.1:1",
			"HTTPS_PROXY=http://127.0.0.1:2", "AWS_CA_BUNDLE=/ca.pem", "DOCKER_CREDENTIAL_SECRETS_TIMEOUT=20s"),
		stdin: "https://" + strings.ToUpper(ecrHost),
		exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request
			return ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: time.Hour}, nil
		},
	}
	r.do("get")
	if want := answer(r.stdin, "AWS", "token"); r.status != 0 || r.stdout != want || r.stderr != "" {
		t.Errorf("status %d, output %q, %q", r.status, r.stdout, r.stderr)
	}
	want := ecr.Request{
		Registry: ecr.Registry{Account: "123456789012", Region: "us-east-1"},
		Identity: ecr.Identity{
			AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR"), SessionToken: hidden.Of("session"),
			RoleARN: hidden.Of("arn:aws:iam::123456789012:role/r"), ExternalID: hidden.Of("external"),
		},
		Endpoint: ecr.Endpoint{URL: "http://127.0.0.1:1"},
		Settings: "HTTPS_PROXY=http://127.0.0.1:2\nAWS_CA_BUNDLE=/ca.pem\nDOCKER_CREDENTIAL_SECRETS_TIMEOUT=20s\n",
	}
	// Where names have no case, one variable is found under both of its names.
	asked.Settings = strings.Replace(asked.Settings, "https_proxy=http://127.0.0.1:2\n", "", 1)
	if diff := cmp.Diff(want, asked, cmpopts.IgnoreUnexported(ecr.Registry{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestReach has each variable that decides whether AWS can be reached alone:
// what failed is remembered for those that have the same.
func TestReach(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "AWS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
		timeoutVariable, "AWS_REGION",
	} {
		var asked ecr.Request
		r := run{environ: append(secret("ECR", ecrHost, exampleID), name+"=20s"), stdin: ecrHost, exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request
			return ecr.Token{}, &ecr.Failure{Cause: ecr.ClockSkewed}
		}}
		r.do("get")
		if isIn := strings.Contains(asked.Settings, name+"=20s\n"); isIn != (name != "AWS_REGION") {
			t.Errorf("%s: the settings are %q", name, asked.Settings)
		}
	}
}

func TestGetAmbient(t *testing.T) {
	t.Parallel()
	for _, server := range []string{ecrHost, "public.ecr.aws"} {
		r := run{
			environ: []string{"ECR_CONTAINER_REGISTRY_SERVER=" + server, "ECR_CONTAINER_REGISTRY_USER="},
			stdin:   server,
			exchange: func(request ecr.Request) (ecr.Token, error) {
				if !request.Identity.IsAmbient() {
					return ecr.Token{}, errors.New("keys from nowhere")
				}
				return ecr.Token{Password: hidden.Of("token")}, nil
			},
		}
		if r.do("get"); r.stdout != answer(server, "AWS", "token") {
			t.Errorf("status %d, output %q, %q", r.status, r.stdout, r.stderr)
		}
	}
}

func TestGetFromCache(t *testing.T) {
	t.Parallel()
	r := run{environ: secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), stdin: ecrHost, cacheDir: t.TempDir()}
	registry, _ := ecr.ParseRegistry(ecrHost)
	request := ecr.Request{Registry: registry, Identity: ecr.Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR")}}
	cache := ecr.Cache{Dir: filepath.Join(r.cacheDir, Name)}
	entryOf(t, cache, request).PutToken(ecr.Token{Password: hidden.Of("kept"), Issued: testTime(), Lifetime: 12 * time.Hour})
	for age, want := range map[time.Duration]bool{0: true, 5 * time.Hour: true, 6 * time.Hour: false, -time.Hour: false} {
		r.now = testTime().Add(age)
		if r.do("get"); (r.stdout == answer(ecrHost, "AWS", "kept")) != want {
			t.Errorf("token of age %v: status %d, output %q", age, r.status, r.stdout)
		}
	}
	r.now = testTime()
	for setting, want := range map[string]bool{"off": false, "relative/path": false, "": true, cache.Dir: true, cache.Dir + "/": true, "/": false} {
		r.environ = append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), CacheVariable+"="+setting)
		if r.do("get"); (r.status == 0) != want {
			t.Errorf("%s=%s: status %d, output %q", CacheVariable, setting, r.status, r.stdout)
		}
	}
}

// TestGetSwitch has a fresh token that may be of another endpoint than the one
// that is meant.
func TestGetSwitch(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"} {
		r := run{environ: append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), name+"=yes"), stdin: ecrHost, cacheDir: t.TempDir()}
		registry, _ := ecr.ParseRegistry(ecrHost)
		request := ecr.Request{Registry: registry, Identity: ecr.Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR")}}
		entryOf(t, ecr.Cache{Dir: filepath.Join(r.cacheDir, Name)}, request).
			PutToken(ecr.Token{Password: hidden.Of("kept"), Issued: testTime(), Lifetime: 12 * time.Hour})
		want := ecrHost + ": " + name + " is neither true nor false: correct it, or unset it\n"
		if r.do("get"); r.stdout != want || r.status != 1 {
			t.Errorf("status %d, output %q, want %q", r.status, r.stdout, want)
		}
	}
}

func TestGetPastedToken(t *testing.T) {
	t.Parallel()
	pasted := func(expires time.Time) string {
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"payload":%q,"expiration":%d}`, planted, expires.Unix()))
	}
	good, expired := pasted(testTime().Add(time.Second)), pasted(testTime())
	for token, want := range map[string]string{
		good:                 answer(ecrHost, "AWS", good),
		"a-token.unreadable": answer(ecrHost, "AWS", "a-token.unreadable"),
		// As the API has it, with the user before it.
		base64.StdEncoding.EncodeToString([]byte("AWS:" + good)): answer(ecrHost, "AWS", good),
		expired: ecrHost + ": the token in ECR_CONTAINER_REGISTRY_PASSWORD expired at 2026-01-02 03:04:05 UTC: " +
			"set a new one, or set an AWS access key, which is exchanged for a token when needed\n",
	} {
		for _, user := range []string{"AWS", "aws"} {
			r := run{
				environ: []string{
					"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost, "ECR_CONTAINER_REGISTRY_USER=" + user, "ECR_CONTAINER_REGISTRY_PASSWORD=" + token,
				},
				stdin: ecrHost,
			}
			if r.do("get"); r.stdout != want {
				t.Errorf("user %s: status %d, output %q, want %q", user, r.status, r.stdout, want)
			}
		}
	}
}

func TestExchangeSettings(t *testing.T) {
	t.Parallel()
	_, invalid := parseOnError(planted)
	const refused = ": AWS does not know the access key ID in ECR_CONTAINER_REGISTRY_USER: check it, or that its account has enabled the region us-east-1\n"
	for name, test := range map[string]struct {
		server, user           string
		environ                []string
		wantStdout, wantStderr string
		wantAsked              bool
	}{
		"not found instead of a failure": {
			environ: []string{OnErrorVariable + "=notfound"}, wantStdout: notFoundText, wantStderr: ecrHost + refused, wantAsked: true,
		},
		"a failure": {environ: []string{OnErrorVariable + "=fail"}, wantStdout: ecrHost + refused, wantStderr: ecrHost + refused, wantAsked: true},
		"neither": {
			environ:    []string{OnErrorVariable + "=" + planted},
			wantStdout: ecrHost + ": " + invalid.Error() + ": correct it, or unset it\n",
			wantStderr: ecrHost + ": " + invalid.Error() + ": correct it, or unset it\n",
		},
		"no duration": {
			environ:    []string{timeoutVariable + "=15"},
			wantStdout: ecrHost + ": " + timeoutVariable + " is not a duration above zero, as 15s or 1m30s: correct it, or unset it\n",
			wantStderr: ecrHost + ": " + timeoutVariable + " is not a duration above zero, as 15s or 1m30s: correct it, or unset it\n",
		},
		"a temporary key without session token, excused": {
			user: "ASIAIOSFODNN7EXAMPLE", environ: []string{OnErrorVariable + "=notfound"}, wantStdout: notFoundText,
			wantStderr: ecrHost + ": ECR_CONTAINER_REGISTRY_USER is a temporary access key and ECR_CONTAINER_REGISTRY_SESSION_TOKEN is not set: set it to the session token that came with the key\n",
		},
		"ECR Public goes on anonymously": {
			server: "public.ecr.aws", wantStdout: notFoundText, wantStderr: "public.ecr.aws" + refused, wantAsked: true,
		},
		"a temporary key without session token": {
			user:       "ASIAIOSFODNN7EXAMPLE",
			wantStdout: ecrHost + ": ECR_CONTAINER_REGISTRY_USER is a temporary access key and ECR_CONTAINER_REGISTRY_SESSION_TOKEN is not set: set it to the session token that came with the key\n",
			wantStderr: ecrHost + ": ECR_CONTAINER_REGISTRY_USER is a temporary access key and ECR_CONTAINER_REGISTRY_SESSION_TOKEN is not set: set it to the session token that came with the key\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.server == "" {
				test.server = ecrHost
			}
			if test.user == "" {
				test.user = "AKIAIOSFODNN7EXAMPLE"
			}
			asked := false
			r := run{
				environ: append(secret("ECR", test.server, test.user), test.environ...),
				stdin:   test.server,
				exchange: func(ecr.Request) (ecr.Token, error) {
					asked = true
					return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown}
				},
			}
			r.do("get")
			got := []any{r.status, r.stdout, r.stderr, asked}
			want := []any{1, test.wantStdout, Name + ": " + test.wantStderr, test.wantAsked}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			// What fails before AWS is asked is not listed.
			if r.do("list"); (r.stdout != "{}\n") != test.wantAsked {
				t.Errorf("list prints %s", r.stdout)
			}
		})
	}
}

func TestDebug(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"": false, "0": false, "1": true, "true": true, "verbose": false} {
		r := run{environ: append(secret("ACR", "mycompany.azurecr.io", "u"), debugVariable+"="+value), stdin: "mycompany.azurecr.io"}
		r.do("get")
		explained := r.stderr == "docker-credential-secrets: debug: mycompany.azurecr.io is answered by ACR_CONTAINER_REGISTRY_SERVER (user name and password)\n"
		if explained != want || !want && r.stderr != "" || r.stdout != answer("mycompany.azurecr.io", "u", "s3cr3t-ACR") {
			t.Errorf("%s=%s: output %q, %q", debugVariable, value, r.stdout, r.stderr)
		}
	}
}

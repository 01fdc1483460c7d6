package helper

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// kubeletAsks returns kubelet's request for an image.
func kubeletAsks(image, more string) string {
	return fmt.Sprintf(`{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":%q%s}`, image, more)
}

// kubeletHears returns a response in short: key, duration, and who logs in where.
func kubeletHears(t *testing.T, response string) string {
	t.Helper()
	var message struct {
		Kind, APIVersion, CacheKeyType, CacheDuration string
		Auth                                          map[string]struct{ Username, Password string }
	}
	if err := json.Unmarshal([]byte(response), &message); err != nil || message.Kind != "CredentialProviderResponse" || message.Auth == nil {
		t.Fatalf("%q: %v", response, err)
	}
	heard := message.CacheKeyType + " " + message.CacheDuration
	for registry, login := range message.Auth {
		heard += " " + registry + " " + login.Username + ":" + login.Password
	}
	return heard
}

// TestKubelet asks for images of registries with every kind of secret.
func TestKubelet(t *testing.T) {
	t.Parallel()
	pasted := func(left time.Duration) string {
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"expiration":%d}`, testTime().Add(left).Unix()))
	}
	webTokenOf := func(left time.Duration) string {
		return webToken(fmt.Sprintf(`{"exp":%d}`, testTime().Add(left).Unix()))
	}
	const china = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"
	hour, minutes, over := pasted(time.Hour/2), webTokenOf(10*time.Minute), webTokenOf(-time.Minute)
	environ := append(secret("OWN", "r.example", "u"), secret("PORT", "127.0.0.1:5077", "u")...)
	environ = append(environ, secret("HUB", "docker.io", "u")...)
	environ = append(environ, secret("WHOLE", "shared.example", "all")...)
	environ = append(environ, secret("TEAM", "shared.example/team", "team")...)
	environ = append(environ, secret("LONE", "lone.example/team", "team")...)
	environ = append(environ,
		"FILE_CONTAINER_REGISTRY_SERVER=file.example", "FILE_CONTAINER_REGISTRY_USER=u", "FILE_CONTAINER_REGISTRY_PASSWORD_FILE=/run/file",
		"JWT_CONTAINER_REGISTRY_SERVER=jwt.example", "JWT_CONTAINER_REGISTRY_USER=u", "JWT_CONTAINER_REGISTRY_PASSWORD="+minutes,
		"OLD_CONTAINER_REGISTRY_SERVER=old.example", "OLD_CONTAINER_REGISTRY_USER=u", "OLD_CONTAINER_REGISTRY_PASSWORD="+over,
		"AWS_CONTAINER_REGISTRY_SERVER="+china, "AWS_CONTAINER_REGISTRY_USER=AWS", "AWS_CONTAINER_REGISTRY_PASSWORD="+hour,
		"ECR_CONTAINER_REGISTRY_SERVER=*.dkr.ecr.us-east-1.amazonaws.com", "ECR_CONTAINER_REGISTRY_USER="+exampleID, "ECR_CONTAINER_REGISTRY_PASSWORD="+exampleKey,
	)
	for image, want := range map[string]string{
		"r.example/team/app":       "Registry 1h0m0s r.example u:s3cr3t-OWN",
		"R.Example:443/team/app":   "Registry 1h0m0s R.Example:443 u:s3cr3t-OWN",
		"127.0.0.1:5077/team/app":  "Registry 1h0m0s 127.0.0.1:5077 u:s3cr3t-PORT",
		"docker.io/library/alpine": "Registry 1h0m0s docker.io u:s3cr3t-HUB",
		"shared.example/team/app":  "Image 1h0m0s shared.example/team team:s3cr3t-TEAM",
		"shared.example/teams/app": "Image 1h0m0s shared.example all:s3cr3t-WHOLE",
		"lone.example/team":        "Image 1h0m0s lone.example/team team:s3cr3t-LONE",
		"lone.example/other":       "Image 1m0s",
		"file.example/app":         "Registry 1m0s file.example u:s3cr3t-file",
		"jwt.example/app":          "Registry 10m0s jwt.example u:" + minutes,
		china + "/app":             "Registry 30m0s " + china + " AWS:" + hour,
		ecrHost + "/app":           "Registry 6h0m0s " + ecrHost + " AWS:token",
		"other.example/app":        "Registry 1m0s",
		"docker.io/v1/refresh":     "Image 1m0s", // kubelet would have no login for any image of Docker Hub
		"old.example/app":          "Registry 1m0s old.example u:" + over,
	} {
		r := run{
			environ: environ, stdin: kubeletAsks(image, ""), files: map[string]string{"/run/file": planted + "-file\n"},
			exchange: func(ecr.Request) (ecr.Token, error) {
				return ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: 12 * time.Hour}, nil
			},
		}
		r.do("kubelet")
		if r.status != 0 || r.stderr != "" {
			t.Fatalf("%s: status %d, %q", image, r.status, r.stderr)
		}
		if diff := cmp.Diff(want, kubeletHears(t, r.stdout)); diff != "" {
			t.Errorf("%s: -want +got\n%s", image, diff)
		}
	}
}

// TestKubeletErrors wants one line on standard error, and nothing on the other.
func TestKubeletErrors(t *testing.T) {
	t.Parallel()
	environ := []string{
		"HALF_CONTAINER_REGISTRY_SERVER=half.example", "HALF_CONTAINER_REGISTRY_PASSWORD=" + planted,
		"GONE_CONTAINER_REGISTRY_SERVER=gone.example", "GONE_CONTAINER_REGISTRY_USER=u", "GONE_CONTAINER_REGISTRY_PASSWORD_FILE=/gone",
		"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost, "ECR_CONTAINER_REGISTRY_USER=" + exampleID, "ECR_CONTAINER_REGISTRY_PASSWORD=" + exampleKey,
	}
	for stdin, want := range map[string]string{
		kubeletAsks("half.example/app", ""): "half.example: HALF_CONTAINER_REGISTRY_USER is not set",
		kubeletAsks("gone.example/app", ""): "gone.example: GONE_CONTAINER_REGISTRY_PASSWORD_FILE names a file that can't be read",
		kubeletAsks(ecrHost+"/app", ""):     ecrHost + ": AWS does not know the access key ID in ECR_CONTAINER_REGISTRY_USER",
		kubeletAsks("alpine", ""):           "image on standard input names no registry",
		kubeletAsks("team/app", ""):         "image on standard input names no registry",
		"half.example":                      "standard input is not the JSON of a CredentialProviderRequest",
		"":                                  "standard input is not the JSON of a CredentialProviderRequest",
		strings.Repeat(" ", 70<<10):         "standard input is longer than 60 KiB",
	} {
		r := run{environ: environ, stdin: stdin, exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown}
		}}
		r.do("kubelet")
		isLine := strings.HasPrefix(r.stderr, Name+": "+want) && strings.Count(r.stderr, "\n") == 1
		if r.status != 1 || r.stdout != "" || !isLine || strings.Contains(r.stderr, planted) {
			t.Errorf("%.60q: status %d, %q, %q", stdin, r.status, r.stdout, r.stderr)
		}
	}
}

// TestKubeletGoesOn has failures that the user wants to count as not found.
func TestKubeletGoesOn(t *testing.T) {
	t.Parallel()
	r := run{
		environ:  append(secret("ECR", ecrHost, exampleID), OnErrorVariable+"=notfound"),
		stdin:    kubeletAsks(ecrHost+"/app", ""),
		exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown} },
	}
	r.environ[2] = "ECR_CONTAINER_REGISTRY_PASSWORD=" + exampleKey
	r.do("kubelet")
	if r.status != 0 || kubeletHears(t, r.stdout) != "Registry 1m0s" || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("status %d, %q, %q", r.status, r.stdout, r.stderr)
	}
}

// TestKubeletKeepsTokens has tokens of every age: none may be kept past its end,
// and none for no time, which has kubelet ask for every container.
func TestKubeletKeepsTokens(t *testing.T) {
	t.Parallel()
	for age, want := range map[time.Duration]time.Duration{
		0:                           6 * time.Hour,
		time.Hour:                   5 * time.Hour,
		6*time.Hour - 2*time.Minute: 2 * time.Minute,
		6*time.Hour - time.Second:   time.Minute,
		6 * time.Hour:               time.Minute,
		11 * time.Hour:              time.Minute,
		12*time.Hour - time.Second:  time.Second,
		12*time.Hour - 1:            1,
	} {
		token := ecr.Token{Password: hidden.Of("token"), Issued: testTime().Add(-age), Lifetime: 12 * time.Hour}
		got := Answer{Username: hidden.Of("AWS"), Password: token.Password, Token: token}.lasts(testTime())
		if got != want {
			t.Errorf("at the age of %v: %v, want %v", age, got, want)
		}
	}
}

// TestKubeletTimeout has a timeout that kubelet would not wait for.
func TestKubeletTimeout(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]time.Duration{"": 15 * time.Second, "20s": 20 * time.Second, "2m": 45 * time.Second, "never": 15 * time.Second} {
		program := Program{Environ: []string{timeoutVariable + "=" + setting}}
		if got := program.within(45 * time.Second).Timeout(); got != want {
			t.Errorf("%q: %v", setting, got)
		}
	}
}

// TestWorkload asks for a pod whose service account kubelet names.
func TestWorkload(t *testing.T) {
	t.Parallel()
	const server, role, annotated = "A_CONTAINER_REGISTRY_SERVER=" + ecrHost, "arn:aws:iam::123456789012:role/secret", "arn:aws:iam::123456789012:role/pod"
	token := webToken(`{"sub":"system:serviceaccount:default:puller","aud":["sts.amazonaws.com"]}`)
	account := `,"serviceAccountToken":"` + token + `"`
	annotation := `,"serviceAccountAnnotations":{"eks.amazonaws.com/role-arn":"` + annotated + `"}`
	for name, test := range map[string]struct {
		variables []string
		more      string
		want      ecr.Identity
	}{
		"the secret's role":      {[]string{"A_CONTAINER_REGISTRY_ROLE_ARN=" + role}, account, ecr.Identity{WebIdentityToken: hidden.Of(token), RoleARN: hidden.Of(role)}},
		"the secret's and a pod": {[]string{"A_CONTAINER_REGISTRY_ROLE_ARN=" + role}, account + annotation, ecr.Identity{WebIdentityToken: hidden.Of(token), RoleARN: hidden.Of(role)}},
		"the pod's role":         {nil, account + annotation, ecr.Identity{WebIdentityToken: hidden.Of(token), RoleARN: hidden.Of(annotated)}},
		"no role":                {nil, account, ecr.Identity{}},
		"no token":               {nil, annotation, ecr.Identity{}},
		"keys": {[]string{"A_CONTAINER_REGISTRY_USER=" + exampleID, "A_CONTAINER_REGISTRY_PASSWORD=" + exampleKey}, account + annotation,
			ecr.Identity{AccessKeyID: hidden.Of(exampleID), SecretAccessKey: hidden.Of(exampleKey)}},
		"a profile": {[]string{"A_CONTAINER_REGISTRY_PROFILE=work"}, account + annotation, ecr.Identity{Profile: hidden.Of("work")}},
	} {
		var asked ecr.Identity
		r := run{environ: append(test.variables, server), stdin: kubeletAsks(ecrHost+"/app", test.more), exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request.Identity
			return ecr.Token{}, errors.New("enough")
		}}
		r.do("kubelet")
		if diff := cmp.Diff(test.want, asked, cmp.Comparer(hidden.Text.Equal)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		if r.stdout != "" || strings.Contains(r.stderr, token) {
			t.Errorf("%s: %q, %q", name, r.stdout, r.stderr)
		}
	}
	for more, want := range map[string]string{
		account + strings.Replace(annotation, annotated, "pod", 1):                     "the annotation eks.amazonaws.com/role-arn is not the ARN of a role",
		account + strings.Replace(annotation, "arn:aws:", "arn:aws-cn:", 1):            "the annotation eks.amazonaws.com/role-arn is of another part of AWS",
		annotation + `,"serviceAccountToken":"` + webToken(`{"exp":1700000000}`) + `"`: "the token in serviceAccountToken expired at",
		annotation + `,"serviceAccountToken":"` + planted + `"`:                        "serviceAccountToken is not a web identity token (JWT)",
	} {
		r := run{environ: []string{server}, stdin: kubeletAsks(ecrHost+"/app", more)}
		r.do("kubelet")
		if r.status != 1 || r.stdout != "" || !strings.Contains(r.stderr, want) || strings.Contains(r.stderr, planted) {
			t.Errorf("%s: status %d, %q, %q", more, r.status, r.stdout, r.stderr)
		}
	}
}

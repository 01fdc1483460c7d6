package helper

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	exampleID  = "AKIAIOSFODNN7EXAMPLE"
	exampleKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// TestKeysInWrongPlaces puts AWS keys where they don't belong. Nothing may be
// answered, asked of AWS or shown.
func TestKeysInWrongPlaces(t *testing.T) {
	t.Parallel()
	const user, password, session = "K_CONTAINER_REGISTRY_USER", "K_CONTAINER_REGISTRY_PASSWORD", "K_CONTAINER_REGISTRY_SESSION_TOKEN"
	const endpoint, setKeys = "AWS_ENDPOINT_URL=http://127.0.0.1:1", ": set " + user + " to the access key ID and " + password + " to the secret access key\n"
	for name, test := range map[string]struct {
		server, username, secret string
		others                   []string
		want                     string
	}{
		"swapped":                 {ecrHost, exampleKey, exampleID, nil, user + " and " + password + " are swapped" + setKeys},
		"swapped, with an URL":    {ecrHost, exampleKey, exampleID, []string{endpoint}, user + " and " + password + " are swapped"},
		"swapped, letters alone":  {ecrHost, strings.ReplaceAll(exampleKey, "/", "a"), exampleID, []string{endpoint}, user + " and " + password + " are swapped"},
		"swapped, public":         {"public.ecr.aws", exampleKey, exampleID, nil, user + " and " + password + " are swapped"},
		"swapped token":           {ecrHost, "dG9rZW4=", "AWS", nil, user + " and " + password + " are swapped: set " + user + " to AWS and " + password + " to the token\n"},
		"the ID twice":            {ecrHost, exampleID, exampleID, nil, password + " holds an access key ID" + setKeys},
		"both in one":             {ecrHost, exampleID, exampleID + ":" + exampleKey, nil, password + " holds an access key ID"},
		"user AWS with an ID":     {ecrHost, "AWS", exampleID, nil, password + " holds an access key ID"},
		"the key twice":           {ecrHost, exampleKey, exampleKey, []string{endpoint}, user + " is a secret access key" + setKeys},
		"no ID":                   {ecrHost, "ci-user", exampleKey, nil, user + " is not an AWS access key ID: set it to one, or to AWS if " + password + " is a token\n"},
		"no ID, with an URL":      {ecrHost, "ci user", exampleKey, []string{endpoint}, user + " is not an AWS access key ID"},
		"cut ID":                  {ecrHost, exampleID[:12], exampleKey, nil, user + " is not an AWS access key ID"},
		"line break in USER":      {ecrHost, exampleID + "\n" + exampleKey, exampleKey, nil, user + " has a line break"},
		"line break in a session": {ecrHost, exampleID, exampleKey, []string{session + "=a\r\nb"}, session + " has a line break"},
		"key as session":          {ecrHost, exampleID, exampleKey, []string{session + "=" + exampleKey}, session + " is an access key, not a session token: set it to the session token that came with the keys, or unset it\n"},
		"ID as session":           {ecrHost, exampleID, exampleKey, []string{session + "=" + exampleID}, session + " is an access key"},
		"key as role":             {ecrHost, exampleID, exampleKey, []string{"K_CONTAINER_REGISTRY_ROLE_ARN=" + exampleKey}, "K_CONTAINER_REGISTRY_ROLE_ARN is not the ARN of a role: write it as arn:aws:iam::123456789012:role/name\n"},
		"ID as external ID":       {ecrHost, exampleID, exampleKey, []string{"K_CONTAINER_REGISTRY_EXTERNAL_ID=" + exampleID}, "K_CONTAINER_REGISTRY_EXTERNAL_ID holds an AWS access key: set it to the external ID that the role's owner gave\n"},
		"key as external ID":      {ecrHost, exampleID, "my-external-id", []string{"K_CONTAINER_REGISTRY_EXTERNAL_ID=" + exampleKey}, "K_CONTAINER_REGISTRY_EXTERNAL_ID holds an AWS access key"},
		"key behind arn:":         {ecrHost, exampleID, exampleKey, []string{"K_CONTAINER_REGISTRY_ROLE_ARN=arn:" + exampleKey}, "K_CONTAINER_REGISTRY_ROLE_ARN is not the ARN of a role"},
		"user's ARN as role":      {ecrHost, exampleID, exampleKey, []string{"K_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:user/u"}, "K_CONTAINER_REGISTRY_ROLE_ARN is not the ARN of a role"},
		"quoted key as session":   {ecrHost, exampleID, exampleKey, []string{session + `="` + exampleKey + `"`}, session + " is an access key"},
		"cut key as ID, with URL": {ecrHost, strings.ReplaceAll(exampleKey, "/", "")[:37], exampleKey, []string{endpoint}, user + " is not an AWS access key ID"},
		"user AWS, quoted key":    {ecrHost, "AWS", `"` + exampleKey + `"`, nil, password + " is a secret access key, but " + user + " is AWS: set " + user + " to the access key ID\n"},
		"user AWS, ini line":      {ecrHost, "AWS", "aws_secret_access_key=" + exampleKey, nil, password + " is a secret access key"},
		"user AWS, nearly ECR":    {"123456789012.dkr.ecr.us-east-1.amazonaws.co", "AWS", exampleKey, nil, password + " is an AWS secret access key"},
		"session token, plain":    {"k.example", "ci", exampleKey, []string{session + "=s"}, password + " is an AWS secret access key"},
		"pair in base64, plain":   {"k.example", "u", base64.StdEncoding.EncodeToString([]byte(exampleID + ":" + exampleKey)), nil, password + " is an AWS access key ID"},
		"swapped, plain":          {"k.example", exampleKey, exampleID, nil, password + " is an AWS access key ID"},
		"ID, plain": {"k.example", exampleID, exampleKey, nil, "k.example: " + user + " is an AWS access key ID, but this is no ECR registry: " +
			"correct K_CONTAINER_REGISTRY_SERVER, or set a user name and password of this registry\n"},
		"ID behind a mark, plain": {"k.example", "\ufeff" + exampleID, exampleKey, nil, user + " is an AWS access key ID"},
		"ID in quotes, plain":     {"k.example", "u", `"` + exampleID + `"`, nil, password + " is an AWS access key ID"},
		"ID and key, plain":       {"k.example", "u", exampleID + ":" + exampleKey, nil, password + " is an AWS access key ID"},
		"key as USER, plain":      {"k.example", exampleKey, "t", []string{"K_CONTAINER_REGISTRY_SESSION_TOKEN=" + exampleID}, user + " is an AWS secret access key"},
		"key with an external ID": {"k.example", "u", exampleKey, []string{"K_CONTAINER_REGISTRY_EXTERNAL_ID=e"}, password + " is an AWS secret access key"},
		"key of \"AWS\", plain":   {"k.example", `"AWS"`, exampleKey, nil, password + " is an AWS secret access key"},
		"key of AWS:, plain":      {"k.example", "AWS:\u200b", exampleKey, nil, password + " is an AWS secret access key"},
		"Docker's auth, plain": {"k.example", "u", `{"auth":"` + base64.StdEncoding.EncodeToString([]byte(exampleID+":"+exampleKey)) + `"}`, nil,
			password + " is an AWS access key ID"},
		"the key in quotes as external ID": {ecrHost, exampleID, exampleKey, []string{
			"K_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/r", "K_CONTAINER_REGISTRY_EXTERNAL_ID=\"" + exampleKey + "\""},
			"K_CONTAINER_REGISTRY_EXTERNAL_ID holds an AWS access key"},
		"the key in a role's name": {ecrHost, exampleID, exampleKey, []string{"K_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/" + exampleKey},
			"K_CONTAINER_REGISTRY_ROLE_ARN is not the ARN of a role"},
		"the key in base64 as token": {ecrHost, "AWS", "AWS:" + base64.StdEncoding.EncodeToString([]byte(exampleKey)), nil, password + " is a secret access key"},
		"key as base64": {ecrHost, exampleID, base64.StdEncoding.EncodeToString([]byte(exampleKey)), nil,
			password + " is not a secret access key, it looks like base64 of one"},
		"key in JSON":   {ecrHost, exampleID, `{"SecretAccessKey":"` + exampleKey + `"}`, nil, password + " is not a secret access key, it looks like JSON" + setKeys},
		"key in quotes": {ecrHost, exampleID, `"` + exampleKey + `"`, nil, password + " is not a secret access key, it looks like a text in quotes"},
		"user AWS, JSON": {ecrHost, "AWS", `{"authorizationToken":"x"}`, nil,
			password + " is not a token of ECR alone: set it to what \"aws ecr get-login-password\" prints\n"},
		"user AWS, the user twice": {ecrHost, "AWS", "AWS:dG9rZW4=", nil, password + " is not a token of ECR alone"},
		"line break in USER, user": {"k.example", "a\nb", "p", nil, user + " has a line break"},
		"GITHUB_TOKEN":             {"", "", "", []string{"GITHUB_TOKEN=" + exampleID}, "GITHUB_TOKEN is an AWS access key ID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := test.server
			environ := append([]string{"K_CONTAINER_REGISTRY_SERVER=" + test.server, user + "=" + test.username, password + "=" + test.secret}, test.others...)
			if test.server == "" {
				asked, environ = "ghcr.io", test.others
			}
			r := run{environ: environ, stdin: asked, exchange: func(ecr.Request) (ecr.Token, error) {
				t.Error("AWS is asked")
				return ecr.Token{}, errors.New("not to be asked")
			}}
			r.do("get")
			if r.status != 1 || !strings.Contains(r.stdout, test.want) || strings.Count(r.stdout, "\n") != 1 {
				t.Errorf("status %d, standard output %q, want one with %q", r.status, r.stdout, test.want)
			}
			for _, value := range []string{exampleID, exampleKey, exampleKey[:20], "aws_secret"} {
				if strings.Contains(r.stdout+r.stderr, value) {
					t.Error("a key is shown")
				}
			}
			r.do("list")
			if r.stdout != "{}\n" {
				t.Errorf("list prints %s", r.stdout)
			}
		})
	}
}

// TestNearMissWithKey has AWS keys for what is nearly a registry of ECR.
func TestNearMissWithKey(t *testing.T) {
	t.Parallel()
	const near = "12345678901.dkr.ecr.us-east-1.amazonaws.com"
	r := run{environ: secret("ECR", near, "AKIAIOSFODNN7EXAMPLE"), stdin: near}
	want := near + ": ECR_CONTAINER_REGISTRY_USER is an AWS access key ID, and this is nearly the name of an ECR registry, " +
		"but an AWS account has 12 digits, and this one 11: " +
		"correct ECR_CONTAINER_REGISTRY_SERVER, or set a user name and password of this registry\n"
	if r.do("get"); r.stdout != want {
		t.Errorf("%q, want %q", r.stdout, want)
	}
}

// TestKeysThatServe shows what the checks of keys let through.
func TestKeysThatServe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		server, username, secret string
		others                   []string
		want                     ecr.Identity // the zero value: answered as it is
	}{
		"keys":                     {ecrHost, exampleID, exampleKey, nil, ecr.Identity{AccessKeyID: hidden.Of(exampleID), SecretAccessKey: hidden.Of(exampleKey)}},
		"keys with spaces":         {ecrHost, "\ufeff" + exampleID + "\u00a0", " " + exampleKey + "\r\n", nil, ecr.Identity{AccessKeyID: hidden.Of(exampleID), SecretAccessKey: hidden.Of(exampleKey)}},
		"an emulator's":            {ecrHost, "test", "test", []string{"AWS_ENDPOINT_URL_ECR=http://127.0.0.1:1"}, ecr.Identity{AccessKeyID: hidden.Of("test"), SecretAccessKey: hidden.Of("test")}},
		"an emulator's, in words":  {ecrHost, "test", "a, b", []string{"AWS_ENDPOINT_URL_ECR=http://127.0.0.1:1"}, ecr.Identity{AccessKeyID: hidden.Of("test"), SecretAccessKey: hidden.Of("a, b")}},
		"forty characters, plain":  {"k.example", "u", exampleKey, nil, ecr.Identity{}},
		"a bot's name":             {"k.example", "asiapacificdeploybot", "p", nil, ecr.Identity{}},
		"key JSON with line ends":  {"k.example", "_json_key", "{\n\"type\": \"service_account\"\n}", nil, ecr.Identity{}},
		"a long word around an ID": {"k.example", "u", "x" + exampleID, nil, ecr.Identity{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got ecr.Identity
			r := run{
				environ: append([]string{"K_CONTAINER_REGISTRY_SERVER=" + test.server, "K_CONTAINER_REGISTRY_USER=" + test.username,
					"K_CONTAINER_REGISTRY_PASSWORD=" + test.secret}, test.others...),
				stdin: test.server,
				exchange: func(request ecr.Request) (ecr.Token, error) {
					got = request.Identity
					return ecr.Token{Password: hidden.Of("token")}, nil
				},
			}
			if r.do("get"); r.status != 0 || !cmp.Equal(got, test.want) {
				t.Errorf("status %d, %s", r.status, r.stderr)
			}
		})
	}
}

package helper

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/google/go-cmp/cmp"
)

func TestStore(t *testing.T) {
	t.Parallel()
	environ := append(secret("ACR", "mycompany.azurecr.io", "u"), secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE")...)
	environ = append(environ, secret("TOKEN", "999999999999.dkr.ecr.eu-west-1.amazonaws.com", "AWS")...)
	environ = append(environ, secret("HUB", "docker.io", "h")...)
	environ = append(environ, "AMBIENT_CONTAINER_REGISTRY_SERVER=public.ecr.aws", "HALF_CONTAINER_REGISTRY_SERVER=half.example",
		"USERLESS_CONTAINER_REGISTRY_SERVER=userless.example", "USERLESS_CONTAINER_REGISTRY_PASSWORD=s3cr3t")
	environ = append(environ, "GITHUB_TOKEN=ghs_s3cr3t", "GITHUB_ACTOR=octo")
	const unknown = "nothing stored: this helper answers from the environment, and no secret there names this server: set <PREFIX>_CONTAINER_REGISTRY_SERVER, <PREFIX>_CONTAINER_REGISTRY_USER and <PREFIX>_CONTAINER_REGISTRY_PASSWORD"
	for _, test := range []struct {
		server, user, password string
		problem, note          string
	}{
		{server: "mycompany.azurecr.io", user: "u", password: "s3cr3t-ACR"},
		{server: "https://MYCOMPANY.azurecr.io/v2/", user: "u", password: "s3cr3t-ACR"},
		{server: "https://index.docker.io/v1/", user: "h", password: "s3cr3t-HUB"},
		{
			server: "mycompany.azurecr.io", user: "u", password: planted,
			problem: "mycompany.azurecr.io: nothing stored: to log in with other credentials, change ACR_CONTAINER_REGISTRY_USER and ACR_CONTAINER_REGISTRY_PASSWORD",
		},
		{
			server: "mycompany.azurecr.io", user: "<token>", password: planted,
			note: "mycompany.azurecr.io: nothing was stored; ACR_CONTAINER_REGISTRY_USER and ACR_CONTAINER_REGISTRY_PASSWORD go on being what logs in",
		},
		{server: "ghcr.io", user: "octo", password: "ghs_s3cr3t"},
		{server: "ghcr.io", user: "x-access-token", password: "ghs_s3cr3t"},
		{server: "ghcr.io", user: "$", password: "ghs_s3cr3t"},
		{server: "ghcr.io", user: "<token>", password: planted, note: "ghcr.io: nothing was stored; GITHUB_ACTOR and GITHUB_TOKEN go on being what logs in"},
		{
			server: "ghcr.io", user: "octo", password: planted,
			problem: "ghcr.io: nothing stored: to log in with other credentials, change GITHUB_ACTOR and GITHUB_TOKEN",
		},
		{
			server: ecrHost, user: "<token>", password: planted,
			problem: ecrHost + ": nothing stored: to log in with other credentials, change ECR_CONTAINER_REGISTRY_USER and ECR_CONTAINER_REGISTRY_PASSWORD",
		},
		{server: "unknown.example", user: "u", password: planted, problem: unknown},
		{server: "https://index.docker.io/v1/access-token", user: "h", password: "s3cr3t-HUB", problem: unknown},
		{
			server: "half.example", user: "u", password: planted,
			problem: "half.example: HALF_CONTAINER_REGISTRY_USER and HALF_CONTAINER_REGISTRY_PASSWORD are not set: set them, or unset HALF_CONTAINER_REGISTRY_SERVER",
		},
		{
			server: "userless.example", user: "u", password: planted,
			problem: "userless.example: USERLESS_CONTAINER_REGISTRY_USER is not set: set it, or unset USERLESS_CONTAINER_REGISTRY_SERVER",
		},
		{
			server: ecrHost, user: "AWS", password: "any token",
			note: ecrHost + ": nothing was stored; tokens go on coming from AWS for the identity of ECR_CONTAINER_REGISTRY_SERVER",
		},
		{
			server: "public.ecr.aws", user: "AWS", password: "any token",
			note: "public.ecr.aws: nothing was stored; tokens go on coming from AWS for the identity of AMBIENT_CONTAINER_REGISTRY_SERVER",
		},
		{
			server: ecrHost, user: "other", password: planted,
			problem: ecrHost + ": nothing stored: to log in with other credentials, change ECR_CONTAINER_REGISTRY_USER and ECR_CONTAINER_REGISTRY_PASSWORD",
		},
		{
			server: "public.ecr.aws", user: "other", password: planted,
			problem: "public.ecr.aws: nothing stored: its token comes from AWS, so log in with user AWS, or not at all",
		},
		{server: "999999999999.dkr.ecr.eu-west-1.amazonaws.com", user: "AWS", password: "s3cr3t-TOKEN"},
		{
			server: "999999999999.dkr.ecr.eu-west-1.amazonaws.com", user: "AWS", password: planted,
			problem: "999999999999.dkr.ecr.eu-west-1.amazonaws.com: nothing stored: to log in with other credentials, change TOKEN_CONTAINER_REGISTRY_USER and TOKEN_CONTAINER_REGISTRY_PASSWORD",
		},
		{server: "", user: "u", password: planted, problem: "no credentials server URL"},
		{server: "mycompany.azurecr.io", user: "", password: planted, problem: "no credentials username"},
	} {
		input, err := json.Marshal(credentials.Credentials{ServerURL: test.server, Username: test.user, Secret: test.password})
		if err != nil {
			t.Fatal(err)
		}
		r := run{environ: environ, stdin: string(input)}
		r.do("store")
		var want run
		switch {
		case test.problem != "":
			want = run{status: 1, stdout: test.problem + "\n", stderr: "docker-credential-secrets: " + test.problem + "\n"}
		case test.note != "":
			want.stderr = "docker-credential-secrets: " + test.note + "\n"
		}
		got := []any{r.status, r.stdout, r.stderr}
		if diff := cmp.Diff([]any{want.status, want.stdout, want.stderr}, got); diff != "" {
			t.Errorf("%s of %s: -want +got\n%s", test.user, test.server, diff)
		}
	}
}

func TestStoreInput(t *testing.T) {
	t.Parallel()
	const noObject = "standard input is not a JSON object with the strings ServerURL, Username and Secret\n"
	const good = `{"ServerURL":"mycompany.azurecr.io","Username":"u","Secret":"s3cr3t-ACR"}`
	for input, want := range map[string]string{
		good:        "",
		good + "\n": "",
		"{\n  \"ServerURL\": \"mycompany.azurecr.io\",\n  \"Username\": \"u\",\n  \"Secret\": \"s3cr3t-ACR\"\n}\n": "",
		"":                     noObject,
		"mycompany.azurecr.io": noObject,
		good + good:            noObject,
		`{"ServerURL":"mycompany.azurecr.io","Username":"u","Secret":` + planted:               noObject,
		`{"ServerURL":"mycompany.azurecr.io","Username":"u","Secret":5}`:                       noObject,
		"{\"ServerURL\":\"mycompany.azurecr.io\",\"Username\":\"u\",\"Secret\":\"s3cr3t-\nACR": noObject,
		`"` + planted + `"`: noObject,
		"null":              "no credentials server URL\n",
		`{"Secret":"` + strings.Repeat("x", 4<<20) + `"}`: tooLongText,
	} {
		r := run{environ: secret("ACR", "mycompany.azurecr.io", "u"), stdin: input}
		r.do("store")
		if r.stdout != want || (r.status == 0) != (want == "") || strings.Contains(r.stdout+r.stderr, planted) {
			t.Errorf("%.80q: status %d, standard output %q, standard error %q", input, r.status, r.stdout, r.stderr)
		}
	}
}

package helper

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestProfile asks with the chain that begins with the secret's profile.
func TestProfile(t *testing.T) {
	t.Parallel()
	const profile = "A_CONTAINER_REGISTRY_PROFILE"
	var asked ecr.Request
	r := run{
		environ: []string{"A_CONTAINER_REGISTRY_SERVER=" + ecrHost, profile + "= work\n", debugVariable + "=1"}, stdin: ecrHost,
		exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request
			return ecr.Token{}, &ecr.Failure{Cause: ecr.ProfileMissing, Detail: "AWS_PROFILE"}
		},
	}
	r.do("get")
	want := ecrHost + ": " + profile + " names an AWS profile that does not exist: correct it, or add the profile: as [profile name] to ~/.aws/config, or as [name] to ~/.aws/credentials\n"
	if r.stdout != want || asked.Identity.Profile.Reveal() != "work" || !asked.Identity.IsAmbient() {
		t.Errorf("answer %q, want %q; profile %q", r.stdout, want, asked.Identity.Profile.Reveal())
	}
	if want := "(ECR, token by exchange with the AWS profile of " + profile + ")"; !strings.Contains(r.stderr, want) {
		t.Errorf("debug: %q, want %q", r.stderr, want)
	}
	if r.do("list"); r.stdout != `{"`+ecrHost+`":"AWS"}`+"\n" {
		t.Errorf("list prints %s", r.stdout)
	}
}

// TestProfileInWrongPlaces has a PROFILE beside another identity, where none is of
// use, or that is none.
func TestProfileInWrongPlaces(t *testing.T) {
	t.Parallel()
	const prefix = "A_CONTAINER_REGISTRY_"
	const profile, user, password, session = prefix + "PROFILE", prefix + "USER", prefix + "PASSWORD", prefix + "SESSION_TOKEN"
	beside := func(rivals string) string {
		return profile + " stands beside " + rivals + ", and a secret has one identity: unset " + profile + ", or unset " + rivals + "\n"
	}
	for _, test := range []struct{ server, variables, want string }{
		{ecrHost, "PROFILE=work USER=" + exampleID + " PASSWORD=" + exampleKey, beside(user + " and " + password)},
		{ecrHost, "PROFILE=work USER=" + exampleID, beside(user)},
		{ecrHost, "PROFILE=work PASSWORD=" + exampleKey, beside(password)},
		{ecrHost, "PROFILE=work SESSION_TOKEN=" + planted, beside(session)},
		{ecrHost, "PROFILE=work USER=AWS PASSWORD=" + planted, beside(user + " and " + password)},
		{ecrHost, "PROFILE=work PASSWORD_FILE=/none", beside(password + "_FILE")},
		{"public.ecr.aws", "PROFILE=work USER=" + exampleID, beside(user)},
		{ecrHost, "PROFILE=" + exampleID, profile + " holds an AWS access key: set it to the name of an AWS profile\n"},
		{ecrHost, "PROFILE=" + exampleKey, profile + " holds an AWS access key: set it to the name of an AWS profile\n"},
		{"a.example", "PROFILE=work", profile + " is for ECR alone: correct " + prefix + "SERVER, or set a user name and password of this registry\n"},
		{"vpce-1-2.api.ecr.us-east-1.vpce.amazonaws.com", "USER=" + exampleID + " PASSWORD=" + exampleKey, user + " is an AWS access key ID, and " +
			"this is nearly the name of an ECR registry, but it is that of a VPC endpoint: set AWS_ENDPOINT_URL_ECR to " +
			"https://vpce-1-2.api.ecr.us-east-1.vpce.amazonaws.com, and name the registry, as 123456789012.dkr.ecr.us-east-1.amazonaws.com: correct "},
		{"vpce-1-2.dkr.ecr.us-east-1.vpce.amazonaws.com", "EXTERNAL_ID=", user + " and " + password + " are not set, and this is nearly the name of " +
			"an ECR registry, but it is that of a VPC endpoint, to which the network leads by the registry's own name, as " +
			"123456789012.dkr.ecr.us-east-1.amazonaws.com: correct " + prefix + "SERVER\n"},
		{"123456789012.dkr.ecr.useast1.amazonaws.com", "PROFILE=work",
			profile + " is for ECR alone, and this is nearly the name of an ECR registry, but the region, or what follows it, is none of AWS: correct "},
	} {
		environ := []string{prefix + "SERVER=" + test.server}
		for variable := range strings.SplitSeq(test.variables, " ") {
			environ = append(environ, prefix+variable)
		}
		r := run{environ: environ, stdin: test.server}
		r.do("get")
		if r.status != 1 || !strings.Contains(r.stdout+r.stderr, test.server+": "+test.want) {
			t.Errorf("%s: status %d, %q, %q, want %q", test.variables, r.status, r.stdout, r.stderr, test.want)
		}
		if r.do("list"); r.stdout != "{}\n" {
			t.Errorf("%s: list prints %s", test.variables, r.stdout)
		}
	}
}

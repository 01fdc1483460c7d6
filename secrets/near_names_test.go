package secrets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func FuzzDistanceIsAMetric(f *testing.F) {
	f.Add("PASSWORD", "PASSWROD", "USER")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 300 {
			t.Skip()
		}
		ab, bc, ac := Distance(a, b), Distance(b, c), Distance(a, c)
		if ab != Distance(b, a) || (ab == 0) != (a == b) || ac > ab+bc {
			t.Errorf("distances %d, %d, %d of %q, %q, %q", ab, bc, ac, a, b, c)
		}
	})
}

func TestNearNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ []string
		want    []NearName
	}{
		{[]string{"CONTAINER_REGISTRY_USER=u"}, []NearName{{"CONTAINER_REGISTRY_USER", "MY_CONTAINER_REGISTRY_USER", NoPrefix}}},
		{[]string{"container_registry_user=u"}, []NearName{{"container_registry_user", "MY_CONTAINER_REGISTRY_USER", NoPrefix}}},
		{[]string{"CONTAINER_REGISTRY_USER=u", "MY_CONTAINER_REGISTRY_USER=u"}, nil},
		{[]string{"CONTAINER_REGISTRY_USER=u", "my_container_registry_user_file=/u"}, nil},
		{[]string{"CONTAINER_REGISTRY_USER="}, nil},
		{[]string{"ACR_CONTANER_REGISTRY_SERVER=s"}, []NearName{{"ACR_CONTANER_REGISTRY_SERVER", "ACR_CONTAINER_REGISTRY_SERVER", Misspelled}}},
		{[]string{"ACR_CONTAINERREGISTRY_PASSWORD=s"}, []NearName{{"ACR_CONTAINERREGISTRY_PASSWORD", "ACR_CONTAINER_REGISTRY_PASSWORD", Misspelled}}},
		{[]string{"A_CONTAINERS_REGISTRYS_USER=u"}, []NearName{{"A_CONTAINERS_REGISTRYS_USER", "A_CONTAINER_REGISTRY_USER", Misspelled}}},
		{[]string{"A_CONTAIN_REGISTRY_USER=u"}, []NearName{{"A_CONTAIN_REGISTRY_USER", "A_CONTAINER_REGISTRY_USER", Misspelled}}},
		{[]string{"A_CONTAINERSS_REGISTRYS_USER=u", "A_CONTAI_REGISTRY_USER=u"}, nil},
		{[]string{"ACR_CONTANER_REGISTRY_SESSION_TOKEN=s"}, []NearName{
			{"ACR_CONTANER_REGISTRY_SESSION_TOKEN", "ACR_CONTAINER_REGISTRY_SESSION_TOKEN", Misspelled},
		}},
		{[]string{"ACR_CONTANER_REGISTRY_USER=u", "ACR_CONTAINER_REGISTRY_USER_FILE=/u"}, nil},
		{[]string{"acme-CONTAINER-REGISTRY-SERVER=r"}, []NearName{{"acme-CONTAINER-REGISTRY-SERVER", "ACME_CONTAINER_REGISTRY_SERVER", Misspelled}}},
		{[]string{"my acr_CONTAINER_REGISTRY_USER=u"}, []NearName{{"my acr_CONTAINER_REGISTRY_USER", "MY_ACR_CONTAINER_REGISTRY_USER", OddPrefix}}},
		{[]string{"É\x1b\xff_CONTAINER_REGISTRY_URL=u"}, []NearName{{"É\x1b\xff_CONTAINER_REGISTRY_URL", "____CONTAINER_REGISTRY_URL", OddPrefix}}},
		{[]string{"ACR_CONTANER_REGISTRY_USERNAME=u"}, []NearName{{"ACR_CONTANER_REGISTRY_USERNAME", "ACR_CONTAINER_REGISTRY_USER", Misspelled}}},
		{[]string{"ACR_CONTANER_REGISTRY_PASS_FILE=/p"}, []NearName{
			{"ACR_CONTANER_REGISTRY_PASS_FILE", "ACR_CONTAINER_REGISTRY_PASSWORD_FILE", Misspelled},
		}},
		{[]string{"ACME_REGISTRY_URL=s", "ACME_REGISTRY_USERNAME=u", "acme_registry_password=p"}, []NearName{
			{"ACME_REGISTRY_URL", "ACME_CONTAINER_REGISTRY_SERVER", OtherConvention},
			{"ACME_REGISTRY_USERNAME", "ACME_CONTAINER_REGISTRY_USER", OtherConvention},
			{"acme_registry_password", "ACME_CONTAINER_REGISTRY_PASSWORD", OtherConvention},
		}},
		{[]string{"MY_ACME_DOCKER_REGISTRY_USER=u", "MY_ACME_DOCKER_REGISTRY_TOKEN=p"}, []NearName{
			{"MY_ACME_DOCKER_REGISTRY_USER", "MY_ACME_CONTAINER_REGISTRY_USER", OtherConvention},
			{"MY_ACME_DOCKER_REGISTRY_TOKEN", "MY_ACME_CONTAINER_REGISTRY_PASSWORD", OtherConvention},
		}},
		{[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_REGISTRY_USERNAME=u", "B_REGISTRY_PASSWORD=p"}, []NearName{
			{"A_REGISTRY_USERNAME", "A_CONTAINER_REGISTRY_USER", OtherConvention},
		}},
		{[]string{"A_CONTAINER_REGISTRY_SERVER=s", "A_CONTAINER_REGISTRY_USER=u", "A_REGISTRY_USER=u", "A_REGISTRY_USERNAME="}, nil},
		{[]string{"CI_REGISTRY=s", "CI_REGISTRY_USER=u", "CI_REGISTRY_PASSWORD=p", "KAFKA_SCHEMA_REGISTRY_URL=s", "KAFKA_SCHEMA_REGISTRY_USER=u",
			"NPM_REGISTRY_URL=s", "NPM_REGISTRY_TOKEN=p", "DOCKER_REGISTRY_USER=u", "DOCKER_REGISTRY_PASSWORD=p",
			"REGISTRY_USER=u", "REGISTRY_PASSWORD=p", "INPUT_REGISTRY_USERNAME=u", "INPUT_REGISTRY_PASSWORD=p"}, nil},
		{[]string{"ACR_REGISTRY_USER=u", "PATH=/bin", "ACR_CONTAINER_REGISTRY_LOGIN=u", "USER=u", "X_IMAGE_REGISTRY_USER=u"}, nil},
	} {
		if diff := cmp.Diff(test.want, NearNames(test.environ), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: -want +got\n%s", test.environ, diff)
		}
	}
}

// TestWrongNames has what people and other tools call the fields, and slips of
// the pen.
func TestWrongNames(t *testing.T) {
	t.Parallel()
	for want, endings := range map[Field]string{
		ServerField:      "URL HOST HOSTNAME REGISTRY ADDRESS ENDPOINT DOMAIN SERVER_URL LOGIN_SERVER SERVR SEVRER url",
		User:             "USERNAME USER_NAME LOGIN ACCESS_KEY_ID CLIENT_ID USERS USRE LOGIN_FILE",
		Password:         "PASS PASSWD PWD PSW TOKEN SECRET KEY PAT ACCESS_TOKEN SECRET_ACCESS_KEY CLIENT_SECRET PASSWROD PASSWORD1 pass_file",
		SessionToken:     "SESSION SESSIONTOKEN SESION_TOKEN",
		WebIdentityToken: "WEB_IDENTITY WEBIDENTITYTOKEN AWS_WEB_IDENTITY_TOKEN AWS_WEB_IDENTITY_TOKEN_FILE ID_TOKEN OIDC OIDC_TOKEN JWT WEB_IDENTTY_TOKEN",
		Profile:          "AWS_PROFILE PROFILE_NAME PROFIL PROFILE_FILE",
		RoleARN:          "ROLE ROLEARN ROLE_ANR ROLE_ARN_FILE",
		ExternalID:       "EXTERNALID EXTERNAL_IDS",
		NoField:          "SOMETHING NAMESPACE SERVXYZ PASSWORXYZ USERNAMES REGION",
	} {
		for _, ending := range strings.Fields(endings) {
			v := FromEnviron([]string{"A" + Infix + ending + "=x"}, noECR).All()[0].Variables()[0]
			if v.Field != want || v.Use != NotRead {
				t.Errorf("%s is taken for %q, use %v, want %q, not read", ending, v.Field, v.Use, want)
			}
		}
	}
}

func TestIsSecretName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"A_CONTAINER_REGISTRY_USER": true, "a_container_registry_other": true, "\ufeffA_CONTAINER_REGISTRY_PASSWORD": true,
		"_CONTAINER_REGISTRY_USER": true, "CONTAINER_REGISTRY_USER": false, "A_CONTANER_REGISTRY_USER": false, "PATH": false, "": false,
	} {
		if got := IsSecretName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMayHoldSecret(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"A_CONTAINER_REGISTRY_PASSWORD": true, "a_container_registry_other": true, "\ufeffA_CONTAINER_REGISTRY_USER": true,
		"ACR_CONTANER_REGISTRY_PASSWORD": true, "acr_containerregistry_password": true, "ACR_CONTANER_REGISTRY_SESSION_TOKEN": true,
		"CONTAINER_REGISTRY_PASSWORD": true, "container_registry_anything": true, "_CONTAINER_REGISTRY_PASSWORD": true,
		"Z_CONTAINER_REG" + "ISTERY_SESSION_TOKEN": true, "Z_CONTAINERREGISTRY_PASS": true, "Z-Container.Registries.Key": true, "REG_OF_CONTAINERS": true,
		"GITHUB_TOKEN": true, "\ufeffGITHUB_TOKEN": true, "github_token": true, "MY_GITHUB_TOKEN_FILE": true,
		"": false, "PATH": false, "REGISTRY_PASSWORD": false, "MY_PASSWORD": false, "GITHUB_TOKE": false,
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": false, "AWS_CONTAINER_AUTHORIZATION_TOKEN": false, "AWS_REGION": false,
	} {
		if got := MayHoldSecret(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVariables has what becomes of each variable of a secret.
func TestVariables(t *testing.T) {
	t.Parallel()
	const p = "A_CONTAINER_REGISTRY_"
	type told struct {
		Name   string
		Field  Field
		IsFile bool
		Use    Use
	}
	for name, test := range map[string]struct {
		environ []string
		want    []told
	}{
		"by field": {[]string{p + "PASSWORD=p", p + "USER=u", p + "SERVER=a.example"}, []told{
			{p + "SERVER", ServerField, false, Used}, {p + "USER", User, false, Used}, {p + "PASSWORD", Password, false, Used},
		}},
		"a file beside a value": {[]string{p + "PASSWORD_FILE=/p", p + "PASSWORD=p"}, []told{
			{p + "PASSWORD", Password, false, Used}, {p + "PASSWORD_FILE", Password, true, Outdone},
		}},
		"a file beside an empty value": {[]string{p + "PASSWORD_FILE=/p", p + "PASSWORD="}, []told{
			{p + "PASSWORD", Password, false, Empty}, {p + "PASSWORD_FILE", Password, true, Used},
		}},
		"other cases": {[]string{"a_container_registry_user=u", p + "USER=u", "A_container_registry_USER= "}, []told{
			{p + "USER", User, false, Used}, {"A_container_registry_USER", User, false, Empty}, {"a_container_registry_user", User, false, Outdone},
		}},
		"names that are not read": {[]string{p + "USERNAME=u", p + "PASSWRD=p", p + "SOMETHING=s", p + "SERVER_FILE=/s", p + "ROLE_ARN=r"}, []told{
			{p + "SERVER_FILE", ServerField, false, NotRead}, {p + "USERNAME", User, false, NotRead}, {p + "PASSWRD", Password, false, NotRead},
			{p + "ROLE_ARN", RoleARN, false, Used}, {p + "SOMETHING", NoField, false, NotRead},
		}},
		"files that are not read": {[]string{p + "USERNAME_FILE=/u", p + "ROLE_ARN_FILE=/r", p + "SOMETHING_FILE=/s"}, []told{
			{p + "USERNAME_FILE", User, true, NotRead}, {p + "ROLE_ARN_FILE", RoleARN, false, NotRead}, {p + "SOMETHING_FILE", NoField, false, NotRead},
		}},
		"GitHub's": {[]string{"GITHUB_ACTOR=a", "GITHUB_TOKEN=t", "GITHUB_USER=u"}, []told{
			{"GITHUB_USER", User, false, Used}, {"GITHUB_ACTOR", User, false, Outdone}, {"GITHUB_TOKEN", Password, false, Used},
		}},
		"what GitHub did not set": {[]string{"GITHUB_TOKEN=t"}, []told{{"GITHUB_TOKEN", Password, false, Used}}},
	} {
		var got []told
		for _, v := range FromEnviron(test.environ, noECR).All()[0].Variables() {
			got = append(got, told{v.Name, v.Field, v.IsFile, v.Use})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestRaw has what stands in a variable, or in its file, before anything is
// cut off.
func TestRaw(t *testing.T) {
	t.Parallel()
	secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_PASSWORD= p\n", "A_CONTAINER_REGISTRY_USER_FILE= /u\n"}, noECR).All()[0]
	want := map[string]string{"A_CONTAINER_REGISTRY_PASSWORD": " p\n", "A_CONTAINER_REGISTRY_USER_FILE": "\ufeff in /u\r\n"}
	got := make(map[string]string)
	for _, v := range secret.Variables() {
		raw, err := v.Raw(func(path string) ([]byte, error) { return []byte("\ufeff in " + path + "\r\n"), nil })
		if err != nil {
			t.Error(err)
		}
		got[v.Name] = raw.Reveal()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
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
		{[]string{"CONTAINER_REGISTRY_USER="}, nil},
		{[]string{"ACR_CONTANER_REGISTRY_SERVER=s"}, []NearName{{"ACR_CONTANER_REGISTRY_SERVER", "ACR_CONTAINER_REGISTRY_SERVER", Misspelled}}},
		{[]string{"ACR_CONTAINERREGISTRY_PASSWORD=s"}, []NearName{{"ACR_CONTAINERREGISTRY_PASSWORD", "ACR_CONTAINER_REGISTRY_PASSWORD", Misspelled}}},
		{[]string{"ACR_CONTANER_REGISTRY_USER=u", "ACR_CONTAINER_REGISTRY_USER_FILE=/u"}, nil},
		{[]string{"my acr_CONTAINER_REGISTRY_USER=u"}, []NearName{{"my acr_CONTAINER_REGISTRY_USER", "MY_ACR_CONTAINER_REGISTRY_USER", OddPrefix}}},
		{[]string{"É\x1b\xff_CONTAINER_REGISTRY_URL=u"}, []NearName{{"É\x1b\xff_CONTAINER_REGISTRY_URL", "____CONTAINER_REGISTRY_URL", OddPrefix}}},
		{[]string{"ACR_REGISTRY_USER=u", "PATH=/bin", "ACR_CONTAINER_REGISTRY_USERNAME=u", "USER=u", "X_IMAGE_REGISTRY_USER=u"}, nil},
	} {
		if diff := cmp.Diff(test.want, NearNames(test.environ)); diff != "" {
			t.Errorf("%q: -want +got\n%s", test.environ, diff)
		}
	}
}

func TestIsNearName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"ACR_CONTANER_REGISTRY_PASSWORD": true, "acr_containerregistry_password": true, "CONTAINER_REGISTRY_PASSWORD": true,
		"container_registry_anything": true, "PATH": false, "REGISTRY_PASSWORD": false, "MY_PASSWORD": false,
	} {
		if got := IsNearName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

package kubeletconfig

import (
	"encoding/json"
	"strings"
	"testing"
)

const planted = "s3cr3t"

// full has every field.
const full = `apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
- name: p
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: [r.example]
  defaultCacheDuration: 0s
  args: [kubelet]
  env:
  - name: A
    value: s3cr3t
  tokenAttributes:
    serviceAccountTokenAudience: sts.amazonaws.com
    cacheType: ServiceAccount
    requireServiceAccount: false
    optionalServiceAccountAnnotationKeys: [eks.amazonaws.com/role-arn]
`

// TestRead has what people change in the file. Kubelet 1.34.4 starts with the first of
// these, and refuses the others for the same cause.
func TestRead(t *testing.T) {
	t.Parallel()
	const v1, v1beta1 = "kubelet.config.k8s.io/v1\nkind", "kubelet.config.k8s.io/v1beta1\nkind"
	another := full[strings.Index(full, "- name: p"):]
	for _, test := range []struct{ old, changed, want string }{
		{"", "", ""},
		{"", "---\n", ""},
		{"", "\ufeff", ""},
		{"\n", "\r\n", ""},
		{"value: s3cr3t", "value:", ""},
		{"value: s3cr3t", "value: 1:30", ""},
		{"value: s3cr3t", "value: 2001-01-01", ""},
		{"r.example", "user:s3cr3t@r.example", ""},
		{"r.example", "https://r.example", ""},
		{"credentialprovider.kubelet.k8s.io/v1\n", "credentialprovider.kubelet.k8s.io/v1\n", ""},
		{"[eks.amazonaws.com/role-arn]", "[A]\n---\nanother", ""},

		{full, "", "kind is not CredentialProviderConfig"},
		{full, planted, "it is no CredentialProviderConfig"},
		{full, "- " + planted, "it is no CredentialProviderConfig"},
		{"CredentialProviderConfig", "List", "kind is not CredentialProviderConfig"},
		{v1, "v1\nkind", "apiVersion is not kubelet.config.k8s.io/v1"},
		{v1, v1beta1, "in providers[0] tokenAttributes needs the file's apiVersion kubelet.config.k8s.io/v1"},
		{"  matchImages", " matchImages", "it is not valid YAML (line 5)"},
		{"  args", "\targs", "it is not valid YAML (line 8)"},
		{"value: s3cr3t", "value: s3cr3t: s3cr3t", "it is not valid YAML (line 11)"},
		{"value: s3cr3t", "value: *s3cr3t", "it is not valid YAML"},
		{"- name: A", "- name: \"s3cr3t", "it is not valid YAML (line 17)"},
		{"  args: [kubelet]", "  args: [kubelet]\n  args: [kubelet]", "it has a field twice (line 9)"},
		{"matchImages", "matchimages", "it has the field providers[0].matchimages, which kubelet does not know"},
		{"cacheType", "cachetype", "it has the field providers[0].tokenAttributes.cachetype, which kubelet does not know"},
		{"value: s3cr3t", "s3cr3t: x", "an entry of env has more than a name and a value"},
		{"name: A\n    value: s3cr3t", "{name: A, value: x,s3cr3t}", "an entry of env has more than a name and a value"},
		{"  args: [kubelet]", "  A_CONTAINER_REGISTRY_PASSWORD: s3cr3t", "it has a field that kubelet does not know"},
		{"providers:\n-", "providers:\n ", "providers is not a list"},
		{"providers:", "providers: []\nprovider:", "it has the field provider, which kubelet does not know"},
		{full[strings.Index(full, "providers:"):], "providers: s3cr3t", "providers is not a list"},
		{full[strings.Index(full, "providers:"):], "", "it has no providers"},
		{"[kubelet]", "kubelet", "providers.args is not a list"},
		{"[kubelet]", "[kubelet, 1]", "providers.args is a number, not a text in quotes"},
		{"[kubelet]", "[[kubelet]]", "providers.args is or holds what is no text"},
		{"value: s3cr3t", "value: off", "providers.env.value is a bool, not a text in quotes"},
		{"value: s3cr3t", "value: 0x10", "providers.env.value is a number, not a text in quotes"},
		{"- name: A\n    value: s3cr3t", "- A=s3cr3t", "providers.env has an entry that is not a name and a value"},
		{"- name: A\n    value: s3cr3t", "  A: s3cr3t", "providers.env is not a list"},
		{"requireServiceAccount: false", `requireServiceAccount: "false"`, "providers.tokenAttributes.requireServiceAccount is neither true nor false, without quotes"},
		{"[eks.amazonaws.com/role-arn]", "a", "providers.tokenAttributes.optionalServiceAccountAnnotationKeys is not a list"},

		{full, full + another, "in providers[1] name is that of another provider"},
		{full, full + "-", "in providers[1] name is not the name of a program alone"},
		{"name: p", "name: bin/p", "in providers[0] name is not the name of a program alone"},
		{"name: p", "name: p q", "in providers[0] name is not the name of a program alone"},
		{"  apiVersion: credentialprovider.kubelet.k8s.io/v1\n", "", "in providers[0] apiVersion is not credentialprovider.kubelet.k8s.io/v1"},
		{"credentialprovider.kubelet.k8s.io/v1", "credentialprovider.kubelet.k8s.io/v1beta1", "in providers[0] tokenAttributes needs the provider's apiVersion "},
		{"  matchImages: [r.example]\n", "", "in providers[0] matchImages is empty"},
		{"r.example", "r.example, r.example:s3cr3t", "in providers[0] matchImages[1] is not a host, with a port or a path at most"},
		{"r.example", `"r.example "`, "in providers[0] matchImages[0] is not a host, "},
		{"  defaultCacheDuration: 0s\n", "", "in providers[0] defaultCacheDuration is not a duration, as 0s"},
		{": 0s", ": 0", "providers.defaultCacheDuration is a number, not a text in quotes"},
		{": 0s", ": 1d", "in providers[0] defaultCacheDuration is not a duration, as 0s"},
		{": 0s", ": -1s", "in providers[0] defaultCacheDuration is not a duration, as 0s"},
		{"    serviceAccountTokenAudience: sts.amazonaws.com\n", "", "in providers[0] tokenAttributes: serviceAccountTokenAudience is not set, as sts.amazonaws.com"},
		{"    cacheType: ServiceAccount\n", "", "in providers[0] tokenAttributes: cacheType is neither ServiceAccount nor Token"},
		{"    requireServiceAccount: false\n", "", "in providers[0] tokenAttributes: requireServiceAccount is neither true nor false"},
		{"optional", "required", "in providers[0] tokenAttributes: requireServiceAccount is not true, as requiredServiceAccountAnnotationKeys needs"},
		{"[eks.amazonaws.com/role-arn]", "[a, a]", "in providers[0] tokenAttributes: optionalServiceAccountAnnotationKeys has a key twice"},
		{"eks.amazonaws.com", "eks..com", "in providers[0] tokenAttributes: has the key of an annotation that can be none"},
		{"[eks.amazonaws.com/role-arn]", "[a b]", "in providers[0] tokenAttributes: has the key of an annotation that can be none"},
		{
			"false\n", "true\n    requiredServiceAccountAnnotationKeys: [eks.amazonaws.com/role-arn]\n",
			"in providers[0] tokenAttributes: optionalServiceAccountAnnotationKeys has a key that is required",
		},
	} {
		n := 1
		if test.old == "\n" {
			n = -1
		}
		_, err := Read([]byte(strings.Replace(full, test.old, test.changed, n)))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") || strings.Contains(got, planted) {
			t.Errorf("%q for %q: %q, want %q", test.changed, test.old, got, test.want)
		}
	}
}

// TestReadJSON has the file of EKS, which is JSON.
func TestReadJSON(t *testing.T) {
	t.Parallel()
	config := New("p", []string{"r.example"}, []Variable{{"A", planted}})
	text, err := json.MarshalIndent(config, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, changed, want string }{
		{"", " ", ""},
		{`"kubelet"` + "\n", `"kubelet",` + "\n", "it is not valid JSON (line 14)"},
		{`"args":`, `"args": ["kubelet"], "args":`, "it has the field providers[0].args twice"},
		{`"s3cr3t"`, "5", "providers.env.value is a number, not a text in quotes"},
		{`"s3cr3t"`, "s3cr3t", "it is not valid JSON (line 18)"},
	} {
		_, err := Read([]byte(strings.Replace(string(text), test.old, test.changed, 1)))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q for %q: %q, want %q", test.changed, test.old, got, test.want)
		}
	}
}

// FuzzRead edits the file anywhere: no error may show the value in it.
func FuzzRead(f *testing.F) {
	f.Add(uint16(230), uint8(0), "{")
	f.Add(uint16(250), uint8(7), "*")
	f.Add(uint16(0), uint8(0), "{")
	f.Fuzz(func(t *testing.T, at uint16, cut uint8, insert string) {
		start := int(at) % len(full)
		edited := full[:start] + insert + full[min(start+int(cut), len(full)):]
		config, err := Read([]byte(edited))
		if err == nil {
			if text, err := config.YAML(); err != nil {
				t.Errorf("%q: %v, %v", edited, text, err)
			}
			return
		}
		if strings.Contains(err.Error(), planted) && !strings.Contains(insert, planted) {
			t.Errorf("%q: %v", edited, err)
		}
	})
}

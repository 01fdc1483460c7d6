package kubeletconfig

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadBack has texts that YAML would take for something else.
func TestReadBack(t *testing.T) {
	t.Parallel()
	want := New("docker-credential-secrets", []string{"*.dkr.ecr.*.amazonaws.com", "[::1]:5000", "r.example/team"}, []Variable{
		{"A", "yes"}, {"B", "0x10"}, {"C", "*.a: # b"}, {"D", "it's \"x\"\n"}, {"E", ""}, {"F", "~"}, {"G", "größe"}, {"H", "- {}"},
	})
	text, err := want.YAML()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read([]byte(text))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
}

// TestReadIsStrict refuses what kubelet refuses, and takes what it takes.
func TestReadIsStrict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": true,
		`{"kind": "x", "providers": [{"name": "p", "env": [{"name": "A", "value": "b"}]}]}`:               true,
		"providers:\n- name: p\n  tokenAttributes:\n    serviceAccountTokenAudience: sts.amazonaws.com\n": true,
		"providers:\n- name: p\n  matchimages: [a]\n":                                                     false,
		"providers:\n- name: p\n  name: q\n":                                                              false,
		"provider: []\n":                                                                                  false,
		"providers: p\n":                                                                                  false,
		"\tproviders: []":                                                                                 false,
		"s3cr3t":                                                                                          false,
	} {
		_, err := Read([]byte(text))
		if (err == nil) != want {
			t.Errorf("%q: %v", strings.TrimSpace(text), err)
		}
	}
}

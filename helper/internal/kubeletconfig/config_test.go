package kubeletconfig

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadBack has texts that YAML would take for something else.
func TestReadBack(t *testing.T) {
	t.Parallel()
	want := New("docker-credential-secrets", []string{"*.dkr.ecr.*.amazonaws.com", "[::1]:5000", "r.example/team"}, []Variable{
		{"A", "yes"}, {"B", "0x10"}, {"C", "*.a: # b"}, {"D", "it's \"x\"\n"}, {"E", ""}, {"F", "~"}, {"G", "größe"}, {"H", "- {}"},
		{"I", "off"}, {"J", "1:30"}, {"K", "2001-01-01"}, {"L", "0b1"}, {"M", "1_000"}, {"N", ".5"}, {"O", "<<"}, {"P", "\t"},
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

package doctor

import "testing"

func TestTakeApart(t *testing.T) {
	t.Parallel()
	const name = "docker-credential-secrets: "
	for complaint, want := range map[string][2]string{
		name + "r.example: U is not set: set it\n":                                       {"U is not set", "set it"},
		name + "debug: x: y\n" + name + "r.example: the profile is gone: add it: as [a]": {"the profile is gone", "add it: as [a]"},
		name + "standard input is empty\n":                                               {"standard input is empty", "see what kubelet starts"},
		"":                                                                               {"", "see what kubelet starts"},
		"panic: x\n":                                                                     {"panic", "x"},
	} {
		cause, fix := takeApart(complaint, "r.example")
		if got := [2]string{cause, fix}; got != want {
			t.Errorf("%q: %q", complaint, got)
		}
	}
}

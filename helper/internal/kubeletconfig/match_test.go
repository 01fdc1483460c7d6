package kubeletconfig

import "testing"

// TestMatches has the patterns of kubelet's documentation, and what its code makes of
// others.
func TestMatches(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, image string
		want           bool
	}{
		{"123456789.dkr.ecr.us-east-1.amazonaws.com", "123456789.dkr.ecr.us-east-1.amazonaws.com/team/app", true},
		{"*.dkr.ecr.*.amazonaws.com", "123456789.dkr.ecr.us-east-1.amazonaws.com/team/app", true},
		{"*.azurecr.io", "mycompany.azurecr.io/app", true},
		{"*.azurecr.io", "a.mycompany.azurecr.io/app", false},
		{"*.azurecr.io", "azurecr.io/app", false},
		{"app*.azurecr.io", "app1.azurecr.io/app", true},
		{"registry.io:8080/path", "registry.io:8080/path/app", true},
		{"registry.io:8080/path", "registry.io:8080/paths/app", true},
		{"registry.io:8080/path", "registry.io:8080/other/app", false},
		{"registry.io:8080", "registry.io/app", false},
		{"registry.io", "registry.io:443/app", false},
		{"registry.io/", "registry.io/app", true},
		{"Registry.io", "registry.io/app", false},
		{"https://registry.io", "registry.io/app", false},
		{"docker.io", "docker.io/library/alpine", true},
		{"docker.io/library", "docker.io/library/alpine", true},
		{"[::1]:5000", "[::1]:5000/app", true},
		{"[::1]", "[::1]/app", false},
		{"*", "localhost/app", true},
		{"", "localhost/app", false},
		{"user:password@registry.io", "registry.io/app", true},
		{"registry.io?x", "registry.io/app", true},
		{"registry.io:x", "registry.io:x/app", false},
	} {
		if got := Matches(test.pattern, test.image); got != test.want {
			t.Errorf("%s for %s: %v", test.pattern, test.image, got)
		}
	}
}

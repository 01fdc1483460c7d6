package libraries

import "testing"

// findBesideHalf has each library look for a registry whose secret is right, beside one that lost its password after
// configure named both.
func findBesideHalf(t *testing.T, home string) {
	const image = "good.example/team/app:1"
	want := credential{"alice", "planted-password"}
	for name, value := range map[string]string{
		"GOOD_CONTAINER_REGISTRY_SERVER": "good.example", "GOOD_CONTAINER_REGISTRY_USER": want.username, "GOOD_CONTAINER_REGISTRY_PASSWORD": want.password,
		"HALF_CONTAINER_REGISTRY_SERVER": "half.example", "HALF_CONTAINER_REGISTRY_USER": "harry",
	} {
		t.Setenv(name, value)
	}
	for _, w := range ways() {
		t.Setenv("HALF_CONTAINER_REGISTRY_PASSWORD", want.password)
		configure(t, home, w)
		t.Setenv("HALF_CONTAINER_REGISTRY_PASSWORD", "")
		for _, c := range clients() {
			if excuse(c.name, w.name, image, "good.example") != "" {
				continue
			}
			loses := c.name == "testcontainers-go" // the secrets of all registries by one that fails
			if got, err := c.find(t.Context(), image); (got != want) != loses {
				t.Errorf("%s by %s finds %q, and loses all by one that fails: %t; error %v", c.name, w.name, got.username, loses, err)
			}
		}
	}
}

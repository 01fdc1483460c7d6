package ecr

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	testKeyID     = "AKIAIOSFODNN7EXAMPLE"
	testSecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	otherKey      = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
	testRole      = "arn:aws:iam::123456789012:role/reader"
)

func TestHoldsSecretAccessKey(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		testSecretKey: true, `"` + testSecretKey + `"`: true, "key=" + testSecretKey: true, "before\u0141" + testSecretKey: true,
		testSecretKey[:39]: false, testSecretKey + "x": false, strings.ToLower(testSecretKey): false, strings.ToUpper(testSecretKey): false, "": false,
	} {
		if got := HoldsSecretAccessKey(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestHasSessionToken(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]bool{
		"": true, "IQoJb3JpZ2luX2VjEXAMPLE": true,
		testKeyID: false, testSecretKey: false, `"` + testSecretKey + `"`: false, strings.ToLower(testSecretKey): false,
	} {
		if got := (Identity{SessionToken: hidden.Of(token)}).HasSessionToken(true); got != want {
			t.Errorf("%q: %v, want %v", token, got, want)
		}
	}
}

func TestHasRole(t *testing.T) {
	t.Parallel()
	for role, want := range map[string]bool{
		"":       true,
		testRole: true,
		"arn:aws-us-gov:iam::123456789012:role/some/path/Reader_+=,.@-9": true,
		"arn":                                    false,
		"arn:aws:iam::123456789012":              false,
		"arn:aws:iam::123456789012:role/":        false,
		"arn:aws:iam::123456789012:role/a b":     false,
		"arn:aws:iam::123456789012:role/a:b":     false,
		"arn:aws:iam::123456789012:user/u":       false,
		"arn:aws:iam::12345678901:role/r":        false,
		"arn:aws:iam::1234567890123:role/r":      false,
		"arn:aws:iam::12345678901x:role/r":       false,
		"arn:aws:iam:region:123456789012:role/r": false,
		"arn:aws:sts::123456789012:role/r":       false,
		"arn:aws2:iam::123456789012:role/r":      false,
		"arn:cloud:iam::123456789012:role/r":     false,
		"urn:aws:iam::123456789012:role/r":       false,
	} {
		if got := (Identity{RoleARN: hidden.Of(role)}).HasRole(); got != want {
			t.Errorf("%q: %v, want %v", role, got, want)
		}
	}
}

func TestHasExternalID(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		externalID, secretKey string
		want                  bool
	}{
		{"", "", true},
		{"", testSecretKey, true},
		{"my-external-id", testSecretKey, true},
		{otherKey, testSecretKey, true},
		{otherKey, "short", false},
		{testSecretKey, testSecretKey, false},
		{"an-emulator-key-", "an-emulator-key-", false},
		{"an-emulator-key", "an-emulator-key", true},
		{testKeyID, testSecretKey, false},
	} {
		if got := (Identity{ExternalID: hidden.Of(test.externalID), SecretAccessKey: hidden.Of(test.secretKey)}).HasExternalID(); got != test.want {
			t.Errorf("%q beside the key %q: %v, want %v", test.externalID, test.secretKey, got, test.want)
		}
	}
}

// TestSpoiledIdentity spoils one part of an identity after another.
func TestSpoiledIdentity(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spoil            func(*Identity)
		atAWS, elsewhere bool
	}{
		"nothing":           {func(*Identity) {}, true, true},
		"emulator's ID":     {func(i *Identity) { i.AccessKeyID = hidden.Of("test") }, false, true},
		"access key ID":     {func(i *Identity) { i.AccessKeyID = hidden.Of(testSecretKey) }, false, false},
		"secret access key": {func(i *Identity) { i.SecretAccessKey = hidden.Of(testKeyID) }, false, false},
		"session token":     {func(i *Identity) { i.SessionToken = hidden.Of(testSecretKey) }, false, false},
		"role":              {func(i *Identity) { i.RoleARN = hidden.Of(testSecretKey) }, false, false},
		"external ID":       {func(i *Identity) { i.ExternalID = hidden.Of(testSecretKey) }, false, false},
	} {
		identity := Identity{AccessKeyID: hidden.Of(testKeyID), SecretAccessKey: hidden.Of(testSecretKey), SessionToken: hidden.Of(strings.Repeat("token", 20)), RoleARN: hidden.Of(testRole), ExternalID: hidden.Of("external")}
		test.spoil(&identity)
		if atAWS, elsewhere := identity.CanBeSent(false), identity.CanBeSent(true); atAWS != test.atAWS || elsewhere != test.elsewhere {
			t.Errorf("%s: to AWS %v, elsewhere %v", name, atAWS, elsewhere)
		}
	}
}

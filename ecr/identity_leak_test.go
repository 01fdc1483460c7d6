package ecr

import (
	"net/url"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestNearlyWholeKeyIsNotSent has most of the secret access key in every value
// that AWS is sent, in forms that a careless copy gives it.
func TestNearlyWholeKeyIsNotSent(t *testing.T) {
	t.Parallel()
	const key, filler = testSecretKey, "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDTOKEN"
	for _, form := range []string{
		key[1:], key[:len(key)-1], key[:20], key[20:], strings.ToLower(key), strings.ToUpper(key[1:]),
		strings.ReplaceAll(key, "/", `\/`), strings.ReplaceAll(key, "/", `\u002f`), strings.ReplaceAll(key, "/", "&#x2F;"),
		strings.ReplaceAll(key, "/", "%252F"), strings.ReplaceAll(key, "/", " "), strings.ReplaceAll(key, "/", ""),
		key[:5] + "\u200b" + key[5:], key[:20] + "-" + key[20:], url.QueryEscape(key[3:]),
	} {
		for name, put := range map[string]func(*Identity){
			"session token":      func(i *Identity) { i.SessionToken = hidden.Of(form) },
			"long session token": func(i *Identity) { i.SessionToken = hidden.Of(filler + form + filler) },
			"external ID":        func(i *Identity) { i.ExternalID = hidden.Of(form) },
			"role":               func(i *Identity) { i.RoleARN = hidden.Of(testRole + form) },
		} {
			identity := Identity{AccessKeyID: hidden.Of(testKeyID), SecretAccessKey: hidden.Of(key)}
			put(&identity)
			for _, isEmulator := range []bool{false, true} {
				if identity.CanBeSent(isEmulator) {
					t.Errorf("the key is sent as %s in the form %q (emulator: %v)", name, form, isEmulator)
				}
			}
		}
	}
}

// TestLikeTheKey has values that share no more with a key than chance, or an
// emulator's users, put there.
func TestLikeTheKey(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ key, value string }{
		{testSecretKey, otherKey}, // both end in EXAMPLEKEY
		{"test", "test"}, {"an-emulator-key", "an-emulator-key"}, {"the-secret-of-an-emulator", "the-secret-of-a-role"}, {"", ""},
		{strings.Repeat("+/", 20), "role"},
	} {
		identity := Identity{AccessKeyID: hidden.Of("test"), SecretAccessKey: hidden.Of(test.key), ExternalID: hidden.Of(test.value)}
		if !identity.CanBeSent(true) {
			t.Errorf("%q beside the key %q is refused", test.value, test.key)
		}
	}
}

// TestShortSessionToken has what no session token of AWS is.
func TestShortSessionToken(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		length            int
		atAWS, atEmulator bool
	}{{0, true, true}, {1, false, true}, {99, false, true}, {100, true, true}, {4096, true, true}} {
		identity := Identity{SessionToken: hidden.Of(strings.Repeat("-", test.length))}
		if atAWS, atEmulator := identity.HasSessionToken(false), identity.HasSessionToken(true); atAWS != test.atAWS || atEmulator != test.atEmulator {
			t.Errorf("%d characters: to AWS %v, to an emulator %v", test.length, atAWS, atEmulator)
		}
	}
}

package ecr

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestIsAccessKeyID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"AKIAIOSFODNN7EXAMPLE": true, "ASIAIOSFODNN7EXAMPLE": true, "ABIAIOSFODNN7EXAMPLE": true, "ACCAIOSFODNN7EXAMPLE": true,
		"": false, "AWS": false, "AKIA": false, "AKIAIOSFODNN7EXAMPL": false,
		"AKIAIOSFODNN7EXAMPLE2": false, "AROAIOSFODNN7EXAMPLE": false, "AKIA-IOSFODNN7EXAMPL": false,
		// Words that people use as user names.
		"asiapacificdeploybot": false, "asiasoutheast1pusher": false, "AsiaPacificDeployBot": false, "AKIAIOSFODNN7EXAMPLe": false,
	} {
		if got := IsAccessKeyID(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestKindsOfIdentity(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		identity               Identity
		ambient, lacksTheToken bool
	}{
		{Identity{}, true, false},
		{Identity{RoleARN: hidden.Of("arn:role")}, true, false},
		{Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE")}, false, false},
		{Identity{AccessKeyID: hidden.Of("ASIAIOSFODNN7EXAMPLE")}, false, true},
		{Identity{AccessKeyID: hidden.Of("ASIAIOSFODNN7EXAMPLE"), SessionToken: hidden.Of("token")}, false, false},
		{Identity{AccessKeyID: hidden.Of("ASIA")}, false, false}, // an emulator's
	} {
		if ambient, lacks := test.identity.IsAmbient(), test.identity.LacksSessionToken(); ambient != test.ambient || lacks != test.lacksTheToken {
			t.Errorf("%+v: ambient %v, lacks its session token %v", test.identity, ambient, lacks)
		}
	}
}

func TestHoldsAccessKeyID(t *testing.T) {
	t.Parallel()
	const id = "AKIAIOSFODNN7EXAMPLE"
	base64ID := base64.StdEncoding.EncodeToString([]byte(id + ":wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
	for text, want := range map[string]bool{
		id: true, "\ufeff" + id: true, `"` + id + `"`: true, "'" + id + "'": true, " \t" + id + "\r\n": true, "\u200b" + id + "\u2060": true,
		"AKIA\u200bIOSFODNN7EXAMPLE": true, "AKIA\x00IOSFODNN7EXAMPLE": true, "“" + id + "”": true, "\u00a0" + id: true, "\xff" + id: true,
		id + ":wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": true, `{"AccessKeyId": "` + id + `"}`: true, "aws_access_key_id=" + id: true,
		" " + base64ID: true, `"` + base64ID + `"`: true, "Basic " + base64ID: true, `{"auth":"` + base64ID + `"}`: true, "\ufeff" + base64ID + " x": true,
		"u:" + base64ID + ",v": true, strings.ReplaceAll(base64ID, "=", "%3D"): true, "%41KIAIOSFODNN7EXAMPLE": true,
		"Basic am9lOmh1bnRlcjI=": false, "100%": false, "%zz%4": false,
		base64.RawStdEncoding.EncodeToString([]byte(id)): true, base64.StdEncoding.EncodeToString([]byte("c\xe9" + id)): true,
		"before\u0141" + id: true, "AKIAIOSFODNN7EXAMPL%45": true,
		"": false, "x" + id: false, id + "9": false, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": false, "AKIA IOSFODNN7EXAMPLE": false,
	} {
		if got := HoldsAccessKeyID(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestCanBeAccessKeyID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ atAWS, atEmulator bool }{
		"AKIAIOSFODNN7EXAMPLE":                     {true, true},
		"LKIAQAAAAAAAHFR7TTLP":                     {true, true},
		"test":                                     {false, true},
		"mock_access_key":                          {false, true},
		"akiaiosfodnn7example":                     {false, true},
		strings.Repeat("A", 15):                    {false, true},
		strings.Repeat("AZ09", 4):                  {true, true},
		strings.Repeat("A", 32):                    {true, true},
		strings.Repeat("A", 33):                    {true, false},
		strings.Repeat("A", 39):                    {true, false},
		strings.Repeat("A", 40):                    {false, false},
		"":                                         {false, false},
		"AKIAIOSFODNN7EXAMPLE\n":                   {false, false},
		`"AKIAIOSFODNN7EXAMPLE"`:                   {false, false},
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": {false, false},
		// Forty letters and digits, as two secret access keys in seven are.
		"wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY": {false, false},
		// The same in hexadecimal digits and in base64 without padding.
		"774a616c725855746e46454d49614b374d44454e4761625078526669": {false, false},
	} {
		if got := CanBeAccessKeyID(text, false); got != want.atAWS {
			t.Errorf("%q at AWS: %v, want %v", text, got, want.atAWS)
		}
		if got := CanBeAccessKeyID(text, true); got != want.atEmulator {
			t.Errorf("%q at an emulator: %v, want %v", text, got, want.atEmulator)
		}
	}
}

func TestTrimKey(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"key": "key", "\ufeff key\r\n": "key", "\u200b\u00a0key\u2028\x00": "key", `"key"`: `"key"`, "": "", " \t ": "", "a b": "a b",
	} {
		if got := TrimKey(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestCanBeSent has the secret access key in every value that AWS is sent, in
// the forms that a paste gives it.
func TestCanBeSent(t *testing.T) {
	t.Parallel()
	const key, role = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "arn:aws:iam::123456789012:role/"
	good := Identity{
		AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(key),
		SessionToken: hidden.Of(strings.Repeat("IQoJb3JpZ2luX2VjEXAMPLETOKEN", 4)), RoleARN: hidden.Of(role + "puller"), ExternalID: hidden.Of("external"),
	}
	if !good.CanBeSent(false) {
		t.Error("an identity with nothing in the wrong place can't be sent")
	}
	for _, form := range []string{
		key, `"` + key + `"`, "x" + key, " " + key + "\n", key[:20] + " " + key[20:], strings.ReplaceAll(key, "/", "%2F"), strings.ReplaceAll(key, "/", "%2f"),
		base64.StdEncoding.EncodeToString([]byte(key)), `"` + base64.StdEncoding.EncodeToString([]byte(key)) + `"`,
		base64.URLEncoding.EncodeToString([]byte("AWS:" + key)), "AWS_SECRET_ACCESS_KEY=" + key,
	} {
		for name, put := range map[string]func(*Identity){
			"session token": func(i *Identity) { i.SessionToken = hidden.Of(form) },
			"external ID":   func(i *Identity) { i.ExternalID = hidden.Of(form) },
			"role":          func(i *Identity) { i.RoleARN = hidden.Of(role + form) },
		} {
			identity := good
			put(&identity)
			if identity.CanBeSent(false) {
				t.Errorf("the key is sent as %s in the form %q", name, form)
			}
		}
	}
}

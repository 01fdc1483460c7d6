package exchange

import "testing"

// TestOddLine has files of AWS's settings, and the first line of each that is none
// (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
func TestOddLine(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]int{
		"":                                    0,
		"\n \n\t\r\n":                         0,
		"# a\n; b\n  # c\n":                   0,
		"[default]":                           0,
		"[default]\r\nregion = x\r\n":         0,
		" [ profile dev ] # mine\nregion=x\n": 0,
		"[default]\naws_secret_access_key = a/b+c==\n":                           0,
		"[default]\nregion: x\nrole_arn = arn:aws:iam::1:r\n":                    0,
		"[default]\ns3 =\n  max_concurrent_requests = 20\n  on a further line\n": 0,
		"[services here]\nsts =\n  endpoint_url = http://a.example\n":            0,
		"[sso-session work]\nsso_region = x\n":                                   0,
		"[default]\nregion =\n":                                                  0,

		"region = x\n":                        1,
		"  region = x\n":                      1,
		"[default\nregion = x\n":              1,
		"\n[default]\n[profile dev\n":         3,
		"[default]\nregion\n":                 2,
		"[default]\n# a\n\n]x\n":              4,
		"\ufeff[default]\nregion = x\n":       1,
		"\xff\xfe[\x00d\x00]\x00\r\x00\n\x00": 1,
		"<html>\n":                            1,
		"{\"a\": 1}\n":                        1,
		"[":                                   1,
		"[default]\n[x = y\n":                 2,
	} {
		if got := firstOddLine(content); got != want {
			t.Errorf("%q: line %d, want %d", content, got, want)
		}
	}
}

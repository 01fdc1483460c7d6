package jwt

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// TestExpiry has the example of RFC 7519, 3.1, and tokens that are like it.
func TestExpiry(t *testing.T) {
	t.Parallel()
	const header, signature = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	const example = header + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." + signature
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	claims := func(text string) string { return header + "." + encode(text) + "." + signature }
	const none = "no token"
	for name, test := range map[string]struct{ token, want string }{
		"the example":         {example, "2011-03-22T18:43:00Z"},
		"a fraction":          {claims(`{"exp":1300819380.9}`), "2011-03-22T18:43:00Z"},
		"an exponent":         {claims(`{"exp":1.30081938e9}`), "2011-03-22T18:43:00Z"},
		"no expiry":           {claims(`{"iss":"joe"}`), ""},
		"no number":           {claims(`{"exp":"1300819380"}`), ""},
		"no time":             {claims(`{"exp":0}`), ""},
		"before 1970":         {claims(`{"exp":-1}`), ""},
		"the last year":       {claims(`{"exp":253402300799}`), "9999-12-31T23:59:59Z"},
		"the year 10000":      {claims(`{"exp":253402300800}`), ""},
		"more than a number":  {claims(`{"exp":1e999}`), ""},
		"another name":        {claims(`{"exp":1300819380,"EXP":1}`), "2011-03-22T18:43:00Z"},
		"no claim null":       {claims(`null`), none},
		"a line break":        {strings.Replace(example, ".", "\n.", 1), none},
		"a break, no bytes":   {header + "." + encode(`{}`) + ".\n", none},
		"no claims":           {claims(`[1]`), none},
		"no JSON":             {claims(`{`), none},
		"no algorithm":        {encode(`{"typ":"JWT"}`) + "." + encode(`{}`) + "." + signature, none},
		"no header":           {"." + encode(`{}`) + "." + signature, none},
		"no signature":        {header + "." + encode(`{}`) + ".", none},
		"two parts":           {header + "." + encode(`{}`), none},
		"five parts":          {example + ".a.b", none},
		"standard base64":     {header + "." + encode(`{}`) + ".a+/=", none},
		"a space before it":   {" " + example, none},
		"quotes":              {`"` + example + `"`, none},
		"a scheme":            {"Bearer " + example, none},
		"a password":          {"p4ss.w0rd.x", none},
		"a host":              {"registry.example.com", none},
		"nothing":             {"", none},
		"the first two parts": {strings.TrimSuffix(example, signature), none},
	} {
		expires, ok := Expiry(test.token)
		got := none
		switch {
		case ok && expires.IsZero():
			got = ""
		case ok:
			got = expires.Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

package helper

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestWildcardRank has several secrets that are for one registry of ECR: the
// word behind USER's ID says which one answers.
func TestWildcardRank(t *testing.T) {
	t.Parallel()
	const ireland = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
	for name, test := range map[string]struct{ servers, asked, want string }{
		"any account":           {"*.dkr.ecr.eu-west-1.amazonaws.com", ireland, "A"},
		"any region":            {"123456789012.dkr.ecr.*.amazonaws.com", ireland, "A"},
		"both":                  {"*.dkr.ecr.*.amazonaws.com", ireland, "A"},
		"a URL":                 {"https://*.DKR.ecr.*.amazonaws.com:443/v2/", ireland, "A"},
		"another region":        {"*.dkr.ecr.us-east-1.amazonaws.com", ireland, ""},
		"another account":       {"999999999999.dkr.ecr.*.amazonaws.com", ireland, ""},
		"GovCloud has no other": {"*.dkr.ecr.*.amazonaws.com", "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "A"},
		"FIPS":                  {"*.dkr.ecr-fips.*.amazonaws.com", "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "A"},
		"FIPS is another":       {"*.dkr.ecr.*.amazonaws.com", "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", ""},
		"dual-stack":            {"*.dkr-ecr.*.on.aws", "123456789012.dkr-ecr.us-east-1.on.aws", "A"},
		"dual-stack is another": {"*.dkr.ecr.*.amazonaws.com", "123456789012.dkr-ecr.us-east-1.on.aws", ""},
		"China":                 {"*.dkr.ecr.*.amazonaws.com.cn", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "A"},
		"China is another":      {"*.dkr.ecr.*.amazonaws.com", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", ""},
		"Europe":                {"*.dkr.ecr.*.amazonaws.eu", "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "A"},
		"an isolated partition": {"*.dkr-ecr-fips.us-isob-east-1.on.aws.scloud", "123456789012.dkr-ecr-fips.us-isob-east-1.on.aws.scloud", "A"},
		"no registry of ECR":    {"*.dkr.ecr.eu-west-1.amazonaws.com", "evil.dkr.ecr.eu-west-1.amazonaws.com", ""},
		"a longer name":         {"*.dkr.ecr.eu-west-1.amazonaws.com", ireland + ".evil.example", ""},
		"public":                {"*.dkr.ecr.*.amazonaws.com", "public.ecr.aws", ""},
		"whole names first":     {"*.dkr.ecr.*.amazonaws.com *.dkr.ecr.eu-west-1.amazonaws.com " + ireland, ireland, "C"},
		"the account first":     {"*.dkr.ecr.eu-west-1.amazonaws.com *.dkr.ecr.*.amazonaws.com 123456789012.dkr.ecr.*.amazonaws.com", ireland, "C"},
		"the region next":       {"*.dkr.ecr.*.amazonaws.com *.dkr.ecr.eu-west-1.amazonaws.com", ireland, "B"},
		"a path of the same":    {"*.dkr.ecr.*.amazonaws.com *.dkr.ecr.*.amazonaws.com/team", ireland + "/team/app", "B"},
		"the whole for others":  {"*.dkr.ecr.*.amazonaws.com *.dkr.ecr.*.amazonaws.com/team", ireland + "/other", "A"},
		"the first prefix":      {"*.dkr.ecr.*.amazonaws.com *.dkr.ecr.*.amazonaws.com", ireland, "A"},
	} {
		var environ []string
		for i, server := range strings.Fields(test.servers) {
			prefix := string(rune('A' + i))
			environ = append(environ, prefix+"_CONTAINER_REGISTRY_SERVER="+server,
				prefix+"_CONTAINER_REGISTRY_USER="+exampleID[:19]+prefix, prefix+"_CONTAINER_REGISTRY_PASSWORD="+exampleKey)
		}
		var asked ecr.Request
		r := run{environ: environ, stdin: test.asked, exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request
			return ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: time.Hour}, nil
		}}
		r.do("get")
		got := strings.TrimPrefix(asked.Identity.AccessKeyID.Reveal(), exampleID[:19])
		host, _, _ := strings.Cut(test.asked, "/")
		if got != test.want || test.want != "" && asked.Registry.Host() != host {
			t.Errorf("%s: asked with %q for %q, want %q", name, got, asked.Registry.Host(), test.want)
		}
		if r.do("list"); strings.Contains(r.stdout, "*") {
			t.Errorf("%s: list prints %s", name, r.stdout)
		}
	}
}

// TestWildcardOfOtherSecrets has a wildcard beside a secret that names the
// registry and can't answer: that one is meant, so its mistake shows.
func TestWildcardOfOtherSecrets(t *testing.T) {
	t.Parallel()
	r := run{stdin: ecrHost, environ: append(secret("A", "*.dkr.ecr.*.amazonaws.com", exampleID),
		"B_CONTAINER_REGISTRY_SERVER="+ecrHost, "B_CONTAINER_REGISTRY_USER="+exampleID)}
	if r.do("get"); !strings.Contains(r.stdout, "B_CONTAINER_REGISTRY_PASSWORD is not set") {
		t.Errorf("get answers %s", r.stdout)
	}
}

// TestWildcardWithEveryIdentity has the identities that need no key of the secret's
// own, and a role of another part of AWS than the registry that is asked for.
func TestWildcardWithEveryIdentity(t *testing.T) {
	t.Parallel()
	const gov, server, role = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "A_CONTAINER_REGISTRY_SERVER=*.dkr.ecr.*.amazonaws.com", roleOfA + "=" + exampleRole
	for name, test := range map[string]struct {
		variables []string
		asked     string
		want      string // of the error, empty for an exchange
	}{
		"ambient":               {nil, ecrHost, ""},
		"ambient, a role":       {[]string{role}, ecrHost, ""},
		"profile":               {[]string{"A_CONTAINER_REGISTRY_PROFILE=work"}, ecrHost, ""},
		"token":                 {[]string{role, webIdentity + "=" + webToken(`{}`)}, ecrHost, ""},
		"token, another part":   {[]string{role, webIdentity + "=" + webToken(`{}`)}, gov, roleOfA + " is of another part of AWS than the registry"},
		"ambient, another part": {[]string{role}, gov, roleOfA + " is of another part of AWS than the registry"},
	} {
		var asked ecr.Request
		r := run{environ: append(test.variables, server), stdin: test.asked, exchange: func(request ecr.Request) (ecr.Token, error) {
			asked = request
			return ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: time.Hour}, nil
		}}
		r.do("get")
		if isAsked := asked.Registry.Host() == test.asked; isAsked != (test.want == "") || !strings.Contains(r.stdout, test.want) {
			t.Errorf("%s: asked for %s, %q", name, asked.Registry.Host(), r.stdout)
		}
	}
}

// TestWildcardToken has a token in the place of keys: it is one of a region.
func TestWildcardToken(t *testing.T) {
	t.Parallel()
	token := base64.StdEncoding.EncodeToString([]byte(`{"payload":"` + planted + `","expiration":1900000000}`))
	for server, isAnswered := range map[string]bool{
		"*.dkr.ecr.us-east-1.amazonaws.com":    true,
		"*.dkr.ecr.*.amazonaws.com":            false,
		"123456789012.dkr.ecr.*.amazonaws.com": false,
	} {
		r := run{stdin: ecrHost, environ: []string{
			"A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=AWS", "A_CONTAINER_REGISTRY_PASSWORD=" + token,
		}}
		want := ecrHost + ": the token in A_CONTAINER_REGISTRY_PASSWORD is good in one region alone: name that in A_CONTAINER_REGISTRY_SERVER, " +
			"or set an AWS access key, which is exchanged for a token of each region\n"
		if isAnswered {
			want = answer(ecrHost, "AWS", token)
		}
		if r.do("get"); r.stdout != want {
			t.Errorf("%s: %q, want %q", server, r.stdout, want)
		}
	}
}

// TestWildcardWhereNoneMayBe asks for a registry that the owner of such a SERVER
// may mean.
func TestWildcardWhereNoneMayBe(t *testing.T) {
	t.Parallel()
	const elsewhere = "has a *, which only the name of an ECR registry may have, for the account, the region or both: " +
		"name each registry in a secret of its own; those of ECR may be *.dkr.ecr.eu-west-1.amazonaws.com\n"
	const nearly, example = "has a *, and this is nearly the name of an ECR registry, but ",
		": write it as *.dkr.ecr.eu-west-1.amazonaws.com or *.dkr.ecr.*.amazonaws.com\n"
	const part = nearly + "a * stands for the whole account or the whole region" + example
	for _, test := range []struct{ server, asked, want string }{
		{"*.azurecr.io", "mycompany.azurecr.io", elsewhere},
		{"https://*.azurecr.io/team", "mycompany.azurecr.io/team/app", elsewhere},
		{"my*.azurecr.io", "mycompany.azurecr.io", elsewhere},
		{"*.amazonaws.com", ecrHost, elsewhere},
		{"*.azurecr.io", "mycompany.azurecr.cn", ""},
		{"*", "mycompany.azurecr.io", ""},
		{"*.*", "ghcr.io", ""},
		{"1234*.dkr.ecr.us-east-1.amazonaws.com", ecrHost, part},
		{"*.dkr.ecr.us-*.amazonaws.com", ecrHost, part},
		{"*dkr.ecr.us-east-1.amazonaws.com", ecrHost, part},
		{"*.dkr.ecr.us-east-1.*", ecrHost, nearly + "the region, or what follows it, is none of AWS" + example},
		{"*.dkr.ecr.us-east-1.amazonaws.com:5000", ecrHost + ":5000", nearly + "has a port" + example},
		{"*:*", ecrHost, ""},
	} {
		r := run{stdin: test.asked, environ: secret("A", test.server, "u")}
		want := notFoundText
		if test.want != "" {
			host, _, _ := strings.Cut(test.asked, "/")
			want = host + ": A_CONTAINER_REGISTRY_SERVER " + test.want
		}
		if r.do("get"); r.stdout != want || r.status != 1 {
			t.Errorf("%s, asked for %s: %q, want %q", test.server, test.asked, r.stdout, want)
		}
		if r.do("list"); r.stdout != "{}\n" {
			t.Errorf("%s: list prints %s", test.server, r.stdout)
		}
	}
}

// Invariant: a secret whose SERVER has a wildcard answers for a registry of ECR
// alone, of which all but the account and the region is written there.
func FuzzWildcard(f *testing.F) {
	f.Add("*.dkr.ecr.eu-west-1.amazonaws.com", "123456789012.dkr.ecr.eu-west-1.amazonaws.com")
	f.Add("*.dkr.ecr.*.amazonaws.com", "evil.dkr.ecr.eu-west-1.amazonaws.com")
	f.Add("*.dkr-ecr.*.on.aws/team", "123456789012.dkr-ecr.us-east-1.on.aws/team/app")
	f.Add("*.*", "ghcr.io")
	f.Add("*", "123456789012.dkr.ecr.eu-west-1.amazonaws.com")
	f.Add("*.dkr-ecr.*.amazonwebservices.eu", "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu")
	account, region := regexp.MustCompile(`^[0-9]{12}$`), regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]+$`)
	f.Fuzz(func(t *testing.T, pattern, asked string) {
		server, ok := secrets.ParseServer(asked)
		found, isFound := ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=" + pattern}).Find(server)
		if !ok || !isFound || !strings.Contains(pattern, "*") {
			return
		}
		written := strings.Split(found.Pattern, ".")
		labels := strings.Split(server.Host, ".")
		if found.Server.Host != server.Host || len(labels) != len(written) || !strings.Contains(ascii.Lower(pattern), found.Pattern) {
			t.Fatalf("%q is taken for %q, and answers for %q", pattern, found.Pattern, asked)
		}
		for i, label := range labels {
			isOfStar := written[i] == "*" && (i == 0 && account.MatchString(label) || i > 1 && region.MatchString(label))
			if label != written[i] && !isOfStar {
				t.Errorf("%q answers for %q", pattern, asked)
			}
		}
	})
}

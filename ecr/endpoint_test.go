package ecr

import (
	"slices"
	"strings"
	"testing"
)

func TestEndpointOf(t *testing.T) {
	t.Parallel()
	private, _ := ParseRegistry("123456789012.dkr.ecr.us-east-1.amazonaws.com")
	fips, _ := ParseRegistry("123456789012.dkr-ecr-fips.us-east-1.on.aws")
	public, _ := ParseRegistry("public.ecr.aws")
	for name, test := range map[string]struct {
		registry Registry
		environ  map[string]string
		want     Endpoint
	}{
		"the region's own":   {private, nil, Endpoint{}},
		"by the host's form": {fips, nil, Endpoint{FIPS: true, DualStack: true}},
		"by the switches": {
			private, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "tRUE"},
			Endpoint{FIPS: true, DualStack: true},
		},
		"no switch turns the host's form off": {
			fips, map[string]string{"AWS_USE_FIPS_ENDPOINT": "false", "AWS_USE_DUALSTACK_ENDPOINT": "rubbish"},
			Endpoint{FIPS: true, DualStack: true},
		},
		"any service's URL": {private, map[string]string{"AWS_ENDPOINT_URL": "http://all"}, Endpoint{URL: "http://all", RoleURL: "http://all"}},
		"ECR's URL first": {
			private, map[string]string{"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_ECR": "http://ecr"},
			Endpoint{URL: "http://ecr", RoleURL: "http://all"},
		},
		"STS's URL": {private, map[string]string{"AWS_ENDPOINT_URL_STS": "http://sts"}, Endpoint{RoleURL: "http://sts"}},
		"ECR Public's URL": {
			public, map[string]string{"AWS_ENDPOINT_URL_ECR_PUBLIC": "http://public", "AWS_ENDPOINT_URL_ECR": "http://ecr"},
			Endpoint{URL: "http://public"},
		},
		"URLs ignored": {
			private, map[string]string{"AWS_ENDPOINT_URL_ECR": "http://ecr", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, Endpoint{},
		},
	} {
		if got := EndpointOf(test.registry, func(name string) string { return test.environ[name] }); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

// TestEndpointURLs has the hosts that AWS's own rules give.
func TestEndpointURLs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ host, switches, partition, token, role string }{
		{"A.dkr.ecr.us-east-1.amazonaws.com", "", "aws", "api.ecr.us-east-1.amazonaws.com", "sts.us-east-1.amazonaws.com"},
		{"A.dkr.ecr.us-east-1.amazonaws.com", "FIPS", "aws", "api.ecr-fips.us-east-1.amazonaws.com", "sts-fips.us-east-1.amazonaws.com"},
		{"A.dkr.ecr.eu-west-1.amazonaws.com", "DUALSTACK", "aws", "ecr.eu-west-1.api.aws", "sts.eu-west-1.api.aws"},
		{"A.dkr-ecr-fips.eu-west-1.on.aws", "", "aws", "ecr-fips.eu-west-1.api.aws", "sts-fips.eu-west-1.api.aws"},
		{"A.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "", "aws-us-gov", "api.ecr-fips.us-gov-west-1.amazonaws.com", "sts.us-gov-west-1.amazonaws.com"},
		{"A.dkr-ecr-fips.us-gov-east-1.on.aws", "", "aws-us-gov", "ecr-fips.us-gov-east-1.api.aws", "sts-fips.us-gov-east-1.api.aws"},
		{"A.dkr.ecr.cn-north-1.amazonaws.com.cn", "DUALSTACK", "aws-cn", "ecr.cn-north-1.api.amazonwebservices.com.cn", "sts.cn-north-1.api.amazonwebservices.com.cn"},
		{"A.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu", "", "aws-eusc", "ecr.eusc-de-east-1.api.amazonwebservices.eu", "sts.eusc-de-east-1.api.amazonwebservices.eu"},
		{"A.dkr-ecr.eusc-de-east-1.amazonwebservices.eu", "", "aws-eusc", "ecr.eusc-de-east-1.api.amazonwebservices.eu", "sts.eusc-de-east-1.api.amazonwebservices.eu"},
		{"A.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "", "aws-iso-b", "api.ecr.us-isob-east-1.sc2s.sgov.gov", "sts.us-isob-east-1.sc2s.sgov.gov"},
		{"public.ecr.aws", "", "aws", "api.ecr-public.us-east-1.amazonaws.com", "sts.us-east-1.amazonaws.com"},
		{"public.ecr.aws", "DUALSTACK", "aws", "ecr-public.us-east-1.api.aws", "sts.us-east-1.api.aws"},
		{"public.ecr.aws", "FIPS DUALSTACK", "aws", "api.ecr-public-fips.us-east-1.api.aws", "sts-fips.us-east-1.api.aws"},
	} {
		registry, ok := ParseRegistry(strings.Replace(test.host, "A", "123456789012", 1))
		request := Request{Registry: registry, Endpoint: EndpointOf(registry, func(name string) string {
			for switched := range strings.FieldsSeq(test.switches) {
				if name == "AWS_USE_"+switched+"_ENDPOINT" {
					return "true"
				}
			}
			return ""
		})}
		got := []string{registry.Partition(), request.TokenURL(), request.RoleURL()}
		if want := []string{test.partition, "https://" + test.token, "https://" + test.role}; !ok || !slices.Equal(got, want) {
			t.Errorf("%s %s: %v, want %v", test.host, test.switches, got, want)
		}
	}
}

func TestChosenBy(t *testing.T) {
	t.Parallel()
	private, _ := ParseRegistry("123456789012.dkr.ecr.us-east-1.amazonaws.com")
	fips, _ := ParseRegistry("123456789012.dkr-ecr-fips.us-east-1.on.aws")
	public, _ := ParseRegistry("public.ecr.aws")
	for name, test := range map[string]struct {
		registry Registry
		environ  map[string]string
		want     string
	}{
		"the name":          {private, nil, ""},
		"ECR's URL":         {private, map[string]string{"AWS_ENDPOINT_URL_ECR": "http://odd.example:1", "AWS_ENDPOINT_URL": "http://odd.example"}, "AWS_ENDPOINT_URL_ECR"},
		"ECR Public's URL":  {public, map[string]string{"AWS_ENDPOINT_URL_ECR_PUBLIC": "http://odd.example"}, "AWS_ENDPOINT_URL_ECR_PUBLIC"},
		"STS's URL":         {private, map[string]string{"AWS_ENDPOINT_URL_ECR": "http://x", "AWS_ENDPOINT_URL_STS": "http://odd.example"}, "AWS_ENDPOINT_URL_STS"},
		"each service's":    {private, map[string]string{"AWS_ENDPOINT_URL": "https://odd.example/"}, "AWS_ENDPOINT_URL"},
		"a switch":          {private, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, "AWS_USE_FIPS_ENDPOINT"},
		"the other switch":  {private, map[string]string{"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "AWS_USE_DUALSTACK_ENDPOINT"},
		"both":              {private, map[string]string{"AWS_USE_FIPS_ENDPOINT": "TRUE", "AWS_USE_DUALSTACK_ENDPOINT": "true"}, "AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT"},
		"neither":           {private, map[string]string{"AWS_USE_FIPS_ENDPOINT": "false", "AWS_USE_DUALSTACK_ENDPOINT": "false"}, ""},
		"ignored":           {private, map[string]string{"AWS_ENDPOINT_URL_ECR": "http://odd.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True"}, ""},
		"a switch too many": {fips, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"}, ""},
	} {
		got := ChosenBy(test.registry, "odd.example", func(name string) string { return test.environ[name] })
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestCheckSwitches(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"} {
		for value, isKnown := range map[string]bool{
			"": true, "true": true, "True": true, "FALSE": true, "false": true,
			"1": false, "0": false, "yes": false, "on": false, "t": false, " true": false, "true\r": false,
		} {
			want := ""
			if !isKnown {
				want = name + " is neither true nor false"
			}
			got := ""
			if err := CheckSwitches(func(asked string) string { return map[string]string{name: value}[asked] }); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%s=%q: %q, want %q", name, value, got, want)
			}
		}
	}
}

package ecr

import "testing"

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

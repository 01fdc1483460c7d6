//go:build unix

package exchange_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	fipsHost      = "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com"
	dualStackHost = "123456789012.dkr-ecr.us-east-1.on.aws"

	// staticKeys and the role of them are profiles, which go on with settings.
	staticKeys  = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
	roleProfile = "[profile keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n" +
		"use_dualstack_endpoint = true\nendpoint_url = https://source.example\n" +
		"[default]\nsource_profile = keys\nrole_arn = " + roleARN + "\n"
	ssoProfile = "[default]\nsso_region = eu-west-1\nsso_start_url = https://work.example\nsso_account_id = 123456789012\nsso_role_name = reader\n"
)

// TestEndpointOfTheProfile has a profile say how to reach AWS, in AWS's order of
// settings (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
// All ends in a proxy, which notes who was asked for first.
func TestEndpointOfTheProfile(t *testing.T) {
	t.Parallel()
	const services = "services = here\n[services here]\necr =\n  endpoint_url = https://ecr.example\nsts =\n  endpoint_url = https://sts.example\n" +
		"ecr_public =\n  endpoint_url = https://public.example\nsso =\n  endpoint_url = https://sso.example\n"
	const all = "endpoint_url = https://all.example/aws\n"
	variable := func(name, value string) map[string]string { return map[string]string{name: value} }
	for name, test := range map[string]struct {
		config    string
		variables map[string]string
		asked     string
	}{
		"plain":                      {staticKeys, nil, "api.ecr.us-east-1.amazonaws.com"},
		"FIPS":                       {staticKeys + "use_fips_endpoint = true\n", nil, "api.ecr-fips.us-east-1.amazonaws.com"},
		"dual-stack":                 {staticKeys + "use_dualstack_endpoint = TRUE\n", nil, "ecr.us-east-1.api.aws"},
		"both":                       {staticKeys + "use_fips_endpoint = true\nuse_dualstack_endpoint = true\n", nil, "ecr-fips.us-east-1.api.aws"},
		"FIPS, variable before":      {staticKeys + "use_fips_endpoint = true\n", variable("AWS_USE_FIPS_ENDPOINT", "false"), "api.ecr.us-east-1.amazonaws.com"},
		"FIPS and a URL":             {staticKeys + "use_fips_endpoint = true\n" + all, nil, "all.example"},
		"role":                       {roleProfile, nil, "sts.us-east-1.amazonaws.com"},
		"role, FIPS":                 {roleProfile + "use_fips_endpoint = true\n", nil, "sts-fips.us-east-1.amazonaws.com"},
		"role, dual-stack":           {roleProfile + "use_dualstack_endpoint = true\n", nil, "sts.us-east-1.api.aws"},
		"role, FIPS by the name":     {roleProfile, variable("TEST_REGISTRY", fipsHost), "sts-fips.us-east-1.amazonaws.com"},
		"role, dual-stack, by name":  {roleProfile, variable("TEST_REGISTRY", dualStackHost), "sts.us-east-1.api.aws"},
		"role, FIPS and a URL":       {roleProfile + "use_fips_endpoint = true\n" + services, nil, "sts.example"},
		"all services":               {staticKeys + all, nil, "all.example"},
		"all services, role":         {roleProfile + all, nil, "all.example"},
		"one service":                {staticKeys + services, nil, "ecr.example"},
		"one service, public":        {staticKeys + services, variable("TEST_REGISTRY", publicHost), "public.example"},
		"one service, role":          {roleProfile + services, nil, "sts.example"},
		"one service, SSO":           {ssoProfile + services, nil, "sso.example"},
		"one service before all":     {staticKeys + all + services, nil, "ecr.example"},
		"services that say nothing":  {staticKeys + "services = here\n" + all + "[services here]\ns3 =\n  endpoint_url = https://s3.example\n", nil, "all.example"},
		"variable for all before":    {staticKeys + all + services, variable("AWS_ENDPOINT_URL", "https://variable.example"), "variable.example"},
		"variable for one before":    {roleProfile + all + services, variable("AWS_ENDPOINT_URL_STS", "https://variable.example"), "variable.example"},
		"variable for another":       {staticKeys + all + services, variable("AWS_ENDPOINT_URL_STS", "https://variable.example"), "ecr.example"},
		"ignored":                    {staticKeys + "ignore_configured_endpoint_urls = true\n" + all + services, nil, "api.ecr.us-east-1.amazonaws.com"},
		"ignored, variable too":      {staticKeys + "ignore_configured_endpoint_urls = true\n", variable("AWS_ENDPOINT_URL", "https://variable.example"), "api.ecr.us-east-1.amazonaws.com"},
		"not ignored after all":      {staticKeys + "ignore_configured_endpoint_urls = true\n" + all, variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false"), "all.example"},
		"SSO":                        {ssoProfile, nil, "portal.sso.eu-west-1.amazonaws.com"},
		"SSO, FIPS by the name":      {ssoProfile, variable("TEST_REGISTRY", fipsHost), "portal.sso.eu-west-1.amazonaws.com"},
		"SSO, all services":          {ssoProfile + all, nil, "all.example"},
		"profile that was named":     {staticKeys + "[profile work]\nuse_fips_endpoint = true\n" + staticKeys[len("[default]\n"):], variable("AWS_PROFILE", "work"), "api.ecr-fips.us-east-1.amazonaws.com"},
		"profile beside keys":        {"[default]\nuse_fips_endpoint = true\n", map[string]string{"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, "api.ecr-fips.us-east-1.amazonaws.com"},
		"own keys take part in none": {staticKeys + "use_fips_endpoint = true\nca_bundle = /none\n" + all + services, map[string]string{"TEST_USER": "AKIAIOSFODNN7EXAMPLE", "TEST_PASSWORD": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, "api.ecr.us-east-1.amazonaws.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, err := connectproxy.Start(func(string) string { return "" })
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = proxy.Close() })
			variables := map[string]string{"AWS_ENDPOINT_URL": "", "HTTPS_PROXY": proxy.URL(), "HOME": home(t, map[string]string{
				"config":                             test.config,
				ssoCacheFile("https://work.example"): `{"accessToken": "planted", "expiresAt": "2999-01-01T00:00:00Z"}`,
			})}
			maps.Copy(variables, test.variables)
			got := newWorld(t).askAmbient(t, patience, variables)
			if diff := cmp.Diff([]string{test.asked + ":443"}, proxy.Asked()); diff != "" {
				t.Errorf("asked (-want +got):\n%s\n%+v", diff, got)
			}
		})
	}
}

// TestBundleOfTheProfile has a proxy that opens TLS, whose certificate the profile's
// bundle trusts: for ECR as for who gives the keys.
func TestBundleOfTheProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	w.overTLS(t)
	profile := "[profile keys]\naws_access_key_id = " + w.identity.AccessKeyID + "\naws_secret_access_key = " + w.identity.SecretAccessKey +
		"\n[default]\nsource_profile = keys\nrole_arn = " + roleARN + "\nendpoint_url = https://" + w.tlsAddress + "\n"
	bundle := "ca_bundle = " + w.ca.Path() + "\n"
	for config, want := range map[string]ecr.Failure{
		profile + bundle: {},
		staticKeys + "endpoint_url = https://" + w.tlsAddress + "\n": {Cause: ecr.Untrusted, Detail: w.tlsAddress},
	} {
		variables := map[string]string{"AWS_CA_BUNDLE": "", "HOME": home(t, map[string]string{"config": config})}
		if diff := cmp.Diff(want, w.askAmbient(t, patience, variables)); diff != "" {
			t.Errorf("failure (-want +got):\n%s", diff)
		}
	}
	if n := w.aws.Count(awsendpoint.AssumeRole); n != 1 || len(w.aws.Tokens()) != 1 {
		t.Errorf("%d roles and %d tokens, want 1 of each", n, len(w.aws.Tokens()))
	}
}

// TestProfileUnusable has settings of a profile that can't be used, which the answer
// names.
func TestProfileUnusable(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]ecr.Failure{
		staticKeys + "endpoint_url = all.example\n": {Cause: ecr.EndpointUnusable, Detail: "endpoint_url of the AWS profile"},
		roleProfile + "services = here\n[services here]\nsts =\n  endpoint_url = ftp://sts.example\n": {
			Cause: ecr.EndpointUnusable, Detail: "endpoint_url of the AWS profile"},
		staticKeys + "ca_bundle = /none\n": {Cause: ecr.FileUnreadable, Detail: "the ca_bundle of the AWS profile default can't be read (no such file or directory)"},
	} {
		w := newWorld(t)
		got := w.askAmbient(t, patience, map[string]string{"AWS_ENDPOINT_URL": "", "HOME": home(t, map[string]string{"config": config})})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", config, diff)
		}
		if n := len(w.aws.Calls()); n != 0 {
			t.Errorf("%d calls", n)
		}
	}
}

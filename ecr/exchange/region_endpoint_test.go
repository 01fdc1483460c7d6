package exchange_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkecr "github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecrpublic"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestEndpointsOfRegions compares the endpoints of every partition with those
// that the SDK knows.
func TestEndpointsOfRegions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		host, publicHost,
		"123456789012.dkr.ecr.us-gov-west-1.amazonaws.com",
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
		"123456789012.dkr.ecr.us-iso-west-1.c2s.ic.gov",
		"123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
		"123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
		"123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
	} {
		registry, _ := ecr.ParseRegistry(name)
		for _, endpoint := range []ecr.Endpoint{{}, {FIPS: true}, {DualStack: true}, {FIPS: true, DualStack: true}} {
			request := ecr.Request{Registry: registry, Endpoint: endpoint}
			token, role := resolved(t, request)
			if got := request.TokenURL(); got != token && (!registry.Public || !endpoint.FIPS) { // AWS has no such endpoint
				t.Errorf("%s, %+v: %s, want %s", name, endpoint, got, token)
			}
			if got := request.RoleURL(); got != role {
				t.Errorf("%s, %+v: %s, want %s", name, endpoint, got, role)
			}
		}
	}
}

// resolved returns the endpoints of ECR and STS by the SDK's rules.
func resolved(t *testing.T, request ecr.Request) (token, role string) {
	t.Helper()
	region, fips, dualStack := aws.String(request.Registry.Region), aws.Bool(request.Endpoint.FIPS), aws.Bool(request.Endpoint.DualStack)
	private, err := sdkecr.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(),
		sdkecr.EndpointParameters{Region: region, UseFIPS: fips, UseDualStack: dualStack})
	if err != nil {
		t.Fatal(err)
	}
	assume, err := sts.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(),
		sts.EndpointParameters{Region: region, UseFIPS: fips, UseDualStack: dualStack})
	if err != nil {
		t.Fatal(err)
	}
	if !request.Registry.Public {
		return private.URI.String(), assume.URI.String()
	}
	public, err := ecrpublic.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(),
		ecrpublic.EndpointParameters{Region: region, UseFIPS: fips, UseDualStack: dualStack})
	if err != nil {
		t.Fatal(err)
	}
	return public.URI.String(), assume.URI.String()
}

// TestEndpointsOfNewRegions are those of partitions whose region the SDK does
// not know.
func TestEndpointsOfNewRegions(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"123456789012.dkr.ecr.eusc-fr-west-1.amazonaws.eu":                 {"https://api.ecr.eusc-fr-west-1.amazonaws.eu", "https://sts.eusc-fr-west-1.amazonaws.eu"},
		"123456789012.dkr-ecr-fips.eusc-fr-west-1.on.amazonwebservices.eu": {"https://ecr-fips.eusc-fr-west-1.api.amazonwebservices.eu", "https://sts-fips.eusc-fr-west-1.api.amazonwebservices.eu"},
		"123456789012.dkr-ecr.eusc-fr-west-1.amazonwebservices.eu":         {"https://ecr.eusc-fr-west-1.api.amazonwebservices.eu", "https://sts.eusc-fr-west-1.api.amazonwebservices.eu"},
		"123456789012.dkr.ecr.cn-south-east-1.amazonaws.com.cn":            {"https://api.ecr.cn-south-east-1.amazonaws.com.cn", "https://sts.cn-south-east-1.amazonaws.com.cn"},
		"123456789012.dkr-ecr.cn-south-east-1.on.amazonwebservices.com.cn": {"https://ecr.cn-south-east-1.api.amazonwebservices.com.cn", "https://sts.cn-south-east-1.api.amazonwebservices.com.cn"},
		"123456789012.dkr-ecr.us-isob-south-east-1.on.aws.scloud":          {"https://ecr.us-isob-south-east-1.api.aws.scloud", "https://sts.us-isob-south-east-1.api.aws.scloud"},
		"123456789012.dkr-ecr.us-iso-west-1.on.aws.ic.gov":                 {"https://ecr.us-iso-west-1.api.aws.ic.gov", "https://sts.us-iso-west-1.api.aws.ic.gov"},
		"123456789012.dkr-ecr-fips.us-isof-south-1.on.aws.hci.ic.gov":      {"https://ecr-fips.us-isof-south-1.api.aws.hci.ic.gov", "https://sts-fips.us-isof-south-1.api.aws.hci.ic.gov"},
		"123456789012.dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk":        {"https://ecr.eu-isoe-west-1.api.cloud-aws.adc-e.uk", "https://sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk"},
	} {
		registry, ok := ecr.ParseRegistry(name)
		if !ok {
			t.Errorf("%s is no registry", name)
			continue
		}
		request := ecr.Request{Registry: registry, Endpoint: ecr.EndpointOf(registry, func(string) string { return "" })}
		if got := [2]string{request.TokenURL(), request.RoleURL()}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if registry.Host() != name {
			t.Errorf("%s comes back as %s", name, registry.Host())
		}
	}
}

package ecr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestParseRegistry(t *testing.T) {
	t.Parallel()
	const account = "123456789012"
	for host, want := range map[string]Registry{
		account + ".dkr.ecr.us-east-1.amazonaws.com":                     {Account: account, Region: "us-east-1"},
		account + ".dkr.ecr.ap-southeast-7.amazonaws.com":                {Account: account, Region: "ap-southeast-7"},
		account + ".dkr.ecr.us-gov-west-1.amazonaws.com":                 {Account: account, Region: "us-gov-west-1"},
		account + ".dkr.ecr-fips.us-gov-west-1.amazonaws.com":            {Account: account, Region: "us-gov-west-1", FIPS: true},
		account + ".dkr.ecr-fips.us-east-1.amazonaws.com":                {Account: account, Region: "us-east-1", FIPS: true},
		account + ".dkr-ecr.us-west-2.on.aws":                            {Account: account, Region: "us-west-2", DualStack: true},
		account + ".dkr-ecr-fips.us-west-2.on.aws":                       {Account: account, Region: "us-west-2", FIPS: true, DualStack: true},
		account + ".dkr.ecr.cn-north-1.amazonaws.com.cn":                 {Account: account, Region: "cn-north-1"},
		account + ".dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn":  {Account: account, Region: "cn-northwest-1", DualStack: true},
		account + ".dkr.ecr.eusc-de-east-1.amazonaws.eu":                 {Account: account, Region: "eusc-de-east-1"},
		account + ".dkr.ecr.us-iso-east-1.c2s.ic.gov":                    {Account: account, Region: "us-iso-east-1"},
		account + ".dkr.ecr.us-isob-east-1.sc2s.sgov.gov":                {Account: account, Region: "us-isob-east-1"},
		account + ".dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk":               {Account: account, Region: "eu-isoe-west-1"},
		account + ".dkr.ecr.us-isof-south-1.csp.hci.ic.gov":              {Account: account, Region: "us-isof-south-1"},
		account + ".dkr.ecr.xy-somewhere-9.amazonaws.com":                {Account: account, Region: "xy-somewhere-9"},
		account + ".dkr-ecr-fips.cn-north-1.on.amazonwebservices.com.cn": {Account: account, Region: "cn-north-1", FIPS: true, DualStack: true},
		"public.ecr.aws":     {Region: "us-east-1", Public: true},
		"ecr-public.aws.com": {Region: "us-east-1", DualStack: true, Public: true},
	} {
		got, ok := ParseRegistry(host)
		if !ok {
			t.Errorf("%s is not known as ECR", host)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Registry{})); diff != "" {
			t.Errorf("%s: -want +got\n%s", host, diff)
		}
		if got.Host() != host {
			t.Errorf("%s comes back as %s", host, got.Host())
		}
	}
}

func TestParseRegistryRefuses(t *testing.T) {
	t.Parallel()
	for _, host := range []string{
		"",
		"dkr.ecr.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-1.amazonaws.com",
		"12345678901.dkr.ecr.us-east-1.amazonaws.com",
		"1234567890123.dkr.ecr.us-east-1.amazonaws.com",
		"12345678901a.dkr.ecr.us-east-1.amazonaws.com",
		"x.123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com:5000",
		"123456789012.dkr.ecr.us-east-1.evil.example",
		"123456789012.dkr.ecr.us-east-1.xamazonaws.com",
		"123456789012.dkr.ecr.us-east-1.x.amazonaws.com",
		"123456789012.dkr.ecr.x.us-east-1.amazonaws.com",
		"123456789012.dkr.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1",
		"123456789012.dkr.ecr.amazonaws.com",
		"123456789012.dkr.ecr..amazonaws.com",
		"123456789012.dkr.ecr.us-east.amazonaws.com",
		"123456789012.dkr.ecr.useast1.amazonaws.com",
		"123456789012.dkr.ecr.us--1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1a.amazonaws.com",
		"123456789012.dkr.ecr.evil.com/us-east-1.amazonaws.com",
		"123456789012.dkr.ecr-fip.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr-fips-fips.us-east-1.amazonaws.com",
		"123456789012.dkr_ecr.us-east-1.amazonaws.com",
		"123456789012.dkr-ecr.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1.on.aws",
		"123456789012.dkrxecr.us-east-1.amazonaws.com",
		// Regions of another partition.
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.cn",
		"123456789012.dkr.ecr.us-east-1.amazonaws.eu",
		"123456789012.dkr.ecr.us-iso-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-iso-east-1.sc2s.sgov.gov",
		"123456789012.dkr.ecr.us-east-1.c2s.ic.gov",
		"x.public.ecr.aws", "public.ecr.aws.evil.example", "public.ecr.aws:443", "ecr.aws", "ecr-public.amazonaws.com",
	} {
		if got, ok := ParseRegistry(host); ok {
			t.Errorf("%s passes for ECR: %+v", host, got)
		}
	}
}

// TestIsRegistryName has names with a * for what each registry has its own of.
func TestIsRegistryName(t *testing.T) {
	t.Parallel()
	for name, isOfOneRegion := range map[string]bool{
		"*.dkr.ecr.eu-west-1.amazonaws.com":                  true,
		"*.dkr.ecr.us-gov-west-1.amazonaws.com":              true,
		"*.dkr.ecr-fips.us-east-1.amazonaws.com":             true,
		"*.dkr-ecr.eu-west-1.on.aws":                         true,
		"*.dkr.ecr.cn-north-1.amazonaws.com.cn":              true,
		"123456789012.dkr.ecr.*.amazonaws.com":               false,
		"*.dkr.ecr.*.amazonaws.com":                          false,
		"*.dkr-ecr-fips.*.on.aws":                            false,
		"*.dkr.ecr.*.amazonaws.com.cn":                       false,
		"*.dkr-ecr.*.on.amazonwebservices.eu":                false,
		"*.dkr.ecr.*.c2s.ic.gov":                             false,
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com":       true,
		"public.ecr.aws":                                     true,
		"123456789012.dkr-ecr-fips.us-gov-east-1.on.aws":     true,
		"123456789012.dkr.ecr.us-isof-east-1.csp.hci.ic.gov": true,
	} {
		if !IsRegistryName(name) || IsOfOneRegion(name) != isOfOneRegion {
			t.Errorf("%s is a registry's name: %v; of one region: %v", name, IsRegistryName(name), IsOfOneRegion(name))
		}
		if registry, ok := ParseRegistry(name); ok != !strings.Contains(name, "*") {
			t.Errorf("%s is the registry %+v", name, registry)
		}
	}
	for _, name := range []string{
		"", "*", "*.*", "*.dkr.ecr.*", "*.ecr.aws", "*.amazonaws.com", "**.dkr.ecr.eu-west-1.amazonaws.com", "1*.dkr.ecr.eu-west-1.amazonaws.com",
		"*.dkr.ecr.eu-*-1.amazonaws.com", "*.dkr.ecr.*.*", "*.dkr.*.eu-west-1.amazonaws.com", "*.dkr.ecr.eu-west-1.amazonaws.com:*",
		"*.dkr.ecr.*.on.amazonaws.com", "*.dkr.ecr.cn-north-1.amazonaws.com", "*.dkr.ecr.us-east-1.amazonaws.com.cn", "x.*.dkr.ecr.*.amazonaws.com",
		"*.dkr.ecr*.eu-west-1.amazonaws.com", "*.dkr-ecr.*.amazonaws.com",
	} {
		if IsRegistryName(name) {
			t.Errorf("%s passes for the name of a registry", name)
		}
	}
}

// Invariant: the parts of a host name that is known as ECR's rebuild the name.
func FuzzParseRegistry(f *testing.F) {
	for _, seed := range []string{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com", "123456789012.dkr-ecr-fips.cn-north-1.on.amazonwebservices.com.cn",
		"123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov", "public.ecr.aws",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if registry, ok := ParseRegistry(host); ok && registry.Host() != host {
			t.Errorf("%q comes back as %q", host, registry.Host())
		}
	})
}

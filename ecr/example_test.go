package ecr_test

import (
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

func ExampleParseRegistry() {
	for _, host := range []string{
		"123456789012.dkr.ecr.eu-central-1.amazonaws.com",
		"123456789012.dkr-ecr-fips.us-gov-west-1.on.aws",
		"public.ecr.aws",
		"123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example",
	} {
		registry, ok := ecr.ParseRegistry(host)
		fmt.Println(ok, registry.Region, registry.FIPS, registry.DualStack, registry.Public)
	}
	// Output:
	// true eu-central-1 false false false
	// true us-gov-west-1 true true false
	// true us-east-1 false false true
	// false  false false false
}

package ecr

import (
	"fmt"
	"slices"
	"strings"
)

// NearMiss says of a host that it looks like an ECR registry's, and what keeps it
// from being one. It is empty for a registry of ECR, and for a host that looks
// like none, or is one of LocalStack's emulator
// (https://docs.localstack.cloud/aws/services/ecr/).
func NearMiss(host string) string {
	name, _, hasPort := strings.Cut(host, ":")
	if IsRegistryName(host) || !looksLikeECR(name) {
		return ""
	}
	return "this is nearly the name of an ECR registry, but " + flaw(name, hasPort)
}

func flaw(name string, hasPort bool) string {
	if IsRegistryName(name) && hasPort {
		return "has a port"
	}
	account, rest, _ := strings.Cut(name, ".")
	digits := strings.Trim(account, "0123456789") == ""
	switch {
	case !hasWholeWildcards(name):
		return "a * stands for the whole account or the whole region"
	case account == wildcard:
		account = strings.Repeat("0", accountLength)
		return flaw(account+"."+rest, hasPort)
	case endpointFlaw(name) != "":
		return endpointFlaw(name)
	case account == "ecr" || account == "api":
		return "it is that of the AWS API: a registry is named 123456789012.dkr.ecr.us-east-1.amazonaws.com"
	case !digits:
		return "it does not begin with the AWS account's 12 digits"
	case len(account) != accountLength:
		return fmt.Sprintf("an AWS account has 12 digits, and this one %d", len(account))
	case strings.HasPrefix(rest, "dkr.ecr.amazonaws.") || strings.HasPrefix(rest, "dkr-ecr.on."):
		return "the region is missing, as in " + account + ".dkr.ecr.us-east-1.amazonaws.com"
	case !strings.HasPrefix(rest, "dkr.ecr") && !strings.HasPrefix(rest, "dkr-ecr"):
		return `behind the account comes ".dkr.ecr."`
	}
	if parts := strings.SplitN(rest, ".", 4); len(parts) == 4 && isRegion(parts[2]) {
		for _, p := range partitions() {
			isOfAnother := slices.ContainsFunc(partitions(), func(other partition) bool { return other.suffix == parts[3] })
			if p.owns(parts[2]) && isOfAnother {
				return "in the region " + parts[2] + " it ends with ." + p.suffix
			}
		}
	}
	return "the region, or what follows it, is none of AWS"
}

// endpointFlaw says what to do with the name of an interface VPC endpoint of ECR, as
// in vpce-0123-4567.api.ecr.us-east-1.vpce.amazonaws.com. It is empty for any other
// (https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html).
func endpointFlaw(name string) string {
	service, _, isEndpoint := strings.Cut(name, ".vpce.")
	dot := strings.LastIndexByte(service, '.')
	region := service[dot+1:]
	if !isEndpoint || !strings.HasPrefix(name, "vpce-") || !isRegion(region) {
		return ""
	}
	registry := Registry{Account: "123456789012", Region: region}
	registry.suffix = registry.partition().suffix
	if strings.HasSuffix(service[:dot], ".dkr.ecr") {
		return "it is that of a VPC endpoint, to which the network leads by the registry's own name, as " + registry.Host()
	}
	return "it is that of a VPC endpoint: set AWS_ENDPOINT_URL_ECR to https://" + name +
		", and name the registry, as " + registry.Host()
}

// hasWholeWildcards reports whether each * of a name stands alone between dots.
func hasWholeWildcards(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "."), func(label string) bool {
		return label != wildcard && strings.Contains(label, wildcard)
	})
}

func looksLikeECR(host string) bool {
	isAmazon := strings.Contains(host, "amazonaws") || strings.Contains(host, ".on.aws") || strings.Contains(host, "ecr.aws")
	hasECR := strings.Contains(host, "ecr")
	if strings.HasSuffix(host, ".localhost.localstack.cloud") {
		return false
	}
	return isAmazon && hasECR || strings.Contains(host, ".dkr.ecr") || strings.Contains(host, ".dkr-ecr")
}

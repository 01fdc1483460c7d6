package ecr

import (
	"fmt"
	"strings"
)

// NearMiss says of a host that it looks like an ECR registry's, and what keeps it
// from being one. It is empty for a registry of ECR, and for a host that looks
// like none, or is one of LocalStack's emulator
// (https://docs.localstack.cloud/aws/services/ecr/).
func NearMiss(host string) string {
	name, _, hasPort := strings.Cut(host, ":")
	if _, ok := ParseRegistry(host); ok || !looksLikeECR(name) {
		return ""
	}
	return "this is nearly the name of an ECR registry, but " + flaw(name, hasPort)
}

func flaw(name string, hasPort bool) string {
	if _, ok := ParseRegistry(name); ok && hasPort {
		return "has a port"
	}
	account, rest, _ := strings.Cut(name, ".")
	digits := strings.Trim(account, "0123456789") == ""
	switch {
	case account == "ecr" || account == "api":
		return "it is that of the AWS API: a registry is named 123456789012.dkr.ecr.us-east-1.amazonaws.com"
	case !digits:
		return "it does not begin with the AWS account's 12 digits"
	case len(account) != 12:
		return fmt.Sprintf("an AWS account has 12 digits, and this one %d", len(account))
	case strings.HasPrefix(rest, "dkr.ecr.amazonaws.") || strings.HasPrefix(rest, "dkr-ecr.on."):
		return "the region is missing, as in " + account + ".dkr.ecr.us-east-1.amazonaws.com"
	case !strings.HasPrefix(rest, "dkr.ecr") && !strings.HasPrefix(rest, "dkr-ecr"):
		return `behind the account comes ".dkr.ecr."`
	}
	return "the region, or what follows it, is none of AWS"
}

func looksLikeECR(host string) bool {
	isAmazon := strings.Contains(host, "amazonaws") || strings.Contains(host, ".on.aws") || strings.Contains(host, "ecr.aws")
	hasECR := strings.Contains(host, "ecr")
	if strings.HasSuffix(host, ".localhost.localstack.cloud") {
		return false
	}
	return isAmazon && hasECR || strings.Contains(host, ".dkr.ecr") || strings.Contains(host, ".dkr-ecr")
}

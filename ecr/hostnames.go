package ecr

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// publicRegion is the one region whose API gives tokens for ECR Public
// (https://docs.aws.amazon.com/general/latest/gr/ecr-public.html).
const publicRegion = "us-east-1"

// A Registry is an ECR registry as its host name says.
type Registry struct {
	// Account is the AWS account's 12 digits, empty for ECR Public.
	Account string
	// Region is the AWS region whose API gives the registry's tokens.
	Region string
	// FIPS and DualStack say which of the region's endpoints belongs to the
	// host: the one with FIPS 140 validated cryptography, the one with IPv6.
	FIPS, DualStack bool
	// Public marks ECR Public, which has an API of its own.
	Public bool

	suffix string
}

// accountLength is the number of digits of an AWS account.
const accountLength = 12

// A partition is a part of AWS that has regions and host names of its own.
type partition struct {
	id string
	// regions is what the names of its regions begin with. That of the first
	// partition is empty: all regions are its own that are no other's, so that
	// a new one needs no new release.
	regions string
	// suffix ends host names, those of registries
	// (<account>.dkr.ecr[-fips].<region>.<suffix>) and of the API;
	// dualStackSuffix those of registries with IPv6
	// (<account>.dkr-ecr[-fips].<region>.<dualStackSuffix>).
	suffix, dualStackSuffix string
}

// partitions is the table of AWS's partitions:
// https://docs.aws.amazon.com/general/latest/gr/ecr.html, those of the SDK
// (internal/endpoints/awsrulesfn/partitions.json) and, for registries with IPv6,
// https://github.com/aws/amazon-ecs-agent/blob/master/ecs-agent/utils/uri/uri.go.
// That has the European registry without "on.", as AWS's other services there
// don't.
func partitions() []partition {
	return []partition{
		{"aws", "", "amazonaws.com", "on.aws"},
		{"aws-us-gov", "us-gov-", "amazonaws.com", "on.aws"},
		{"aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn"},
		{"aws-eusc", "eusc-", "amazonaws.eu", "on.amazonwebservices.eu"},
		{"aws-eusc", "eusc-", "amazonaws.eu", "amazonwebservices.eu"},
		{"aws-iso", "us-iso-", "c2s.ic.gov", "on.aws.ic.gov"},
		{"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "on.aws.scloud"},
		{"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "on.cloud-aws.adc-e.uk"},
		{"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "on.aws.hci.ic.gov"},
	}
}

// owns reports whether a region is one of the partition's, by its name.
func (p partition) owns(region string) bool {
	if p.regions != "" {
		return strings.HasPrefix(region, p.regions)
	}
	return !slices.ContainsFunc(partitions(), func(other partition) bool { return other.regions != "" && other.owns(region) })
}

// ParseRegistry reads a registry's host in lower case, without port, and
// reports whether the name is one of ECR's. A name that only looks like one is
// none: no AWS key may be used for it, or sent to it.
func ParseRegistry(host string) (Registry, bool) {
	registry, ok := parseName(host)
	if !ok || registry.Account == wildcard || registry.Region == wildcard {
		return Registry{}, false
	}
	return registry, true
}

// wildcard stands for any account, or for any region.
const wildcard = "*"

// IsRegistryName reports whether ParseRegistry takes a host, or would with an
// account, a region or both in the place of "*".
func IsRegistryName(host string) bool {
	_, ok := parseName(host)
	return ok
}

// IsOfOneRegion reports whether a name that IsRegistryName takes has no "*" in the
// place of the region.
func IsOfOneRegion(name string) bool {
	registry, _ := parseName(name)
	return registry.Region != wildcard
}

func parseName(host string) (Registry, bool) {
	switch host {
	case "public.ecr.aws":
		return Registry{Region: publicRegion, Public: true, suffix: host}, true
	case "ecr-public.aws.com": // https://docs.aws.amazon.com/AmazonECR/latest/public/public-ecr-requests.html
		return Registry{Region: publicRegion, DualStack: true, Public: true, suffix: host}, true
	}
	account, service, _ := strings.Cut(host, ".dkr")
	if account != wildcard && (len(account) != accountLength || !ascii.IsAll(account, ascii.IsDigit)) {
		return Registry{}, false
	}
	service, isDualStack := strings.CutPrefix(service, "-ecr")
	service, isPlain := strings.CutPrefix(service, ".ecr")
	if isPlain == isDualStack {
		return Registry{}, false
	}
	service, isFIPS := strings.CutPrefix(service, "-fips")
	for _, p := range partitions() {
		suffix := p.suffix
		if isDualStack {
			suffix = p.dualStackSuffix
		}
		region, ok := strings.CutSuffix(service, "."+suffix)
		if !ok {
			continue
		}
		region, ok = strings.CutPrefix(region, ".")
		if ok && (region == wildcard || isRegion(region) && p.owns(region)) {
			return Registry{Account: account, Region: region, FIPS: isFIPS, DualStack: isDualStack, suffix: suffix}, true
		}
	}
	return Registry{}, false
}

// Host returns the name that the registry was read from.
func (r Registry) Host() string {
	if r.Public {
		return r.suffix
	}
	separator, fips := ".", ""
	if r.DualStack {
		separator = "-"
	}
	if r.FIPS {
		fips = "-fips"
	}
	return r.Account + ".dkr" + separator + "ecr" + fips + "." + r.Region + "." + r.suffix
}

// Partition returns the name of the part of AWS that the registry is in, as in
// aws-cn. Another's keys are unknown there.
func (r Registry) Partition() string { return r.partition().id }

func (r Registry) partition() partition {
	all := partitions()
	return all[slices.IndexFunc(all, func(p partition) bool { return p.owns(r.Region) })]
}

// isRegion reports whether text has the form of a region's name, as in us-east-1 and
// us-gov-west-1.
func isRegion(text string) bool {
	parts := strings.Split(text, "-")
	last := len(parts) - 1
	if last < 2 || !ascii.IsAll(parts[last], ascii.IsDigit) {
		return false
	}
	for _, part := range parts[:last] {
		if !ascii.IsAll(part, ascii.IsSmallLetter) {
			return false
		}
	}
	return true
}

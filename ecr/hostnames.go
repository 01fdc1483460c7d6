package ecr

import "strings"

// PublicRegion is the one region whose API gives tokens for ECR Public
// (https://docs.aws.amazon.com/general/latest/gr/ecr-public.html).
const PublicRegion = "us-east-1"

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

// A namespace is one form of host name and the partition whose regions live
// in it: <account>.dkr<separator>ecr[-fips].<region>.<suffix>.
type namespace struct{ separator, suffix, partition string }

func (n namespace) dualStack() bool { return n.separator == "-" }

// namespaces lists the host names of private registries:
// https://docs.aws.amazon.com/general/latest/gr/ecr.html and the partitions
// of the SDK (internal/endpoints/awsrulesfn/partitions.json). GovCloud shares
// those of the commercial partition.
func namespaces() []namespace {
	return []namespace{
		{".", "amazonaws.com", "aws"},
		{"-", "on.aws", "aws"},
		{".", "amazonaws.com.cn", "aws-cn"},
		{"-", "on.amazonwebservices.com.cn", "aws-cn"},
		{".", "amazonaws.eu", "aws-eusc"},
		{".", "c2s.ic.gov", "aws-iso"},
		{".", "sc2s.sgov.gov", "aws-iso-b"},
		{".", "cloud.adc-e.uk", "aws-iso-e"},
		{".", "csp.hci.ic.gov", "aws-iso-f"},
	}
}

// partition returns a region's partition by its name, so that a new region of
// a known partition needs no new release.
func partition(region string) string {
	for _, known := range []struct{ prefix, partition string }{
		{"cn-", "aws-cn"},
		{"eusc-", "aws-eusc"},
		{"us-iso-", "aws-iso"},
		{"us-isob-", "aws-iso-b"},
		{"eu-isoe-", "aws-iso-e"},
		{"us-isof-", "aws-iso-f"},
	} {
		if strings.HasPrefix(region, known.prefix) {
			return known.partition
		}
	}
	return "aws"
}

// ParseRegistry reads a registry's host in lower case, without port, and
// reports whether the name is one of ECR's. None is that only comes near: an
// AWS key must never be used for, or sent to, a name that only looks right.
func ParseRegistry(host string) (Registry, bool) {
	if host == "public.ecr.aws" || host == "ecr-public.aws.com" {
		return Registry{Region: PublicRegion, Public: true, suffix: host}, true
	}
	account, rest, ok := strings.Cut(host, ".dkr")
	if !ok || len(account) != 12 || !isAll(account, isDigit) {
		return Registry{}, false
	}
	for _, n := range namespaces() {
		service, ok := strings.CutPrefix(rest, n.separator+"ecr")
		if !ok {
			continue
		}
		service, fips := strings.CutPrefix(service, "-fips")
		region, ok := strings.CutSuffix(service, "."+n.suffix)
		if !ok {
			continue
		}
		region, ok = strings.CutPrefix(region, ".")
		if !ok || !isRegion(region) || partition(region) != n.partition {
			continue
		}
		return Registry{
			Account: account, Region: region,
			FIPS: fips, DualStack: n.dualStack(), suffix: n.suffix,
		}, true
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

// isRegion reports whether text has the form of a region's name, as in us-east-1 and
// us-gov-west-1.
func isRegion(text string) bool {
	parts := strings.Split(text, "-")
	last := len(parts) - 1
	if last < 2 || !isAll(parts[last], isDigit) {
		return false
	}
	for _, part := range parts[:last] {
		if !isAll(part, isLetter) {
			return false
		}
	}
	return true
}

func isAll(text string, is func(byte) bool) bool {
	for i := range len(text) {
		if !is(text[i]) {
			return false
		}
	}
	return text != ""
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

func isAlphanumeric(c byte) bool { return isDigit(c) || isLetter(c) || 'A' <= c && c <= 'Z' }

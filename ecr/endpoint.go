package ecr

import (
	"cmp"
	"errors"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A Request says which token is asked for: whose, and where.
type Request struct {
	Registry Registry
	Identity Identity
	// Source is where the identity's keys come from, if it stays the same while AWS
	// gives other keys to every process.
	Source   Source
	Endpoint Endpoint
	// Settings is whatever else of the environment decides whether AWS can be
	// reached, in any form. A failure is remembered for these alone; a token
	// doesn't depend on them.
	Settings string
}

// A Source is what AWS gives keys for.
type Source struct {
	// Secret is what nobody knows but whoever can get the keys: a web identity token,
	// the token of a session of SSO, a secret access key that may assume a role.
	Secret hidden.Text
	// Terms is all else that decides whose keys these are, in any form.
	Terms hidden.Text
}

// IsEmpty reports whether the keys come from nowhere else.
func (s Source) IsEmpty() bool { return s.Secret.IsEmpty() }

// Equal reports whether the keys are those of one identity.
func (s Source) Equal(other Source) bool {
	return s.Secret.Equal(other.Secret) && s.Terms.Equal(other.Terms)
}

// TokenURL returns the URL of the endpoint that gives the token.
func (r Request) TokenURL() string {
	service := "ecr"
	if r.Registry.Public {
		service = "ecr-public"
	}
	if !r.Endpoint.DualStack || r.Registry.Public && r.Endpoint.FIPS {
		service = "api." + service
	}
	return cmp.Or(r.Endpoint.URL, r.regionURL(service, r.Endpoint.FIPS))
}

// RoleURL returns the URL of the endpoint where a role is assumed. GovCloud's
// is one for FIPS in any case, and not named so.
func (r Request) RoleURL() string {
	isFIPS := r.Endpoint.FIPS && (r.Endpoint.DualStack || r.Registry.Partition() != "aws-us-gov")
	return cmp.Or(r.Endpoint.RoleURL, r.regionURL("sts", isFIPS))
}

// regionURL returns the URL of a service in the registry's region. The SDK knows
// it too, but takes a region that is newer than itself for one of the first
// partition.
func (r Request) regionURL(service string, isFIPS bool) string {
	partition := r.Registry.partition()
	suffix := partition.suffix
	if r.Endpoint.DualStack {
		suffix = "api." + strings.TrimPrefix(partition.dualStackSuffix, "on.")
	}
	if isFIPS {
		service += "-fips"
	}
	return "https://" + service + "." + r.Registry.Region + "." + suffix
}

// An Endpoint is where a region's tokens come from.
type Endpoint struct {
	// URL replaces the region's own endpoint, unless it is empty.
	URL string
	// RoleURL does the same for STS, which is asked first where a role is to
	// be assumed.
	RoleURL string
	// FIPS and DualStack choose among the region's own endpoints.
	FIPS, DualStack bool
}

// EndpointOf returns the endpoint that belongs to the registry's host, as the
// environment's switches change it: AWS_ENDPOINT_URL_ECR (for ECR Public
// AWS_ENDPOINT_URL_ECR_PUBLIC), AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL,
// AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT and
// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
// (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html).
func EndpointOf(registry Registry, getenv func(string) string) Endpoint {
	return Endpoint{
		URL:       EndpointURL(registry.Service(), getenv),
		RoleURL:   EndpointURL("STS", getenv),
		FIPS:      registry.FIPS || isTrue(getenv(fipsSwitch)),
		DualStack: registry.DualStack || isTrue(getenv(dualStackSwitch)),
	}
}

// ChosenBy returns the variables that made a name that of the registry's endpoint,
// none where the registry's own name did.
func ChosenBy(registry Registry, name string, getenv func(string) string) (variables []string) {
	for _, service := range []string{registry.Service(), "STS"} {
		if strings.Contains(EndpointURL(service, getenv), name) {
			return []string{EndpointVariable(service, getenv)}
		}
	}
	if isTrue(getenv(fipsSwitch)) && !registry.FIPS {
		variables = append(variables, fipsSwitch)
	}
	if isTrue(getenv(dualStackSwitch)) && !registry.DualStack {
		variables = append(variables, dualStackSwitch)
	}
	return variables
}

// Service returns the name of the registry's API in the variables that replace its
// endpoint.
func (r Registry) Service() string {
	if r.Public {
		return "ECR_PUBLIC"
	}
	return "ECR"
}

// EndpointURL returns the URL that the environment gives for the endpoint of a
// service, which is spelt as in the names of the variables, as in "ECR_PUBLIC". It
// is empty for the region's own.
func EndpointURL(service string, getenv func(string) string) string {
	if isTrue(getenv(ignoreSwitch)) {
		return ""
	}
	return getenv(EndpointVariable(service, getenv))
}

// EndpointVariable returns the variable that gives that URL: the service's own, unless
// only the one of all services is set, and counts.
func EndpointVariable(service string, getenv func(string) string) string {
	const all = "AWS_ENDPOINT_URL"
	ofService := all + "_" + service
	if getenv(ofService) == "" && getenv(all) != "" && !isTrue(getenv(ignoreSwitch)) {
		return all
	}
	return ofService
}

// The switches are true or false in any case, as AWS's SDKs read them
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html).
const (
	fipsSwitch      = "AWS_USE_FIPS_ENDPOINT"
	dualStackSwitch = "AWS_USE_DUALSTACK_ENDPOINT"
	ignoreSwitch    = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
)

// CheckSwitches returns an error that names the first of the environment's
// switches that is set and neither true nor false: it may say which endpoint must
// not be asked.
func CheckSwitches(getenv func(string) string) error {
	for _, name := range []string{fipsSwitch, dualStackSwitch, ignoreSwitch} {
		if text := getenv(name); text != "" && !isTrue(text) && !strings.EqualFold(text, "false") {
			return errors.New(name + " is neither true nor false")
		}
	}
	return nil
}

func isTrue(text string) bool { return strings.EqualFold(text, "true") }

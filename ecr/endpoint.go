package ecr

import (
	"strconv"
	"strings"
)

// A Request says which token is asked for: whose, and where.
type Request struct {
	Registry Registry
	Identity Identity
	Endpoint Endpoint
	// Settings is whatever else of the environment decides whether AWS can be
	// reached, in any form. A failure is remembered for these alone; a token
	// doesn't depend on them.
	Settings string
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
	service := "ECR"
	if registry.Public {
		service = "ECR_PUBLIC"
	}
	return Endpoint{
		URL:       endpointURL(service, getenv),
		RoleURL:   endpointURL("STS", getenv),
		FIPS:      registry.FIPS || isTrue(getenv("AWS_USE_FIPS_ENDPOINT")),
		DualStack: registry.DualStack || isTrue(getenv("AWS_USE_DUALSTACK_ENDPOINT")),
	}
}

// endpointURL returns the URL that the environment gives for a service's
// endpoint, empty for the region's own.
func endpointURL(service string, getenv func(string) string) string {
	if isTrue(getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
		return ""
	}
	if url := getenv("AWS_ENDPOINT_URL_" + service); url != "" {
		return url
	}
	return getenv("AWS_ENDPOINT_URL")
}

func isTrue(text string) bool {
	value, err := strconv.ParseBool(strings.TrimSpace(text))
	return err == nil && value
}

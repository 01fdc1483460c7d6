package exchange

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

// withProfile returns an Exchanger for which what a profile says of reaching AWS
// stands in for the variables that are not set. It is for the ambient identity
// alone.
func (e Exchanger) withProfile(profile *config.SharedConfig) Exchanger {
	getenv := e.Getenv
	e.Getenv = func(name string) string {
		if value := getenv(name); value != "" {
			return value
		}
		if service, ok := strings.CutPrefix(name, "AWS_ENDPOINT_URL_"); ok {
			if getenv("AWS_ENDPOINT_URL") != "" {
				return "" // it goes before all that a profile says
			}
			url, _, _ := profile.GetServiceBaseEndpoint(context.Background(), service)
			return url
		}
		return profileSetting(profile, name)
	}
	return e
}

// profileSetting returns the setting of a profile that a variable stands for, as
// the variable's value
// (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html).
func profileSetting(profile *config.SharedConfig, variable string) string {
	isTrue := false
	switch variable {
	case "AWS_ENDPOINT_URL":
		return profile.BaseEndpoint
	case bundleVariable:
		return profile.CustomCABundle
	case "AWS_EC2_METADATA_SERVICE_ENDPOINT":
		return profile.EC2IMDSEndpoint
	case "AWS_USE_FIPS_ENDPOINT":
		isTrue = profile.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled
	case "AWS_USE_DUALSTACK_ENDPOINT":
		isTrue = profile.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled
	case "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS":
		isTrue = aws.ToBool(profile.IgnoreConfiguredEndpoints)
	}
	if isTrue {
		return "true"
	}
	return ""
}

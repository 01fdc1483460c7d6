package ecr

import (
	"strings"
	"testing"
)

func TestNearMiss(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com":                   "",
		"123456789012.dkr-ecr.us-east-1.on.aws":                          "",
		"public.ecr.aws":                                                 "",
		"*.dkr.ecr.*.amazonaws.com":                                      "",
		"*.azurecr.io":                                                   "",
		"123*.dkr.ecr.us-east-1.amazonaws.com":                           "a * stands for the whole account or the whole region",
		"*.dkr.ecr.us-*.amazonaws.com":                                   "a * stands for the whole account or the whole region",
		"*.dkr.ecr.useast1.amazonaws.com":                                "none of AWS",
		"*.dkr.ecr.amazonaws.com":                                        "the region is missing, as in 000000000000.",
		"*.*.ecr.us-east-1.amazonaws.com":                                `behind the account comes ".dkr.ecr."`,
		"*.dkr.ecr.*.amazonaws.com:5000":                                 "has a port",
		"ecr.example":                                                    "",
		"s3.amazonaws.com":                                               "",
		"12345678901.dkr.ecr.us-east-1.amazonaws.com":                    "an AWS account has 12 digits, and this one 11",
		"123456789012.dkr.ecr.amazonaws.com":                             "the region is missing",
		"123456789012.dkr-ecr.on.aws":                                    "the region is missing",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com:5000":              "has a port",
		"my-account.dkr.ecr.us-east-1.amazonaws.com":                     "does not begin with the AWS account's 12 digits",
		"dkr.ecr.us-east-1.amazonaws.com":                                "does not begin with the AWS account's 12 digits",
		"000000000000.dkr.ecr.us-east-1.localhost.localstack.cloud:4566": "",
		"123456789012.ecr.us-east-1.on.aws":                              `behind the account comes ".dkr.ecr."`,
		"000000000000.dkr.ecr.us-east-1.localhost.localstack.cloud.x":    "none of AWS",
		"api.ecr.us-east-1.amazonaws.com":                                "is that of the AWS API",
		"ecr.us-east-1.amazonaws.com":                                    "is that of the AWS API",
		"123456789012.ecr.aws":                                           `behind the account comes ".dkr.ecr."`,
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com":                  "in the region cn-north-1 it ends with .amazonaws.com.cn",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn":                "in the region eu-west-1 it ends with .amazonaws.com",
		"123456789012.dkr.ecr-fips.eusc-de-east-1.amazonaws.com":         "in the region eusc-de-east-1 it ends with .amazonaws.eu",
		"123456789012.dkr-ecr.us-west-2.example":                         "none of AWS",
		"123456789012.ecr.us-east-1.amazonaws.com":                       `behind the account comes ".dkr.ecr."`,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example":      "none of AWS",
		"vpce-1a-b.api.ecr.us-east-1.vpce.amazonaws.com": "it is that of a VPC endpoint: set AWS_ENDPOINT_URL_ECR to " +
			"https://vpce-1a-b.api.ecr.us-east-1.vpce.amazonaws.com, and name the registry, as 123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"vpce-1a-b-us-east-1a.dkr.ecr.us-east-1.vpce.amazonaws.com": "it is that of a VPC endpoint, to which the network leads by the registry's own name, " +
			"as 123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"vpce-1a-b.api.ecr.cn-north-1.vpce.amazonaws.com.cn": "as 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		"vpce-1a-b.dkr.ecr.us-gov-west-1.vpce.amazonaws.com": "as 123456789012.dkr.ecr.us-gov-west-1.amazonaws.com",
		"vpce-1a-b.s3.us-east-1.vpce.amazonaws.com":          "",
		"vpce-1a-b.api.ecr.useast1.vpce.amazonaws.com":       "does not begin with the AWS account's 12 digits",
	} {
		if got := NearMiss(host); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}

package exchange

import "testing"

// TestHostName has services of this machine at their own addresses, and at those
// that variables give them.
func TestHostName(t *testing.T) {
	t.Parallel()
	e := Exchanger{Getenv: func(name string) string {
		return map[string]string{
			"AWS_EC2_METADATA_SERVICE_ENDPOINT":  "http://127.0.0.1:1338/",
			"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1339/keys",
		}[name]
	}}
	for host, want := range map[string]string{
		"169.254.169.254":              "the instance metadata service",
		"[fd00:ec2::254]":              "the instance metadata service",
		"127.0.0.1:1338":               "the instance metadata service",
		"169.254.170.2":                "the container credentials endpoint",
		"127.0.0.1:1339":               "the container credentials endpoint",
		"127.0.0.1:1340":               "127.0.0.1:1340",
		"sts.eu-west-1.amazonaws.com":  "sts.eu-west-1.amazonaws.com",
		"api.ecr.us-east-1.example:80": "api.ecr.us-east-1.example:80",
	} {
		if got := e.hostName(host); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}

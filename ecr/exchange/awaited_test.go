package exchange

import (
	"net/http"
	"net/url"
	"testing"
)

// TestLocalService has services of this machine at their own addresses, and at
// those that variables give them. They are named, and asked without a proxy.
func TestLocalService(t *testing.T) {
	t.Parallel()
	e := Exchanger{
		Getenv: func(name string) string {
			return map[string]string{
				"AWS_EC2_METADATA_SERVICE_ENDPOINT":  "http://metadata.example:1338/",
				"AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://keys.example/keys",
			}[name]
		},
		Proxy: func(*http.Request) (*url.URL, error) { return url.Parse("http://127.0.0.1:3128") },
	}
	const instance, container = "the instance metadata service", "the container credentials endpoint"
	for address, want := range map[string]string{
		"http://169.254.169.254/latest/api/token": instance,
		"http://169.254.169.254:80/":              instance,
		"http://[fd00:ec2::254]/":                 instance,
		"http://[fd00:0ec2:0::0254]:80/":          instance,
		"http://metadata.example:1338/latest":     instance,
		"http://169.254.170.2/v2/credentials":     container,
		"http://169.254.170.23/v1/credentials":    container,
		"http://[fd00:ec2::23]/v1/credentials":    container,
		"https://keys.example/keys":               container,
		"http://metadata.example:1340/":           "",
		"https://169.254.170.3/":                  "",
		"https://sts.eu-west-1.amazonaws.com/":    "",
		"https://api.ecr.us-east-1.example:80/":   "",
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		e.awaited = new(awaited)
		proxy, err := e.proxyOf(request)
		if err != nil || (proxy == nil) != (want != "") {
			t.Errorf("%s: proxy %v, error %v", address, proxy, err)
		}
		peer, host := want, want
		if want == "" {
			peer, host = "the proxy", request.URL.Host
		}
		if e.awaited.peer != peer || e.awaited.host != host {
			t.Errorf("%s: %q and %q are awaited, want %q and %q", address, e.awaited.peer, e.awaited.host, peer, host)
		}
	}
}

package doctor

import "strings"

// registryOfSite returns what to write for the registry whose web site, or API, a host
// is. It is empty for hosts that are none. (gitlab.com is none: it has images of its
// own, those of the dependency proxy,
// https://docs.gitlab.com/user/packages/dependency_proxy/.)
func registryOfSite(host string) string {
	switch {
	case host == "github.com", host == "www.github.com", host == "api.github.com":
		return "ghcr.io"
	case host == "console.aws.amazon.com", strings.HasSuffix(host, ".console.aws.amazon.com"):
		return "the registry's host, as <account>.dkr.ecr.<region>.amazonaws.com"
	case host == "portal.azure.com", host == "azure.microsoft.com":
		return "the registry's login server, as mycompany.azurecr.io"
	case host == "console.cloud.google.com", host == "cloud.google.com":
		return "the registry's host, as europe-west1-docker.pkg.dev"
	case host == "cloud.digitalocean.com":
		return "registry.digitalocean.com"
	}
	return ""
}

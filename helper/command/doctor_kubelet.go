package command

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/kubeletconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// findProvider returns the provider that is this helper in the file that kubelet
// reads. Its errors hold no value of it.
func (p Program) findProvider(file string) (*kubeletconfig.Provider, error) {
	text, err := p.Helper.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read: give the file that --image-credential-provider-config of kubelet names", file)
	}
	config, err := kubeletconfig.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not a configuration that kubelet takes%s: compare it with what %s configure --kubelet prints",
			file, lineOf(err), helper.Name)
	}
	if problem := config.Problem(); problem != "" {
		return nil, fmt.Errorf("kubelet does not start with %s: %s: compare it with what %s configure --kubelet prints",
			file, problem, helper.Name)
	}
	isOurs := func(provider kubeletconfig.Provider) bool {
		hasSecret := func(v kubeletconfig.Variable) bool { return secrets.IsSecretName(v.Name) }
		isAnswering := slices.Equal(provider.Args, []string{kubelet.Verb})
		return provider.Name == helper.Name || isAnswering || slices.ContainsFunc(provider.Env, hasSecret)
	}
	at := slices.IndexFunc(config.Providers, isOurs)
	if at < 0 {
		return nil, fmt.Errorf("%s has no provider with the name %s: add what %[2]s configure --kubelet prints", file, helper.Name)
	}
	return &config.Providers[at], nil
}

var yamlLine = regexp.MustCompile(`line [0-9]+`)

// lineOf returns where a text was not understood, if its error says so. The rest of
// the error may hold a value.
func lineOf(err error) string {
	if line := yamlLine.FindString(err.Error()); line != "" {
		return " (" + line + ")"
	}
	return ""
}

// nodeEnviron returns the environment that kubelet gives the provider, as far as the
// file tells, with what is of the machine.
func (p Program) nodeEnviron(provider *kubeletconfig.Provider) []string {
	var environ []string
	for _, v := range provider.Env {
		environ = append(environ, v.Name+"="+v.Value)
	}
	for _, name := range []string{
		"PATH", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy",
		"SSL_CERT_FILE", "SSL_CERT_DIR", "SystemRoot",
	} {
		if value := p.Helper.Getenv(name); value != "" {
			environ = append(environ, name+"="+value)
		}
	}
	return environ
}

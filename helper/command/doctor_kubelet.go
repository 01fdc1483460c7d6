package command

import (
	"fmt"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/kubeletconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// findProvider returns the provider that is this helper in the file that kubelet
// reads. Its errors hold no value of it.
func (p Program) findProvider(file string) (*kubeletconfig.Provider, error) {
	text, err := p.Helper.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read (%s): give the file that --image-credential-provider-config of kubelet names, as root",
			file, hidden.WithoutPath(err))
	}
	config, err := kubeletconfig.Read(text)
	if err != nil {
		return nil, fmt.Errorf("kubelet does not start with %s: %v: compare it with what %s configure --kubelet prints",
			file, err, helper.Name)
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

// nodeEnviron returns the environment that kubelet gives the provider, as far as the
// file tells, with what is of the machine. Of two entries of one name the provider's
// counts, and of its own the last, as for kubelet; each name is there once.
func (p Program) nodeEnviron(provider *kubeletconfig.Provider) []string {
	var environ []string
	isSet := map[string]bool{}
	for _, v := range slices.Backward(provider.Env) {
		if !isSet[v.Name] {
			environ, isSet[v.Name] = append(environ, v.Name+"="+v.Value), true
		}
	}
	for _, name := range append(helper.NetworkVariables(), "PATH", "SystemRoot") {
		if value := p.Helper.Getenv(name); value != "" && !isSet[name] {
			environ = append(environ, name+"="+value)
		}
	}
	return environ
}

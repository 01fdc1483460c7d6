package kubeletconfig

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
)

func (c Config) checkVersion() error {
	switch {
	case c.Kind != kind:
		return errors.New("kind is not " + kind)
	case !slices.Contains([]string{apiVersion, apiVersion + "beta1", apiVersion + "alpha1"}, c.APIVersion):
		return errors.New("apiVersion is not " + apiVersion)
	}
	return nil
}

// check refuses what kubelet refuses in fields that are of the right type
// (k8s.io/kubernetes/pkg/credentialprovider/plugin/config.go).
func (c Config) check() error {
	if len(c.Providers) == 0 {
		return errors.New("it has no providers")
	}
	names, isNewest := map[string]bool{}, c.APIVersion == apiVersion
	for i, p := range c.Providers {
		problem := p.problem()
		switch {
		case names[p.Name]:
			problem = "name is that of another provider"
		case p.TokenAttributes != nil && !isNewest:
			problem = "tokenAttributes needs the file's apiVersion " + apiVersion
		}
		if problem != "" {
			return fmt.Errorf("in providers[%d] %s", i, problem)
		}
		names[p.Name] = true
	}
	return nil
}

func (p Provider) problem() string {
	keeps, err := time.ParseDuration(p.DefaultCacheDuration)
	switch {
	case p.Name == "" || p.Name == "." || p.Name == ".." || strings.ContainsAny(p.Name, "/ "):
		return "name is not the name of a program alone"
	case !slices.Contains(kubelet.APIVersions(), p.APIVersion):
		return "apiVersion is not " + kubelet.APIVersions()[0]
	case len(p.MatchImages) == 0:
		return "matchImages is empty"
	case err != nil || keeps < 0:
		return "defaultCacheDuration is not a duration, as 0s"
	}
	for i, image := range p.MatchImages {
		if _, err := parseImage(image); err != nil {
			return fmt.Sprintf("matchImages[%d] is not a host, with a port or a path at most", i)
		}
	}
	if p.TokenAttributes == nil {
		return ""
	}
	if p.APIVersion != kubelet.APIVersions()[0] {
		return "tokenAttributes needs the provider's apiVersion " + kubelet.APIVersions()[0]
	}
	if problem := p.TokenAttributes.problem(); problem != "" {
		return "tokenAttributes: " + problem
	}
	return ""
}

func (t TokenAttributes) problem() string {
	required, optional := t.RequiredServiceAccountAnnotationKeys, t.OptionalServiceAccountAnnotationKeys
	isRequired := func(key string) bool { return slices.Contains(required, key) }
	isNoKey := func(key string) bool { return !annotationKey.MatchString(key) }
	switch {
	case t.ServiceAccountTokenAudience == "":
		return "serviceAccountTokenAudience is not set, as sts.amazonaws.com"
	case t.RequireServiceAccount == nil:
		return "requireServiceAccount is neither true nor false"
	case !*t.RequireServiceAccount && len(required) > 0:
		return "requireServiceAccount is not true, as requiredServiceAccountAnnotationKeys needs"
	case slices.ContainsFunc(required, isNoKey), slices.ContainsFunc(optional, isNoKey):
		return "has the key of an annotation that can be none, as eks.amazonaws.com/role-arn is"
	case slices.ContainsFunc(optional, isRequired):
		return "optionalServiceAccountAnnotationKeys has a key that is required"
	case hasTwice(required):
		return "requiredServiceAccountAnnotationKeys has a key twice"
	case hasTwice(optional):
		return "optionalServiceAccountAnnotationKeys has a key twice"
	case t.CacheType != "ServiceAccount" && t.CacheType != "Token":
		return "cacheType is neither ServiceAccount nor Token"
	}
	return ""
}

// annotationKey is the form of the keys
// (https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/).
var annotationKey = regexp.MustCompile(
	`(?i)^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/)?[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)

func hasTwice(keys []string) bool {
	sorted := slices.Sorted(slices.Values(keys))
	return len(slices.Compact(sorted)) < len(keys)
}

package secrets

import (
	"strings"
	"testing"
)

// Hosts of registries as providers give them: in PASSWORD they prove a swap
// even beside a SERVER that looks like a name with a port.
func TestKnownRegistries(t *testing.T) {
	t.Parallel()
	for _, host := range strings.Fields(`
		docker.io registry-1.docker.io ghcr.io quay.io gcr.io eu.gcr.io icr.io de.icr.io nvcr.io lscr.io dhi.io cgr.dev cr.yandex
		public.ecr.aws ecr-public.aws.com mcr.microsoft.com registry.gitlab.com registry.k8s.io registry.access.redhat.com
		registry.redhat.io registry.suse.com docker.elastic.co registry.digitalocean.com registry.fly.io registry.heroku.com
		container-registry.oracle.com docker.cloudsmith.io docker.pkg.github.com containers.octocorp.ghe.com
		octocorp.azurecr.io octocorp.azurecr.cn octocorp.azurecr.us europe-docker.pkg.dev fra.ocir.io octocorp.jfrog.io
		rg.fr-par.scw.cloud registry.cn-hangzhou.aliyuncs.com octocorp.tencentcloudcr.com swr.cn-north-1.myhuaweicloud.com
		123456789012.dkr.ecr.us-east-1.amazonaws.com 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn
		123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu 123456789012.dkr-ecr.us-west-2.on.aws
		123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn`) {
		if len(FromEnviron(triple("A", "pass:1234", "u", host), noECR).All()[0].Misplaced()) != 2 {
			t.Errorf("%s in PASSWORD is no swap", host)
		}
	}
}

// Names of registries by their words, and by the domains that networks have.
func TestLikelyRegistries(t *testing.T) {
	t.Parallel()
	names := map[string]bool{
		"nas.xyz": false, "nas.x1": false, "nas.acme.1x": false, "nas.acme.{x": false,
		"nas.acme.xyz": true, "nas.acme.x1": true, "registry2.xyz": true,
	}
	for _, word := range strings.Fields(`registry registries reg docker dockerhub harbor nexus artifactory jfrog quay gitlab gitea zot
		container containers hub cr acr ecr azurecr oci ocir images mirror scw swr`) {
		names[word+".xyz"] = true
	}
	for _, end := range strings.Fields(`com net org edu gov mil int info biz dev app aws cloud tech systems example test corp internal
		intranet lan local localdomain home arpa private svc aa de zz`) {
		names["nas."+end] = true
	}
	for name, want := range names {
		if got := FromEnviron(triple("A", "hunter2", "u", name), noECR).All()[0].Misplaced() != nil; got != want {
			t.Errorf("%s in PASSWORD is a swap: %v, want %v", name, got, want)
		}
	}
}

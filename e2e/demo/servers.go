package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

// The names that exist only behind the demo's proxy.
const (
	ecrServer = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	ecrAPI    = "api.ecr.us-east-1.amazonaws.com"
)

const (
	teamImage = "team/app:1"
	ecrImage  = "shop/api:2"
	openImage = "open/tool:3"
)

// user of the registry with a password.
const user = "jo"

// A secret is a registry's credential as the environment carries it.
type secret struct {
	prefix, server, user, password string
}

func (s secret) variables() environ.Vars {
	return environ.Secret(s.prefix, s.server, s.user, s.password)
}

// servers are the world that the client lives in.
type servers struct {
	running []io.Closer

	ca    *testca.CA
	aws   *awsendpoint.Endpoint
	proxy *connectproxy.Proxy

	private, public *registrytest.Registry

	password string
	identity awsendpoint.Identity
}

func startServers(ctx context.Context, dir string) (*servers, error) {
	s := &servers{
		password: rand.Text(),
		identity: awsendpoint.NewIdentity(),
	}
	if err := s.start(ctx, dir); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *servers) start(ctx context.Context, dir string) (err error) {
	if s.ca, err = testca.New(dir); err != nil {
		return err
	}
	certificate, err := s.ca.Issue(ecrServer, ecrAPI)
	if err != nil {
		return err
	}
	s.private, err = s.startRegistry(ctx, teamImage, registrytest.Config{Accept: s.letsIn})
	if err != nil {
		return err
	}
	s.public, err = s.startRegistry(ctx, openImage, registrytest.Config{})
	if err != nil {
		return err
	}
	return s.startAWS(ctx, certificate)
}

// startAWS starts ECR: the endpoint that gives tokens for signed calls, and the registry that takes them.
func (s *servers) startAWS(ctx context.Context, certificate tls.Certificate) error {
	s.aws = awsendpoint.New()
	s.aws.AddIdentity(s.identity)
	api, err := loopback.ServeTLS(s.aws, certificate)
	if err != nil {
		return err
	}
	s.running = append(s.running, api)
	registry, err := s.startRegistry(ctx, ecrImage, registrytest.Config{
		Accept: s.aws.ValidToken, Certificate: &certificate,
	})
	if err != nil {
		return err
	}
	s.proxy, err = connectproxy.Start(connectproxy.Table(map[string]string{
		ecrServer + ":443": registry.Addr(),
		ecrAPI + ":443":    api.Addr(),
	}))
	if err != nil {
		return err
	}
	s.running = append(s.running, s.proxy)
	return nil
}

func (s *servers) startRegistry(
	ctx context.Context, image string, config registrytest.Config,
) (*registrytest.Registry, error) {
	registry, err := registrytest.Start(config)
	if err != nil {
		return nil, err
	}
	s.running = append(s.running, registry)
	if _, err := registry.Push(ctx, image); err != nil {
		return nil, fmt.Errorf("filling a registry: %v", err)
	}
	return registry, nil
}

func (s *servers) letsIn(name, password string) bool { return name == user && password == s.password }

// secrets returns what the environment of the client holds. The public registry has none.
func (s *servers) secrets() []secret {
	return []secret{
		{"TEAM", s.private.Addr(), user, s.password},
		{"ECR", ecrServer, s.identity.AccessKeyID, s.identity.SecretAccessKey},
	}
}

// hosts returns the registries, for Docker's configuration.
func (s *servers) hosts() []string { return []string{s.private.Addr(), ecrServer, s.public.Addr()} }

// images returns one image of each registry.
func (s *servers) images() []string {
	return []string{s.private.Addr() + "/" + teamImage, ecrServer + "/" + ecrImage, s.public.Addr() + "/" + openImage}
}

func (s *servers) awsCalls() int { return len(s.aws.Calls()) }

func (s *servers) close() {
	for _, server := range s.running {
		server.Close()
	}
}

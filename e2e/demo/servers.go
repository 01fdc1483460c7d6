package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

// The names that exist only behind the demo's proxy.
const (
	teamServer = "registry.example.com"
	openServer = "public.example.net"
	ecrServer  = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	ecrAPI     = "api.ecr.us-east-1.amazonaws.com"
)

const (
	teamImage = teamServer + "/team/app"
	ecrImage  = ecrServer + "/shop/api"
	openImage = openServer + "/tool"
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

	ca       *testca.CA
	aws      *awsendpoint.Endpoint
	proxy    *connectproxy.Proxy
	identity awsendpoint.Identity

	mu        sync.Mutex
	passwords []string // of the registry's user, the last one counts
}

func startServers(ctx context.Context, dir string) (*servers, error) {
	s := &servers{aws: awsendpoint.New(), identity: awsendpoint.NewIdentity()}
	s.aws.AddIdentity(s.identity)
	s.changePassword()
	if err := s.start(ctx, dir); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// start starts the registries, the endpoint of AWS that gives tokens for signed calls, and a proxy in front of them.
func (s *servers) start(ctx context.Context, dir string) (err error) {
	if s.ca, err = testca.New(dir); err != nil {
		return err
	}
	certificate, err := s.ca.Issue(teamServer, ecrServer, openServer, ecrAPI)
	if err != nil {
		return err
	}
	api, err := loopback.ServeTLS(s.aws, certificate)
	if err != nil {
		return err
	}
	s.running = append(s.running, api)
	addresses := map[string]string{ecrAPI + ":443": api.Addr()}
	for image, accept := range map[string]func(user, password string) bool{
		teamImage: s.letsIn, ecrImage: s.aws.ValidToken, openImage: nil,
	} {
		server, image, _ := strings.Cut(image, "/")
		registry, err := s.startRegistry(ctx, image, registrytest.Config{Accept: accept, Certificate: &certificate})
		if err != nil {
			return err
		}
		addresses[server+":443"] = registry.Addr()
	}
	s.proxy, err = connectproxy.Start(connectproxy.Table(addresses))
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

func (s *servers) changePassword() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.passwords = append(s.passwords, rand.Text())
}

func (s *servers) password() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.passwords[len(s.passwords)-1]
}

func (s *servers) letsIn(name, password string) bool { return name == user && password == s.password() }

// secrets returns what the environment of the client should hold now. The public registry has none.
func (s *servers) secrets() []secret {
	return []secret{
		{"TEAM", teamServer, user, s.password()},
		{"ECR", ecrServer, s.identity.AccessKeyID, s.identity.SecretAccessKey},
	}
}

// planted returns what no file may hold: each secret so far, passwords also as a login would write them.
func (s *servers) planted() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	planted := append(s.aws.Tokens(), s.identity.SecretAccessKey)
	for _, password := range s.passwords {
		planted = append(planted, password, base64.StdEncoding.EncodeToString([]byte(user+":"+password)))
	}
	return planted
}

func (s *servers) awsCalls() int { return len(s.aws.Calls()) }

func (s *servers) close() {
	for _, server := range s.running {
		server.Close()
	}
}

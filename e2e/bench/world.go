package main

import (
	"fmt"
	"path/filepath"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

// The identity that asks for tokens. The keys are made up, as AWS's documentation has them.
const (
	accessKeyID     = "AKIAIOSFODNN7EXAMPLE"
	secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	principal       = "arn:aws:iam::123456789012:user/puller"
)

// A world is what the programs live in: home directories, and an ECR endpoint that answers at once.
type world struct {
	dir      string
	homes    int
	endpoint *awsendpoint.Endpoint
	server   *loopback.Server
}

// newWorld makes a world below a directory. Its server is to be closed.
func newWorld(dir string) (*world, error) {
	endpoint := awsendpoint.New()
	endpoint.AddIdentity(awsendpoint.Identity{ARN: principal, AccessKeyID: accessKeyID, SecretAccessKey: secretAccessKey})
	server, err := loopback.Serve(endpoint)
	if err != nil {
		return nil, err
	}
	return &world{dir: dir, endpoint: endpoint, server: server}, nil
}

// newHome returns the path of a home directory, which does not exist. Each subject has its own, so that none finds
// what another one cached.
func (w *world) newHome() string {
	w.homes++
	return filepath.Join(w.dir, fmt.Sprintf("home-%d", w.homes))
}

// endpointVariable points the SDK of AWS to the endpoint.
func (w *world) endpointVariable() string { return "AWS_ENDPOINT_URL_ECR=" + w.server.URL() }

// calls is how often AWS was called so far.
func (w *world) calls() int { return len(w.endpoint.Calls()) }

// ecrServer returns the ith of an organisation's ECR registries, each in an account of its own.
func ecrServer(i int) string {
	return fmt.Sprintf("%012d.dkr.ecr.us-east-1.amazonaws.com", 123456789012+i)
}

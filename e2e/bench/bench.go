package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

// A bench is what the programs live in: home directories, and an ECR endpoint that answers at once.
type bench struct {
	dir      string
	programs map[string]*program
	aws      *awsendpoint.Endpoint
	keys     awsendpoint.Identity
	server   *loopback.Server
}

// newBench empties the directory, in which everything stays for a look.
func newBench(dir string) (*bench, error) {
	aws, keys := awsendpoint.New(), awsendpoint.NewIdentity()
	aws.AddIdentity(keys)
	server, err := loopback.Serve(aws)
	return &bench{dir: dir, programs: programs(), aws: aws, keys: keys, server: server}, cmp.Or(os.RemoveAll(dir), err)
}

// A program is an executable to measure.
type program struct {
	name   string // with its version, or the way that it was built; ours in bold
	target string // of go install
	flags  []string
	cgo    string // 1 for on, 0 for off
	path   string
	bytes  int
}

// programs are the helper as a release has it and as a plain go install gives it, what they are compared to, what
// measures memory, and other helpers at pinned versions.
func programs() map[string]*program {
	const module = "github.com/docker-credential-secrets/docker-credential-secrets"
	all := map[string]*program{
		"released":  {name: "**docker-credential-secrets**", target: module, flags: buildhelper.ReleaseFlags(), cgo: "0"},
		"installed": {name: "**docker-credential-secrets, plain `go install`, cgo**", target: module, cgo: "1"},
	}
	for key, other := range map[string][2]string{
		"empty":  {"empty Go program", module + "/e2e/bench/testdata/empty"},
		"serve":  {"docker's credentials.Serve, a constant", module + "/e2e/bench/testdata/serve"},
		"launch": {"launcher", module + "/e2e/bench/testdata/launch"},
		"ecr-login": {"docker-credential-ecr-login 0.12.0",
			"github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login@v0.12.0"},
		"provider": {"ecr-credential-provider 1.34.1", "k8s.io/cloud-provider-aws/cmd/ecr-credential-provider@v1.34.1"},
		"gcr":      {"docker-credential-gcr 2.2.1", "github.com/GoogleCloudPlatform/docker-credential-gcr/v2@v2.2.1"},
		"acr-env": {"docker-credential-acr-env 82a0ddb27589",
			"github.com/chrismellard/docker-credential-acr-env@v0.0.0-20230304212654-82a0ddb27589"},
		"pass": {"docker-credential-pass 0.9.12", "github.com/docker/docker-credential-helpers/pass/cmd@v0.9.12"},
	} {
		all[key] = &program{name: other[0], target: other[1], flags: []string{"-trimpath", "-ldflags=-s -w"}, cgo: "0"}
	}
	return all
}

// build builds one of the programs.
func (b *bench) build(key string) error {
	p, bin := b.programs[key], filepath.Join(b.dir, "bin-"+key)
	log.Print("building ", p.name)
	install := exec.Command("go", slices.Concat([]string{"install"}, p.flags, []string{p.target})...)
	// A user's settings would change what is built, and with it the figures.
	install.Env = append(install.Environ(), "GOFLAGS=", "GOWORK=off", "GOOS=", "GOARCH=", "GOBIN="+bin, "CGO_ENABLED="+p.cgo)
	if output, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %v\n%s", p.name, err, output)
	}
	// A file that the linker wrote starts slower than a copy of it. What it is called is the package's own affair.
	p.path = filepath.Join(b.dir, key)
	if err := exec.Command("sh", "-c", `cp "$0"/* "$1"`, bin, p.path).Run(); err != nil {
		return fmt.Errorf("copying %s: %v", p.name, err)
	}
	content, err := os.ReadFile(p.path)
	p.bytes = len(content)
	return err
}

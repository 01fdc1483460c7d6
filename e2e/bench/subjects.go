package main

import (
	"crypto/rand"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
)

// A subject is a way to use a program that is to be measured.
type subject struct {
	*program
	asked     string   // what for, in a few words
	verb      string   // the argument
	servers   []string // asked for in turn
	environ   []string
	home      string   // of this subject alone, so that none finds what another one cached
	calls     int      // to AWS in a run; if any, the home is emptied before
	size      int      // of a crowd, which starts at once; else 1
	then      *subject // runs right after this one
	status    int
	answer    *regexp.Regexp
	wall, cpu []float64 // seconds, by round
	called    []float64 // AWS, so many times, by round
	isRight   int       // answers of all rounds
	memory    []float64 // largest resident set in KiB
}

// What the answers look like. A token can only be one of the endpoint, which gives them for a right signature.
const (
	notFound     = `^credentials not found in native keychain\n$`
	kubeletToken = `"username":"AWS","password":"[\w+/=]{1000,}"}}}\n?$`
	token        = `^{"ServerURL":"[^"]*","Username":"AWS","Secret":"[\w+/=]{1000,}"}\n$`
)

func (b *bench) subject(key, asked, verb, server string, vars environ.Vars, status int, answer string) *subject {
	s := &subject{program: b.programs[key], asked: asked, verb: verb, servers: []string{server}, size: 1}
	s.status, s.answer = status, regexp.MustCompile(answer)
	s.home = filepath.Join(b.dir, "home-"+rand.Text())
	vars = environ.Vars{"HOME": s.home}.With(vars)
	for i := len(vars); i < 20; i++ {
		vars[fmt.Sprintf("VARIABLE_OF_A_BUILD_%04d", i)] = "its value, of a usual length"
	}
	s.environ = vars.Entries()
	return s
}

// ecrServer returns the ith of an organisation's ECR registries, each in an account of its own.
func ecrServer(i int) string {
	return fmt.Sprintf("%012d.dkr.ecr.us-east-1.amazonaws.com", 123456789012+i)
}

// ecrKeys are the variables by which ours exchanges the keys, and ecrLoginKeys those by which ecr-login does.
func (b *bench) ecrKeys(registries int) environ.Vars {
	vars := environ.Vars{"AWS_ENDPOINT_URL_ECR": b.server.URL()}
	for i := range registries {
		maps.Copy(vars, environ.Secret(fmt.Sprintf("ECR_%02d", i), ecrServer(i), b.keys.AccessKeyID, b.keys.SecretAccessKey))
	}
	return vars
}

func (b *bench) ecrLoginKeys() environ.Vars {
	return environ.Vars{
		"AWS_ENDPOINT_URL_ECR": b.server.URL(), "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ACCESS_KEY_ID": b.keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": b.keys.SecretAccessKey,
	}
}

// helpers are the programs next to each other. The first is what every other is compared to.
func (b *bench) helpers() []*subject {
	subjects := []*subject{
		b.subject("empty", "nothing", "", "", nil, 0, ""),
		b.subject("serve", "get", "get", "registry.example", nil, 0, `"Username":"user","Secret":"constant"`),
	}
	subjects = append(append(subjects, b.ours("released")...), b.ours("installed")...)
	return append(subjects,
		b.subject("ecr-login", "get, ECR token from the cache", "get", ecrServer(0), b.ecrLoginKeys(), 0, token),
		b.subject("ecr-login", "get, not found", "get", "registry.example", b.ecrLoginKeys(), 1, notFound),
		// Of these three the cheapest that they do without a network.
		b.subject("acr-env", "get, not a registry of Azure", "get", "registry.example", nil, 1, ""),
		b.subject("gcr", "version", "version", "", nil, 0, ""),
		b.subject("pass", "list, empty", "list", "", nil, 0, `^{}\n$`))
}

// ours are the answers of the helper that need no AWS.
func (b *bench) ours(key string) []*subject {
	vars := b.ecrKeys(1).With(environ.Secret("TEAM", "mycompany.azurecr.io", "team", "password"))
	return []*subject{
		b.subject(key, "get, plain secret", "get", "mycompany.azurecr.io", vars, 0, `"Username":"team","Secret":"password"`),
		b.subject(key, "get, ECR token from the cache", "get", ecrServer(0), vars, 0, token),
		b.subject(key, "get, not found", "get", "registry.example", vars, 1, notFound),
		b.subject(key, "list", "list", "", vars, 0, `^{("[^"]+":"[^"]+",?){2}}\n$`),
		b.subject(key, "kubelet, plain secret", "kubelet", kubeletAsks("mycompany.azurecr.io"), vars, 0,
			`"username":"team","password":"password"`),
		b.subject(key, "kubelet, ECR token from the cache", "kubelet", kubeletAsks(ecrServer(0)), vars, 0, kubeletToken),
	}
}

// kubeletAsks returns kubelet's request for an image of the registry.
func kubeletAsks(server string) string {
	const request = `{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"%s/team/app"}`
	return fmt.Sprintf(request, server)
}

// misses are exchanges, each with an empty cache.
func (b *bench) misses() []*subject {
	ours := b.subject("released", "get, ECR token by a call to AWS", "get", ecrServer(0), b.ecrKeys(1), 0, token)
	theirs := b.subject("ecr-login", ours.asked, "get", ecrServer(0), b.ecrLoginKeys(), 0, token)
	request := kubeletAsks(ecrServer(0))
	node := b.subject("released", "kubelet, ECR token by a call to AWS", "kubelet", request, b.ecrKeys(1), 0, kubeletToken)
	theirNode := b.subject("provider", node.asked, "get-credentials", request, b.ecrLoginKeys(), 0, kubeletToken)
	misses := []*subject{ours, theirs, node, theirNode}
	for _, s := range misses {
		s.calls = 1
	}
	return misses
}

// crowds are what the others are compared to; then ours and ecr-login, asked by everybody for the same registry, and by
// each for another one; all with an empty cache, and then with what that left. A compose file of as many services
// starts as many helpers.
func (b *bench) crowds() []*subject {
	crowds := []*subject{b.subject("empty", "nothing", "", "", nil, 0, "")}
	for _, registries := range []int{1, crowdSize} {
		asked := fmt.Sprintf("get, registries: %d", registries)
		for _, cold := range []*subject{
			b.subject("released", asked, "get", "", b.ecrKeys(registries), 0, token),
			b.subject("ecr-login", asked, "get", "", b.ecrLoginKeys(), 0, token),
		} {
			cold.servers = nil
			for i := range registries {
				cold.servers = append(cold.servers, ecrServer(i))
			}
			cold.size, cold.calls = crowdSize, 1
			warm := *cold
			warm.asked, warm.calls, cold.then = asked+", again", 0, &warm
			crowds = append(crowds, cold)
		}
	}
	crowds[0].size = crowdSize
	return crowds
}

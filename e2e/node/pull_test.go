//go:build linux

package node

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	ownServer     = "registry.example.com"
	rotatedServer = "rotated.example.com"
	otherServer   = "other.example.com" // no secret names it
	ecrServer     = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	deniedServer  = "999999999999.dkr.ecr.eu-west-1.amazonaws.com" // AWS does not know its key
)

// pullLimit is how long kubelet may take: it waits longer from one failed pull to the next.
const pullLimit = 4 * time.Minute

// TestKubelet has pods run from registries that want a password, or a token of AWS; and others not run.
func TestKubelet(t *testing.T) {
	t.Parallel()
	testenv.Need(t, "kubelet", "containerd", "ctr", "runc")
	if os.Geteuid() != 0 {
		testenv.Missing(t, "root")
	}
	if !canMakeCgroups() {
		testenv.Missing(t, "cgroups that kubelet accepts")
	}
	dir := t.TempDir()
	aws := awsendpoint.New()
	planted := testenv.Planted{More: aws.Tokens}
	t.Cleanup(func() {
		holding, searched, err := planted.Files(dir)
		if len(holding) > 0 || searched == 0 || err != nil {
			t.Errorf("of %d files these hold a secret: %v, %v", searched, holding, err)
		}
	})
	api, err := loopback.Serve(aws)
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, api.Close()) })
	identity := awsendpoint.NewIdentity()
	aws.AddIdentity(identity)

	password, seeder := rand.Text(), rand.Text()
	planted.Add(password, seeder, identity.SecretAccessKey)
	registry, err := registrytest.Start(registrytest.Config{Accept: func(user, given string) bool {
		return given == password || given == seeder || aws.ValidToken(user, given)
	}})
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, registry.Close()) })
	image := waitingImage(t)
	names := map[string]string{}
	for _, server := range []string{ownServer, rotatedServer, otherServer, ecrServer, deniedServer} {
		names[server] = registry.Addr()
	}
	for _, repository := range []string{"own", "rotated", "other", "denied", "ecr/a", "ecr/b", "ecr/c"} {
		reference, err := name.ParseReference(registry.Addr()+"/"+repository+":1", name.Insecure)
		testenv.Must(t, err)
		testenv.Must(t, remote.Write(reference, image, remote.WithAuth(&authn.Basic{Username: "seeder", Password: seeder})))
	}

	file := func(name, value string) string {
		path := filepath.Join(dir, name+".secret")
		testenv.Must(t, os.WriteFile(path, []byte(value+"\n"), 0o600))
		return path
	}
	secrets := environ.Vars{}
	for prefix, secret := range map[string][3]string{
		"OWN": {ownServer, "alice", password}, "ROTATED": {rotatedServer, "alice", "of yesterday"},
		"ECR": {ecrServer, identity.AccessKeyID, identity.SecretAccessKey}, "DENIED": {deniedServer, "AKIAIOSFODNN7EXAMPLE", identity.SecretAccessKey},
	} {
		secrets = secrets.With(environ.Vars{
			prefix + "_CONTAINER_REGISTRY_SERVER":        secret[0],
			prefix + "_CONTAINER_REGISTRY_USER_FILE":     file(prefix+"-user", secret[1]),
			prefix + "_CONTAINER_REGISTRY_PASSWORD_FILE": file(prefix+"-password", secret[2]),
		})
	}
	r := startRuntime(t, dir, image, names)
	k := startKubelet(t, dir, r, secrets, environ.Vars{
		"PATH": os.Getenv("PATH"), "AWS_ENDPOINT_URL_ECR": api.URL(), "TMPDIR": dir,
	})
	for pod, image := range map[string]string{
		"own": ownServer + "/own:1", "rotated": rotatedServer + "/rotated:1", "other": otherServer + "/other:1", "denied": deniedServer + "/denied:1",
		"ecr-a": ecrServer + "/ecr/a:1", "ecr-b": ecrServer + "/ecr/b:1", "ecr-c": ecrServer + "/ecr/c:1",
	} {
		k.run(t, pod, image)
	}

	await(t, k, "the pods that have a secret", func() bool {
		return k.isRunning(t, "own") && k.isRunning(t, "ecr-a") && k.isRunning(t, "ecr-b") && k.isRunning(t, "ecr-c")
	})
	calls := 0
	for _, call := range aws.Calls() {
		if call.AccessKeyID == identity.AccessKeyID {
			calls++
		}
	}
	if calls != 1 {
		t.Errorf("%d calls to AWS for three pods of one registry", calls)
	}
	await(t, k, "the helper's line in kubelet's log", func() bool {
		return strings.Contains(k.daemon.Output(t), "docker-credential-secrets: "+deniedServer+": AWS does not know the access key ID in DENIED_CONTAINER_REGISTRY_USER_FILE")
	})
	await(t, k, "what the registry without a secret refuses", func() bool { return isRefused(k.daemon.Output(t), otherServer) })
	if !isRefused(k.daemon.Output(t), rotatedServer) {
		t.Error("the registry took the password of yesterday")
	}
	file("ROTATED-password", password)
	await(t, k, "the pod whose password was changed", func() bool { return k.isRunning(t, "rotated") })
	for _, pod := range []string{"other", "denied"} {
		if k.isRunning(t, pod) {
			t.Errorf("%s runs", pod)
		}
	}
}

// canMakeCgroups reports whether kubelet finds what it counts and limits memory by, in version 2 or 1, and may use it.
func canMakeCgroups() bool {
	for _, dir := range []string{"/sys/fs/cgroup/memory", "/sys/fs/cgroup"} {
		if !isFile(filepath.Join(dir, "cgroup.procs")) {
			continue
		}
		group, err := os.MkdirTemp(dir, "kubelet-")
		return err == nil && os.Remove(group) == nil
	}
	return false
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// isRefused reports whether a registry would not let kubelet pull.
func isRefused(log, server string) bool {
	for line := range strings.Lines(log) {
		if strings.Contains(line, server) && (strings.Contains(line, "401 Unauthorized") || strings.Contains(line, "authorization failed")) {
			return true
		}
	}
	return false
}

// await polls until it is so, or fails with the end of kubelet's log.
func await(t *testing.T, k kubelet, what string, isSo func() bool) {
	t.Helper()
	for deadline := time.Now().Add(pullLimit); !isSo(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			log := k.daemon.Output(t)
			t.Fatalf("not seen: %s; kubelet's log ends with\n%s", what, log[max(0, len(log)-8000):])
		}
	}
	t.Logf("seen: %s", what)
}

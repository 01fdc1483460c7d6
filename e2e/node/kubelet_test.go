//go:build linux

package node

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// A kubelet runs the pods of a directory. No API server knows of it.
type kubelet struct {
	dir    string
	daemon *testenv.Daemon
}

// startKubelet starts it with the provider that `configure --kubelet` proposes for the secrets. Their values are in files,
// so that none is proposed elsewhere. vars are kubelet's own.
func startKubelet(t *testing.T, dir string, r containerRuntime, secrets, vars environ.Vars) kubelet {
	t.Helper()
	k := kubelet{dir: dir}
	helper := testenv.Helper(t)
	providers := filepath.Join(dir, "providers.yaml")
	testenv.Must(t, os.WriteFile(providers, providerConfig(t, helper, dir, secrets), 0o600))
	config := filepath.Join(dir, "kubelet.yaml")
	testenv.Must(t, os.MkdirAll(k.pods(), 0o700))
	testenv.Must(t, os.WriteFile(config, fmt.Appendf(nil, `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
staticPodPath: %q
fileCheckFrequency: 1s
containerRuntimeEndpoint: "unix://%s"
podLogsDir: %q
volumePluginDir: %q
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
failSwapOn: false
failCgroupV1: false
enableServer: false
localStorageCapacityIsolation: false
evictionHard: {memory.available: "1Mi", nodefs.available: "0%%", nodefs.inodesFree: "0%%", imagefs.available: "0%%"}
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
`, k.pods(), r.socket, k.logs(), filepath.Join(dir, "plugins")), 0o600))
	k.daemon = testenv.StartDaemon(t, filepath.Join(dir, "kubelet.log"), vars.Entries(), "kubelet",
		"--config", config, "--root-dir", filepath.Join(dir, "kubelet"), "--cert-dir", filepath.Join(dir, "certs"), "--hostname-override", "node",
		"--image-credential-provider-config", providers, "--image-credential-provider-bin-dir", filepath.Dir(helper))
	return k
}

func (k kubelet) pods() string { return filepath.Join(k.dir, "pods") }
func (k kubelet) logs() string { return filepath.Join(k.dir, "logs") }

// providerConfig has the helper write kubelet's configuration, with a cache of the test's own.
func providerConfig(t *testing.T, helper, dir string, secrets environ.Vars) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), helper, "configure", "--kubelet")
	command.Env = secrets.Entries()
	var notes bytes.Buffer
	command.Stderr = &notes
	config, err := command.Output()
	if err != nil || notes.Len() > 0 {
		t.Fatalf("configure --kubelet: %v: %s", err, notes.String())
	}
	const cache = "/var/cache/docker-credential-secrets"
	if !bytes.Contains(config, []byte(cache)) {
		t.Fatalf("the configuration names no cache:\n%s", config)
	}
	return bytes.ReplaceAll(config, []byte(cache), []byte(filepath.Join(dir, "tokens")))
}

// run adds a pod of one container with an image.
func (k kubelet) run(t *testing.T, pod, image string) {
	t.Helper()
	manifest := fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: default}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 0
  containers:
  - {name: app, image: %q, imagePullPolicy: Always}
`, pod, image)
	testenv.Must(t, os.WriteFile(filepath.Join(k.pods(), pod+".yaml"), []byte(manifest), 0o600))
}

// isRunning reports whether the pod's program has said so.
func (k kubelet) isRunning(t *testing.T, pod string) bool {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(k.logs(), "default_"+pod+"-node_*", "app", "*.log"))
	testenv.Must(t, err)
	for _, log := range logs {
		if content, err := os.ReadFile(log); err == nil && strings.Contains(string(content), "running") {
			return true
		}
	}
	return false
}

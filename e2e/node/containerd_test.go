//go:build linux

package node

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// sandboxImage is what keeps a pod's namespaces.
const sandboxImage = "localhost/sandbox:1"

// A containerRuntime is a containerd of its own, which knows where the registries are.
type containerRuntime struct {
	dir, socket string
}

// startRuntime starts it. registries has the address on loopback by each name that images have.
func startRuntime(t *testing.T, dir string, image v1.Image, registries map[string]string) containerRuntime {
	t.Helper()
	r := containerRuntime{dir: dir, socket: filepath.Join(dir, "containerd.sock")}
	for host, address := range registries {
		file := filepath.Join(dir, "hosts", host, "hosts.toml")
		testenv.Must(t, os.MkdirAll(filepath.Dir(file), 0o700))
		testenv.Must(t, os.WriteFile(file, fmt.Appendf(nil, "server = %q\n[host.%[1]q]\n  capabilities = [\"pull\", \"resolve\"]\n", "http://"+address), 0o600))
	}
	config := filepath.Join(dir, "containerd.toml")
	testenv.Must(t, os.WriteFile(config, fmt.Appendf(nil, `version = 2
root = %q
state = %q
[grpc]
  address = %q
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %q
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = %q
`, filepath.Join(dir, "root"), filepath.Join(dir, "state"), r.socket, sandboxImage, filepath.Join(dir, "hosts")), 0o600))
	t.Cleanup(func() { testenv.UnmountBelow(t, dir) })
	daemon := testenv.StartDaemon(t, filepath.Join(dir, "containerd.log"), []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir},
		"containerd", "--config", config)
	daemon.Await(t, func() bool { return strings.Contains(daemon.Output(t), "containerd successfully booted") })
	t.Cleanup(func() { r.killContainers(t) })

	reference, err := name.NewTag(sandboxImage)
	testenv.Must(t, err)
	archive := filepath.Join(dir, "sandbox.tar")
	testenv.Must(t, tarball.WriteToFile(archive, reference, image))
	output, err := r.ctr("images", "import", "--snapshotter", "native", archive)
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return r
}

// ctr runs containerd's own client.
func (r containerRuntime) ctr(args ...string) (output string, err error) {
	printed, err := exec.Command("ctr", append([]string{"--address", r.socket, "--namespace", "k8s.io"}, args...)...).CombinedOutput()
	return string(printed), err
}

// killContainers ends what would outlive containerd. Of a pod whose one process ends containerd itself may end the other.
func (r containerRuntime) killContainers(t *testing.T) {
	t.Helper()
	for range 10 {
		running, err := r.ctr("tasks", "list", "--quiet")
		testenv.Must(t, err)
		if strings.TrimSpace(running) == "" {
			return
		}
		for id := range strings.FieldsSeq(running) {
			_, _ = r.ctr("tasks", "delete", "--force", id) // what is left is seen in the next round
		}
	}
	t.Error("containers are still running")
}

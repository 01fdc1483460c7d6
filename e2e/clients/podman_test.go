//go:build linux

package clients

import "path/filepath"

// podmanClients are the clients that share podman's library and keep images in a store below the stage's directory.
func podmanClients(s *stage) []imageClient {
	return []imageClient{podmanClient(filepath.Join(s.dir, "podman")), buildahClient(filepath.Join(s.dir, "buildah"))}
}

func podmanClient(dir string) imageClient {
	return storeClient("podman", podmanBase(dir), "{{.RootFS.Layers}}")
}

// podmanBase is what every command of a podman with its store in dir begins with.
func podmanBase(dir string) []string {
	return []string{
		"podman", "--root", filepath.Join(dir, "root"), "--runroot", filepath.Join(dir, "run"),
		"--tmpdir", filepath.Join(dir, "tmp"), "--storage-driver", "vfs",
		"--cgroup-manager", "cgroupfs", "--events-backend", "none",
	}
}

func buildahClient(dir string) imageClient {
	return storeClient("buildah", []string{
		"buildah", "--root", filepath.Join(dir, "root"), "--runroot", filepath.Join(dir, "run"), "--storage-driver", "vfs",
	}, "{{.OCIv1.RootFS.DiffIDs}}")
}

// storeClient is podman or buildah, whose command lines are alike. Format shows an image's layers.
func storeClient(name string, base []string, format string) imageClient {
	command := func(arguments ...string) []string { return append(base[:len(base):len(base)], arguments...) }
	return imageClient{
		name:     name,
		programs: []string{name},
		root:     true,
		version:  []string{name, "--version"},
		pull: func(reference, _ string) []string {
			return command("pull", "--tls-verify="+wantsTLS(reference), reference)
		},
		push: func(_, reference string) []string { return command("push", reference) },
		store: &imageStore{
			diffIDs: func(reference string) []string {
				return command("inspect", "--type", "image", "--format", format, reference)
			},
			tag:    func(reference, as string) []string { return command("tag", reference, as) },
			remove: func(reference string) []string { return command("rmi", reference) },
		},
		login: func(server, user string) []string {
			return command("login", "--username", user, "--password-stdin", server)
		},
		relogin: func(server string) []string { return command("login", server) },
		logout:  func(server string) []string { return command("logout", server) },
		build: func(dir, tag string) []string {
			return command("build", "--isolation", "chroot", "--tag", tag, dir)
		},
		hubImage:    "docker.io/" + hubImage,
		hubServers:  []string{"docker.io"},
		authFile:    true,
		showsAnswer: true,
	}
}

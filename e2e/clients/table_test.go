//go:build linux

package clients

import "strings"

// layoutClients are the clients that need neither an engine nor root. Each moves images between a registry and a
// directory.
func layoutClients() []imageClient {
	return []imageClient{craneClient(), skopeoClient(), orasClient(), regctlClient()}
}

func craneClient() imageClient {
	return imageClient{
		name:     "crane",
		programs: []string{"crane"},
		version:  []string{"crane", "version"},
		pull: func(reference, dir string) []string {
			return []string{"crane", "pull", "--format", "oci", reference, dir}
		},
		push: func(dir, reference string) []string { return []string{"crane", "push", dir, reference} },
		login: func(server, user string) []string {
			return []string{"crane", "auth", "login", server, "--username", user, "--password-stdin"}
		},
		logout:      func(server string) []string { return []string{"crane", "auth", "logout", server} },
		hubImage:    hubImage,
		hubServers:  []string{hubServer},
		credsStore:  true,
		showsAnswer: true,
	}
}

func skopeoClient() imageClient {
	return imageClient{
		name:     "skopeo",
		programs: []string{"skopeo"},
		version:  []string{"skopeo", "--version"},
		pull: func(reference, dir string) []string {
			return []string{"skopeo", "copy", "--src-tls-verify=" + wantsTLS(reference), "docker://" + reference, "dir:" + dir}
		},
		push: func(dir, reference string) []string {
			return []string{"skopeo", "copy", "dir:" + dir, "docker://" + reference}
		},
		login: func(server, user string) []string {
			return []string{"skopeo", "login", "--username", user, "--password-stdin", server}
		},
		relogin:     func(server string) []string { return []string{"skopeo", "login", server} },
		logout:      func(server string) []string { return []string{"skopeo", "logout", server} },
		hubImage:    "docker.io/" + hubImage,
		hubServers:  []string{"docker.io"},
		authFile:    true,
		showsAnswer: true,
	}
}

func orasClient() imageClient {
	return imageClient{
		name:     "oras",
		programs: []string{"oras"},
		version:  []string{"oras", "version"},
		pull: func(reference, dir string) []string {
			argv := []string{"oras", "copy", reference, "--to-oci-layout", dir + ":1"}
			if wantsTLS(reference) == "false" {
				argv = append(argv, "--from-plain-http")
			}
			return argv
		},
		push: func(dir, reference string) []string {
			return []string{"oras", "copy", "--from-oci-layout", dir + ":1", reference}
		},
		login: func(server, user string) []string {
			return []string{"oras", "login", server, "--username", user, "--password-stdin"}
		},
		logout:      func(server string) []string { return []string{"oras", "logout", server} },
		hubImage:    "docker.io/" + hubImage,
		hubServers:  []string{hubServer},
		credsStore:  true,
		showsAnswer: true,
	}
}

// regctlClient has no login: regctl keeps passwords in a file of its own and asks a helper only to read.
func regctlClient() imageClient {
	return imageClient{
		name:     "regctl",
		programs: []string{"regctl"},
		version:  []string{"regctl", "version", "--format", "{{.VCSTag}}"},
		pull: func(reference, dir string) []string {
			argv := []string{"regctl", "image", "copy", reference, "ocidir://" + dir + ":1"}
			if wantsTLS(reference) == "false" {
				server, _, _ := strings.Cut(reference, "/")
				argv = append(argv, "--host", "reg="+server+",tls=disabled")
			}
			return argv
		},
		push: func(dir, reference string) []string {
			return []string{"regctl", "image", "copy", "ocidir://" + dir + ":1", reference}
		},
		hubImage:   "docker.io/" + hubImage,
		hubServers: []string{hubServer, "docker.io"},
		credsStore: true,
	}
}

// wantsTLS is the value of the flags by which clients are told not to expect TLS: "false" for a registry named by its
// loopback address, else "true".
func wantsTLS(reference string) string {
	if strings.HasPrefix(reference, "127.0.0.1:") {
		return "false"
	}
	return "true"
}

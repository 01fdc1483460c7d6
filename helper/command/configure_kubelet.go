package command

import (
	"errors"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/kubeletconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

const (
	// nodeSecrets is where the values of a node's secrets are proposed to be.
	nodeSecrets = "/etc/" + helper.Name + "/"
	// nodeCache is where a node's tokens are: kubelet often has no home directory.
	nodeCache = "/var/cache/" + helper.Name
)

// whereKubeletLooks says where clusters have the file and the directory of programs
// (the flags' defaults of k3s and RKE2, Talos's machinery/constants, EKS's node
// configuration).
const whereKubeletLooks = `# Kubelet reads this file by --image-credential-provider-config=FILE, and starts
# ` + helper.Name + ` in --image-credential-provider-bin-dir=DIRECTORY.
#   kubeadm   both flags in KUBELET_EXTRA_ARGS, in /etc/default/kubelet or /etc/sysconfig/kubelet
#   k3s, RKE2 /var/lib/rancher/credentialprovider/config.yaml and .../bin, without any flag
#   EKS       the provider beside the one in /etc/eks/image-credential-provider/config.json, the program in that directory
#   Talos     machine.kubelet.credentialProviderConfig, the program in /usr/local/lib/kubelet/credentialproviders
`

// configureKubelet prints the file by which a node's kubelet asks this helper for
// the registries of all secrets that answer.
func (p Program) configureKubelet() error {
	set := helper.ReadSecrets(p.Helper.Environ)
	var images []string
	var env []kubeletconfig.Variable
	var notes []string
	for _, secret := range set.All() {
		if secret.Server.Host == "" || secret.Kind == secrets.GitHubKind || !set.Answers(secret) {
			continue
		}
		if missing := secret.Missing(); missing != nil {
			notes = append(notes, "skipped "+secret.Server.String()+", since "+helper.AreNotSet(missing))
			continue
		}
		if err := p.Helper.Check(secret); err != nil {
			notes = append(notes, "skipped "+err.Error())
			continue
		}
		images = append(images, matchImages(secret)...)
		variables, more := nodeVariables(secret)
		env, notes = append(env, variables...), append(notes, more...)
	}
	if len(images) == 0 {
		p.printNotes(notes)
		return errors.New("no secret in the environment could answer kubelet: see " + helper.Name + " doctor")
	}
	env = append(env, kubeletconfig.Variable{Name: helper.CacheVariable, Value: nodeCache})
	text, err := kubeletconfig.New(helper.Name, images, env).YAML()
	if err != nil {
		return err
	}
	p.print(whereKubeletLooks + text)
	p.printNotes(notes)
	return nil
}

// printNotes writes to standard error, since the other is the file.
func (p Program) printNotes(notes []string) {
	for _, note := range notes {
		_, _ = p.Helper.Stderr.Write([]byte("! " + escape.Text(note) + "\n"))
	}
}

// matchImages returns the secret's registry in each spelling that an image may have:
// kubelet compares names and ports as they are written. A wildcard is one for kubelet
// too.
func matchImages(secret secrets.Secret) []string {
	hosts := []string{secret.Pattern}
	if secret.Pattern == "" {
		hosts = secrets.ImageHosts(secret.ServerText())
	}
	for i := range hosts {
		hosts[i] = secrets.Server{Host: hosts[i], Path: secret.Server.Path}.String()
	}
	return hosts
}

// nodeVariables returns what sets up the secret on a node, without a value but that
// of SERVER: a file's path is shown, a value's place is a file to be written.
func nodeVariables(secret secrets.Secret) (env []kubeletconfig.Variable, notes []string) {
	for _, v := range secret.Variables() {
		switch {
		case v.Use != secrets.Used:
		case v.Field == secrets.ServerField:
			env = append(env, kubeletconfig.Variable{Name: v.Name, Value: secret.ServerText()})
		case v.IsFile:
			env = append(env, kubeletconfig.Variable{Name: v.Name, Value: v.Path()})
		case v.Field.MayBeFile():
			env = append(env, kubeletconfig.Variable{Name: v.Name + secrets.FileEnding, Value: nodeSecrets + v.Name})
			notes = append(notes, "write the value of "+v.Name+" to "+nodeSecrets+v.Name+" on each node, readable by root alone")
		default:
			notes = append(notes, "add "+v.Name+" with its value to env: it is not shown")
		}
	}
	return env, notes
}

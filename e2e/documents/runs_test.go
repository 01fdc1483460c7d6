package documents

// A run is how a block is run: with what before it, and what its output must hold.
type run struct {
	// as makes a shell script of the block's text; nil for one that is a script.
	as func(text string) (script string, err error)
	// before are commands that the document presumes.
	before string
	wants  []string
}

// runs returns the blocks that are run, by name.
func runs() map[string]run {
	const (
		setACR    = "export ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io ACR_CONTAINER_REGISTRY_USER=acr-user ACR_CONTAINER_REGISTRY_PASSWORD=...\n"
		pulledACR = "pulled mycompany.azurecr.io/team/app:1 as acr-user\n"
		pulledECR = "pulled 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1 as AWS\n"
	)
	return map[string]run{
		"README.md#docker-credential-secrets": {wants: []string{
			"credHelpers.mycompany.azurecr.io: not set -> secrets\n", pulledACR,
		}},
		"README.md#github-actions": {as: actionsScript, wants: []string{pulledACR}},
		".github/packaging/release-notes.md#verify": {
			// The attestation of a release is GitHub's to verify.
			before: "gh() { :; }\necho program >program.tar.gz\necho other >other.deb\nsha256sum program.tar.gz other.deb >checksums.txt\nrm other.deb\n",
			wants:  []string{"program.tar.gz: OK\n"},
		},
		"ecr/README.md#amazon-ecr": {wants: []string{pulledECR}},
		"ecr/README.md#whose-token": {wants: []string{
			pulledECR, "pulled 210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1 as AWS\n",
		}},
		"ecr/README.md#without-a-long-lived-key": {
			as: gitlabScript, before: "export ECR_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN=$JOB_TOKEN\n", wants: []string{pulledECR},
		},
		"ecr/README.md#without-a-long-lived-key/2": {as: actionsScript, wants: []string{"::add-mask::ey", pulledECR}},
		"helper/command/README.md#configure": {
			before: setACR, wants: []string{
				"Nothing was changed: this is a dry run.", "credHelpers.ghcr.io: not set -> secrets\n", "credHelpers.ghcr.io: secrets -> not set\n",
			},
		},
		"helper/command/README.md#doctor": {
			before: setACR + "docker-credential-secrets configure\n", wants: []string{"login      accepted", "1 registry checked, 0 errors"},
		},
		"helper/README.md#azure-pipelines": {as: azureScript, wants: []string{pulledACR}},
		"helper/README.md#cron": {
			as: cronScript, before: "docker-credential-secrets configure mycompany.azurecr.io\n", wants: []string{pulledACR},
		},
		"helper/README.md#a-systemd-service": {
			as: serviceScript, before: "docker-credential-secrets configure --config /etc/docker-client/config.json mycompany.azurecr.io\n",
			wants: []string{pulledACR},
		},
	}
}

// notRun returns why a block is neither run nor parsed, by its name.
func notRun() map[string]string {
	const (
		shownByItsTests = "it runs for minutes; the tests of its package run it"
		image           = "an image of others would have to be downloaded"
	)
	return map[string]string{
		".github/CONTRIBUTING.md#run-it":                   "it runs this test; .ci/pictures runs the demo",
		".github/CONTRIBUTING.md#run-it/2":                 "it runs this test",
		"e2e/bench/README.md#what-one-start-costs":         shownByItsTests,
		"e2e/bench/README.md#many-machines-at-once":        shownByItsTests,
		"helper/kubelet/README.md#a-k3s-node-from-nothing": "it changes a Kubernetes node; e2e/node has a real kubelet",
		"helper/README.md#sudo":                            "sudo looks into the system's own directories alone",
		"helper/README.md#jenkins":                         "it wants a Jenkins server",
		"helper/README.md#kaniko-and-buildkit-in-a-pod":    image,
	}
}

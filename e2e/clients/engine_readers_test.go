//go:build linux

package clients

// engineReaders have Docker's engine pull what they read, with the credential that they hand to it.
func engineReaders() []reader {
	const pulled = `docker image inspect --format '{{.RootFS.Layers}}' "$IMAGE" | grep -F "$DIFFID"`
	const pythonStops = "Credentials store error: StoreError.*" + halfSecret
	return []reader{
		{
			name: "docker-29", programs: []string{"docker-29", "docker"}, engine: true,
			version: `docker-29 --version`,
			read:    `docker-29 pull "$IMAGE"`,
			proof:   pulled,
			half:    stops,
		},
		{
			name: "compose", programs: []string{"compose", "docker"}, engine: true,
			version: `compose version`,
			read: `
echo "services: {app: {image: '$IMAGE'}}" >compose.yaml
compose pull`,
			proof: pulled,
			half:  stops,
		},
		{
			name: "compose-1", programs: []string{"docker-compose", "docker"}, engine: true,
			version: `docker-compose version --short`,
			read: `
echo "{version: '3', services: {app: {image: '$IMAGE'}}}" >docker-compose.yml
docker-compose pull`,
			proof: pulled,
			half:  pythonStops,
		},
		{
			name: "buildx-build", programs: []string{"buildx", "docker"}, engine: true,
			version: moduleVersion("buildx"),
			read: `
echo "FROM $IMAGE" >Dockerfile
buildx build --pull --load --tag "built/${IMAGE#*/}" .`,
			proof: `docker image inspect --format '{{.RootFS.Layers}}' "built/${IMAGE#*/}" | grep -F "$DIFFID"`,
			half:  stops,
		},
		{
			name: "docker-py", programs: []string{"/usr/bin/python3", "docker"}, engine: true,
			version: `/usr/bin/python3 -c 'import docker; print(docker.__version__)'`,
			read:    `/usr/bin/python3 -c 'import docker, os; docker.from_env().images.pull(os.environ["IMAGE"])'`,
			proof:   pulled,
			half:    pythonStops,
		},
		{
			name: "docker-py-build", programs: []string{"/usr/bin/python3", "docker"}, engine: true,
			version: `/usr/bin/python3 -c 'import docker; print(docker.__version__)'`,
			read: `
echo "FROM $IMAGE" >Dockerfile
/usr/bin/python3 -c 'import docker; docker.from_env().images.build(path=".", pull=True)'`,
			proof:    pulled,
			asksAll:  true,
			half:     pythonStops,
			asksList: true,
		},
		{
			name: "ansible-docker_image", programs: []string{"ansible", "docker"}, engine: true,
			version: `ansible-galaxy collection list community.docker`,
			read: `
ansible localhost -c local -e ansible_python_interpreter=/usr/bin/python3 \
	-m community.docker.docker_image -a "name=$IMAGE source=pull force_source=true"`,
			proof: pulled,
			half:  pythonStops,
		},
		{
			name: "act", programs: []string{"act", "docker", "git"}, engine: true,
			version: moduleVersion("act"),
			read: `
export ACT_DISABLE_VERSION_CHECK=1
mkdir -p .github/workflows
echo "{on: push, jobs: {read: {runs-on: self, steps: [{uses: 'docker://$IMAGE'}]}}}" >.github/workflows/read.yml
git init --quiet
# Once it has the image it finds no program in there to run.
act push --platform self=-self-hosted >log 2>&1 || { cat log; grep -q 'No command specified' log; }`,
			proof: pulled,
			half:  stops,
		},
		{
			name: "terraform-provider-docker", programs: []string{"tofu", "terraform-provider-docker", "docker"}, engine: true, nightly: true,
			version: `go version -m "$(command -v terraform-provider-docker)" | sed -n 's/.*main.version=//p'`,
			read: `
mkdir plugins
ln -s "$(command -v terraform-provider-docker)" plugins
echo "provider_installation { dev_overrides { \"kreuzwerker/docker\" = \"$PWD/plugins\" } direct {} }" >tofurc
echo "{\"terraform\": {\"required_providers\": {\"docker\": {\"source\": \"kreuzwerker/docker\"}}},
	\"provider\": {\"docker\": {\"registry_auth\": [{\"address\": \"${IMAGE%%/*}\"}]}},
	\"resource\": {\"docker_image\": {\"read\": {\"name\": \"$IMAGE\"}}}}" >main.tf.json
# Without DOCKER_CONFIG it looks into the home of the password file, whatever HOME says.
DOCKER_CONFIG="$HOME/.docker" TF_CLI_CONFIG_FILE=tofurc tofu apply -auto-approve -no-color`,
			proof: pulled,
			times: 2, // to plan and to apply
			half:  stops,
		},
		{
			name: "ansible-docker_login", programs: []string{"ansible-playbook", "docker"}, engine: true,
			version: `ansible-galaxy collection list community.docker`,
			read: `
cat >login.yml <<'PLAYBOOK'
- hosts: localhost
  connection: local
  gather_facts: false
  vars: {ansible_python_interpreter: /usr/bin/python3}
  tasks:
    - community.docker.docker_login:
        registry_url: registry.example.com
        username: "{{ lookup('env', 'WORK_CONTAINER_REGISTRY_USER') }}"
        password: "{{ lookup('env', 'WORK_CONTAINER_REGISTRY_PASSWORD') }}"
PLAYBOOK
ansible-playbook login.yml >log || { cat log; exit 1; }`,
			proof: `grep 'ok=1  *changed=0' log`, // nothing to store
			times: 2,
			half:  pythonStops,
		},
		{
			name: "testcontainers-node", programs: []string{"node", "docker"}, engine: true,
			version: `node -p 'require("testcontainers/package.json").version'`,
			read: `
export TESTCONTAINERS_HOST_OVERRIDE=localhost # else it looks for the engine's bridge
node -e '
const { getContainerRuntimeClient, ImageName } = require("testcontainers")
getContainerRuntimeClient().then((client) => client.image.pull(ImageName.fromString(process.env.IMAGE), { force: true }))'`,
			proof: pulled,
			asks:  privateServer + "\n",
			half:  registryRefusal.String(),
		},
	}
}

//go:build linux

package clients

// standaloneReaders speak to the registry themselves.
func standaloneReaders() []reader {
	const saved = `test -s read/blobs/sha256/"$LAYER"`
	const (
		devcontainer = `node "$NODE_PATH/@devcontainers/cli/devcontainer.js" features info manifest "$IMAGE" >read 2>&1 || { cat read; exit 1; }`
		loginPlease  = "If this manifest requires authentication, please login"
	)
	return []reader{
		{
			name: "buildx-imagetools", programs: []string{"buildx"},
			version: moduleVersion("buildx"),
			read:    `buildx imagetools inspect --raw "$IMAGE" >read`,
			proof:   `grep -F "$LAYER" read`,
			half:    stops,
		},
		{
			name: "regsync", programs: []string{"regsync"},
			version: `regsync version`,
			read: `
echo "{version: 1, sync: [{source: '$IMAGE', target: 'ocidir://read', type: image}]}" >regsync.yaml
regsync once --config regsync.yaml`,
			proof:    saved,
			half:     goesOn,
			asksList: true,
		},
		{
			name: "ko", programs: []string{"ko", "go"}, nightly: true,
			version: moduleVersion("ko"),
			read: `
export GOPROXY=off GOTOOLCHAIN=local KO_DEFAULTBASEIMAGE="$IMAGE" KO_DOCKER_REPO=built.example
echo 'module built.example' >go.mod
echo 'package main; func main() {}' >main.go
ko build --push=false --sbom=none --oci-layout-path=read .`,
			proof:    saved,
			asksPath: true,
			half:     stops,
		},
		{
			name: "cue", programs: []string{"cue"}, nightly: true,
			version: `cue version`,
			content: cueModule,
			read: `
export CUE_REGISTRY=file:registries.cue CUE_CACHE_DIR="$PWD/cache"
echo "moduleRegistries: {\"read.example/read\": {registry: \"${IMAGE%:*}\", stripPrefix: true}}" >registries.cue
mkdir cue.mod
echo 'module: "reader.example@v0", language: version: "v0.17.0", deps: "read.example/read@v1": v: "v1.0.0"' >cue.mod/module.cue
echo 'package reader, import "read.example/read@v1", was: read.was' | tr , '\n' >reader.cue
cue export >exported`,
			proof: `grep '"was": "read"' exported`,
			half:  "(?s)cannot acquire auth info.*" + halfSecret,
		},
		{
			name: "conftest", programs: []string{"conftest"}, nightly: true,
			version: moduleVersion("conftest"),
			content: policyBundle,
			read:    `conftest pull --policy read "oci://$IMAGE"`,
			proof:   `grep 'package main' read/policy.rego`,
			half:    "failed to resolve credential: .*" + halfSecret,
		},
		{
			name: "tofu", programs: []string{"tofu"}, nightly: true,
			version: `tofu version`,
			content: tofuModule,
			read: `
echo "module \"read\" { source = \"oci://${IMAGE%:*}?tag=${IMAGE##*:}\" }" >main.tf
tofu init -no-color`,
			proof:   `grep read .terraform/modules/read/main.tf`,
			asks:    "https://" + privateServer,
			refused: `basic\W+credential\W+not\W+found|401`, // it wraps its lines
			half:    `(?s)PASSWORD is not set.*Error:.*PASSWORD\W+is\W+not\W+set`,
		},
		{
			name: "devcontainers", programs: []string{"node"},
			version: `node -p 'require("@devcontainers/cli/package.json").version'`,
			content: devFeature,
			read:    devcontainer,
			proof:   `grep application/vnd.devcontainers read`,
			refused: loginPlease, half: loginPlease,
		},
		{
			name: "devcontainers-hub", programs: []string{"node"}, hub: true,
			version: `node -p 'require("@devcontainers/cli/package.json").version'`,
			content: devFeature,
			read:    devcontainer,
			proof:   `grep application/vnd.devcontainers read`,
			refused: loginPlease, half: loginPlease,
		},
	}
}

package clientconfig

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writtenFiles are configurations as programs and people write them. What they
// name for b.example and as their store is replaced by the changes below.
func writtenFiles() map[string]string {
	return map[string]string{
		"docker login":          "{\n\t\"auths\": {\n\t\t\"b.example\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t}\n}",
		"docker logout":         "{\n\t\"auths\": {}\n}",
		"docker 17":             "{\n\t\"auths\": {\n\t\t\"b.example\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t},\n\t\"HttpHeaders\": {\n\t\t\"User-Agent\": \"Docker-Client/17.06.0-ce (linux)\"\n\t}\n}",
		"docker, with pass":     "{\n\t\"auths\": {\n\t\t\"b.example\": {}\n\t},\n\t\"credsStore\": \"pass\"\n}",
		"docker context":        "{\n\t\"auths\": {},\n\t\"currentContext\": \"remote\"\n}",
		"Docker Desktop":        "{\n\t\"auths\": {\n\t\t\"https://index.docker.io/v1/\": {}\n\t},\n\t\"credsStore\": \"desktop\",\n\t\"currentContext\": \"desktop-linux\",\n\t\"plugins\": {\n\t\t\"-x-cli-hints\": {\n\t\t\t\"enabled\": \"true\"\n\t\t},\n\t\t\"debug\": {\n\t\t\t\"hooks\": \"exec\"\n\t\t}\n\t},\n\t\"features\": {\n\t\t\"hooks\": \"true\"\n\t}\n}",
		"Docker for Mac":        "{\n  \"stackOrchestrator\" : \"swarm\",\n  \"credsStore\" : \"osxkeychain\",\n  \"auths\" : {\n    \"https://index.docker.io/v1/\" : {\n\n    }\n  }\n}",
		"Docker in WSL":         "{\n  \"credsStore\": \"desktop.exe\"\n}",
		"dev containers":        "{\n\t\"credsStore\": \"dev-containers-bdd50788-db59-4d42-8192-8e3166281308\"\n}",
		"dev containers, echo":  "{ \"credsStore\": \"dev-containers-bdd50788-db59-4d42-8192-8e3166281308\" }\n",
		"ecr-login":             "{\n\t\"credsStore\": \"ecr-login\"\n}\n",
		"ecr-login, by host":    "{\n  \"credHelpers\": {\n    \"public.ecr.aws\": \"ecr-login\",\n    \"b.example\": \"ecr-login\"\n  }\n}\n",
		"gcloud":                "{\n  \"credHelpers\": {\n    \"gcr.io\": \"gcloud\",\n    \"b.example\": \"gcloud\"\n  }\n}",
		"docker-credential-gcr": "{\n\t\"auths\": {},\n\t\"credHelpers\": {\n\t\t\"asia.gcr.io\": \"gcr\",\n\t\t\"gcr.io\": \"gcr\"\n\t}\n}",
		"az acr login":          "{\n\t\"auths\": {\n\t\t\"b.example\": {\n\t\t\t\"auth\": \"MDAwOg==\",\n\t\t\t\"identitytoken\": \"x.y.z\"\n\t\t}\n\t}\n}",
		"kaniko, by echo":       "{\"auths\":{\"b.example\":{\"auth\":\"dTpw\"}}}\n",
		"kaniko, by printf":     `{"auths":{"b.example":{"username":"u","password":"p"}}}`,
		"kaniko, with store":    `{ "credsStore": "ecr-login" }`,
		"Kubernetes":            `{"auths":{"b.example":{"username":"u","password":"p","email":"e@f.example","auth":"dTpw"}}}`,
		"act":                   "{\n  \"auths\": {\n    \"https://index.docker.io/v1/\": {\n      \"auth\": \"dTpw\"\n    }\n  }\n}\n",
		"jq":                    "{\n  \"auths\": {},\n  \"credHelpers\": {\n    \"b.example\": \"pass\"\n  }\n}\n",
		"jq -c":                 "{\"auths\":{},\"credHelpers\":{\"b.example\":\"pass\"}}\n",
		"jq --indent 1":         "{\n \"auths\": {},\n \"credsStore\": \"pass\"\n}\n",
		"Python":                `{"auths": {"b.example": {"auth": "dTpw"}}, "credsStore": "secretservice"}`,
		"Python, indented":      "{\n    \"credHelpers\": {\n        \"b.example\": \"pass\"\n    },\n    \"auths\": {}\n}",
		"Ansible":               "{\n    \"auths\": {\n        \"b.example\": {\n            \"auth\": \"dTpw\"\n        }\n    }\n}",
		"node":                  "{\n  \"credsStore\": \"osxkeychain\",\n  \"currentContext\": \"rancher-desktop\"\n}\n",
		"PowerShell 5":          "{\r\n    \"auths\":  {\r\n                  \"b.example\":  {\r\n                                    \"auth\":  \"dTpw\"\r\n                                }\r\n              },\r\n    \"credsStore\":  \"wincred\"\r\n}\r\n",
		"PowerShell 7":          "{\r\n  \"auths\": {},\r\n  \"credsStore\": \"wincred\"\r\n}\r\n",
		"Notepad, no end":       "{\r\n\t\"credHelpers\": {\r\n\t\t\"b.example\": \"wincred\"\r\n\t}\r\n}",
		"Terraform":             `{"auths":{"b.example":{"auth":"dTpw"}},"credHelpers":{"b.example":"pass","z.example":"pass"}}`,
		"Nix":                   `{"credHelpers":{"b.example":"pass"},"credsStore":"pass"}`,
		"Java":                  "{\n  \"auths\" : {\n    \"b.example\" : {\n      \"auth\" : \"dTpw\"\n    }\n  },\n  \"credHelpers\" : {\n    \"b.example\" : \"pass\"\n  }\n}",
		"spaces inside":         "{ \"auths\" : { \"b.example\" : { \"auth\" : \"dTpw\" } } }\n",
		"mixed lines":           "{ \"auths\": {},\n  \"credHelpers\": { \"b.example\": \"pass\",\n    \"z.example\": \"pass\" }, \"credsStore\": \"pass\" }\n",
		"comma first":           "{ \"auths\": {}\n, \"credHelpers\":\n  { \"b.example\": \"pass\"\n  , \"z.example\": \"pass\"\n  }\n}\n",
		"blank lines":           "\n{\n\n  \"auths\": {},\n\n  \"credsStore\": \"pass\"\n\n}\n\n",
		"no indentation":        "{\n\"auths\": {},\n\"credsStore\": \"pass\"\n}\n",
		"trailing spaces":       "{  \n  \"auths\": {} ,  \n  \"credsStore\":\t\"pass\"  \n}  \n",
		"Mac line ends":         "{\r\"auths\":{},\r\"credsStore\":\"pass\"\r}\r",
		"other case":            "{\n\t\"CredHelpers\": {\n\t\t\"b.example\": \"pass\"\n\t},\n\t\"CREDSSTORE\": \"pass\",\n\t\"Plugins\": {\n\t\t\"x\": {}\n\t}\n}\n",
		"without a store":       "{\n\t\"credHelpers\": {\n\t\t\"b.example\": \"\"\n\t},\n\t\"credsStore\": \"\"\n}",
		"unknown keys":          "{\n\t\"x\": {\"credHelpers\": {}},\n\t\"y\": [ 1,2 ],\n\t\"z\": \"\\u003c<\\/\"\n}\n",
	}
}

// takenBack is what may become of texts that say nothing.
func takenBack() map[string]string {
	return map[string]string{
		"": "{}\n", " \n": "{}\n", "{}": "{}", "{}\r\n": "{}\r\n", "{ }": "{}", "{\n}\n": "{}\n",
		`{"credHelpers": {}}`:               "{}",
		`{"x": 1, "credHelpers":null}`:      `{"x": 1}`,
		`{"plugins": {}, "credsStore":"p"}`: `{"credsStore":"p"}`,
	}
}

// TestConfigureIsTakenBack changes each file by each way of naming this helper,
// and takes it out again by each way that leaves nothing of it.
func TestConfigureIsTakenBack(t *testing.T) {
	t.Parallel()
	files := takenBack()
	for _, text := range writtenFiles() {
		files[text] = text
	}
	real, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(real) == 0 {
		t.Fatal("no files", err)
	}
	for _, path := range real {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[string(text)] = string(text)
	}
	ways := 0
	for text, want := range files {
		for name, way := range waysBack() {
			ways++
			d := mustParse(t, text)
			for _, change := range way {
				d = apply(t, change, d)
			}
			if diff := cmp.Diff(want, string(d.text)); diff != "" && string(d.text) != text {
				t.Errorf("%q, %s (-want +got):\n%s", text, name, diff)
			}
		}
	}
	t.Logf("%d files, %d ways", len(files), ways)
}

// waysBack returns changes that leave nothing of this helper.
func waysBack() map[string][]Change {
	keys := []string{"a.example", "b.example", "b.example:5000"}
	add, store, all := Change{Keys: keys, Replace: true}, Change{Default: true, Replace: true}, Change{Remove: true}
	var oneByOne []Change
	for _, key := range keys {
		oneByOne = append(oneByOne, Change{Keys: []string{key}, Remove: true})
	}
	reversed := slices.Clone(oneByOne)
	slices.Reverse(reversed)
	removeStore := Change{Default: true, Remove: true}
	return map[string][]Change{
		"registries":             {add, all},
		"registries twice":       {add, add, all, all},
		"registries, one by one": append([]Change{add}, oneByOne...),
		"registries, reversed":   append([]Change{add}, reversed...),
		"default":                {store, removeStore},
		"default, all":           {store, store, all},
		"both":                   {add, store, all},
		"both, crosswise":        append([]Change{store, add, removeStore}, oneByOne...),
		"both, nested":           append(append([]Change{store, add}, reversed...), removeStore),
	}
}

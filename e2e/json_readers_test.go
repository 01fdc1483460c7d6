package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// jsonReaders write what they read from each file that they are given as JSON, on
// a line.
func jsonReaders() map[string][]string {
	return map[string][]string{
		"jq":      {"-c", "."},
		"python3": {"-c", "import json, sys\nfor path in sys.argv[1:]: print(json.dumps(json.load(open(path, encoding='utf-8'))))"},
		"node": {"-e", `const { readFileSync } = require("fs")
			for (const path of process.argv.slice(1)) console.log(JSON.stringify(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)))))`},
	}
}

// TestJSONReaders has other languages read all JSON that the program writes, with
// foreign text in it.
func TestJSONReaders(t *testing.T) {
	t.Parallel()
	helper, dir := testenv.Helper(t), t.TempDir()
	var paths []string
	var want []any
	for _, text := range foreignTexts() {
		for _, f := range foreigners(text, dir, foreignServers{}) {
			for _, args := range [][]string{{"get"}, {"list"}, {"doctor", "--offline", "--json"}} {
				run := exec.CommandContext(t.Context(), helper, args...)
				run.Env = append([]string{"HOME=" + dir, "AWS_EC2_METADATA_DISABLED=true", "HTTPS_PROXY=http://127.0.0.1:9"}, f.environ...)
				run.Stdin = strings.NewReader("registry.example")
				output, _ := run.Output() // doctor fails for what is wrong
				var value any
				if err := json.Unmarshal(output, &value); err != nil {
					if args[0] != "get" {
						t.Errorf("%q: %v", args, err)
					}
					continue
				}
				paths, want = append(paths, filepath.Join(dir, fmt.Sprint(len(paths)))), append(want, value)
				testenv.Must(t, os.WriteFile(paths[len(paths)-1], output, 0o600))
			}
		}
	}
	t.Logf("%d outputs", len(paths))
	for reader, args := range jsonReaders() {
		t.Run(reader, func(t *testing.T) {
			t.Parallel()
			testenv.Need(t, reader)
			output, err := exec.CommandContext(t.Context(), reader, append(args, paths...)...).Output()
			if err != nil {
				t.Fatal(err)
			}
			var got []any
			for lines := bufio.NewReader(bytes.NewReader(output)); ; {
				line, err := lines.ReadBytes('\n')
				if err != nil {
					break
				}
				var value any
				testenv.Must(t, json.Unmarshal(line, &value))
				got = append(got, value)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("read differently (-Go +%s):\n%s", reader, diff)
			}
		})
	}
}

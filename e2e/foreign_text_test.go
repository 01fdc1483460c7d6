package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// foreignTexts are what names, values and answers may hold that a terminal or a
// CI system acts upon.
func foreignTexts() []string {
	return []string{
		"x\x1b[31mx\x1b]0;title\x07x\u009b31mx\u202ex\u2066x\u200bx\u2028x\u00a0x\rx\nx\x7fx\xffx",
		"##vso[task.prependpath]/x",
		"::error::x",
		"x ::add-mask::x ##[error]x ##teamcity[x]",
	}
}

// foreignCommand is how the commands of CI systems begin: at a line's start, or
// anywhere.
var foreignCommand = regexp.MustCompile(`(?m)^\s*::\w|##vso\[|##\[|##teamcity\[`)

// checkShown looks for what must not be in an output as it is.
func checkShown(t *testing.T, what, output string) {
	t.Helper()
	for i, char := range output {
		isRaw := char == utf8.RuneError || char != '\n' && !unicode.IsPrint(char)
		if isRaw {
			t.Errorf("%s: %U at %d of %q", what, char, i, output)
			return
		}
	}
	if found := foreignCommand.FindString(output); found != "" {
		t.Errorf("%s: the command %q in %q", what, found, output)
	}
}

// A foreign is a place that text from elsewhere comes from.
type foreign struct {
	environ []string
	args    []string // in place of all commands
	stdin   string
	files   map[string]string // by their path below the home directory
	dir     string            // a directory more, below the home directory
}

// foreigners returns every place, with the text in it.
func foreigners(text, home string, servers foreignServers) map[string]foreign {
	const p, registry = "ACR_CONTAINER_REGISTRY_", "registry.example"
	name := strings.NewReplacer("\x00", "", "/", "").Replace(text)
	secret := []string{p + "SERVER=" + registry, p + "USER=u", p + "PASSWORD=p"}
	keys := []string{
		p + "SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com", p + "USER=AKIAIOSFODNN7EXAMPLE",
		p + "PASSWORD=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	}
	quoted := jsonString(text)
	with := func(more ...string) []string { return append(append([]string{}, secret...), more...) }
	places := map[string]foreign{
		"prefix":        {environ: []string{name + "_CONTAINER_REGISTRY_SERVER=" + registry, name + "_CONTAINER_REGISTRY_USER=u", name + "_CONTAINER_REGISTRY_PASSWORD=p"}},
		"near name":     {environ: []string{"ACR" + name + "_CONTANER_REGISTRY_USER=u", p + "SERVER" + name + "=x", "CONTAINER_REGISTRY_" + name + "=x"}},
		"SERVER":        {environ: []string{p + "SERVER=" + text, p + "USER=u", p + "PASSWORD=p"}},
		"SERVER's path": {environ: []string{p + "SERVER=" + registry + "/" + text, p + "USER=u", p + "PASSWORD=p"}},
		"USER":          {environ: append(with(), p+"USER="+text)[1:]},
		"values":        {environ: []string{p + "SERVER=" + registry, p + "USER=" + text, p + "PASSWORD=" + text, p + "SESSION_TOKEN=" + text}},
		"keys":          {environ: append(keys[:1:1], p+"USER="+text, p+"PASSWORD="+text, p+"ROLE_ARN="+text, p+"EXTERNAL_ID="+text)},
		"path of file":  {environ: []string{p + "SERVER=" + registry, p + "USER=u", p + "PASSWORD_FILE=/" + text}},
		"file":          {environ: []string{p + "SERVER=" + registry, p + "USER=u", p + "PASSWORD_FILE=" + home + "/f"}, files: map[string]string{"f": text}},
		"settings": {environ: with("DOCKER_CREDENTIAL_SECRETS_TIMEOUT="+text, "DOCKER_CREDENTIAL_SECRETS_ON_ERROR="+text,
			"DOCKER_CREDENTIAL_SECRETS_CACHE=/"+text, "GITHUB_TOKEN="+text, "GITHUB_SERVER_URL="+text)},
		"ways to AWS": {environ: append(keys, "HTTPS_PROXY="+text, "AWS_ENDPOINT_URL="+text, "AWS_CA_BUNDLE="+text, "AWS_PROFILE="+text)},
		"config.json": {environ: secret, files: map[string]string{".docker/config.json": fmt.Sprintf(
			`{"credHelpers": {%[1]s: %[1]s, %[2]q: %[1]s}, "auths": {%[1]s: {"auth": %[1]s}}, "credsStore": %[1]s, %[1]s: 1}`, quoted, registry)}},
		"config's directory":   {environ: with("DOCKER_CONFIG=" + filepath.Join(home, name)), dir: name},
		"configure --config":   {environ: secret, args: []string{"configure", "--config", filepath.Join(home, name, "config.json")}, dir: name},
		"doctor's argument":    {environ: secret, args: []string{"doctor", "--offline", text}},
		"configure's argument": {environ: secret, args: []string{"configure", text}},
		"flag":                 {environ: secret, args: []string{"doctor", "--" + text}},
		"word":                 {environ: secret, args: []string{text}},
		"standard input":       {environ: secret, stdin: text},
		"proxy's answer":       {environ: append(keys, "HTTPS_PROXY=http://"+servers["proxy"])},
		"AWS's certificate":    {environ: append(keys, "AWS_ENDPOINT_URL=https://"+servers["certificate"])},
		"STS's answer":         {environ: append(keys, p+"ROLE_ARN=arn:aws:iam::123456789012:role/r", "AWS_ENDPOINT_URL=http://"+servers["STS"])},
	}
	for name, address := range servers {
		switch {
		case strings.HasPrefix(name, "AWS"):
			places["answer of "+name] = foreign{environ: append(keys, "AWS_ENDPOINT_URL=http://"+address)}
		case name != "proxy":
			places["answer of "+name] = foreign{environ: []string{p + "SERVER=" + address, p + "USER=u", p + "PASSWORD=p"}}
		}
	}
	return places
}

// TestForeignText plants every text in every place and looks at all that each
// command writes, but for the answer to a get.
func TestForeignText(t *testing.T) {
	t.Parallel()
	helper := testenv.Helper(t)
	for i, text := range foreignTexts() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			servers, runs := startForeignServers(t, text), 0
			for place := range foreigners(text, "", servers) {
				home := t.TempDir()
				f := foreigners(text, home, servers)[place]
				runs += f.run(t, helper, home, place)
			}
			t.Logf("%d runs", runs)
		})
	}
}

func (f foreign) run(t *testing.T, helper, home, what string) (runs int) {
	t.Helper()
	if f.dir != "" {
		if err := os.Mkdir(filepath.Join(home, f.dir), 0o700); err != nil {
			return 0 // no name of a directory
		}
	}
	for path, content := range f.files {
		testenv.Must(t, os.MkdirAll(filepath.Dir(filepath.Join(home, path)), 0o700))
		testenv.Must(t, os.WriteFile(filepath.Join(home, path), []byte(content), 0o600))
	}
	commands := [][]string{f.args}
	if f.args == nil {
		commands = [][]string{
			{"get"}, {"list"}, {"store"}, {"erase"}, {"doctor"}, {"doctor", "--json"}, {"doctor", "--offline"},
			{"configure", "--dry-run"}, {"configure"}, {"configure", "--remove"},
		}
	}
	for _, args := range commands {
		for _, debug := range []string{"", "1"} {
			run := exec.CommandContext(t.Context(), helper, args...)
			run.Dir = home
			run.Env = append([]string{
				"HOME=" + home, "DOCKER_CREDENTIAL_SECRETS_DEBUG=" + debug, "AWS_EC2_METADATA_DISABLED=true",
				"HTTPS_PROXY=http://127.0.0.1:9", // so that no name is looked up, and nothing leaves this machine
			}, f.environ...)
			run.Stdin = strings.NewReader(f.input(args[0]))
			var stdout, stderr bytes.Buffer
			run.Stdout, run.Stderr = &stdout, &stderr
			failed := run.Run()
			if args[0] != "get" || failed != nil {
				checkShown(t, fmt.Sprintf("%s: %q, standard output", what, args[0]), stdout.String())
			}
			checkShown(t, fmt.Sprintf("%s: %q, standard error", what, args[0]), stderr.String())
			runs++
		}
	}
	return runs
}

// input is what the verb reads.
func (f foreign) input(verb string) string {
	switch server := "123456789012.dkr.ecr.us-east-1.amazonaws.com"; {
	case f.stdin != "":
		return f.stdin
	case verb == "store":
		return `{"ServerURL": "` + server + `", "Username": "u", "Secret": "p"}`
	case verb == "get" && strings.Contains(strings.Join(f.environ, " "), server):
		return server
	}
	return "registry.example"
}

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

// TestMain lets the test's program be the client process, as the demo's program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == clientWord {
		main()
		return
	}
	os.Exit(m.Run())
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	t.Cleanup(cancel)
	return ctx
}

// stage starts the demo's servers and builds its helper.
func stage(t *testing.T) (*client, *servers) {
	t.Helper()
	dir := t.TempDir()
	client, err := newClient(deadline(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	servers, err := startServers(deadline(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(servers.close)
	return client, servers
}

func checkNoSecret(t *testing.T, text string, planted ...string) {
	t.Helper()
	for _, secret := range planted {
		if strings.Contains(text, secret) {
			t.Error("a secret is shown")
		}
	}
}

func TestStory(t *testing.T) {
	t.Parallel()
	client, servers := stage(t)
	var out bytes.Buffer
	if err := tell(deadline(t), &out, client, servers); err != nil {
		t.Fatal(err)
	}
	planted := append(servers.aws.Tokens(), servers.password, servers.identity.SecretAccessKey)
	checkNoSecret(t, out.String(), planted...)
	if n := servers.awsCalls(); n != 1 {
		t.Errorf("%d calls to AWS, want 1", n)
	}
	if requests := servers.private.Requests(); requests.Let == 0 || requests.Refused == 0 {
		t.Errorf("the private registry counted %+v, want both", requests)
	}
	checkFacts(t, out.String())
}

// A stranger's first command.
func TestGoRun(t *testing.T) {
	t.Parallel()
	if err := buildhelper.ReadSources("."); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(deadline(t), "go", "run", ".")
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("standard error: %s", stderr.String())
	}
	checkFacts(t, stdout.String())
}

func checkFacts(t *testing.T, output string) {
	t.Helper()
	_, pulls, _ := strings.Cut(output, "First pull")
	first, second, _ := strings.Cut(pulls, "Second pull")
	answers := []string{
		"user jo, secret •••• (26 characters)",
		"user AWS, secret •••• (1724 characters)",
		"credentials not found in native keychain",
	}
	for _, round := range []string{first, second} {
		if diff := cmp.Diff(answers, values(round, "helper answered")); diff != "" {
			t.Errorf("answers (-want +got):\n%s", diff)
		}
		asked := values(round, "helper asked")
		if len(asked) != 3 || asked[1] != ecrServer {
			t.Errorf("helper asked for %q, want three servers, %s the second", asked, ecrServer)
		}
		if digests := values(round, "digest pulled"); len(digests) != 3 {
			t.Errorf("%d digests, want 3", len(digests))
		}
		if !strings.Contains(round, "calls to AWS so far: 1\n") {
			t.Error("the calls to AWS are not given as 1")
		}
	}
	if diff := cmp.Diff(values(first, "digest pulled"), values(second, "digest pulled")); diff != "" {
		t.Errorf("digests of the pulls differ (-first +second):\n%s", diff)
	}
}

// values returns what follows a label, line by line.
func values(output, label string) []string {
	var found []string
	for _, match := range regexp.MustCompile(regexp.QuoteMeta(label)+` +(.*)`).FindAllStringSubmatch(output, -1) {
		found = append(found, match[1])
	}
	return found
}

func TestFailureIsOneLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		spoil func([]secret)
		want  string
	}{
		{"wrong password", func(s []secret) { s[0].password = "planted-wrong-password" }, "UNAUTHORIZED"},
		{"wrong access key", func(s []secret) { s[1].password = "planted-wrong-key" }, "ECR_CONTAINER_REGISTRY_PASSWORD"},
		{"unknown access key", func(s []secret) { s[1].user = "AKIAAAAAAAAAAAAAAAAA" }, "ECR_CONTAINER_REGISTRY_USER"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			client, servers := stage(t)
			secrets := servers.secrets()
			test.spoil(secrets)
			if err := client.configure(servers, secrets); err != nil {
				t.Fatal(err)
			}
			_, err := client.pull(deadline(t), servers.images())
			if err == nil {
				t.Fatal("pulled nevertheless")
			}
			line := oneLine(err)
			checkNoSecret(t, line, secrets[0].password, secrets[1].password)
			if !strings.HasPrefix(line, "pulling ") || !strings.Contains(line, test.want) || strings.Contains(line, "\n") {
				t.Errorf("error %q, want one line with %s", line, test.want)
			}
		})
	}
}

func TestArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(deadline(t), []string{"please"}, &out); err == nil || out.Len() > 0 {
		t.Errorf("error %v, output %q", err, out.String())
	}
}

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
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
	if err := tell(deadline(t), printer{Writer: &out}, client, servers); err != nil {
		t.Fatal(err)
	}
	checkNoSecret(t, out.String(), servers.planted()...)
	if n := servers.awsCalls(); n != 1 {
		t.Errorf("%d calls to AWS, want 1", n)
	}
	checkStory(t, out.String())
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
	story, commands, _ := strings.Cut(strings.TrimPrefix(stdout.String(), opening), "\n\n")
	checkStory(t, story+"\n")
	if !strings.Contains(commands, "docker-credential-secrets configure\n") {
		t.Errorf("the commands to try are %q", commands)
	}
}

// checkStory compares what was told with what the servers and the protocol make certain: each line's outcome, and no
// more of the counts than these lines have.
func checkStory(t *testing.T, story string) {
	t.Helper()
	var got []string
	for line := range strings.Lines(story) {
		if mark := strings.Fields(line)[0]; mark == "✓" || mark == "✗" {
			got = append(got, strings.Join(strings.Fields(line), " "))
		}
	}
	want := []string{
		"✗ registry.example.com/team/app 401 Unauthorized",
		"✗ Amazon ECR: shop/api 401 Unauthorized",
		"✓ registry.example.com/team/app user jo",
		"✓ Amazon ECR: shop/api 1 call to AWS for a token",
		"✓ public.example.net/tool anonymous, as no secret names it",
		"✓ Amazon ECR: shop/api 0 calls to AWS, the token is cached",
		"✗ registry.example.com/team/app 401 Unauthorized with the old one",
		"✓ registry.example.com/team/app user jo with the new one",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if !strings.Contains(story, "\nShown: 5 pulls, 3 refusals, 1 call to AWS.\n") {
		t.Errorf("the counts are not those of the lines:\n%s", story)
	}
	if lines := strings.Count(opening+story, "\n"); lines > 15 {
		t.Errorf("%d lines, want 15 at most", lines)
	}
}

// TestColors looks at one line as a terminal gets it, and as a file does.
func TestColors(t *testing.T) {
	t.Parallel()
	for color, want := range map[bool]string{
		true:  "  \x1b[32m✓\x1b[0m " + openImage + strings.Repeat(" ", 8) + "user jo\n",
		false: "  ✓ " + openImage + strings.Repeat(" ", 8) + "user jo\n",
	} {
		var out bytes.Buffer
		printer{Writer: &out, color: color}.pulled(openImage, answer{user: user}, "")
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("color %v (-want +got):\n%s", color, diff)
		}
	}
}

func TestNoColor(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]bool{"TERM=xterm": true, "NO_COLOR=1": false, "NO_COLOR=": true, "TERM=dumb": false} {
		name, value, _ := strings.Cut(variable, "=")
		got := mayColor(func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		})
		if got != want {
			t.Errorf("%s: %v", variable, got)
		}
	}
	if file, err := os.Create(filepath.Join(t.TempDir(), "file")); err != nil || isTerminal(file) || file.Close() != nil {
		t.Errorf("a file is taken for a terminal (%v)", err)
	}
}

// TestWhatDiffersFails: what the story says of a pull must have happened.
func TestWhatDiffersFails(t *testing.T) {
	t.Parallel()
	client, servers := stage(t)
	client.setSecrets(servers)
	s := &story{out: printer{Writer: io.Discard}, client: client, servers: servers}
	ctx := deadline(t)
	for name, err := range map[string]error{
		"let in, though refused":            s.lets(ctx, teamImage, answer{user: user}, ""),
		"refused, though let in":            s.refuses(ctx, openImage, ""),
		"refused, though it does not exist": s.refuses(ctx, openImage+"/other", ""),
		"asked AWS, though anonymous":       s.lets(ctx, openImage, answer{user: "AWS", awsCalls: 1}, ""),
	} {
		if err == nil {
			t.Error(name)
		}
	}
	if err := os.WriteFile(filepath.Join(client.home, "left"), []byte("x"+servers.password()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := client.searchHome(servers.planted()); err == nil {
		t.Error("a password in a file is not found")
	}
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
			client.setEnviron(servers, secrets)
			s := &story{out: printer{Writer: io.Discard}, client: client, servers: servers}
			err := s.withHelper(deadline(t))
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
	if err := run(deadline(t), []string{"please"}, printer{Writer: &out}); err == nil || out.Len() > 0 {
		t.Errorf("error %v, output %q", err, out.String())
	}
}

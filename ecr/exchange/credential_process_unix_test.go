//go:build unix

package exchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// process returns variables with a profile of a credential_process: a script, then
// what writes the world's keys, in the script too.
func (w *world) process(t *testing.T, script string) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "script")
	content := fmt.Sprintf("#!/bin/sh\nwrite_keys() { echo '{\"Version\":1,\"AccessKeyId\":%q,\"SecretAccessKey\":%q}'; }\n%s\nwrite_keys\n",
		w.identity.AccessKeyID, w.identity.SecretAccessKey, script)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"AWS_CONFIG_FILE": settings(t, "[default]\ncredential_process = exec sh "+path+"\n")}
}

// TestChildKeepsThePipe has a credential_process that leaves a child behind which
// holds its standard output: what was written counts.
func TestChildKeepsThePipe(t *testing.T) {
	t.Parallel()
	for _, child := range []string{"sleep 60 &", "setsid sleep 10 &"} {
		w := newWorld(t)
		if diff := cmp.Diff(ecr.Failure{}, w.askAmbient(t, patience, w.process(t, child))); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", child, diff)
		}
	}
}

// TestAskerThatStandsStill has a child write the keys while the system gives no time to
// who asks, for longer than a child is waited for: as often as shows what is a matter of
// who comes first.
func TestAskerThatStandsStill(t *testing.T) {
	t.Parallel()
	for i := range 4 {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			variables := w.process(t, "(sleep 0.1; kill -STOP $PPID; write_keys; sleep 0.4; kill -CONT $PPID) &\nexit")
			variables["GOMAXPROCS"] = "1"
			if diff := cmp.Diff(ecr.Failure{}, w.askAmbient(t, patience, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChildrenEndWithTheProcess has a child that holds nothing of the exchange's.
// It holds a pipe, which ends once it is gone.
func TestChildrenEndWithTheProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := os.ReadFile(pipe)
		ended <- err
	}()
	variables := w.process(t, "exec 3>"+pipe+"\nsleep 60 >/dev/null 2>&1 </dev/null &\nexec 3>&-")
	if diff := cmp.Diff(ecr.Failure{}, w.askAmbient(t, patience, variables)); diff != "" {
		t.Fatalf("failure (-want +got):\n%s", diff)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("the child is still there")
	}
}

// TestOutputOfAProcess has a credential_process that gives no keys. What it writes
// is nowhere in the failure.
func TestOutputOfAProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const id, key = `"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"`, `"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"`
	for script, want := range map[string]ecr.Failure{
		"exit 3":                                 {Cause: ecr.ProcessFailed, Detail: "exit status 3"},
		"echo planted >&2; exit 3":               {Cause: ecr.ProcessFailed, Detail: "exit status 3"},
		"no-such-command-of-anybody; exit":       {Cause: ecr.ProcessFailed, Detail: "exit status 127, as of a command that is not found"},
		"sh -c 'kill -9 $$'; exit":               {Cause: ecr.ProcessFailed, Detail: "exit status 137"},
		"exit 0":                                 {Cause: ecr.ProcessWithoutKeys, Detail: "nothing"},
		"echo x":                                 {Cause: ecr.ProcessWithoutKeys, Detail: "no JSON"},
		`echo '[]'; exit`:                        {Cause: ecr.ProcessWithoutKeys, Detail: "other values than texts and a time"},
		`echo '{"Version":2}'; exit`:             {Cause: ecr.ProcessWithoutKeys, Detail: "no Version 1"},
		`echo '{"Version":1,` + id + `}'; exit`:  {Cause: ecr.ProcessWithoutKeys, Detail: "no SecretAccessKey"},
		`echo '{"Version":1,` + key + `}'; exit`: {Cause: ecr.ProcessWithoutKeys, Detail: "no AccessKeyId"},
		`sleep 60 & echo '{"Version":1,'; exit`:  {Cause: ecr.ProcessWithoutKeys, Detail: "no JSON"},
		"yes":                                    {Cause: ecr.ProcessWithoutKeys, Detail: "more than a megabyte"},
		`echo '{"Version":1,` + id + `,` + key + `,"Expiration":"2020-01-01T00:00:00Z"}'; exit`: {
			Cause: ecr.KeysExpired, Detail: "the credential_process of the AWS profile default",
		},
	} {
		want.Profile = "default"
		if diff := cmp.Diff(want, w.askAmbient(t, patience, w.process(t, script))); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", script, diff)
		}
	}
}

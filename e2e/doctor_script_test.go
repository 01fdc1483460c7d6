package e2e

import (
	"errors"
	"fmt"
	"go/build"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestDoctor runs the files in testdata/doctor, one finding each.
func TestDoctor(t *testing.T) {
	t.Parallel()
	runTyped(t, filepath.Join("testdata", "doctor"), nil)
}

// TestConfigure runs the files in testdata/configure.
func TestConfigure(t *testing.T) {
	t.Parallel()
	runTyped(t, filepath.Join("testdata", "configure"), nil)
}

// runTyped runs scripts of what people type. Beside what TestScripts offers
// there is the command
//
//	helper STATUS ARG...          the program ends with the status
//	helper-at PATH STATUS ARG...  the same for a program that isn't on PATH
//	mode MODE FILE...             the files have the permissions
//
// after which standard output and standard error are searched for secrets, and
// the condition
//
//	[trusting]  the program trusts the certificates of the script's registries
//
// The program is on PATH as it is, and these registries hold the image team/app:1:
//
//	registry.example.com   user puller, basic authentication
//	ghcr.io, Docker Hub    user puller, tokens
//	open.example.com       open to everybody
//	untrusted.example.com  its certificate is nobody's
//	refusing.example.com   user puller, gives no image and says why: see refusals
//	$ECR_HOST              ECR, with the AWS endpoint's tokens
//	$LOOPBACK              user puller, basic authentication, without TLS
//
// Behind $SILENT is a server that takes connections and never answers.
func runTyped(t *testing.T, dir string, variables map[string]string) {
	t.Helper()
	version := helperVersion(t)
	commands := awsCommands()
	commands["mode"] = checkMode
	commands["helper"] = func(ts *testscript.TestScript, _ bool, args []string) {
		runHelper(ts, "docker-credential-secrets", args[0], args[1:])
	}
	commands["helper-at"] = func(ts *testscript.TestScript, _ bool, args []string) {
		runHelper(ts, ts.MkAbs(args[0]), args[1], args[2:])
	}
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			env.Setenv("VERSION", version)
			for name, value := range variables {
				env.Setenv(name, value)
			}
			return errors.Join(setUpScript(env), setUpRegistries(env), putOnPath(env, testenv.Helper(t)))
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                commands,
		Condition: func(name string) (bool, error) {
			if name != "trusting" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return readsCertificatesOfVariable(), nil
		},
	})
}

// readsCertificatesOfVariable reports whether the program trusts what
// SSL_CERT_FILE holds. On macOS and Windows Go asks nobody but the system
// before Go 1.27 (https://go.dev/doc/godebug#go-127).
func readsCertificatesOfVariable() bool {
	isSystemsOwn := runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	return !isSystemsOwn || slices.Contains(build.Default.ReleaseTags, "go1.27")
}

// helperVersion returns what the program under test calls its version.
func helperVersion(t *testing.T) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), testenv.Helper(t), "version").Output()
	if err != nil {
		t.Fatalf("asking for the version: %v", err)
	}
	_, version, _ := strings.Cut(strings.TrimSpace(string(output)), " ")
	return version
}

// runHelper runs the program and compares its exit status.
func runHelper(ts *testscript.TestScript, program, wantStatus string, args []string) {
	err := ts.Exec(program, args...)
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if plantedIn(ts).In(ts.ReadFile(stream)) {
			ts.Fatalf("%s of %s shows a secret", stream, strings.Join(args, " "))
		}
	}
	if strconv.Itoa(status) != wantStatus {
		ts.Fatalf("exit status %d, want %s", status, wantStatus)
	}
}

// checkMode compares the permissions of files, in octal digits.
func checkMode(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] && runtime.GOOS != "windows" {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

// putOnPath makes the program the first of its name, without another in
// between.
func putOnPath(env *testscript.Env, helper string) error {
	dir := filepath.Join(env.WorkDir, "bin")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	env.Setenv("PATH", dir+string(os.PathListSeparator)+env.Getenv("PATH"))
	path := filepath.Join(dir, filepath.Base(helper))
	if os.Link(helper, path) == nil {
		return nil
	}
	return copyProgram(helper, path)
}

func copyProgram(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

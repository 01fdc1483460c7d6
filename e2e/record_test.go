package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// recordVariable names the file to which the runs of a script are recorded.
const recordVariable = "E2E_RECORD"

// A record is one run of the program in a script.
type record struct {
	Args           []string
	Status         int
	Stdout, Stderr string
}

// mayShow reports whether the run's standard output may hold a secret: only
// the answer to a get, or to kubelet, may.
func (r record) mayShow() bool {
	return r.Status == 0 && len(r.Args) == 1 && (r.Args[0] == "get" || r.Args[0] == "kubelet")
}

// recordRun stands in for the program in scripts: it runs the real one and
// records what it wrote, so that all output of a script can be searched.
func recordRun() {
	status, err := recorded(os.Getenv(helperVariable), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "recording a run:", err)
		status = 99
	}
	os.Exit(status)
}

func recorded(helper string, args []string) (status int, err error) {
	var stdout, stderr bytes.Buffer
	command := exec.Command(helper, args...)
	command.Stdin = os.Stdin
	command.Stdout = io.MultiWriter(os.Stdout, &stdout)
	command.Stderr = io.MultiWriter(os.Stderr, &stderr)
	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	run := record{args, command.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	line, err := json.Marshal(run)
	if err != nil {
		return 0, err
	}
	file, err := os.OpenFile(os.Getenv(recordVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	if _, err := file.Write(append(line, '\n')); err != nil {
		return 0, err
	}
	return run.Status, file.Close()
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// start runs a command and waits for its end. It does without os/exec and the network poller, whose goroutines would
// have their part in each measurement: the reads block, and what is measured is the same few system calls for all.
func start(ctx context.Context, c command) (outcome, error) {
	stdin, err := filledPipe(c.stdin)
	if err != nil {
		return outcome{}, err
	}
	defer stdin.Close()
	output, input, err := pipe()
	if err != nil {
		return outcome{}, err
	}
	defer output.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		input.Close()
		return outcome{}, err
	}
	defer null.Close()
	attributes := os.ProcAttr{Dir: "/", Env: c.environ, Files: []*os.File{stdin, input, null}}
	arguments := append([]string{c.path}, c.args...)

	began := time.Now()
	process, err := os.StartProcess(c.path, arguments, &attributes)
	input.Close()
	if err != nil {
		return outcome{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, runLimit)
	defer cancel()
	// Killing ends the reading too.
	defer context.AfterFunc(ctx, func() { _ = process.Kill() })()
	stdout, readErr := io.ReadAll(output)
	state, err := process.Wait()
	wall := time.Since(began)

	if err == nil {
		err = readErr
	}
	if err != nil {
		return outcome{}, err
	}
	return outcome{wall: wall, cpu: state.UserTime() + state.SystemTime(), status: state.ExitCode(), stdout: stdout}, ctx.Err()
}

// filledPipe returns the end of a pipe from which content can be read.
func filledPipe(content string) (*os.File, error) {
	output, input, err := pipe()
	if err != nil {
		return nil, err
	}
	defer input.Close()
	if _, err := input.WriteString(content); err != nil {
		output.Close()
		return nil, err
	}
	return output, nil
}

// pipe is os.Pipe with ends that block.
func pipe() (output, input *os.File, err error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, nil, fmt.Errorf("making a pipe: %v", err)
	}
	return os.NewFile(uintptr(ends[0]), "output"), os.NewFile(uintptr(ends[1]), "input"), nil
}

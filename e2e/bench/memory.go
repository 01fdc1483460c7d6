package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

const (
	// memoryRuns is how many runs a figure of memory is the median of. It varies little.
	memoryRuns = 5
	kibPerMiB  = 1024
)

// largestResidentSet returns the largest resident set of a subject, in MiB. It takes runs of its own, which are not
// timed: see testdata/launch.
func largestResidentSet(ctx context.Context, launch program, s subject) (float64, error) {
	var sample []float64
	for range memoryRuns {
		if s.forgetful {
			if err := s.forget(); err != nil {
				return 0, err
			}
		}
		kib, err := launched(ctx, launch, s.command)
		if err != nil {
			return 0, fmt.Errorf("measuring the memory of %s: %v", s.program.name, err)
		}
		sample = append(sample, kib/kibPerMiB)
	}
	return spreadOf(sample).median, nil
}

func launched(ctx context.Context, launch program, c command) (kib float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, runLimit)
	defer cancel()
	output, input, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	defer output.Close()
	cmd := exec.CommandContext(ctx, launch.path, append([]string{c.path}, c.args...)...)
	cmd.Env = c.environ
	cmd.Stdin = strings.NewReader(c.stdin)
	cmd.Stdout = &bytes.Buffer{}
	cmd.ExtraFiles = []*os.File{input}
	err = cmd.Run()
	input.Close()
	if err != nil {
		return 0, err
	}
	report, err := io.ReadAll(output)
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(string(report), 64)
}

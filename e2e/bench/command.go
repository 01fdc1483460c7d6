package main

import "time"

// runLimit bounds one run of a program. What takes longer is killed.
const runLimit = 20 * time.Second

// A command is one way to run a program. The program sees this environment and nothing of the harness's own.
type command struct {
	path    string
	args    []string // without the program's name
	environ []string
	stdin   string // at most 4 KiB: it is written before the program starts
}

// An outcome is what came of a command.
type outcome struct {
	wall time.Duration // from before the start until the program has ended and its output is read
	cpu  time.Duration // of the program, in user and kernel mode

	status int    // -1 if it was killed
	stdout []byte // may hold a secret
}

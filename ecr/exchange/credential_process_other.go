//go:build !unix

package exchange

import "os/exec"

// separate does nothing: only the process itself is ended, with its context.
func separate(*exec.Cmd) {}

// endGroup does nothing: the process has ended.
func endGroup(*exec.Cmd) {}

//go:build unix

package exchange

import (
	"context"
	"os/exec"
	"syscall"
)

// statusNotFound is what a POSIX shell ends with for a command that it doesn't find.
const statusNotFound = 127

// shellCommand has the command line run in a process group of its own, and end with all
// of that.
func shellCommand(ctx context.Context, line string) *exec.Cmd {
	command := exec.CommandContext(ctx, "sh", "-c", line)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	return command
}

// A group is a process with all that it starts, by its number.
type group int

// groupOf returns the group of a process that was just started.
func groupOf(command *exec.Cmd) group { return group(command.Process.Pid) }

// end ends what is left of the group of a process that has ended. No other group can
// have got its number while one of it lives.
func (g group) end() { _ = syscall.Kill(-int(g), syscall.SIGKILL) }

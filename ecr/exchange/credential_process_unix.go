//go:build unix

package exchange

import (
	"os/exec"
	"syscall"
)

// separate has the command run in a process group of its own, and end with all of
// that.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}

// endGroup ends what is left of the group of a command that has ended. No other
// group can have got its number while one of it lives.
func endGroup(command *exec.Cmd) {
	if command.Process != nil {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	}
}

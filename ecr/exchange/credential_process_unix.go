//go:build unix

package exchange

import (
	"os/exec"
	"syscall"
)

// endWithChildren has the command end with all of its process group.
func endWithChildren(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}

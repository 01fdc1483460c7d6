package exchange

import (
	"context"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// statusNotFound is what cmd.exe ends with for a command that it doesn't find.
const statusNotFound = 9009

// shellCommand has the command line run as it is written. cmd.exe knows nothing of the
// quotation marks and backslashes that Go gives an argument; with /S it takes away the
// first and the last quotation mark and changes nothing in between.
func shellCommand(ctx context.Context, line string) *exec.Cmd {
	command := exec.CommandContext(ctx, "cmd.exe")
	command.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /S /C "` + line + `"`}
	return command
}

// A group is a process with all that it starts.
type group windows.Handle

// groupOf puts a process that was just started into a group, which the system ends when
// nobody holds it any longer. Where the system refuses, the group is empty.
func groupOf(command *exec.Cmd) group {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, _ = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))) //nolint:gosec // Windows takes all kinds of limits so
	_ = command.Process.WithHandle(func(process uintptr) {
		_ = windows.AssignProcessToJobObject(job, windows.Handle(process))
	})
	return group(job)
}

// end ends what is left of the group.
func (g group) end() {
	if g != 0 {
		_ = windows.CloseHandle(windows.Handle(g))
	}
}

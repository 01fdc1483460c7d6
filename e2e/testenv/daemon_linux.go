package testenv

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	startLimit = 30 * time.Second
	stopLimit  = 20 * time.Second
	pollPause  = 20 * time.Millisecond
)

// Daemon is a server that runs as a process of its own and writes both its streams to a file.
type Daemon struct {
	cmd    *exec.Cmd
	log    string
	exited chan struct{}
}

// StartDaemon starts a server. The test's clean-up ends it, politely at first. The system ends it if the test dies.
func StartDaemon(t testing.TB, log string, environ []string, argv ...string) *Daemon {
	t.Helper()
	file, err := os.Create(log)
	Must(t, err)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = environ
	cmd.Stdout, cmd.Stderr = file, file
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	err = cmd.Start()
	Must(t, file.Close()) // the server has its own by now
	Must(t, err)
	d := &Daemon{cmd, log, make(chan struct{})}
	go func() {
		cmd.Wait() //nolint:errcheck // whoever waits for the server to answer reads its log
		close(d.exited)
	}()
	t.Cleanup(func() { d.stop(t) })
	return d
}

// Await polls until ready, and fails with the server's log if it exits or the time is over.
func (d *Daemon) Await(t testing.TB, ready func() bool) {
	t.Helper()
	deadline := time.After(startLimit)
	tick := time.NewTicker(pollPause)
	defer tick.Stop()
	for !ready() {
		select {
		case <-tick.C:
		case <-d.exited:
			t.Fatalf("%s exited:\n%s", d.cmd.Path, d.Output(t))
		case <-deadline:
			t.Fatalf("%s does not answer after %s:\n%s", d.cmd.Path, startLimit, d.Output(t))
		}
	}
}

// Output returns what the server has written so far.
func (d *Daemon) Output(t testing.TB) string {
	t.Helper()
	content, err := os.ReadFile(d.log)
	Must(t, err)
	return strings.ToValidUTF8(string(content), "?")
}

func (d *Daemon) stop(t testing.TB) {
	t.Helper()
	d.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have exited
	select {
	case <-d.exited:
	case <-time.After(stopLimit):
		t.Errorf("%s does not end within %s", d.cmd.Path, stopLimit)
		d.cmd.Process.Kill() //nolint:errcheck // as above
		<-d.exited
	}
}

// UnmountBelow unmounts what an engine left mounted below a directory, so that its files can be removed.
func UnmountBelow(t testing.TB, dir string) {
	t.Helper()
	mounts, err := os.ReadFile("/proc/self/mounts")
	Must(t, err)
	for line := range strings.Lines(string(mounts)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.HasPrefix(fields[1], dir+"/") {
			continue
		}
		if err := syscall.Unmount(fields[1], syscall.MNT_DETACH); err != nil {
			t.Errorf("unmounting what an engine left: %v", err)
		}
	}
}

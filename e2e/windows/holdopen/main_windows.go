// Command holdopen keeps a file open as most programs of Windows do, with which nobody can rename, replace or remove it.
//
//	holdopen FILE        until standard input ends
//	holdopen FILE leave  by a process that it leaves behind, which has its standard output
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	how := append(os.Args, "")[2]
	if how == "leave" {
		check(leaveBehind(os.Args[1]))
		return
	}
	name, err := syscall.UTF16PtrFromString(os.Args[1])
	check(err)
	_, err = syscall.CreateFile(name, syscall.GENERIC_READ, syscall.FILE_SHARE_READ, nil, syscall.OPEN_EXISTING, 0, 0)
	check(err)
	fmt.Println("open")
	if how == "stay" {
		time.Sleep(time.Hour)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// leaveBehind returns once the file is open.
func leaveBehind(file string) error {
	other := exec.Command(os.Args[0], file, "stay")
	other.Stderr = os.Stdout
	said, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err == nil {
		_, err = said.Read(make([]byte, 1))
	}
	return err
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

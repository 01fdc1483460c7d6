package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// describeMachine says what the figures were taken on, without the machine's name.
func describeMachine() (string, error) {
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return "", fmt.Errorf("reading the kernel's version: %v", err)
	}
	return fmt.Sprintf("%d cores, %s/%s, kernel %s, %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH,
		strings.TrimSpace(string(kernel)), runtime.Version()), nil
}

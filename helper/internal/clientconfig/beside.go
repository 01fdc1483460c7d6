package clientconfig

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// besideEnding ends the names of files that are to replace a configuration:
// ".config.json.PROCESS-RANDOM.new".
const besideEnding = ".new"

// createBeside makes a file for this user only, whose name tells the process
// that made it.
func createBeside(path string) (*os.File, error) {
	pattern := "." + filepath.Base(path) + "." + strconv.Itoa(os.Getpid()) + "-*" + besideEnding
	return os.CreateTemp(filepath.Dir(path), pattern)
}

// maxBeside is longer than any update takes. A number that an older file's name
// tells may be that of another process by now.
const maxBeside = time.Minute

// removeLeftovers removes what processes that were killed left beside the
// file at path.
func removeLeftovers(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		process, ok := makerOf(entry.Name(), filepath.Base(path))
		if !ok || entry.IsDir() {
			continue
		}
		info, err := entry.Info()
		if err == nil && (!isRunning(process) || time.Since(info.ModTime()) > maxBeside) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
}

// makerOf returns the process that made a file of this name beside one of the
// name base. It is 0 where the name tells none, as those of older versions.
func makerOf(name, base string) (process int, ok bool) {
	middle, isOurs := strings.CutPrefix(name, "."+base)
	middle, isNew := strings.CutSuffix(middle, besideEnding)
	if !isOurs || !isNew || middle == "" {
		return 0, isOurs && isNew
	}
	number, random, _ := strings.Cut(strings.TrimPrefix(middle, "."), "-")
	process, err := strconv.Atoi(number)
	return process, err == nil && process > 0 && middle[0] == '.' && random != "" && strings.Trim(random, "0123456789") == ""
}

func isRunning(process int) bool {
	if process == 0 {
		return false
	}
	found, err := os.FindProcess(process)
	if err != nil {
		return false
	}
	defer func() { _ = found.Release() }()
	return !errors.Is(found.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

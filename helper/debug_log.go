package helper

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// logPatience is how long the file of a debug log may take.
const logPatience = time.Second

// A debugLog explains a run's decisions, on standard error or, for clients that
// swallow that, in a file. A file gets all at once, after the answer.
type debugLog struct{ lines []string }

// debugMode returns whether decisions are explained, and the file in which, empty
// for standard error.
func (s settings) debugMode() (file string, on bool) {
	text := s.get(debugVariable)
	if text == "" {
		return "", false
	}
	if file = absolute(text); file != "" {
		return file, true
	}
	on, err := strconv.ParseBool(text)
	return "", err == nil && on
}

func checkDebug(text string) error {
	if _, err := strconv.ParseBool(text); err == nil || text == "" || absolute(text) != "" {
		return nil
	}
	problem := cmp.Or(secrets.ForeignPath(text), "is neither 1 nor the absolute path of a file")
	return errors.New(debugVariable + " " + problem + ", so nothing is explained")
}

// debug explains a decision, without any value, to whoever asked for it.
func (k keychain) debug(format string, args ...any) {
	file, on := k.settings.debugMode()
	switch {
	case file != "":
		k.log.lines = append(k.log.lines, fmt.Sprintf(format, args...))
	case on:
		k.program.note("debug: " + fmt.Sprintf(format, args...))
	}
}

// writeLog appends what was explained, and how the verb ended, to the log's file.
// It waits for that no longer than logPatience.
func (r *Run) writeLog(status int) {
	k := r.keychain
	file, _ := k.settings.debugMode()
	if file == "" {
		return
	}
	end := "answered"
	if r.result.err != nil {
		end = r.result.err.Error()
	}
	var text strings.Builder
	head := fmt.Sprintf("%s %d %s: ", k.program.Now().UTC().Format(time.RFC3339), k.program.ProcessID, r.action)
	for _, line := range append(k.log.lines, fmt.Sprintf("status %d: %s", status, end)) {
		text.WriteString(head + oneLine(line) + "\n")
	}
	err, ok := timelimit.Call(logPatience, func() error { return k.program.Append(file, text.String()) })
	if !ok {
		err = errors.New("its file system does not answer")
	}
	if err != nil {
		k.program.note(debugVariable + ": " + err.Error())
	}
}

// AppendToLog appends to the regular file at path, which it makes for this user
// alone. It follows no link there.
func AppendToLog(path, text string) error {
	err := appendToLog(path, text)
	if errors.Is(err, fs.ErrExist) { // another process has just made it
		err = appendToLog(path, text)
	}
	return err
}

func appendToLog(path, text string) error {
	flags := os.O_WRONLY | os.O_APPEND
	before, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		flags |= os.O_CREATE | os.O_EXCL
	case err != nil:
		return err
	case !before.Mode().IsRegular():
		return errors.New(path + " is not a regular file")
	}
	return appendToFile(path, text, flags, before)
}

// appendToFile appends to the file that was there before, which another program may
// have replaced by a link since. Windows looks for what tells files apart only when they
// are compared, and then behind the link.
func appendToFile(path, text string, flags int, before fs.FileInfo) error {
	file, err := os.OpenFile(path, flags|noFollow, 0o600)
	if err != nil {
		return err
	}
	after, err := file.Stat()
	switch {
	case err != nil:
	case !after.Mode().IsRegular():
		err = errors.New(path + " is not a regular file")
	case before != nil && !os.SameFile(before, after):
		err = errors.New(path + " is another file now")
	default:
		_, err = file.WriteString(text)
	}
	return errors.Join(err, file.Close())
}

package clientconfig

import (
	"errors"
	"os"
	"time"
)

// openPatience is how long a client may have its file open. On Windows nobody can
// replace it meanwhile.
const (
	openPatience = 2 * time.Second
	openPoll     = 10 * time.Millisecond
)

// errOpen is about a file that can't be replaced since it stays open.
var errOpen = errors.New("another program has it open")

// renameWhenClosed puts a file in the place of the old version.
func renameWhenClosed(beside, path string, old version) error {
	for waited := time.Duration(0); ; waited += openPoll {
		err := os.Rename(beside, path)
		switch {
		case !isOpenElsewhere(err):
			return err
		case waited >= openPatience:
			return errOpen
		}
		time.Sleep(openPoll)
		if !old.isAt(path) {
			return errChanged
		}
	}
}

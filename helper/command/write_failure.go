package command

import "io"

// An output remembers whether a write failed, so that a run whose results
// nobody got doesn't end well.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if err != nil {
		o.err = err
	}
	return n, err
}

//go:build !unix && !windows

package command

import "os"

// TerminalWidth returns 0: no terminal is known here.
func TerminalWidth(*os.File) int { return 0 }

package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// TerminalWidth returns the width in columns of the terminal that a file is,
// 0 if it is none, or one without codes for colours.
func TerminalWidth(file *os.File) int {
	handle := windows.Handle(file.Fd())
	var mode uint32
	var info windows.ConsoleScreenBufferInfo
	if windows.GetConsoleMode(handle, &mode) != nil || windows.GetConsoleScreenBufferInfo(handle, &info) != nil {
		return 0
	}
	if windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) != nil {
		return 0
	}
	return orDefault(int(info.Window.Right-info.Window.Left) + 1)
}

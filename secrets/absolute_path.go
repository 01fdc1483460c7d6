package secrets

import (
	"os"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// What a path on Windows may be that is no file's of this machine, in words that go
// on from the name of the variable that holds it.
const (
	networkPath = "is a network or device path, and Windows would send this user's login to a host that it names"
	devicePath  = "is the path of a device, not of a file"
)

// examplePath returns a path by which IsAbsolutePath is true.
func examplePath(isWindows bool) string {
	if isWindows {
		return `C:\Users\me\acr-password`
	}
	return "/home/me/.config/acr-password"
}

// IsAbsolutePath reports whether a path, by its form alone, leads to a file of this
// machine wherever the program is started: on Windows from a drive or from the root of
// the current one, and neither to a device nor to another host.
func IsAbsolutePath(path string) bool { return isAbsolutePath(path, os.PathSeparator == '\\') }

// ForeignPath says why a path that is not absolute by IsAbsolutePath leads away from
// this machine's files, in words that go on from the name of the variable that holds
// it. It is empty for all others. No path is opened to find that out: Windows logs in
// to a host as soon as a path names it.
func ForeignPath(path string) string { return foreignPath(path, os.PathSeparator == '\\') }

func isAbsolutePath(path string, isWindows bool) bool {
	if !isWindows {
		return strings.HasPrefix(path, "/")
	}
	path = onWindows(path)
	isOnDrive := len(path) > 2 && ascii.IsLetter(path[0]) && path[1:3] == `:\`
	return (isOnDrive || strings.HasPrefix(path, `\`)) && foreignPath(path, isWindows) == ""
}

func foreignPath(path string, isWindows bool) string {
	if !isWindows {
		return ""
	}
	path = onWindows(path)
	switch {
	// \\host\share, \\?\UNC\host\share, \\.\pipe\name, \??\UNC\host\share
	case strings.HasPrefix(path, `\\`), strings.HasPrefix(path, `\?`):
		return networkPath
	case hasDevice(path):
		return devicePath
	}
	return ""
}

// onWindows writes a path with the one separator of the two that Windows takes.
func onWindows(path string) string { return strings.ReplaceAll(path, "/", `\`) }

// hasDevice reports whether a name in the path is one of those that Windows gives to
// devices in every directory, whatever follows a dot or a colon
// (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
func hasDevice(path string) bool {
	for name := range strings.SplitSeq(path, `\`) {
		if len(name) > 1 && name[1] == ':' { // C:NUL
			name = name[2:]
		}
		if end := strings.IndexAny(name, ".:"); end >= 0 {
			name = name[:end]
		}
		name = ascii.Lower(strings.TrimRight(name, " "))
		switch name {
		case "con", "conin$", "conout$", "prn", "aux", "nul":
			return true
		}
		for _, port := range []string{"com", "lpt"} {
			number, isPort := strings.CutPrefix(name, port)
			if isPort && number != "" && strings.Trim(number, "123456789¹²³") == "" && utf8.RuneCountInString(number) == 1 {
				return true
			}
		}
	}
	return false
}

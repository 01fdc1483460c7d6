package secrets

import (
	"strings"
	"testing"
)

// TestPathsOnWindows has every form of a path that Windows knows
// (https://learn.microsoft.com/dotnet/standard/io/file-path-formats), with both separators.
func TestPathsOnWindows(t *testing.T) {
	t.Parallel()
	const file, relative = "a file", "relative"
	for path, want := range map[string]string{
		`C:\secrets\password`: file, `c:\p`: file, `\run\secrets\p`: file, `C:\a b\é`: file, `C:\x\..\y`: file, `C:\\p`: file,
		`C:\console`: file, `C:\com`: file, `C:\com10`: file, `C:\lpt0`: file, `C:\com12\p`: file, `C:\xCON`: file, `C:\x.nul`: file, `C:\nulls\p`: file,

		``: relative, `p`: relative, `.\p`: relative, `C:`: relative, `C:p`: relative, `é:\p`: relative, `1:\p`: relative, `CC:\p`: relative,
		`off`: relative, `1`: relative, `true`: relative, `~\p`: relative,

		`\\host\share\p`: networkPath, `\\host`: networkPath, `\\`: networkPath, `\\10.0.0.1@SSL@443\dav\p`: networkPath,
		`\\?\UNC\host\share\p`: networkPath, `\\?\C:\p`: networkPath, `\\.\pipe\p`: networkPath, `\\.\C:\p`: networkPath, `\\.\NUL`: networkPath,
		`\??\UNC\host\share\p`: networkPath, `\??\C:\p`: networkPath, `\\\host\share`: networkPath,

		`NUL`: devicePath, `nul`: devicePath, `C:\NUL`: devicePath, `C:\x\con`: devicePath, `C:\Aux.txt`: devicePath, `C:\prn  .txt`: devicePath,
		`C:NUL`: devicePath, `C:\NUL:`: devicePath, `C:\nul:stream`: devicePath, `C:\CON\p`: devicePath, `\COM1`: devicePath, `C:\com9.log`: devicePath,
		`C:\LPT³`: devicePath, `C:\conin$`: devicePath, `CONOUT$`: devicePath, `C:\COM1 `: devicePath,
	} {
		for _, path := range []string{path, strings.ReplaceAll(path, `\`, "/"), strings.Replace(path, `\`, "/", 1)} {
			got := foreignPath(path, true)
			if got == "" {
				got = map[bool]string{true: file, false: relative}[isAbsolutePath(path, true)]
			}
			if got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
	}
}

// TestPathsElsewhere has paths of Windows where they are names as others.
func TestPathsElsewhere(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/p": true, "//host/share/p": true, "/NUL": true, `/\\host\p`: true,
		"": false, "p": false, `\\host\share\p`: false, `C:\p`: false, "C:/p": false, "NUL": false,
	} {
		if got, foreign := isAbsolutePath(path, false), foreignPath(path, false); got != want || foreign != "" {
			t.Errorf("%s: %v, %q, want %v", path, got, foreign, want)
		}
	}
}

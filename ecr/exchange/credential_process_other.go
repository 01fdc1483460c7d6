//go:build !unix

package exchange

import "os/exec"

// endWithChildren does nothing: only the process itself is ended.
func endWithChildren(*exec.Cmd) {}

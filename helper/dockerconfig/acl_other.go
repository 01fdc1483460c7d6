//go:build unix && !linux

package dockerconfig

import "os"

func hasAccessList(string) bool { return false }

func dropAccessList(*os.File) error { return nil }

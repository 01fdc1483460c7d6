//go:build unix && !linux

package clientconfig

import "os"

func hasAccessList(string) bool { return false }

func dropAccessList(*os.File) error { return nil }

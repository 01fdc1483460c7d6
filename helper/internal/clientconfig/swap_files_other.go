//go:build !linux && !darwin && !windows

package clientconfig

import "errors"

func swapFiles(string, string) error { return errors.ErrUnsupported }

func moveNew(string, string) error { return errors.ErrUnsupported }

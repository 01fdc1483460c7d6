//go:build !linux

package main

import "context"

func start(context.Context, command) (outcome, error) { return outcome{}, errNotLinux }

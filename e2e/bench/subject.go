package main

import (
	"context"
	"fmt"
	"os"
)

// A subject is a way to use a program that is to be measured.
type subject struct {
	program program
	asked   string // what for, in a few words
	command command

	// forgetful subjects run in a home directory that is emptied before each run.
	forgetful bool
	home      string
	// right tells whether a run's answer is the one that was to be measured.
	right func(outcome) bool
	// calls is how many calls to AWS a run makes, once the subject has run before.
	calls int
}

// measure runs the subject once.
func (s subject) measure(ctx context.Context) (outcome, error) {
	if s.forgetful {
		if err := s.forget(); err != nil {
			return outcome{}, err
		}
	}
	result, err := start(ctx, s.command)
	if err != nil {
		return outcome{}, fmt.Errorf("running %s: %v", s.program.name, err)
	}
	if !s.right(result) {
		return outcome{}, fmt.Errorf("running %s (%s): not the answer that was to be measured (exit status %d)",
			s.program.name, s.asked, result.status)
	}
	return result, nil
}

// forget empties the home directory.
func (s subject) forget() error {
	if err := os.RemoveAll(s.home); err != nil {
		return fmt.Errorf("emptying a home directory: %v", err)
	}
	return nil
}

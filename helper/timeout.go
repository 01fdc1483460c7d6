package helper

import (
	"errors"
	"time"
)

// defaultTimeout bounds a whole exchange, with its waiting and retries.
const defaultTimeout = 15 * time.Second

// parseTimeout returns how long an exchange may take in all.
func parseTimeout(text string) (time.Duration, error) {
	if text == "" {
		return defaultTimeout, nil
	}
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 {
		return defaultTimeout, errors.New(timeoutVariable + " is not a duration above zero, as 15s or 1m30s")
	}
	return timeout, nil
}

package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// maxProcessOutput bounds what a credential_process may write, in bytes. Keys
// have less than 4 KiB.
const maxProcessOutput = 1 << 20

// processPatience is how long one waits for the output once the process has
// ended: a child of it may hold the pipe open. So long before the exchange's own time
// is over the process has to end. It goes by in small parts: one of them alone may be
// all the time that the system gives to others.
const (
	processPatience     = 200 * time.Millisecond
	processPatienceStep = processPatience / 20
)

// processSource is what keys of a credential_process name as their source.
const processSource = "ProcessProvider"

// runProcess returns the keys that the credential_process of a profile writes
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
// It reads nothing, and what it writes to standard error nobody sees. Its children
// end with it.
func (e Exchanger) runProcess(ctx context.Context, profile *config.SharedConfig) (aws.Credentials, error) {
	// It ends, with its children, while there still is somebody to end it.
	ctx, cancel := context.WithTimeout(ctx, untilDeadline(ctx)-processPatience)
	defer cancel()
	output := bounded{left: maxProcessOutput}
	command := shellCommand(ctx, profile.CredentialProcess)
	command.WaitDelay = processPatience
	err := runInto(&output, command)
	failure := &ecr.Failure{Profile: shownName(profile.Profile)}
	switch {
	case ctx.Err() != nil:
		return aws.Credentials{}, &ecr.Failure{Cause: ecr.TimedOut}
	case output.left < 0:
		failure.Cause, failure.Detail = ecr.ProcessWithoutKeys, "more than a megabyte"
		return aws.Credentials{}, failure
	case err != nil:
		failure.Cause, failure.Detail = ecr.ProcessFailed, endOf(err)
		return aws.Credentials{}, failure
	}
	keys, problem := parseProcessKeys(output.content.Bytes())
	switch {
	case problem != "":
		failure.Cause, failure.Detail = ecr.ProcessWithoutKeys, problem
		return aws.Credentials{}, failure
	case keys.CanExpire && !e.Now().Before(keys.Expires):
		failure.Cause, failure.Detail = ecr.KeysExpired, "the credential_process of "+whichProfile(profile)
		return aws.Credentials{}, failure
	}
	return keys, nil
}

// runInto runs a command and takes what it writes, from its children too while they are
// waited for. A child that holds the pipe longer keeps nothing from being whole, and ends.
func runInto(output io.Writer, command *exec.Cmd) error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	command.Stdout = write
	err = command.Start()
	_ = write.Close()
	taken := make(chan struct{})
	go func() {
		_, _ = io.Copy(output, read)
		_ = read.Close() // who writes too much is to end
		close(taken)
	}()
	if err == nil {
		group := groupOf(command)
		defer group.end()
		err = command.Wait()
	}
	for waited := time.Duration(0); waited < processPatience; waited += processPatienceStep {
		select {
		case <-taken:
			return err
		case <-time.After(processPatienceStep):
		}
	}
	_ = read.Close()
	<-taken
	return err
}

// endOf says how a process failed, by its status or signal alone.
func endOf(err error) string {
	var ended *exec.ExitError
	switch {
	case !errors.As(err, &ended):
		return "no shell"
	case ended.ExitCode() == statusNotFound:
		return ended.String() + ", as of a command that is not found"
	}
	return ended.String()
}

// parseProcessKeys reads version 1 of the output, the only one that there is, or
// says in its own words what was written instead: the output may be half of a key.
func parseProcessKeys(output []byte) (found aws.Credentials, problem string) {
	var keys struct {
		Version         int
		AccessKeyID     string `json:"AccessKeyId"`
		SecretAccessKey string
		SessionToken    string
		Expiration      *time.Time
	}
	switch {
	case len(bytes.TrimSpace(output)) == 0:
		return aws.Credentials{}, "nothing"
	case !json.Valid(output):
		return aws.Credentials{}, "no JSON"
	case json.Unmarshal(output, &keys) != nil:
		return aws.Credentials{}, "other values than texts and a time"
	case keys.Version != 1:
		return aws.Credentials{}, "no Version 1"
	case keys.AccessKeyID == "":
		return aws.Credentials{}, "no AccessKeyId"
	case keys.SecretAccessKey == "":
		return aws.Credentials{}, "no SecretAccessKey"
	}
	found = aws.Credentials{
		AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, SessionToken: keys.SessionToken, Source: processSource,
	}
	if keys.Expiration != nil {
		found.CanExpire, found.Expires = true, *keys.Expiration
	}
	return found, ""
}

// A bounded buffer fails once more bytes are written to it than are left.
type bounded struct {
	content bytes.Buffer
	left    int
}

var errTooLong = errors.New("wrote too much")

func (b *bounded) Write(content []byte) (int, error) {
	if b.left -= len(content); b.left < 0 {
		return 0, errTooLong
	}
	return b.content.Write(content)
}

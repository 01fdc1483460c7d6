package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// maxProcessOutput bounds what a credential_process may write, in bytes. Keys
// have less than 4 KiB.
const maxProcessOutput = 1 << 20

// processPatience is how long one waits for the output once the process has
// ended: a child of it may hold the pipe open.
const processPatience = 200 * time.Millisecond

// processSource is what keys of a credential_process name as their source.
const processSource = "ProcessProvider"

// shortestRole is the shortest time that a role can be assumed for
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
const shortestRole = 15 * time.Minute

// processKeys returns what finds the keys of a profile that leads to a
// credential_process, and whether it is such a profile. The SDK's own way of
// running it leaves its children alive, keeps all that it writes, and throws away
// what was written where a child keeps the pipe.
func (e Exchanger) processKeys(
	ctx context.Context, cfg aws.Config, profile *config.SharedConfig, check func(*stscreds.AssumeRoleOptions),
) (aws.CredentialsProvider, bool) {
	var keys aws.CredentialsProvider
	switch hasOther := profile.Credentials.HasKeys() || profile.CredentialSource != "" || profile.WebIdentityTokenFile != "" ||
		profile.SSOAccountID != "" || profile.SSOSessionName != "" || profile.SSOStartURL != "" || profile.LoginSession != ""; {
	case profile.Source != nil:
		source, ok := e.processKeys(ctx, cfg, profile.Source, check)
		if !ok {
			return nil, false
		}
		keys = source
	case hasOther || profile.CredentialProcess == "":
		return nil, false
	default:
		// The SDK's caches of credentials hand no deadline down.
		keys = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			e.awaited.set("the credential_process of the AWS profile")
			return runProcess(ctx, profile.CredentialProcess)
		})
	}
	if profile.RoleARN == "" {
		return keys, true
	}
	cfg.Credentials = aws.NewCredentialsCache(keys)
	return stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), profile.RoleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName, o.ExternalID = profile.RoleSessionName, optional(profile.ExternalID)
		if profile.RoleDurationSeconds != nil && *profile.RoleDurationSeconds >= shortestRole {
			o.Duration = *profile.RoleDurationSeconds
		}
		check(o)
	}), true
}

// runProcess returns the keys that a credential_process writes
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
// It reads nothing, and what it writes to standard error nobody sees. Its children
// end with it.
func runProcess(ctx context.Context, line string) (aws.Credentials, error) {
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd.exe", "/C"}
	}
	output := bounded{left: maxProcessOutput}
	command := exec.CommandContext(ctx, shell[0], append(shell[1:], line)...)
	command.Stdout = &output
	command.WaitDelay = processPatience
	separate(command)
	err := command.Run()
	endGroup(command)
	// A child that holds the pipe keeps nothing from being whole.
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return aws.Credentials{}, err
	}
	return parseProcessKeys(output.content.Bytes())
}

var errNoKeys = errors.New("no keys in the output")

// parseProcessKeys reads version 1 of the output, the only one that there is.
func parseProcessKeys(output []byte) (aws.Credentials, error) {
	var keys struct {
		Version         int
		AccessKeyID     string `json:"AccessKeyId"`
		SecretAccessKey string
		SessionToken    string
		Expiration      *time.Time
	}
	if runtime.GOOS == "windows" {
		output = bytes.ReplaceAll(output, []byte(`\"`), []byte(`"`)) // of its echo
	}
	err := json.Unmarshal(output, &keys)
	if err != nil || keys.Version != 1 || keys.AccessKeyID == "" || keys.SecretAccessKey == "" {
		return aws.Credentials{}, errNoKeys // whose text may be half of a key
	}
	found := aws.Credentials{
		AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, SessionToken: keys.SessionToken, Source: processSource,
	}
	if keys.Expiration != nil {
		found.CanExpire, found.Expires = true, *keys.Expiration
	}
	return found, nil
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

package exchange

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// maxProcessOutput bounds what a credential_process may write, in bytes. Keys
// have less than 4 KiB.
const maxProcessOutput = 1 << 20

// processPatience is how long one waits for the output once the process has
// ended: a child of it may hold the pipe open.
const processPatience = 200 * time.Millisecond

// shortestRole is the shortest time that a role can be assumed for
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
const shortestRole = 15 * time.Minute

// processKeys returns what finds the keys of a profile that leads to a
// credential_process, and whether it is such a profile. The SDK's own way of
// running it leaves its children alive when the time is over, and keeps all that
// it writes.
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
		keys = processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(func(context.Context) (*exec.Cmd, error) {
			e.awaited.set("the credential_process of the AWS profile")
			return processCommand(ctx, profile.CredentialProcess), nil
		}))
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

// processCommand returns the command of a credential_process
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
// It reads nothing, and what it writes to standard error nobody sees. It ends
// with ctx, and so do its children.
func processCommand(ctx context.Context, line string) *exec.Cmd {
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd.exe", "/C"}
	}
	command := exec.CommandContext(ctx, shell[0], append(shell[1:], line)...)
	command.Stdout = &limit{maxProcessOutput}
	command.WaitDelay = processPatience
	endWithChildren(command)
	return command
}

// A limit fails once more bytes were written to it than it allows.
type limit struct{ left int }

var errTooLong = errors.New("wrote too much")

func (l *limit) Write(content []byte) (int, error) {
	if l.left -= len(content); l.left < 0 {
		return 0, errTooLong
	}
	return len(content), nil
}

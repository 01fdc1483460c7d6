package exchange

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A settingsFile is one that the SDK's default chain reads, whatever it is and
// however long that takes.
type settingsFile struct{ name, path string }

// settingsFiles are the two that hold profiles.
type settingsFiles struct{ config, credentials settingsFile }

// settingsFiles returns those that the default chain reads.
func (e Exchanger) settingsFiles() settingsFiles {
	files := settingsFiles{
		config:      settingsFile{"the file that AWS_CONFIG_FILE names", e.Getenv("AWS_CONFIG_FILE")},
		credentials: settingsFile{"the file that AWS_SHARED_CREDENTIALS_FILE names", e.Getenv("AWS_SHARED_CREDENTIALS_FILE")},
	}
	if files.config.path == "" {
		files.config = settingsFile{"~/.aws/config", config.DefaultSharedConfigFilename()}
	}
	if files.credentials.path == "" {
		files.credentials = settingsFile{"~/.aws/credentials", config.DefaultSharedCredentialsFilename()}
	}
	return files
}

// load returns a profile, as the SDK reads it.
func (f settingsFiles) load(ctx context.Context, profile string) (config.SharedConfig, error) {
	return config.LoadSharedConfigProfile(ctx, profile, func(o *config.LoadSharedConfigOptions) {
		o.ConfigFiles, o.CredentialsFiles = []string{f.config.path}, []string{f.credentials.path}
	})
}

// checkFiles refuses a file of the default chain that may never end, as a pipe
// or a device. One that is missing, or that says nothing, is the chain's affair.
// It returns the profile that the chain reads, an empty one for none.
func (e Exchanger) checkFiles(ctx context.Context, files settingsFiles) (config.SharedConfig, error) {
	err := e.checkEach(files.config, files.credentials,
		e.tokenFile(&config.SharedConfig{}), e.containerToken())
	if err != nil {
		return config.SharedConfig{}, err
	}
	profile, err := files.load(ctx, e.profile())
	if err != nil {
		return config.SharedConfig{}, nil // which the chain says too
	}
	for source := &profile; source != nil && err == nil; source = source.Source {
		err = e.checkEach(settingsFile{"the web_identity_token_file of " + whichProfile(source), source.WebIdentityTokenFile})
	}
	return profile, err
}

// missingFile is about a file of profiles that a variable names and that is not there;
// nil for none.
func (c *chain) missingFile() *ecr.Failure {
	for _, file := range []settingsFile{c.files.config, c.files.credentials} {
		_, err := c.ReadFile(file.path)
		if isDefault := strings.HasPrefix(file.name, "~/"); !isDefault && errors.Is(err, fs.ErrNotExist) {
			return file.unreadable(err)
		}
	}
	return nil
}

func (e Exchanger) checkEach(files ...settingsFile) error {
	for _, file := range files {
		// No path names no file.
		if _, err := e.ReadFile(file.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return file.unreadable(err)
		}
	}
	return nil
}

// unreadable is the failure to read the file.
func (f settingsFile) unreadable(err error) *ecr.Failure {
	reason := hidden.WithoutPath(err).Error()
	if strings.HasPrefix(f.path, "~") && errors.Is(err, fs.ErrNotExist) {
		reason += "; nothing but a shell replaces the ~ in its path"
	}
	return &ecr.Failure{Cause: ecr.FileUnreadable, Detail: f.name + " can't be read (" + reason + ")"}
}

// profile is the one that the default chain reads.
func (e Exchanger) profile() string {
	for _, name := range []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"} {
		if profile := e.Getenv(name); profile != "" {
			return profile
		}
	}
	return config.DefaultSharedConfigProfile
}

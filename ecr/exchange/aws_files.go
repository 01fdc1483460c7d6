package exchange

import (
	"context"
	"errors"
	"io/fs"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// A settingsFile is one that the SDK's default chain reads, whatever it is and
// however long that takes.
type settingsFile struct{ name, path string }

// checkFiles refuses a file of the default chain that may never end, as a pipe
// or a device. One that is missing, or that says nothing, is the chain's affair.
// It returns the profile that the chain reads, an empty one for none.
func (e Exchanger) checkFiles(ctx context.Context) (config.SharedConfig, error) {
	configFile := settingsFile{"the file that AWS_CONFIG_FILE names", e.Getenv("AWS_CONFIG_FILE")}
	if configFile.path == "" {
		configFile = settingsFile{"~/.aws/config", config.DefaultSharedConfigFilename()}
	}
	credentialsFile := settingsFile{"the file that AWS_SHARED_CREDENTIALS_FILE names", e.Getenv("AWS_SHARED_CREDENTIALS_FILE")}
	if credentialsFile.path == "" {
		credentialsFile = settingsFile{"~/.aws/credentials", config.DefaultSharedCredentialsFilename()}
	}
	err := e.checkEach(configFile, credentialsFile,
		settingsFile{"the file that AWS_WEB_IDENTITY_TOKEN_FILE names", e.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE")},
		settingsFile{"the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names", e.Getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")})
	if err != nil {
		return config.SharedConfig{}, err
	}
	profile, err := config.LoadSharedConfigProfile(ctx, e.profile(), func(o *config.LoadSharedConfigOptions) {
		o.ConfigFiles, o.CredentialsFiles = []string{configFile.path}, []string{credentialsFile.path}
	})
	if err != nil {
		return config.SharedConfig{}, nil // which the chain says too
	}
	if e.Getenv(bundleVariable) == "" {
		err = e.checkEach(settingsFile{"the ca_bundle of the AWS profile", profile.CustomCABundle})
	}
	for source := &profile; source != nil && err == nil; source = source.Source {
		err = e.checkEach(settingsFile{"the web_identity_token_file of the AWS profile", source.WebIdentityTokenFile})
	}
	return profile, err
}

func (e Exchanger) checkEach(files ...settingsFile) error {
	for _, file := range files {
		// No path names no file.
		if _, err := e.ReadFile(file.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: file.name + " (" + withoutPath(err) + ")"}
		}
	}
	return nil
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

// withoutPath returns what the system says of a file: a value that was pasted
// where a path belongs must not show.
func withoutPath(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}

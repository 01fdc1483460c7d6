package exchange

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// loadFailure says why the AWS settings can't be used, unless there was no time.
func (c *chain) loadFailure(ctx context.Context, err error) error {
	var known *ecr.Failure
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &known):
		return known
	}
	return c.settingsFailure(ctx, err)
}

// settingsFailure finds the cause in an error of loading the AWS settings. Of the
// SDK's text only the names of settings and variables are read, and its phrases
// where an error has no type: it holds values.
func (c *chain) settingsFailure(ctx context.Context, err error) *ecr.Failure {
	var missing config.SharedConfigProfileNotExistError
	var source config.SharedConfigAssumeRoleError
	var noRole config.CredentialRequiresARNError
	var code config.AssumeRoleTokenProviderNotSetError
	name := shownName(c.Exchanger.profile())
	switch {
	case errors.As(err, &source):
		return sourceFailure(ctx, source, c.files)
	case errors.As(err, &missing):
		if line := c.oddLine(); line != "" {
			return &ecr.Failure{Cause: ecr.SettingsUnreadable, Detail: line}
		}
		if failure := c.missingFile(); failure != nil {
			return failure
		}
		return &ecr.Failure{Cause: ecr.ProfileMissing, Detail: c.profileVariable()}
	case errors.As(err, &noRole):
		return &ecr.Failure{Cause: ecr.SettingMissing, Detail: "role_arn", Profile: shownName(noRole.Profile)}
	case errors.As(err, &code):
		return codeWanted(&c.profile)
	}
	text := err.Error()
	for _, phrase := range []struct {
		text    string
		failure ecr.Failure
	}{
		{"partial credentials found", ecr.Failure{Cause: ecr.SettingMissing, Detail: "aws_access_key_id or aws_secret_access_key"}},
		{"only one credential type may be specified", ecr.Failure{Cause: ecr.SourcesMixed}},
		{"failed to find SSO session section", ecr.Failure{Cause: ecr.SettingMissing, Detail: "the section sso-session that it names"}},
		{"to use SSO but is missing required configuration", ecr.Failure{Cause: ecr.SettingMissing, Detail: ssoSetting(text)}},
		{"EcsContainer was specified", variableMissing("neither " + containerPath + " nor " + containerURL +
			" is set, which credential_source = EcsContainer needs")},
		{"role ARN is not set", variableMissing("AWS_ROLE_ARN is not set, but " + tokenFileVariable + " is")},
	} {
		if strings.Contains(text, phrase.text) {
			phrase.failure.Profile = name
			return &phrase.failure
		}
	}
	if sourceOf(&c.profile, c.Getenv) == fromContainer {
		return &ecr.Failure{Cause: ecr.ContainerAddressUnusable, Detail: containerURL}
	}
	return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: c.settingIn(text)}
}

func variableMissing(what string) ecr.Failure {
	return ecr.Failure{Cause: ecr.VariableMissing, Detail: what}
}

// sourceFailure is about a profile that another one names as its source.
func sourceFailure(ctx context.Context, source config.SharedConfigAssumeRoleError, files settingsFiles) *ecr.Failure {
	failure := &ecr.Failure{Cause: ecr.ProfileWithoutKeys, Profile: shownName(source.Profile)}
	if source.Err != nil {
		failure.Cause = ecr.SourceMissing
	} else if _, err := files.load(ctx, source.Profile); err != nil {
		// Who can't be loaded alone either leads to somebody without keys: itself.
		failure.Cause = ecr.SourceCircular
	}
	return failure
}

// codeWanted is about the first profile of a chain of roles that has mfa_serial.
func codeWanted(profile *config.SharedConfig) *ecr.Failure {
	for ; profile != nil; profile = profile.Source {
		if profile.RoleARN != "" && profile.MFASerial != "" {
			return &ecr.Failure{Cause: ecr.MFACodeWanted, Profile: shownName(profile.Profile)}
		}
	}
	return &ecr.Failure{Cause: ecr.MFACodeWanted}
}

// ssoSetting returns the first setting of IAM Identity Center that the SDK says is
// missing.
func ssoSetting(text string) string {
	_, text, _ = strings.Cut(text, "missing required configuration: ")
	for _, name := range []string{"sso_region", "sso_start_url", "sso_account_id", "sso_role_name"} {
		if strings.Contains(text, name) {
			return name
		}
	}
	return "the section sso-session that it names"
}

// settingIn returns the variable, or the setting of a profile, that the SDK's text
// says has an unusable value.
func (e Exchanger) settingIn(text string) string {
	for _, name := range regexp.MustCompile(`AWS_[A-Z0-9_]+`).FindAllString(text, -1) {
		if e.Getenv(name) != "" {
			return name
		}
	}
	for _, name := range []string{
		"credential_source", "retry_mode", "max_attempts", "defaults_mode", "ec2_metadata_service_endpoint_mode", "sso_region",
		"sso_start_url", "disable_request_compression", "disable_clock_skew_correction", "request_min_compression_size_bytes",
		"account_id_endpoint_mode", "request_checksum_calculation", "response_checksum_validation",
	} {
		if strings.Contains(text, name) {
			return name + " of " + whichProfile(&config.SharedConfig{Profile: e.profile()})
		}
	}
	return "a variable whose name begins with AWS_, or a setting of the AWS profile,"
}

// profileVariable names the variable that chose the profile.
func (e Exchanger) profileVariable() string {
	if e.Getenv("AWS_PROFILE") == "" {
		return "AWS_DEFAULT_PROFILE"
	}
	return "AWS_PROFILE"
}

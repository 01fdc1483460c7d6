package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// What follows is a cause and a next step for each way in which an ambient identity
// has no keys. PROFILE stands for the AWS profile in words, OPTION for the option of
// AWS's commands that names it, DETAIL for the failure's detail.

// settingsMessages are about the AWS settings.
func settingsMessages() map[ecr.Cause][2]string {
	return map[ecr.Cause][2]string{
		ecr.ProfileMissing: {
			"DETAIL names an AWS profile that does not exist",
			"correct it, or add the profile: as [profile name] to ~/.aws/config, or as [name] to ~/.aws/credentials",
		},
		ecr.KeysUnfit: {"no AWS credentials in DETAIL", "correct it"},
		ecr.SettingsUnreadable: {
			"DETAIL is no AWS setting",
			"write a section as [profile name], and below it each setting as name = value",
		},
		ecr.SettingUnusable: {"DETAIL has an unusable value", "correct it, or remove it"},
		ecr.SettingMissing:  {"PROFILE lacks DETAIL", "add it to the profile"},
		ecr.VariableMissing: {"DETAIL", "set what is missing, or unset the rest"},
		ecr.FileUnreadable:  {"DETAIL", "correct the path, or what this user may do with the file"},
		ecr.SourcesMixed: {
			"PROFILE has several sources of keys",
			"keep one of source_profile, credential_source, credential_process and web_identity_token_file",
		},
		ecr.ProfileWithoutKeys: {"PROFILE has no keys, and no source of any", "give it keys, SSO or a credential_process"},
		ecr.SourceMissing: {
			"PROFILE does not exist, but is a source_profile",
			"correct source_profile, or add that profile",
		},
		ecr.SourceCircular: {
			"PROFILE is a source_profile of itself, over others perhaps",
			"let the last source_profile name a profile with keys",
		},
		ecr.MFACodeWanted: {
			"PROFILE wants the code of an MFA device (mfa_serial), which can't be typed here",
			`run "aws configure export-credentials OPTION --format env" in a terminal, and then what it prints`,
		},
	}
}

// sessionMessages are about logins, for which AWS gives keys.
func sessionMessages() map[ecr.Cause][2]string {
	const login, console = `run "aws sso login OPTION"`, `run "aws login OPTION"`
	return map[ecr.Cause][2]string{
		ecr.SSONotLoggedIn: {"nobody has logged in to SSO for PROFILE", login},
		ecr.SSOExpired:     {"the SSO session of PROFILE has expired", login},
		ecr.SSOLoggedOut:   {"AWS no longer accepts the SSO session of PROFILE", login},
		ecr.SSORoleNotAssigned: {
			"the role of PROFILE is not assigned to whoever logged in to SSO",
			"check sso_account_id and sso_role_name, or ask who runs IAM Identity Center to assign it",
		},
		ecr.LoginMissing:      {"nobody has logged in to AWS for PROFILE", console},
		ecr.LoginExpired:      {"the login of PROFILE has expired", console},
		ecr.LoginNotPermitted: {"the login of PROFILE may not be renewed", "allow the identity signin:CreateOAuth2Token"},
	}
}

// machineMessages are about who gives keys on this machine.
func machineMessages() map[ecr.Cause][2]string {
	return map[ecr.Cause][2]string{
		ecr.ProcessFailed: {
			"the credential_process of PROFILE failed (DETAIL)",
			"run its command in a terminal: what it says is not shown here",
		},
		ecr.ProcessWithoutKeys: {
			"the credential_process of PROFILE wrote no keys (DETAIL)",
			"run its command in a terminal, and compare with AWS's format",
		},
		ecr.KeysExpired: {
			"DETAIL gave keys that have expired",
			"check what renews them (a program, or the role of the instance, task or pod), and this machine's clock",
		},
		ecr.ContainerRefused: {
			"the container credentials endpoint gave no keys (DETAIL)",
			"check the role of the task or pod, and AWS_CONTAINER_AUTHORIZATION_TOKEN",
		},
		ecr.ContainerUnreachable: {
			"no connection to the container credentials endpointDETAIL",
			"check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI",
		},
		ecr.ContainerAddressUnusable: {
			"DETAIL is no address of a container's credentials endpoint",
			"correct it: a relative one begins with /, and http is for this machine, ECS and EKS alone",
		},
		ecr.InstanceWithoutRole: {"this instance has no role", "attach a role to it (an instance profile)"},
		ecr.InstanceRoleWithoutTrust: {
			"EC2 may not assume the role of this instance", "allow ec2.amazonaws.com sts:AssumeRole in the role's trust policy",
		},
		ecr.InstanceRefused: {"the instance metadata service gave no keys (DETAIL)", "check that access to it is enabled"},
		ecr.InstanceSilent: {
			"the instance metadata service did not answer",
			"in a container, raise the instance's hop limit to 2 (http-put-response-hop-limit)",
		},
	}
}

// explainAmbient words why there are no ambient keys.
func explainAmbient(secret secrets.Secret, failure *ecr.Failure) (cause, next string) {
	chosen, detail := secret.Variable(secrets.Profile), failure.Detail
	if secret.Has(secrets.Profile) {
		detail = strings.ReplaceAll(detail, "AWS_PROFILE", chosen)
	}
	const nowhere = "no AWS credentials in environment, profiles, SSO, web identity, container or instance metadata"
	switch {
	case failure.Cause == ecr.NoAmbientIdentity && secret.Has(secrets.Profile):
		return nowhere, "correct " + chosen + ", or that profile in ~/.aws/config"
	case failure.Cause == ecr.NoAmbientIdentity:
		return nowhere,
			"set " + secret.Variable(secrets.User) + " and " + secret.Variable(secrets.Password) +
				", or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
	}
	profile, option := "the AWS profile", "--profile ..."
	if failure.Profile != "" {
		profile, option = profile+" "+failure.Profile, "--profile "+escape.ShellWord(failure.Profile)
	}
	words := strings.NewReplacer("PROFILE", profile, "OPTION", option, "DETAIL", detail)
	for _, messages := range []map[ecr.Cause][2]string{settingsMessages(), sessionMessages(), machineMessages()} {
		if message, ok := messages[failure.Cause]; ok {
			return words.Replace(message[0]), words.Replace(message[1])
		}
	}
	return "", ""
}

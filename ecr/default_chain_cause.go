package ecr

// The causes of an ambient identity without keys that can be used. Profile is the
// one that each is about.
const (
	// NoAmbientIdentity is a default chain that found no credentials.
	NoAmbientIdentity Cause = firstAmbientCause + iota
	// KeysUnfit are keys that can't be sent; Detail says whose, and what is wrong.
	KeysUnfit
	// ProfileMissing is a variable that names no profile; Detail is its name.
	ProfileMissing
	// SettingsUnreadable is a line of a file of settings that is none; Detail says
	// which line of which file.
	SettingsUnreadable
	// SettingUnusable is a setting or variable with a value that it can't have;
	// Detail is its name.
	SettingUnusable
	// SettingMissing is a profile that lacks a setting; Detail is its name.
	SettingMissing
	// VariableMissing is a variable that others need; Detail says so.
	VariableMissing
	// FileUnreadable is a file that settings name; Detail says which, and why.
	FileUnreadable
	// SourcesMixed is a profile with several sources of keys.
	SourcesMixed
	// ProfileWithoutKeys is a profile that has none, and no source of any.
	ProfileWithoutKeys
	// SourceMissing is a source_profile that does not exist.
	SourceMissing
	// SourceCircular is a profile that is a source_profile of itself.
	SourceCircular
	// MFACodeWanted is a profile with mfa_serial: nobody can be asked for a code.
	MFACodeWanted

	// SSONotLoggedIn is a profile of IAM Identity Center for which nobody logged in.
	SSONotLoggedIn
	// SSOExpired is a login to IAM Identity Center whose time is over.
	SSOExpired
	// SSOLoggedOut is one that AWS takes no more, as after a logout.
	SSOLoggedOut
	// SSORoleNotAssigned is a role that who logged in to IAM Identity Center hasn't.
	SSORoleNotAssigned
	// LoginMissing is a profile of "aws login" for which nobody did.
	LoginMissing
	// LoginExpired is a session of "aws login" whose time is over.
	LoginExpired
	// LoginNotPermitted is an identity that may not renew its session.
	LoginNotPermitted

	// ProcessFailed is a credential_process that ended in failure; Detail is how.
	ProcessFailed
	// ProcessWithoutKeys is one that wrote no keys; Detail is what it wrote.
	ProcessWithoutKeys
	// KeysExpired are keys that were over when they came; Detail is whence.
	KeysExpired

	// ContainerRefused is a container's endpoint that gives no keys; Detail is its
	// answer.
	ContainerRefused
	// ContainerUnreachable is one that takes no connection; Detail is why.
	ContainerUnreachable
	// ContainerAddressUnusable is a variable that holds no address of one; Detail is
	// its name.
	ContainerAddressUnusable
	// InstanceWithoutRole is an instance that has no role.
	InstanceWithoutRole
	// InstanceRoleWithoutTrust is one whose role EC2 may not assume.
	InstanceRoleWithoutTrust
	// InstanceRefused is a metadata service that gives nothing; Detail is its answer.
	InstanceRefused
	// InstanceSilent is one that takes requests and does not answer.
	InstanceSilent

	// LastCause is the last one that there is.
	LastCause = firstAmbientCause + iota - 1
)

// isAmbientRefusal is IsRefusal for the causes of an ambient identity.
func (c Cause) isAmbientRefusal() bool {
	switch c {
	case SSOExpired, SSOLoggedOut, SSORoleNotAssigned, LoginExpired, LoginNotPermitted:
		return true
	}
	return false
}

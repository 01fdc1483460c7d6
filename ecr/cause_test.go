package ecr

import (
	"slices"
	"testing"
)

// What AWS holds against an identity no old token may hide; everything else
// may pass by itself.
func TestRefusals(t *testing.T) {
	t.Parallel()
	refusals := []Cause{
		SessionTokenStray, KeyUnknown, SignatureWrong, SessionTokenMissing, SessionExpired, NotPermitted, PublicNotPermitted, RoleRefused, NotSubscribed,
		MFARequired, RoleTooLong, STSNotActivated, AccountNotReady, WebIdentityRefused, WebIdentityExpired, IssuerUnknown, AudienceWrong,
		SSOExpired, SSOLoggedOut, SSORoleNotAssigned, LoginExpired, LoginNotPermitted, WebIdentityNotAllowed, ThumbprintWrong,
	}
	for cause := NotUnderstood; cause <= LastCause; cause++ {
		if got, want := cause.IsRefusal(), slices.Contains(refusals, cause); got != want {
			t.Errorf("cause %d: a refusal: %v, want %v", cause, got, want)
		}
	}
}

// What only this machine may be to blame for is no news for another.
func TestCausesOfThisMachine(t *testing.T) {
	t.Parallel()
	local := []Cause{
		SessionTokenMissing, ClockSkewed, NameNotResolved, ConnectionFailed, Untrusted, ProxyRefused, TimedOut,
		BundleUnusable, SystemBundleUnusable, EndpointUnusable, NoAmbientIdentity, Defect, KeyTooShort,
		CertificateExpired, CertificateEarly, CertificateOfAnother, NoAuthorities, TLSFailed, ProxyUnusable, SignatureLost,
		KeysUnfit, ProfileMissing, SettingsUnreadable, SettingUnusable, SettingMissing, VariableMissing, FileUnreadable, SourcesMixed,
		ProfileWithoutKeys, SourceMissing, SourceCircular, MFACodeWanted, SSONotLoggedIn, LoginMissing,
		ProcessFailed, ProcessWithoutKeys, KeysExpired, ContainerRefused, ContainerUnreachable, ContainerAddressUnusable,
		InstanceWithoutRole, InstanceRoleWithoutTrust, InstanceRefused, InstanceSilent,
	}
	for cause := NotUnderstood; cause <= LastCause; cause++ {
		if got, want := cause.IsOfThisMachine(), slices.Contains(local, cause); got != want {
			t.Errorf("cause %d: of this machine: %v, want %v", cause, got, want)
		}
	}
}

func TestFailureTellsItsDetail(t *testing.T) {
	t.Parallel()
	for detail, want := range map[string]string{"": "token exchange failed", "HTTP 503": "token exchange failed: HTTP 503"} {
		if got := (&Failure{Cause: Unavailable, Detail: detail}).Error(); got != want {
			t.Errorf("%q: got %q, want %q", detail, got, want)
		}
	}
}

package ecr

// A Denial is what AWS says of the policy that refused a request. The zero value
// is nothing.
type Denial struct {
	Policy Policy
	// IsExplicit reports whether the policy denies the request, rather than that
	// none of its kind allows it.
	IsExplicit bool
}

// A Policy is a kind of policy that can refuse a request
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
type Policy byte

// The kinds of policies.
const (
	IdentityPolicy Policy = iota + 1
	ResourcePolicy
	ServiceControlPolicy
	ResourceControlPolicy
	SessionPolicy
	EndpointPolicy
	PermissionsBoundary

	lastPolicy
)

// String returns AWS's name of the kind.
func (p Policy) String() string {
	return [lastPolicy]string{
		"", "identity-based policy", "resource-based policy", "service control policy", "resource control policy", "session policy",
		"VPC endpoint policy", "permissions boundary",
	}[p%lastPolicy]
}

// Policies returns all kinds.
func Policies() (all []Policy) {
	for policy := IdentityPolicy; policy < lastPolicy; policy++ {
		all = append(all, policy)
	}
	return all
}

// explicitMark is the bit that says explicit in the byte of a denial.
const explicitMark = 0x80

// toByte and denialOf are how a denial is kept.
func (d Denial) toByte() byte {
	if d.IsExplicit {
		return byte(d.Policy) | explicitMark
	}
	return byte(d.Policy)
}

func denialOf(kept byte) Denial {
	return Denial{Policy: Policy(kept &^ explicitMark), IsExplicit: kept&explicitMark != 0}
}

package ecr

// A Denial is what AWS says of the policy that refused a request. The zero value
// is nothing.
type Denial struct {
	Policy Policy
	// IsExplicit reports whether the policy denies the request, rather than that
	// none of its kind allows it.
	IsExplicit bool
	// PolicyARN is the policy's name, if AWS gave it.
	PolicyARN string
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

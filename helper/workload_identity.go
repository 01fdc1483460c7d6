package helper

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A workload is the pod that kubelet pulls an image for, as its service account
// says. It is the zero value where nobody says.
type workload struct{ token, role hidden.Text }

// identify returns the secret with the identity of the workload, if it is one of ECR
// without keys and profile, and it or the service account names a role. The role of
// the secret comes first: its owner runs the node.
func (w workload) identify(secret secrets.Secret) secrets.Secret {
	isOpen := secret.Kind == secrets.ECRKind && secret.Source() == secrets.AmbientSource
	hasRole := secret.Has(secrets.RoleARN) || !w.role.IsEmpty()
	if w.token.IsEmpty() || !isOpen || !hasRole {
		return secret
	}
	if !secret.Has(secrets.RoleARN) {
		secret = secret.With(secrets.RoleARN, "the annotation "+kubelet.RoleAnnotation, w.role)
	}
	return secret.With(secrets.WebIdentityToken, "serviceAccountToken", w.token)
}

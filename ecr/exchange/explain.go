package exchange

import "github.com/docker-credential-secrets/docker-credential-secrets/ecr"

// Explain tells the cause of a failed HTTPS request, whether it went to AWS
// or to a registry.
func Explain(err error) *ecr.Failure { return classify(err) }

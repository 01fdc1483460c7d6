package awsmetadata

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// keysOf is how both services write keys, which last an hour unless these say otherwise.
func keysOf(identity awsendpoint.Identity) map[string]string {
	expires := identity.Expires
	if expires.IsZero() {
		expires = time.Now().Add(time.Hour)
	}
	return map[string]string{
		"AccessKeyId": identity.AccessKeyID, "SecretAccessKey": identity.SecretAccessKey, "Token": identity.SessionToken,
		"Expiration": expires.UTC().Format(time.RFC3339),
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

package awsmetadata

import (
	"crypto/subtle"
	"net/http"
	"sync/atomic"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// A Container gives keys at any path, as the agents of ECS and EKS do
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html). Its fields must not change while
// it is asked.
type Container struct {
	Keys   awsendpoint.Identity
	Token  string // which a request must bear (AWS_CONTAINER_AUTHORIZATION_TOKEN); empty for none
	Status int    // in place of the keys, with words that nobody may show; zero for none
	Silent bool   // it takes requests and never answers

	asked atomic.Int64
}

// Asked returns how many requests there were.
func (c *Container) Asked() int64 { return c.asked.Load() }

// ServeHTTP answers one request.
func (c *Container) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.asked.Add(1)
	given := r.Header.Get("Authorization")
	switch {
	case c.Silent:
		<-r.Context().Done()
	case c.Token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(c.Token)) == 0:
		writeJSON(w, http.StatusUnauthorized, map[string]string{"code": "InvalidAuthorization", "message": "planted message"})
	case c.Status != 0:
		// Agents of Amazon's answer in plain text now and then: https://github.com/aws/aws-sdk-go-v2/issues/2316
		http.Error(w, "planted message", c.Status)
	default:
		writeJSON(w, http.StatusOK, keysOf(c.Keys))
	}
}

package awsmetadata

import (
	"cmp"
	"net/http"
	"sync/atomic"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// An Instance gives the keys of the one role that is attached to it
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html). Its fields must not change
// while it is asked.
type Instance struct {
	Keys   awsendpoint.Identity
	NoRole bool   // none is attached
	Off    bool   // its access is disabled
	Code   string // in place of keys, by which EC2 says why there are none; empty for keys
	Silent bool   // no answer to who asks for a session arrives, as through more hops than the hop limit allows

	asked atomic.Int64
}

const (
	sessionPath = "/latest/api/token"
	rolesPath   = "/latest/meta-data/iam/security-credentials/"
	roleName    = "reader"

	sessionLife  = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds"
	sessionToken = "X-Aws-Ec2-Metadata-Token"
	session      = "metadata-session"
)

// Asked returns how many requests there were.
func (i *Instance) Asked() int64 { return i.asked.Load() }

// ServeHTTP answers one request.
func (i *Instance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.asked.Add(1)
	isSession := r.Method == http.MethodPut && r.URL.Path == sessionPath
	switch {
	case i.Off:
		http.Error(w, "", http.StatusForbidden)
	case isSession && i.Silent:
		<-r.Context().Done()
	case isSession && r.Header.Get(sessionLife) == "":
		http.Error(w, "", http.StatusBadRequest)
	case isSession:
		w.Header().Set(sessionLife, r.Header.Get(sessionLife))
		_, _ = w.Write([]byte(session))
	case r.Header.Get(sessionToken) != session:
		http.Error(w, "", http.StatusUnauthorized)
	case i.NoRole:
		http.NotFound(w, r)
	case r.URL.Path == rolesPath:
		_, _ = w.Write([]byte(roleName))
	case r.URL.Path == rolesPath+roleName:
		keys := keysOf(i.Keys)
		keys["Code"] = cmp.Or(i.Code, "Success")
		writeJSON(w, http.StatusOK, keys)
	default:
		http.NotFound(w, r)
	}
}

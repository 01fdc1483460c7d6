package awsendpoint

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Operation is what a call asks for, in the spelling of IAM actions.
type Operation string

// The operations that the endpoint answers.
const (
	GetAuthorizationToken       Operation = "ecr:GetAuthorizationToken"
	GetPublicAuthorizationToken Operation = "ecr-public:GetAuthorizationToken"
	AssumeRole                  Operation = "sts:AssumeRole"
	AssumeRoleWithWebIdentity   Operation = "sts:AssumeRoleWithWebIdentity"
	GetRoleCredentials          Operation = "sso:GetRoleCredentials"
	CreateToken                 Operation = "sso-oauth:CreateToken"
	CreateOAuth2Token           Operation = "signin:CreateOAuth2Token"
)

const (
	ecrTarget       = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"
	ecrPublicTarget = "SpencerFrontendService.GetAuthorizationToken"
)

type request struct {
	http      *http.Request
	body      []byte
	form      url.Values // of the query protocol, nil for JSON
	operation Operation  // empty for one that is not answered here
	auth      authorization
	signed    bool // whether auth could be read
}

func parseRequest(r *http.Request, body []byte) request {
	req := request{http: r, body: body}
	req.auth, req.signed = parseAuthorization(r.Header.Get("Authorization"))
	target := r.Header.Get("X-Amz-Target")
	req.operation = restOperation(r)
	if target == "" && req.operation == "" {
		// Query protocol: what can't be read as a form is a form without an Action.
		req.form, _ = url.ParseQuery(string(body))
	}
	switch {
	case target == ecrTarget:
		req.operation = GetAuthorizationToken
	case target == ecrPublicTarget:
		req.operation = GetPublicAuthorizationToken
	case req.form.Get("Action") == "AssumeRole":
		req.operation = AssumeRole
	case req.form.Get("Action") == "AssumeRoleWithWebIdentity":
		req.operation = AssumeRoleWithWebIdentity
	}
	return req
}

// restOperation returns the operation of a service whose paths say it.
func restOperation(r *http.Request) Operation {
	for _, operation := range []struct {
		method, path string
		Operation
	}{
		{http.MethodGet, rolePath, GetRoleCredentials},
		{http.MethodPost, signinTokenPath, CreateOAuth2Token}, // which ends as the next one
		{http.MethodPost, ssoTokenPath, CreateToken},
	} {
		if r.Method == operation.method && strings.HasSuffix(r.URL.Path, operation.path) {
			return operation.Operation
		}
	}
	return ""
}

// service returns the name that the credential scope must carry: the IAM action's prefix.
func (r request) service() string {
	service, _, _ := strings.Cut(string(r.operation), ":")
	return service
}

// query tells whether the request speaks the query protocol, whose answers are XML.
func (r request) query() bool { return r.form != nil }

// regionLabel matches us-east-1, us-gov-west-1, eusc-de-east-1, us-isob-east-1.
var regionLabel = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-\d+$`)

// region returns the region that the host belongs to, or an empty string for a host like 127.0.0.1, which serves all.
// The region-less name of STS belongs to us-east-1:
// https://docs.aws.amazon.com/general/latest/gr/sts.html
func (r request) region() string {
	host := strings.ToLower(r.http.Host)
	if host == "sts.amazonaws.com" || host == "sts.amazonaws.com:443" {
		return "us-east-1"
	}
	for _, label := range strings.Split(host, ".") {
		if regionLabel.MatchString(label) {
			return label
		}
	}
	return ""
}

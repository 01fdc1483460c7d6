package awsendpoint

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const defaultSessionLife = time.Hour

// assumeRole gives the temporary keys of a role, which the endpoint then knows:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
func (e *Endpoint) assumeRole(req request, identity Identity, now time.Time) answer {
	role, known := e.role(req.form.Get("RoleArn"))
	if !known || !equal(role.ExternalID, req.form.Get("ExternalId")) {
		return denied(fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s",
			identity.ARN, AssumeRole, req.form.Get("RoleArn"))).answer(req)
	}
	session := req.form.Get("RoleSessionName")
	if session == "" {
		return invalidParameter("Value null at 'roleSessionName' failed to satisfy constraint: " +
			"Member must not be null").answer(req)
	}
	assumed := e.newRoleSession(role, session, now.Add(sessionLife(req.form.Get("DurationSeconds"))))
	return assumedRole(assumed, session)
}

// newRoleSession makes temporary keys of a role, which the endpoint then knows.
func (e *Endpoint) newRoleSession(role Role, session string, expires time.Time) Identity {
	assumed := newTemporaryIdentity(sessionARN(role.ARN, session), expires)
	assumed.Denied = role.Denied
	e.AddIdentity(assumed)
	return assumed
}

func (e *Endpoint) role(arn string) (Role, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	role, ok := e.roles[arn]
	return role, ok
}

func sessionLife(seconds string) time.Duration {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return defaultSessionLife
	}
	return time.Duration(n) * time.Second
}

// sessionARN turns arn:aws:iam::123456789012:role/path/reader into arn:aws:sts::123456789012:assumed-role/reader/session.
func sessionARN(role, session string) string {
	parts := strings.SplitN(role, ":", 6)
	if len(parts) < 6 {
		return role
	}
	name := parts[5][strings.LastIndexByte(parts[5], '/')+1:]
	return fmt.Sprintf("arn:%s:sts::%s:assumed-role/%s/%s", parts[1], parts[4], name, session)
}

// credentials and assumedUser are what STS answers:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
type credentials struct {
	AccessKeyID     string `xml:"AccessKeyId"`
	SecretAccessKey string
	SessionToken    string
	Expiration      string
}

type assumedUser struct {
	AssumedRoleID string `xml:"AssumedRoleId"`
	ARN           string `xml:"Arn"`
}

func roleSessionOf(identity Identity, session string) (credentials, assumedUser) {
	expires := identity.Expires.UTC().Format(time.RFC3339)
	return credentials{identity.AccessKeyID, identity.SecretAccessKey, identity.SessionToken, expires},
		assumedUser{"AROA" + randomID(16) + ":" + session, identity.ARN}
}

func assumedRole(identity Identity, session string) answer {
	keys, user := roleSessionOf(identity, session)
	return xmlAnswer(http.StatusOK, struct {
		XMLName     xml.Name    `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
		Credentials credentials `xml:"AssumeRoleResult>Credentials"`
		User        assumedUser `xml:"AssumeRoleResult>AssumedRoleUser"`
		RequestID   string      `xml:"ResponseMetadata>RequestId"`
	}{Credentials: keys, User: user, RequestID: requestID()})
}

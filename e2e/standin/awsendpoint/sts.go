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
	assumed := Identity{
		ARN:             sessionARN(role.ARN, session),
		AccessKeyID:     "ASIA" + randomID(16),
		SecretAccessKey: randomBase64(30),
		SessionToken:    randomBase64(300),
		Expires:         now.Add(sessionLife(req.form.Get("DurationSeconds"))).Truncate(time.Second),
		Denied:          role.Denied,
	}
	e.AddIdentity(assumed)
	return assumedRole(assumed, session)
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

func assumedRole(identity Identity, session string) answer {
	type credentials struct {
		AccessKeyID     string `xml:"AccessKeyId"`
		SecretAccessKey string
		SessionToken    string
		Expiration      string
	}
	type user struct {
		AssumedRoleID string `xml:"AssumedRoleId"`
		ARN           string `xml:"Arn"`
	}
	return xmlAnswer(http.StatusOK, struct {
		XMLName     xml.Name    `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
		Credentials credentials `xml:"AssumeRoleResult>Credentials"`
		User        user        `xml:"AssumeRoleResult>AssumedRoleUser"`
		RequestID   string      `xml:"ResponseMetadata>RequestId"`
	}{
		Credentials: credentials{identity.AccessKeyID, identity.SecretAccessKey, identity.SessionToken,
			identity.Expires.UTC().Format(time.RFC3339)},
		User:      user{"AROA" + randomID(16) + ":" + session, identity.ARN},
		RequestID: requestID(),
	})
}

package awsendpoint

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"time"
)

// refusal is an error answer. Each protocol has its own code for the same thing.
type refusal struct {
	jsonCode    string // always with status 400
	queryCode   string
	queryStatus int
	message     string
}

func invalidKey() *refusal {
	return &refusal{"UnrecognizedClientException", "InvalidClientTokenId", http.StatusForbidden,
		"The security token included in the request is invalid."}
}

func expiredKey() *refusal {
	return &refusal{"ExpiredTokenException", "ExpiredToken", http.StatusForbidden,
		"The security token included in the request is expired"}
}

func missingSignature() *refusal {
	return &refusal{"MissingAuthenticationTokenException", "MissingAuthenticationToken", http.StatusForbidden,
		"Request is missing Authentication Token"}
}

func badSignature(message string) *refusal {
	return &refusal{"InvalidSignatureException", "SignatureDoesNotMatch", http.StatusForbidden, message}
}

func signatureMismatch() *refusal {
	return badSignature("The request signature we calculated does not match the signature you provided. " +
		"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
}

func wrongRegion(region string) *refusal {
	return badSignature(fmt.Sprintf("Credential should be scoped to a valid region, not '%s'. ", region))
}

func wrongService(service string) *refusal {
	return badSignature(fmt.Sprintf("Credential should be scoped to correct service: '%s'. ", service))
}

func signatureExpired(signedAt, now time.Time) *refusal {
	return badSignature(fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - 5 min.)",
		stamp(signedAt), stamp(now.Add(-maxSkew)), stamp(now)))
}

func signatureEarly(signedAt, now time.Time) *refusal {
	return badSignature(fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 5 min.)",
		stamp(signedAt), stamp(now.Add(maxSkew)), stamp(now)))
}

func stamp(t time.Time) string { return t.UTC().Format(amzTime) }

func accessDenied(identity Identity, req request) *refusal {
	resource := "*"
	if req.operation == AssumeRole {
		resource = req.form.Get("RoleArn")
	}
	return denied(fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s "+
		"because no identity-based policy allows the %[2]s action", identity.ARN, req.operation, resource))
}

func denied(message string) *refusal {
	return &refusal{"AccessDeniedException", "AccessDenied", http.StatusForbidden, message}
}

func invalidParameter(message string) *refusal {
	return &refusal{"InvalidParameterException", "ValidationError", http.StatusBadRequest, message}
}

func unknownOperation() *refusal {
	return &refusal{"UnknownOperationException", "InvalidAction", http.StatusBadRequest, "Could not find operation"}
}

func (r *refusal) answer(req request) answer {
	if req.query() {
		return queryError(r.queryStatus, r.queryCode, r.message)
	}
	return jsonError(http.StatusBadRequest, r.jsonCode, r.message)
}

func jsonError(status int, code, message string) answer {
	return jsonAnswer(status, map[string]string{"__type": code, "message": message})
}

func queryError(status int, code, message string) answer {
	type detail struct {
		Type, Code, Message string
	}
	return xmlAnswer(status, struct {
		XMLName   xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
		Error     detail
		RequestID string `xml:"RequestId"`
	}{Error: detail{"Sender", code, message}, RequestID: requestID()})
}

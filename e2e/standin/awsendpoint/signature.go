package awsendpoint

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
	amzTime    = "20060102T150405Z"
	amzDate    = "20060102"
	maxSkew    = 5 * time.Minute
)

// authorization is the Authorization header of SigV4:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
type authorization struct {
	accessKeyID, date, region, service string
	signedHeaders                      []string
	signature                          string
}

func parseAuthorization(header string) (authorization, bool) {
	rest, ok := strings.CutPrefix(header, algorithm+" ")
	if !ok {
		return authorization{}, false
	}
	fields := map[string]string{}
	for _, field := range strings.Split(rest, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		fields[key] = value
	}
	scope := strings.Split(fields["Credential"], "/")
	if len(scope) != 5 || scope[4] != terminator || fields["Signature"] == "" || fields["SignedHeaders"] == "" {
		return authorization{}, false
	}
	return authorization{
		accessKeyID:   scope[0],
		date:          scope[1],
		region:        scope[2],
		service:       scope[3],
		signedHeaders: strings.Split(fields["SignedHeaders"], ";"),
		signature:     fields["Signature"],
	}, true
}

// authenticate returns who signed the request, or why nobody did.
func (e *Endpoint) authenticate(req request, now time.Time) (Identity, *refusal) {
	if !req.signed {
		return Identity{}, missingSignature()
	}
	identity, known := e.identity(req.auth.accessKeyID, req.auth.region)
	if !known || !equal(identity.SessionToken, req.http.Header.Get("X-Amz-Security-Token")) {
		return Identity{}, invalidKey()
	}
	if !identity.Expires.IsZero() && !now.Before(identity.Expires) {
		return Identity{}, expiredKey()
	}
	signedAt, err := time.Parse(amzTime, req.http.Header.Get("X-Amz-Date"))
	if err != nil || signedAt.Format(amzDate) != req.auth.date {
		return Identity{}, signatureMismatch()
	}
	if refused := checkScope(req); refused != nil {
		return Identity{}, refused
	}
	if refused := checkSkew(signedAt, now); refused != nil {
		return Identity{}, refused
	}
	if !req.signedBy(identity, signedAt) {
		return Identity{}, signatureMismatch()
	}
	return identity, nil
}

func checkScope(req request) *refusal {
	if region := req.region(); region != "" && region != req.auth.region {
		return wrongRegion(req.auth.region)
	}
	if req.operation != "" && req.auth.service != req.service() {
		return wrongService(req.service())
	}
	return nil
}

func checkSkew(signedAt, now time.Time) *refusal {
	if signedAt.Before(now.Add(-maxSkew)) {
		return signatureExpired(signedAt, now)
	}
	if signedAt.After(now.Add(maxSkew)) {
		return signatureEarly(signedAt, now)
	}
	return nil
}

// signedBy signs the request anew with the identity's key and compares the signatures.
func (r request) signedBy(identity Identity, signedAt time.Time) bool {
	if !r.coversWhatItMust() {
		return false
	}
	clone, err := http.NewRequest(r.http.Method, "http://"+r.http.Host+r.http.URL.RequestURI(), nil)
	if err != nil {
		return false
	}
	for _, name := range r.auth.signedHeaders {
		switch name {
		case "host":
		case "content-length":
			// The signer takes it from the request, not from the header.
			clone.ContentLength = int64(len(r.body))
		default:
			clone.Header[http.CanonicalHeaderKey(name)] = r.http.Header.Values(name)
		}
	}
	hash := sha256.Sum256(r.body)
	keys := aws.Credentials{AccessKeyID: identity.AccessKeyID, SecretAccessKey: identity.SecretAccessKey}
	err = v4.NewSigner().SignHTTP(r.http.Context(), keys, clone, hex.EncodeToString(hash[:]),
		r.auth.service, r.auth.region, signedAt)
	if err != nil {
		return false
	}
	own, ok := parseAuthorization(clone.Header.Get("Authorization"))
	return ok && slices.Equal(own.signedHeaders, r.auth.signedHeaders) && equal(own.signature, r.auth.signature)
}

// coversWhatItMust tells whether the host and every x-amz header are signed, as AWS demands.
func (r request) coversWhatItMust() bool {
	if !slices.Contains(r.auth.signedHeaders, "host") {
		return false
	}
	for name := range r.http.Header {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "x-amz-") && !slices.Contains(r.auth.signedHeaders, lower) {
			return false
		}
	}
	return true
}

func equal(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

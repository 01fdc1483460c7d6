package awsendpoint

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// tokenUser is the user name of every registry token.
const tokenUser = "AWS"

// Sizes that make a password some 1,700 characters long, as ECR's are.
const (
	payloadBytes = 768
	datakeyBytes = 138
)

// newToken returns a registry password, and remembers it until it expires.
func (e *Endpoint) newToken(now time.Time) (password string, expires time.Time, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	expires = now.Add(e.tokenLife)
	content, err := json.Marshal(struct {
		Payload    string `json:"payload"`
		Datakey    string `json:"datakey"`
		Version    string `json:"version"`
		Type       string `json:"type"`
		Expiration int64  `json:"expiration"`
	}{randomBase64(payloadBytes), randomBase64(datakeyBytes), "2", "DATA_KEY", expires.Unix()})
	if err != nil {
		return "", time.Time{}, err
	}
	password = base64.StdEncoding.EncodeToString(content)
	e.tokens[password] = expires
	return password, expires, nil
}

// ValidToken tells whether a registry should let user and password in: the endpoint gave that token, and it has not
// expired by the endpoint's clock.
func (e *Endpoint) ValidToken(user, password string) bool {
	now := e.clock()
	e.mu.Lock()
	defer e.mu.Unlock()
	expires, given := e.tokens[password]
	return given && user == tokenUser && now.Before(expires)
}

// Tokens returns every registry password given so far, for searching a test's output and files for them.
func (e *Endpoint) Tokens() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	tokens := make([]string, 0, len(e.tokens))
	for token := range e.tokens {
		tokens = append(tokens, token)
	}
	return tokens
}

func randomBase64(n int) string {
	random := make([]byte, n)
	rand.Read(random)
	return base64.StdEncoding.EncodeToString(random)
}

// randomID returns n characters as AWS's key IDs have them.
func randomID(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	random := make([]byte, n)
	rand.Read(random)
	var id strings.Builder
	for _, b := range random {
		id.WriteByte(alphabet[int(b)%len(alphabet)])
	}
	return id.String()
}

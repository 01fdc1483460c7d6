package awsendpoint

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
)

// A jwt is a token in three parts (RFC 7519), signed by ES256 (RFC 7518, 3.4).
type jwt struct {
	header, claims map[string]any
	signed         string
	signature      []byte
}

// es256Half is the length of either half of a signature, in bytes.
const es256Half = 32

func newSigningKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // crypto/rand's never fails
	}
	return key
}

func signJWT(key *ecdsa.PrivateKey, claims map[string]any) string {
	signed := jwtPart(map[string]any{"alg": "ES256", "typ": "JWT"}) + "." + jwtPart(claims)
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		panic(err)
	}
	signature := make([]byte, 2*es256Half)
	r.FillBytes(signature[:es256Half])
	s.FillBytes(signature[es256Half:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func jwtPart(fields map[string]any) string {
	content, err := json.Marshal(fields)
	if err != nil {
		panic(err) // of texts and numbers
	}
	return base64.RawURLEncoding.EncodeToString(content)
}

// parseJWT reads a token without a look at its signature.
func parseJWT(text string) (token jwt, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return jwt{}, false
	}
	for i, fields := range []*map[string]any{&token.header, &token.claims} {
		content, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(content, fields) != nil {
			return jwt{}, false
		}
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	token.signed, token.signature = parts[0]+"."+parts[1], signature
	return token, err == nil
}

// isSignedBy reports whether the token's signature is the key's.
func (t jwt) isSignedBy(key *ecdsa.PublicKey) bool {
	if t.header["alg"] != "ES256" || len(t.signature) != 2*es256Half {
		return false
	}
	digest := sha256.Sum256([]byte(t.signed))
	r, s := new(big.Int).SetBytes(t.signature[:es256Half]), new(big.Int).SetBytes(t.signature[es256Half:])
	return ecdsa.Verify(key, digest[:], r, s)
}

func (t jwt) text(claim string) string {
	text, _ := t.claims[claim].(string)
	return text
}

// seconds returns a moment of the claims, in seconds since 1970.
func (t jwt) seconds(claim string) int64 {
	seconds, _ := t.claims[claim].(float64)
	return int64(seconds)
}

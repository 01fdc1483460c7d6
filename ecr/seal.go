package ecr

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// sealVersion is the first byte of a sealed file and part of what is derived
// and authenticated. A file of another version is a miss.
const sealVersion = 1

const (
	sealKeySize  = 32
	entryIDSize  = 16
	entryIDChars = 2 * entryIDSize
	// usualLabelSize has room for keys and a region.
	usualLabelSize = 512
)

// A seal seals and unseals the cache's files of one request.
type seal struct {
	aead    cipher.AEAD
	entryID string // in hexadecimal digits
}

// newSeal derives the key and the name of the request's entry. It fails for
// an identity that has no secret to derive from.
func newSeal(request Request) (seal, bool) {
	secret := request.Source.Secret
	if request.Source.IsEmpty() {
		secret = request.Identity.secret()
	}
	if secret.IsEmpty() {
		return seal{}, false
	}
	size := sealKeySize + entryIDSize
	derived, err := hkdf.Key(sha256.New, []byte(secret.Reveal()), nil, request.label(), size)
	if err != nil {
		return seal{}, false
	}
	block, err := aes.NewCipher(derived[:sealKeySize])
	if err != nil {
		return seal{}, false
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return seal{}, false
	}
	return seal{aead: aead, entryID: hex.EncodeToString(derived[sealKeySize:])}, true
}

// label spells out all that makes one token another than the next, each part
// behind its length, so that no two requests share a label.
func (r Request) label() string {
	kind := []byte{sealVersion, 0, 0, 0}
	for i, set := range []bool{r.Registry.Public, r.Endpoint.FIPS, r.Endpoint.DualStack} {
		if set {
			kind[1+i] = 1
		}
	}
	label := append(make([]byte, 0, usualLabelSize), "docker-credential-secrets token cache"...)
	label = append(label, kind...)
	roleURL := r.Endpoint.RoleURL
	if r.Identity.RoleARN.IsEmpty() && r.Source.IsEmpty() {
		roleURL = "" // STS is not asked
	}
	parts := []string{
		r.Identity.AccessKeyID.Reveal(), r.Identity.SessionToken.Reveal(), r.Identity.RoleARN.Reveal(), r.Identity.ExternalID.Reveal(),
		r.Registry.Region, r.Endpoint.URL, roleURL,
	}
	if !r.Source.IsEmpty() {
		parts = append(parts, r.Source.Terms.Reveal())
	}
	for _, part := range parts {
		label = binary.AppendUvarint(label, uint64(len(part)))
		label = append(label, part...)
	}
	return string(label)
}

// seal returns content sealed as an entry of the given kind.
func (s seal) seal(kind string, content []byte) []byte {
	return s.aead.Seal([]byte{sealVersion}, nil, content, additional(kind))
}

// unseal returns what seal was given, for the same request and kind.
func (s seal) unseal(kind string, sealed []byte) ([]byte, bool) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, false
	}
	content, err := s.aead.Open(nil, nil, sealed[1:], additional(kind))
	return content, err == nil
}

// additional binds an entry to its version and kind, so that no file can be
// put in the place of another.
func additional(kind string) []byte { return append([]byte{sealVersion}, kind...) }

package registryapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// Words are what a registry, or its token service, says of a request that it
// refuses. Each text is a short one on one line, in which nothing is of the
// credential.
type Words struct {
	// Code and Message are empty if it says none.
	Code, Message string
	// Wait is how long it wants no further request, 0 if it doesn't say.
	Wait time.Duration
}

// String returns the code and the message.
func (w Words) String() string {
	if w.Code == "" || w.Message == "" {
		return w.Code + w.Message
	}
	return w.Code + ": " + w.Message
}

// WordsOf returns the words of the answer that the error is about.
func WordsOf(err error) Words {
	var refused *refusedRequest
	if errors.As(err, &refused) {
		return refused.words
	}
	return Words{}
}

// A refusedRequest is the failure of a request that was answered.
type refusedRequest struct {
	error
	words Words
}

func (e *refusedRequest) Unwrap() error { return e.error }

// heard keeps the words of the last answer of a login that is an error. The
// library keeps no header, and of the forms that errors have only one.
type heard struct {
	credential authn.AuthConfig
	mu         sync.Mutex
	words      Words
}

// The bounds of what is read of an answer and kept of a message, in bytes and in
// characters.
const (
	maxAnswer  = 64 << 10
	maxMessage = 200
)

// listen takes the words of an answer, whose body can still be read.
func (h *heard) listen(answer *http.Response, sent string) {
	content, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer)) // the next to read meets the error again
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(content), answer.Body), answer.Body}
	_, sent, _ = strings.Cut(sent, " ") // without the scheme
	words := parseWords(content).without(h.credential.Username, h.credential.Password, h.credential.IdentityToken, sent)
	words.Wait = waitOf(answer.Header)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.words = words
}

// explain adds the words to an error that is about an answer.
func (h *heard) explain(err error) error {
	if StatusOf(err) == 0 {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return &refusedRequest{err, h.words}
}

// parseWords reads the errors of a registry
// (https://github.com/opencontainers/distribution-spec, "Error Codes"), of an OAuth 2
// service (RFC 6749, 5.2), and those of Docker Hub's, which Docker's own client
// reads by the name of details. Of several the first counts.
func parseWords(content []byte) Words {
	type said struct {
		Code    string
		Message string
	}
	var answer struct {
		said
		Errors      []said
		Error       string
		Description string `json:"error_description"`
		Details     string
	}
	_ = json.Unmarshal(content, &answer) // a member of another type is passed over
	first := append(answer.Errors, answer.said)[0]
	return Words{
		Code:    cmp.Or(first.Code, answer.Error),
		Message: cmp.Or(first.Message, answer.Description, answer.Details),
	}
}

// without returns the words on one line, with three dots in the place of the user's
// name. A message that has a part of a secret in it, or seems to, is left out.
func (w Words) without(user string, hiddenTexts ...string) Words {
	for _, text := range hiddenTexts {
		if hasPartOf(w.Code, text) {
			w.Code = ""
		}
		if hasPartOf(w.Message, text) || hasPartOf(w.Message, url.QueryEscape(text)) {
			w.Message = ""
		}
	}
	w.Code, w.Message = shorten(w.Code, user), shorten(w.Message, user)
	return w
}

// minPart is the length of a part of a secret by which it is recognised, in bytes.
const minPart = 8

func hasPartOf(text, secret string) bool {
	length := min(minPart, len(secret))
	for i := 0; length > 0 && i+length <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+length]) {
			return true
		}
	}
	return false
}

func shorten(text, user string) string {
	if secrets.HoldsToken(text) {
		return ""
	}
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), " "), `"`, "'")
	if user != "" {
		whole := regexp.MustCompile(`(^|\W)` + regexp.QuoteMeta(string([]rune(user))) + `($|\W)`)
		for range 2 { // of two with one character between them the first is found
			text = whole.ReplaceAllString(text, "${1}"+hidden.Mask+"${2}")
		}
	}
	if runes := []rune(text); len(runes) > maxMessage {
		text = string(runes[:maxMessage]) + "…"
	}
	return text
}

// waitOf returns how long a header asks to wait: in seconds, or until a time
// (RFC 9110, 10.2.3), which some write as the seconds since 1970; or for the whole
// window that a limit counts in, as Docker Hub has it
// (https://docs.docker.com/docker-hub/usage/pulls/).
func waitOf(header http.Header) time.Duration {
	const sinceEpoch = 1_000_000_000 // more seconds than anybody has to wait
	now, _ := http.ParseTime(header.Get("Date"))
	for _, name := range []string{"Retry-After", "X-Retry-After", "RateLimit-Reset", "X-RateLimit-Reset"} {
		seconds, notNumber := strconv.ParseInt(header.Get(name), 10, 64)
		until, notDate := http.ParseTime(header.Get(name))
		switch {
		case notNumber == nil && 0 < seconds && seconds < sinceEpoch:
			return time.Duration(seconds) * time.Second
		case notNumber == nil:
			until = time.Unix(seconds, 0)
		case notDate != nil:
			continue
		}
		if wait := until.Sub(now); wait > 0 && !now.IsZero() {
			return wait
		}
	}
	_, window, _ := strings.Cut(header.Get("RateLimit-Limit"), ";w=")
	seconds, _ := strconv.ParseUint(window, 10, 16)
	return time.Duration(seconds) * time.Second
}

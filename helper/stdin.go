package helper

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// maxInput bounds standard input, in bytes. It is below 64 KiB, up to which
// docker-credential-helpers reads a line.
const maxInput = 60 << 10

// readInput reads what the verb takes from standard input and returns it as
// one line. docker-credential-helpers joins lines and reads without a bound,
// so neither reaches it.
func readInput(stdin io.Reader, action credentials.Action) (string, error) {
	if action == credentials.ActionList {
		return "", nil
	}
	input, err := io.ReadAll(io.LimitReader(stdin, maxInput+1))
	switch {
	case err != nil:
		return "", errors.New("standard input can't be read: give one server or one JSON object there")
	case len(input) > maxInput:
		return "", errors.New("standard input is longer than 60 KiB: give one server or one JSON object")
	case action == kubelet.Verb:
		return string(input), nil
	case action == credentials.ActionStore:
		return credentialsInput(input)
	}
	return serverInput(string(input))
}

func serverInput(input string) (string, error) {
	server := ascii.TrimSpace(input)
	switch {
	case server == "":
		return "", credentials.NewErrCredentialsMissingServerURL()
	case strings.ContainsAny(server, "\r\n"):
		return "", errors.New("standard input has more than one line: give one server")
	case !utf8.ValidString(server) || strings.ContainsFunc(server, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", errors.New("standard input is not text: give one server")
	}
	return server, nil
}

// credentialsInput checks and compacts the JSON object of a store. The
// errors of encoding/json could show a part of the secret.
func credentialsInput(input []byte) (string, error) {
	var stored credentials.Credentials
	var compact bytes.Buffer
	if json.Unmarshal(input, &stored) != nil || json.Compact(&compact, input) != nil {
		return "", errors.New("standard input is not a JSON object with the strings ServerURL, Username and Secret")
	}
	return compact.String(), nil
}

package main

import "encoding/json"

type credential struct{ Username, Secret string }

func parseCredential(o outcome) (credential, bool) {
	var answer credential
	err := json.Unmarshal(o.stdout, &answer)
	return answer, err == nil && o.status == 0
}

// isToken tells whether a run answered with a token that the endpoint gave, and that still lives.
func (w *world) isToken(o outcome) bool {
	answer, ok := parseCredential(o)
	return ok && w.endpoint.ValidToken(answer.Username, answer.Secret)
}

// isCredential returns what tells whether a run answered with a certain user name and secret.
func isCredential(username, secret string) func(outcome) bool {
	return func(o outcome) bool {
		answer, ok := parseCredential(o)
		return ok && answer == credential{username, secret}
	}
}

// isNotFound tells whether a run answered in the protocol's words.
func isNotFound(o outcome) bool {
	return o.status == 1 && string(o.stdout) == "credentials not found in native keychain\n"
}

// isList returns what tells whether a run listed n servers.
func isList(n int) func(outcome) bool {
	return func(o outcome) bool {
		var servers map[string]string
		return o.status == 0 && json.Unmarshal(o.stdout, &servers) == nil && len(servers) == n
	}
}

// hasStatus returns what tells whether a run ended with a status, whatever it wrote.
func hasStatus(status int) func(outcome) bool {
	return func(o outcome) bool { return o.status == status }
}

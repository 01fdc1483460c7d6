//go:build unix

package ecr

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// awsTrouble is what ails AWS for a round, and what may come of it: errors with
// one of the words, nothing else.
type awsTrouble struct {
	name  string
	fault awsendpoint.Fault
	calls int // that it befalls; 0 for all
	life  time.Duration
	words []string

	passes bool // AWS answers in the end: with a token, or a refusal
	judges bool // AWS refuses whom it has to, and has no token for others
	tight  bool // the helper has little time, and may say that it is over
}

const (
	saysTimeout = " did not answer within 400ms"
	saysTooLate = "400ms passed before AWS was asked"
	saysOdd     = "the answer of AWS was not understood ("
)

func awsTroubles() []awsTrouble {
	return []awsTrouble{
		{name: "hangs", fault: awsendpoint.Fault{Hang: true}, tight: true},
		{name: "hangs once", fault: awsendpoint.Fault{Hang: true}, calls: 1, passes: true, tight: true},
		{name: "slow", fault: awsendpoint.Fault{Delay: 50 * time.Millisecond}, passes: true},
		{name: "resets", fault: awsendpoint.Fault{Reset: true}, tight: true, words: []string{"no connection to 127.0.0.1:"}},
		{name: "resets once", fault: awsendpoint.Fault{Reset: true}, calls: 1, passes: true, tight: true, words: []string{"no connection to 127.0.0.1:"}},
		{name: "garbage", fault: awsendpoint.Fault{Body: "\x00\xff garbage"}, words: []string{saysOdd + "it is not one of ECR)"}},
		{name: "page", fault: awsendpoint.Fault{Body: "<html>log in</html>", Status: http.StatusForbidden}, words: []string{saysOdd + "HTTP 403 Forbidden)"}},
		{name: "endless", fault: awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationToken":"` + strings.Repeat("QVdT", 1<<19)}, words: []string{saysOdd}},
		{name: "halved", fault: awsendpoint.Fault{Truncate: true}, tight: true, words: []string{saysOdd, "no connection to "}},
		{name: "padded", fault: awsendpoint.Fault{Padding: 2 << 20}, passes: true},
		{name: "no token", fault: awsendpoint.Fault{Body: `{"authorizationData":[{}]}`}, words: []string{saysOdd + "its token is not one of user AWS)"}},
		{name: "dead token", life: -time.Minute, judges: true, words: []string{saysOdd + "its token has expired already)"}},
		{name: "unavailable", fault: awsendpoint.Fault{Status: http.StatusServiceUnavailable, RetryAfter: "0"}, words: []string{"AWS failed to answer (HTTP 503 Service Unavailable)"}},
		{name: "throttles", fault: awsendpoint.Throttling("0"), tight: true, words: []string{"AWS is throttling token requests"}},
		{name: "throttles long", fault: awsendpoint.Throttling("3600"), words: []string{"AWS is throttling token requests"}},
		{name: "throttles twice", fault: awsendpoint.Throttling("0"), calls: 2, passes: true},
	}
}

// timeout is the helper's in that trouble.
func (a awsTrouble) timeout() time.Duration {
	if a.tight {
		return shortTimeout
	}
	return longTimeout
}

// errors are the words of those that may come of the trouble for somebody who asks
// AWS at a host.
func (a awsTrouble) errors(host string, person faultPerson) []string {
	words := slices.Clone(a.words)
	if a.tight {
		words = append(words, host+saysTimeout, saysTooLate)
	}
	if person.refusal != "" && (a.passes || a.judges) {
		words = append(words, person.refusal)
	}
	return words
}

func (a awsTrouble) begin(aws *awsendpoint.Endpoint) {
	switch {
	case a.life != 0:
		aws.SetTokenLife(a.life)
	case a.calls > 0:
		aws.FailNext(a.calls, a.fault)
	default:
		aws.FailAlways(a.fault)
	}
}

func (a awsTrouble) end(aws *awsendpoint.Endpoint) {
	aws.Heal()
	aws.SetTokenLife(faultTokenLife)
}

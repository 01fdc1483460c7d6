package secrets

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	docker "github.com/distribution/reference"
)

// A grammar makes texts by the productions that the package
// github.com/distribution/reference documents.
type grammar struct{ *rand.Rand }

// some returns least to most things, with the separator between them.
func (g grammar) some(least, most int, separator func() string, one func() string) string {
	text := one()
	for range g.IntN(most-least+1) + least - 1 {
		text += separator() + one()
	}
	return text
}

func (g grammar) of(alphabet string, most int) string {
	return g.some(1, most, g.none, func() string { return string(alphabet[g.IntN(len(alphabet))]) })
}

func (g grammar) none() string { return "" }

func (g grammar) sometimes(text string) string { return text[:len(text)*g.IntN(2)] }

const (
	lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789"
	alphanumeric      = lowerAlphanumeric + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// domain is domain-name [":" port-number], of those that a client takes for a
// registry and not for the first part of a path. Capitals and small letters are
// not mixed in a word: that is what tokens look like, which no SERVER may be.
func (g grammar) domain() string {
	if g.IntN(8) == 0 {
		return []string{"localhost", "localhost:5000", "[::1]:5000", "[2001:db8::1]", "127.0.0.1:5000"}[g.IntN(5)]
	}
	component := func() string {
		text := g.of(lowerAlphanumeric, 6) + g.sometimes("-"+strings.Repeat("-", g.IntN(2))+g.of(lowerAlphanumeric, 4))
		switch g.IntN(6) {
		case 0:
			return strings.ToUpper(text)
		case 1:
			return strings.ToUpper(text[:1]) + text[1:]
		}
		return text
	}
	dot := func() string { return "." }
	if g.IntN(4) == 0 {
		return g.some(1, 3, dot, component) + fmt.Sprintf(":%d", 1+g.IntN(65535))
	}
	return g.some(2, 4, dot, component) + g.sometimes(":443")
}

// path is path-component ["/" path-component]*.
func (g grammar) path() string {
	separator := func() string { return []string{"_", ".", "__", strings.Repeat("-", 1+g.IntN(3))}[g.IntN(4)] }
	word := func() string { return g.of(lowerAlphanumeric, 5) }
	return g.some(1, 4, func() string { return "/" }, func() string { return g.some(1, 3, separator, word) })
}

// reference is name [":" tag] ["@" digest]. Docker Hub's has no domain, if its path
// does not begin like one.
func (g grammar) reference(domain string) string {
	if domain == "docker.io" {
		domain = g.of(lowerAlphanumeric, 9)
	}
	return domain + "/" + g.path() + g.sometimes(":"+g.of(alphanumeric+"_", 1)+g.of(alphanumeric+"_.-", 8)) +
		g.sometimes("@sha256:"+strings.Repeat(g.of("0123456789abcdef", 1), 64))
}

// Whatever image is named, the secret of the registry that a client then connects
// to answers each key that it asks for, and no other secret does.
func TestReferenceCorpus(t *testing.T) {
	t.Parallel()
	g := grammar{rand.New(rand.NewPCG(1, 2))}
	hosts := []string{"docker.io"}
	for range 120 {
		if host := g.domain(); !slices.ContainsFunc(hosts, func(other string) bool { return isSameHost(host, other) }) {
			hosts = append(hosts, host)
		}
	}
	references, keys := 0, 0
	for _, host := range hosts {
		own := FromEnviron(environ(triple("OWN", host, "u", "p")), noECR)
		var others [][]string
		for i, other := range hosts {
			if other != host {
				others = append(others, triple(fmt.Sprintf("P%d", i), other, "u", "p"))
			}
		}
		foreign := FromEnviron(environ(others...), noECR)
		for range 1 + 1000/len(hosts) {
			image := g.reference(host)
			if _, err := docker.ParseNormalizedNamed(image); err != nil {
				t.Fatalf("the grammar makes %q: %v", image, err)
			}
			references++
			for _, q := range registryQuestions(image, host) {
				for _, asked := range q.asked {
					keys++
					server, ok := ParseServer(asked)
					if !ok {
						t.Fatalf("for %q %s asks for %q, which is taken for no registry", image, q.client, asked)
					}
					if _, ok := own.Find(server); !ok {
						t.Errorf("for %q %s asks for %q: the secret of %q does not answer", image, q.client, asked, host)
					}
					if secret, ok := foreign.Find(server); ok {
						t.Errorf("for %q %s asks for %q: the secret of %q answers", image, q.client, asked, secret.ServerText())
					}
				}
			}
		}
	}
	t.Logf("%d registries, %d references, %d keys", len(hosts), references, keys)
	if references < 1000 || keys < 2000 {
		t.Errorf("%d references and %d keys are too few", references, keys)
	}
}

// registryQuestions are those of the clients that connect to the host: the one
// that takes all before the first slash for it knows nothing of Docker Hub.
func registryQuestions(image, host string) []question {
	return slices.DeleteFunc(questions(image), func(q question) bool { return host == "docker.io" && q.client == "verbatim" })
}

// isSameHost compares the addresses that Go's HTTP client connects to.
func isSameHost(one, other string) bool {
	a, _ := dialled(one)
	b, _ := dialled(other)
	return a == b
}

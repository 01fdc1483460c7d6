package secrets

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	docker "github.com/distribution/reference"
	"github.com/google/go-containerregistry/pkg/name"
	podman "go.podman.io/image/v5/docker/reference"
)

// A question is what a client does for one image: it asks the helper, in each
// of these spellings, and sends what it gets to the authority of a URL.
type question struct {
	client    string
	asked     []string
	authority string
}

const hubKey = "https://index.docker.io/v1/"

// questions returns those of the clients that take the image's name. Which
// spellings they ask in was read from their sources, and seen.
func questions(image string) []question {
	all := []question{verbatim(image)}
	if reference, err := name.ParseReference(image, name.WeakValidation); err == nil {
		repository := reference.Context()
		asked := []string{repository.String(), repository.RegistryStr()}
		if repository.RegistryStr() == name.DefaultRegistry {
			asked = append(asked, hubKey)
		}
		all = append(all, question{"go-containerregistry", asked, repository.RegistryStr()})
	}
	if reference, err := docker.ParseNormalizedNamed(image); err == nil {
		all = append(all, dockerQuestion("docker", docker.Domain(reference), hubKey))
	}
	if reference, err := podman.ParseNormalizedNamed(image); err == nil {
		all = append(all, dockerQuestion("podman", podman.Domain(reference), "docker.io"))
	}
	return all
}

// dockerQuestion knows that these clients serve docker.io from another host.
func dockerQuestion(client, domain, hubKey string) question {
	if domain == "docker.io" {
		return question{client, []string{hubKey}, "registry-1.docker.io"}
	}
	return question{client, []string{domain}, domain}
}

// verbatim takes all before the first slash for the registry, as oras, helm,
// regctl and nerdctl do more or less.
func verbatim(image string) question {
	authority, _, _ := strings.Cut(image, "/")
	asked := []string{authority, image, "https://" + authority, "http://" + authority}
	if !regexp.MustCompile(`:[0-9]+$`).MatchString(authority) {
		asked = append(asked, authority+":443")
	}
	return question{"verbatim", asked, authority}
}

var errNoNetwork = errors.New("no connection in this test")

// dialled returns the address that Go's HTTP client connects to for the
// authority of a URL, in lower case: IDNA, user names, escapes and ports are
// its affair.
func dialled(authority string) (address string, ok bool) {
	addresses := make(chan string, 1)
	transport := &http.Transport{DialContext: func(_ context.Context, _, address string) (net.Conn, error) {
		select {
		case addresses <- address:
		default:
		}
		return nil, errNoNetwork
	}}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequest(http.MethodGet, "https://"+authority+"/v2/", nil)
	if err != nil {
		return "", false
	}
	if response, err := transport.RoundTrip(request); err == nil {
		_ = response.Body.Close()
	}
	select {
	case address = <-addresses:
	default:
		return "", false
	}
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, address), true
}

// isSameRegistry compares addresses; Docker Hub has several.
func isSameRegistry(one, other string) bool {
	hub := regexp.MustCompile(`^(docker|index\.docker|registry-1\.docker)\.io:443$`)
	return one == other || hub.MatchString(one) && hub.MatchString(other)
}

// ownerAuthority returns the authority of a SERVER (RFC 3986, appendix B), of
// one that is no URL too.
func ownerAuthority(server string) string {
	server = strings.Trim(server, "\t\n\v\f\r ")
	server = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`).ReplaceAllString(server, "")
	return regexp.MustCompile(`^[^/?#]*`).FindString(server)
}

// Invariant: whatever a client asks for an image, and wherever it would then
// connect to, no secret of another host answers.
func FuzzClientsConnectToTheHostOfTheSecret(f *testing.F) {
	for _, seed := range clientSeeds() {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, server, image string) {
		set := FromEnviron(environ(triple("A", server, "u", "p"),
			triple("HUB", "docker.io", "u", "p"), triple("GHCR", "ghcr.io", "u", "p"), triple("GITLAB", "registry.gitlab.com", "u", "p"),
			triple("LOCAL", "localhost:5000", "u", "p"), triple("V6", "[::1]:5000", "u", "p"), triple("ONE", "http://registry", "u", "p"),
			triple("KS", "kiosk.example:5000", "u", "p"), triple("WORK", "my_registry:5000", "u", "p")), noECR)
		for _, q := range questions(image) {
			for _, asked := range q.asked {
				wanted, ok := ParseServer(asked)
				if !ok {
					continue
				}
				secret, ok := set.Find(wanted)
				if !ok {
					continue
				}
				to, ok := dialled(q.authority)
				owner, ownerOK := dialled(ownerAuthority(secret.ServerText()))
				if ok && (!ownerOK || !isSameRegistry(to, owner)) {
					t.Errorf("for the image %q %s asks for %q and connects to %s: the secret of %q answers", image, q.client, asked, to, secret.ServerText())
				}
			}
		}
	})
}

// clientSeeds are SERVERs, each with the image of one that must not answer
// for it, or nearly so.
func clientSeeds() [][2]string {
	seeds := [][2]string{
		{"registry.gitlab.com", "registry.gİtlab.com/a/b:1"}, {"kiosk.example:5000", "\u212aiosk.example:5000/a"}, {"kiosk.example", "kio\u017fk.example/a"},
		{"ghcr.io", "ｇｈｃｒ.ｉｏ/a/b"}, {"ghcr.io", "ghcr。io/a/b"}, {"ghcr.io", "gh\u00adcr.io/a"}, {"ghcr.io", "ghcr.io\u200b/a"},
		{"ghcr.io", "ghcr.io@evil.example/a"}, {"ghcr.io", "ghcr.io:443@evil.example/a"}, {"evil.example", "ghcr.io:443@evil.example/a"},
		{"ghcr.io", "ghcr.io./a"}, {"ghcr.io.", "ghcr.io/a"}, {"ghcr.io", "GHCR.IO:443/a/b"}, {"ghcr.io", "ghcr.io:0443/a"}, {"ghcr.io:80", "ghcr.io/a"},
		{"ghcr.io", "gh%63r.io/a"}, {"ghcr.io", "ghcr.io%2eevil.example/a"}, {"ghcr.io", `ghcr.io\evil.example/a`}, {"ghcr.io", "ghcr.io\x00.evil.example/a"},
		{"ghcr.io", "ghcr.io\t.evil.example/a"}, {"ghcr.io", "ghcr.io?.evil.example/a"}, {"ghcr.io", "ghcr.io#.evil.example/a"}, {"ghcr.io", "//ghcr.io/a"},
		{"[::1]:5000", "[0:0::1]:5000/a"}, {"[fe80::1]", "[fe80::1%25eth0]/a"}, {"[fe80::1]", "[fe80::1%eth0]/a"}, {"[2001:DB8::1]", "[2001:db8::1]/a"},
		{"localhost:5000", "LOCALHOST:5000/a"}, {"localhost", "localhost/a"}, {"registry", "registry/a"}, {"docker.io", "registry/a"}, {"docker.io", "ubuntu"},
		{"registry-1.docker.io", "index.docker.io/library/x"}, {"docker.io", "docker.io:5000/a"}, {"docker.io", "index.docker.io.evil.example/a"},
		{"my_registry:5000", "my_registry:5000/a"}, {"xn--e1afmkfd.example", "пример.example/a"}, {"faß.example", "fass.example/a"},
		{"oci://h/charts", "h/charts/a"}, {"http://h:80", "h/a"}, {"http://h", "h:80/a"}, {"user@h", "h/a"}, {"https://h:443/", "h:443/a@sha256:" + strings.Repeat("a", 64)},
	}
	for port := range 3 {
		seeds = append(seeds, [2]string{"h.example", fmt.Sprintf("h.example:%d/a", port*443)})
	}
	return seeds
}

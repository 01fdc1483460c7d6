package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// foreignServers are servers, by what they stand for, that put a text wherever
// an answer has room for one. Their addresses are host:port.
type foreignServers map[string]string

func startForeignServers(t *testing.T, text string) foreignServers {
	t.Helper()
	inHeader, inJSON := strings.Map(headerChar, text), jsonString(text)
	var inXML strings.Builder
	testenv.Must(t, xml.EscapeText(&inXML, []byte(text)))
	denial := jsonString("User: arn:aws:iam::123456789012:user/" + text + " is not authorized to perform: " + text + " on resource: " + text)
	refuse := func(challenge, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Www-Authenticate"] = []string{challenge}
			w.Header()["X-Amzn-Errortype"] = []string{kind}
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, body)
		}
	}
	redirect := func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{"https://" + inHeader + "/" + inHeader}
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
	errorsJSON := fmt.Sprintf(`{"__type": %[1]s, "message": %[1]s, "errors": [{"code": %[1]s, "message": %[1]s}]}`, inJSON)
	tokens := serveForeign(t, refuse("", inHeader, fmt.Sprintf(`{"error": %[1]s, "error_description": %[1]s, "details": %[1]s}`, inJSON)))
	servers := foreignServers{
		"AWS":           serveForeign(t, refuse("", inHeader, errorsJSON)),
		"AWS's reason":  serveForeign(t, refuse("", "AccessDeniedException", `{"__type": "AccessDeniedException", "message": `+denial+`}`)),
		"AWS's address": serveForeign(t, redirect),
		"STS": serveForeign(t, refuse("", "", fmt.Sprintf(
			"<ErrorResponse><Error><Type>%[1]s</Type><Code>%[1]s</Code><Message>User: arn:aws:iam::123456789012:user/%[1]s</Message></Error></ErrorResponse>",
			inXML.String()))),
		"registry":           serveForeign(t, refuse(`Basic realm="`+inHeader+`"`, "", errorsJSON)),
		"registry's service": serveForeign(t, refuse(`Bearer realm="http://`+tokens+`/token",service="`+inHeader+`",scope="`+inHeader+`"`, "", errorsJSON)),
		"registry's realm":   serveForeign(t, refuse(`Bearer realm="`+inHeader+`",service="x"`, "", errorsJSON)),
		"registry's address": serveForeign(t, redirect),
		"registry's scheme":  serveForeign(t, refuse(inHeader, "", errorsJSON)),
		"certificate":        serveForeignTLS(t, text),
	}
	status := strings.NewReplacer("\r", "", "\n", "").Replace(text)
	servers["proxy"] = serveBytes(t, "HTTP/1.1 403 "+status+"\r\nContent-Length: 0\r\n\r\n")
	token := fmt.Sprintf(`{"authorizationData": [{"authorizationToken": %q, "expiresAt": %d, "proxyEndpoint": %s}]}`,
		base64.StdEncoding.EncodeToString([]byte("AWS:token")), time.Now().Add(12*time.Hour).Unix(), inJSON)
	answer := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(token), token)
	servers["AWS's surplus"] = serveBytes(t, answer+text)
	return servers
}

func jsonString(text string) string {
	quoted, _ := json.Marshal(text) // every string is JSON
	return string(quoted)
}

// headerChar drops what HTTP has in no header.
func headerChar(char rune) rune {
	if char < ' ' || char == 0x7f || char == utf8.RuneError {
		return -1
	}
	return char
}

func serveForeign(t *testing.T, handler http.HandlerFunc) (address string) {
	t.Helper()
	server, err := loopback.Serve(handler)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	return server.Addr()
}

// serveForeignTLS shows a certificate that nobody trusts, with the text in its
// names.
func serveForeignTLS(t *testing.T, text string) (address string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	testenv.Must(t, err)
	name := pkix.Name{CommonName: strings.ToValidUTF8(text, ""), Organization: []string{strings.ToValidUTF8(text, "")}}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: name, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{strings.Map(func(r rune) rune {
			if r > '~' {
				return -1
			}
			return headerChar(r)
		}, text)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	testenv.Must(t, err)
	server, err := loopback.ServeTLS(http.NotFoundHandler(), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key})
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	return server.Addr()
}

// serveBytes answers every request by the same bytes, HTTP or not.
func serveBytes(t *testing.T, answer string) (address string) {
	t.Helper()
	listener, err := loopback.ServeBytes(answer)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().String()
}

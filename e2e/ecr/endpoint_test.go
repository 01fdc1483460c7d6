package ecr

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// endpoint is a registry, as a client may write it, and the endpoint that
// AWS documents for it: https://docs.aws.amazon.com/general/latest/gr/ecr.html
// and https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html,
// for the partitions that these leave out the SDK's rules.
type endpoint struct{ server, api string }

func endpoints() []endpoint {
	const account = "123456789012"
	return []endpoint{
		{account + ".dkr.ecr.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com"},
		{account + ".dkr.ecr.eu-central-2.amazonaws.com", "api.ecr.eu-central-2.amazonaws.com"},
		{account + ".dkr.ecr-fips.us-east-1.amazonaws.com", "api.ecr-fips.us-east-1.amazonaws.com"},
		{account + ".dkr-ecr.us-west-2.on.aws", "ecr.us-west-2.api.aws"},
		{account + ".dkr-ecr-fips.us-west-2.on.aws", "ecr-fips.us-west-2.api.aws"},
		{account + ".dkr.ecr.us-gov-west-1.amazonaws.com", "api.ecr.us-gov-west-1.amazonaws.com"},
		{account + ".dkr.ecr-fips.us-gov-west-1.amazonaws.com", "api.ecr-fips.us-gov-west-1.amazonaws.com"},
		{account + ".dkr-ecr.us-gov-east-1.on.aws", "ecr.us-gov-east-1.api.aws"},
		{account + ".dkr-ecr-fips.us-gov-east-1.on.aws", "ecr-fips.us-gov-east-1.api.aws"},
		{account + ".dkr.ecr.cn-north-1.amazonaws.com.cn", "api.ecr.cn-north-1.amazonaws.com.cn"},
		{account + ".dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "ecr.cn-northwest-1.api.amazonwebservices.com.cn"},
		{account + ".dkr.ecr.eusc-de-east-1.amazonaws.eu", "api.ecr.eusc-de-east-1.amazonaws.eu"},
		{account + ".dkr.ecr.us-iso-east-1.c2s.ic.gov", "api.ecr.us-iso-east-1.c2s.ic.gov"},
		{account + ".dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "api.ecr.us-isob-east-1.sc2s.sgov.gov"},
		{account + ".dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "api.ecr.eu-isoe-west-1.cloud.adc-e.uk"},
		{account + ".dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "api.ecr.us-isof-south-1.csp.hci.ic.gov"},
		{account + ".dkr.ecr-fips.us-iso-west-1.c2s.ic.gov", "api.ecr-fips.us-iso-west-1.c2s.ic.gov"},
		{account + ".dkr.ecr-fips.us-isob-west-1.sc2s.sgov.gov", "api.ecr-fips.us-isob-west-1.sc2s.sgov.gov"},
		{account + ".dkr.ecr-fips.us-isof-east-1.csp.hci.ic.gov", "api.ecr-fips.us-isof-east-1.csp.hci.ic.gov"},
		{account + ".dkr-ecr.us-iso-west-1.on.aws.ic.gov", "ecr.us-iso-west-1.api.aws.ic.gov"},
		{account + ".dkr-ecr-fips.us-isob-east-1.on.aws.scloud", "ecr-fips.us-isob-east-1.api.aws.scloud"},
		{account + ".dkr-ecr.us-isof-south-1.on.aws.hci.ic.gov", "ecr.us-isof-south-1.api.aws.hci.ic.gov"},
		{account + ".dkr-ecr.eu-isoe-west-1.on.cloud-aws.adc-e.uk", "ecr.eu-isoe-west-1.api.cloud-aws.adc-e.uk"},
		{account + ".dkr.ecr.eusc-fr-west-1.amazonaws.eu", "api.ecr.eusc-fr-west-1.amazonaws.eu"},
		{"public.ecr.aws", "api.ecr-public.us-east-1.amazonaws.com"},
		{"ecr-public.aws.com", "ecr-public.us-east-1.api.aws"},
		{strings.ToUpper(account + ".dkr.ecr.eu-west-1.amazonaws.com"), "api.ecr.eu-west-1.amazonaws.com"},
		{account + ".dkr.ecr.eu-west-1.amazonaws.com:443", "api.ecr.eu-west-1.amazonaws.com"},
		{"https://" + account + ".dkr.ecr.eu-west-1.amazonaws.com", "api.ecr.eu-west-1.amazonaws.com"},
		{account + ".dkr.ecr.eu-west-1.amazonaws.com/team/app", "api.ecr.eu-west-1.amazonaws.com"},
		{account + ".dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2", "api.ecr.eu-west-1.amazonaws.com"},
	}
}

// testEndpoints asks for every form of host through a proxy, whose word on the
// name of the tunnel counts. The endpoint itself checks that the signature is
// for the name's region.
func (s *stage) testEndpoints(t *testing.T) {
	var names []string
	for _, endpoint := range endpoints() {
		names = append(names, endpoint.api)
		// What the compared helper asks for instead.
		names = append(names, strings.Replace(endpoint.api, "ecr-fips", "ecr", 1))
	}
	outside := s.newOutside(t, names...)
	keys := s.newIdentity()
	compared := s.askECRLogin(t, outside)
	rows := []string{"| registry | endpoint asked | by ecr-login 0.12 |", "|---|---|---|"}
	for i, endpoint := range endpoints() {
		// The secret is for the whole host, whatever the client asks of it.
		host, _, _ := strings.Cut(strings.TrimPrefix(endpoint.server, "https://"), "/")
		run, asked := outside.ask(t, s.helper, endpoint.server, s.environ(t, host, keys))
		if !s.aws.ValidToken("AWS", run.token) {
			t.Errorf("%s: no token: %s", endpoint.server, run.stdout)
		}
		if diff := cmp.Diff([]string{endpoint.api + ":443"}, asked); diff != "" {
			t.Errorf("%s: tunnels (-want +got):\n%s", endpoint.server, diff)
		}
		rows = append(rows, fmt.Sprintf("| %s | %s | %s |", endpoint.server, tunnels(asked), compared[i]))
	}
	t.Log("\n" + strings.Join(rows, "\n"))
}

// tunnels spells names of tunnels for the table.
func tunnels(asked []string) string {
	asked = slices.Compact(slices.Sorted(slices.Values(asked)))
	if len(asked) == 0 {
		return "none"
	}
	return strings.ReplaceAll(strings.Join(asked, ", "), ":443", "")
}

// askECRLogin asks the compared helper for every registry in the same way.
func (s *stage) askECRLogin(t *testing.T, outside *outside) []string {
	t.Helper()
	compared := make([]string, len(endpoints()))
	var running sync.WaitGroup
	for i, endpoint := range endpoints() {
		compared[i] = "not installed"
		if s.ecrLogin == "" {
			continue
		}
		vars := s.ecrLoginEnviron(t, s.newIdentity())
		running.Go(func() {
			_, asked := outside.ask(t, s.ecrLogin, endpoint.server, vars)
			compared[i] = tunnels(asked)
		})
	}
	running.Wait()
	return compared
}

func (s *stage) ecrLoginEnviron(t *testing.T, keys awsendpoint.Identity) environ.Vars {
	t.Helper()
	return environ.Vars{
		"HOME":                  s.newDir(t),
		"AWS_ENDPOINT_URL":      s.url,
		"AWS_ACCESS_KEY_ID":     keys.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey,
		// Without keys it would ask the metadata service.
		"AWS_EC2_METADATA_DISABLED": "true",
	}
}

// outside is the stage's AWS under its own names, behind a proxy.
type outside struct {
	stage *stage
	ca    *testca.CA
	addr  string
}

func (s *stage) newOutside(t *testing.T, names ...string) *outside {
	t.Helper()
	ca, err := testca.New(s.newDir(t))
	testenv.Must(t, err)
	certificate, err := ca.Issue(names...)
	testenv.Must(t, err)
	server, err := loopback.ServeTLS(s.aws, certificate)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	return &outside{stage: s, ca: ca, addr: server.Addr()}
}

// ask asks a helper in an environment, but for its endpoint, and returns the
// tunnels that a proxy of its own was asked for.
func (o *outside) ask(t *testing.T, program, server string, vars environ.Vars) (outcome, []string) {
	t.Helper()
	proxy, err := connectproxy.Start(func(string) string { return o.addr })
	testenv.Must(t, err)
	defer func() { _ = proxy.Close() }()
	vars = vars.With(environ.Vars{
		"AWS_ENDPOINT_URL": "",
		"AWS_CA_BUNDLE":    o.ca.Path(),
		"HTTPS_PROXY":      proxy.URL(),
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	run := o.stage.run(t, o.stage.command(ctx, program, server, vars))
	return run, proxy.Asked()
}

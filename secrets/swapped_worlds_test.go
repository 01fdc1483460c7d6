package secrets

import (
	"slices"
	"strings"
	"testing"
)

// surelyRegistries have a name that nothing but a registry has: of a service,
// with a word for registries below a usual domain, with a port, or of a URL.
const surelyRegistries = `docker.io index.docker.io registry-1.docker.io https://index.docker.io/v1/ ghcr.io GHCR.io quay.io "ghcr.io" gcr.io
	eu.gcr.io eu-docker.pkg.dev/project us-central1-docker.pkg.dev myreg.azurecr.io MyCompany.azurecr.io ContosoDevAcr01Weu.azurecr.io CRWebShop2024Prod1.azurecr.io mycompany.azurecr.cn mcr.microsoft.com
	123456789012.dkr.ecr.us-east-1.amazonaws.com 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn 123456789012.dkr-ecr.eu-west-1.on.aws public.ecr.aws
	registry.gitlab.com registry.digitalocean.com registry.heroku.com registry.redhat.io us.icr.io fra.ocir.io rg.fr-par.scw.cloud mycompany.jfrog.io
	registry.cn-hangzhou.aliyuncs.com mycompany.tencentcloudcr.com swr.cn-north-4.myhuaweicloud.com nvcr.io icr.io lscr.io dhi.io cgr.dev cr.yandex docker.elastic.co
	containers.mycompany.ghe.com registry.example.com registry.example.com/team Registry.Example.com Images.MyCorp.com images.mycorp.com
	harbor.corp.lan glrt-registry.corp.lan gldt-harbor.corp.lan gitlab-registry.acme.de registry.default.svc.cluster.local reg.corp.lan:5000 images.acme.bank:8443 nas.mycorp:5000
	mycompany.io:5050 10.0.0.5:5000 192.168.1.10:32000 [fd00::1]:5000 [::1]:443 localhost:5000 localhost:5000/team harbor:80 registry:5000
	kind-registry:5000 k3d-registry.localhost:12345 http://nas https://myreg.corp oci://nas/charts`

// likelyRegistries have a name that passwords and user names hardly ever have.
const likelyRegistries = `DevOpsHarbor01Prod1.example.com mycompany.io mycompany.com ttl.sh 10.0.0.5 192.168.1.10 [fd00::1] localhost reg.acme.bank registry.acme.k8s
	images.acme.xyz registry.mycorp.xyz/team registry.service.consul nas.floor2.mycorp nas.corp.lan
	NAS.corp.com registry.lan harbor.bank nas:5000 nas:443 myhost:32000 3rdfloor:5000`

// vagueRegistries have a name that passwords and user names have as well.
// bareWords have none but that, and clients take single words for a part of an
// image's name.
const (
	vagueRegistries = `harbor registry my_registry kubernetes-registry1234567890 nas.mycorp acme.bank nas:1234`
	bareWords       = `nas containerregistry01`
)

// User names and passwords of a form that no host has.
const (
	plainUsers = `joe ci-bot robot_account robot$ci robot$project+puller org+robot john.doe@corp.example ci.bot@corp.example DOMAIN\joe
		00000000-0000-0000-0000-000000000000 _json_key _json_key_base64 oauth2accesstoken x-access-token AWS <token> $oauthtoken nologin
		iamapikey gitlab+deploy-token-1 tenancy/joe tenancy/oracleidentitycloudservice/joe@corp.example cn-north-4@AKIAIOSFODNN7EXAMPLE Joe.Smith`
	plainPasswords = `hunter2 swordfish Tr0ub4dor.3 Winter.2024 Pass.Word docker.2024 Docker.2024 cr.12 Tr0ub4dor:3 correct-horse-battery
		Welcome-123 hunter2/x My.P4ss-word P@ss.w0rd! s3cr3t@corp.com pässword pass,word.com {"type":"service_account"} localhost2`
	tokens = `7f9c24e8-3b12-4c5e-9a6d-1f2e3d4c5b6a 550e8400-e29b-41d4-a716-446655440000 HRKU-550e8400-e29b-41d4-a716-446655440000
		AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY wJalrXUtnFEMI/K7MDENGbPxaaaaa/RfiCYEXAMPLEKEYx ghp_abcdefghij
		dckr_pat_abcdefghij glrt-t1_3kq0ZtW5vXb8YdR2mLw7 glpat-6sDxzJ3JmdYZbHd0fGgF4G86MQp1OmI2CA.01.0y1a2b3c4 s.C1ZcWkRIH6WtLCTVXbo4s8lg
		hvs.CAESIJ3kq0ZtW5vXb8YdR2mLw7PnE4sTu1Ac6HgF aB3dE5fG7hI9jK1lM.nO3pQ5 cGFzc3dvcmQ6c2VjcmV0LjIwMjQ=
		eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl`
)

// User names and passwords that look like hosts: vaguely, as most registries
// do, or as none but registries do.
const (
	vagueUsers      = `docker gitlab-ci-token john.smith robot.acct svc.registry`
	vaguePasswords  = `hunter:2024 pass:1234 pass:42 pass:999 docker:2024 abcd.efgh abc.def x.y mirror`
	likelyUsers     = `docker.ci docker-ci.bot robot-registry.push nexus.reader registry.reader ci.registry.acme ci.acme.com john.smith.de`
	likelyPasswords = `summer.rain.co pass.de hub.pass p4ss:5000 abc.def.gh correct.horse.battery docker.registry 1.2.3.4 Pass.Word.Com`
	surelyUsers     = `quay.io` // of a mirror
	surelyPasswords = `http://hunter2`
)

// An exception is of what the rule can't tell: the variable beside SERVER, and
// what both hold.
type exception struct {
	why             string
	field           Field
	servers, others []string
}

// judge has every value of servers in SERVER beside every one of others in one
// more variable, and reports those that are misplaced, or are not, against what
// is wanted and without an exception.
func judge(t *testing.T, isWanted bool, servers []string, others map[Field][]string, exceptions []exception) {
	t.Helper()
	all, excepted := 0, make([]int, len(exceptions))
	for _, server := range servers {
		for field, values := range others {
			for _, value := range values {
				all++
				environ := []string{"A" + Infix + "SERVER=" + server, "A" + Infix + field.String() + "=" + value}
				if isMisplaced := FromEnviron(environ, noECR).All()[0].Misplaced() != nil; isMisplaced == isWanted {
					continue
				}
				i := slices.IndexFunc(exceptions, func(e exception) bool {
					return e.field == field && slices.Contains(e.servers, server) && slices.Contains(e.others, value)
				})
				if i < 0 {
					t.Errorf("SERVER %s and %s %s: misplaced: %v", server, field, value, !isWanted)
					continue
				}
				excepted[i]++
			}
		}
	}
	total := 0
	for i, e := range exceptions {
		t.Logf("%d: %s", excepted[i], e.why)
		if total += excepted[i]; excepted[i] != len(e.servers)*len(e.others) {
			t.Errorf("%d are excepted, and needn't be: %s", len(e.servers)*len(e.others)-excepted[i], e.why)
		}
	}
	t.Logf("%d of %d can't be told", total, all)
}

func anyOf(lists ...string) []string { return strings.Fields(strings.Join(lists, " ")) }

// TestRightArrangements has no false alarms, but for a SERVER that hardly looks
// like a registry beside what does.
func TestRightArrangements(t *testing.T) {
	t.Parallel()
	others := map[Field][]string{
		User:     anyOf(plainUsers, tokens, vagueUsers, likelyUsers, surelyUsers),
		Password: anyOf(plainPasswords, tokens, vaguePasswords, likelyPasswords, surelyPasswords),
	}
	judge(t, false, anyOf(surelyRegistries, likelyRegistries, vagueRegistries, bareWords), others, []exception{
		{"a password that looks like most registries: rarer than swapped variables", Password, anyOf(vagueRegistries, bareWords), anyOf(likelyPasswords)},
		{"a password that is a URL", Password, anyOf(likelyRegistries, vagueRegistries, bareWords), anyOf(surelyPasswords)},
		{"a user name that looks like most registries, beside a word that docker asks no registry for", User, anyOf(bareWords), anyOf(likelyUsers)},
		{"a user name that is a known registry, beside what may be a password", User, anyOf(vagueRegistries, bareWords), anyOf(surelyUsers)},
	})
}

// TestSwappedArrangements misses none, but where SERVER looks as much like a
// registry as the registry, or is that of a user name.
func TestSwappedArrangements(t *testing.T) {
	t.Parallel()
	plain, vague := anyOf(plainUsers, plainPasswords), anyOf(vagueUsers, vaguePasswords)
	likely, surely := anyOf(likelyUsers, likelyPasswords), anyOf(surelyUsers, surelyPasswords)
	others := anyOf(surelyRegistries, likelyRegistries, vagueRegistries, bareWords)
	judge(t, true, slices.Concat(plain, anyOf(tokens), vague, likely, surely), map[Field][]string{User: others, Password: others}, []exception{
		{"a registry in PASSWORD that passwords are called like", Password, slices.Concat(plain, vague, likely), anyOf(vagueRegistries, bareWords)},
		{"a registry in USER that user names are called like", User, slices.Concat(plain, vague, likely), anyOf(vagueRegistries, bareWords)},
		{"what looks as much like a registry as the one in PASSWORD", Password, likely, anyOf(likelyRegistries)},
		{"what looks nearly as much like a registry as the one in USER", User, slices.Concat(vague, likely), anyOf(likelyRegistries)},
		{"what looks like most registries; a known one in USER may be the name of a mirror's user", User, likely, anyOf(surelyRegistries)},
		{"what nothing but a registry is called, with PASSWORD", Password, surely, others},
		{"what nothing but a registry is called, with USER", User, surely, others},
	})
}

// TestRegistriesInOtherFields has the registry in a variable that few secrets
// have.
func TestRegistriesInOtherFields(t *testing.T) {
	t.Parallel()
	for _, field := range []Field{SessionToken, RoleARN, ExternalID} {
		for server, want := range map[string]bool{"hunter2": true, "My.P4ss-word": true, "abcd.efgh": true, "registry.example.com": false, "reg.acme.bank": false} {
			environ := append(triple("A", server, "joe", "swordfish"), "A"+Infix+field.String()+"=nas.mycorp.lan")
			misplaced := FromEnviron(environ, noECR).All()[0].Misplaced()
			if (misplaced != nil) != want || want && misplaced[1] != "A"+Infix+field.String() {
				t.Errorf("SERVER %s and a registry in %s: misplaced: %q", server, field, misplaced)
			}
		}
	}
}

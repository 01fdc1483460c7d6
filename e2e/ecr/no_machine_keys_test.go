package ecr

import (
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
)

// closed is an address of this machine that takes no connection.
const closed = "http://127.0.0.1:1"

// brokenProcess has a credential_process that gives no keys.
func (s *stage) brokenProcess() []situation {
	const (
		failed = "the credential_process of the AWS profile default failed ("
		wrote  = "the credential_process of the AWS profile default wrote no keys ("
		run    = "): run its command in a terminal: what it says is not shown here"
		format = "): run its command in a terminal, and compare with AWS's format"
		fields = `{"Version": 1, "AccessKeyId": "` + exampleID + `", "SecretAccessKey": "` + exampleKey + `"`
	)
	give := func(name, output, line string) situation {
		return situation{name: "process, " + name, config: "[default]\ncredential_process = " + printing("HOME/keys.json.secret") + "\n",
			files: map[string]string{"keys.json.secret": output}, line: line}
	}
	situations := []situation{
		{name: "process, exit status", config: "[default]\ncredential_process = echo planted-output&& exit 3\n", line: failed + "exit status 3" + run},
		give("nothing", "", wrote+"nothing"+format),
		give("no JSON", "planted-output", wrote+"no JSON"+format),
		give("no keys", `{"Version": 1}`, wrote+"no AccessKeyId"+format),
		give("another version", `{"Version": 2}`, wrote+"no Version 1"+format),
		give("expired keys", fields+`, "Expiration": "2020-01-01T00:00:00Z"}`,
			"the credential_process of the AWS profile default gave keys that have expired: check what renews them (a program, or the role of the instance, task or pod), and this machine's clock"),
	}
	if runtime.GOOS != "windows" { // whose shell ends otherwise
		situations = append(situations, situation{
			name: "process, not found", config: "[default]\ncredential_process = no-such-command-of-anybody x\n",
			line: failed + "exit status 127, as of a command that is not found" + run,
		})
	}
	s.planted.Add("planted-output")
	return situations
}

// brokenContainer has a container's credentials endpoint that gives no keys.
func (s *stage) brokenContainer(t *testing.T) []situation {
	t.Helper()
	const (
		noKeys = "the container credentials endpoint gave no keys ("
		check  = "): check the role of the task or pod, and AWS_CONTAINER_AUTHORIZATION_TOKEN"
		url    = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	)
	s.planted.Add("planted message")
	expired := s.newIdentity()
	expired.Expires = time.Now().Add(-time.Hour)
	at := func(container *awsmetadata.Container) environ.Vars {
		return environ.Vars{url: s.serve(t, container) + "/keys"}
	}
	return []situation{
		{name: "container, token refused", vars: at(&awsmetadata.Container{Token: "other"}), line: noKeys + "HTTP 401 Unauthorized" + check},
		{name: "container, forbidden", vars: at(&awsmetadata.Container{Status: http.StatusForbidden}), line: noKeys + "HTTP 403 Forbidden" + check},
		{name: "container, no role", vars: at(&awsmetadata.Container{Status: http.StatusNotFound}), line: noKeys + "HTTP 404 Not Found" + check},
		{name: "container, broken", vars: at(&awsmetadata.Container{Status: http.StatusInternalServerError}).With(environ.Vars{}),
			line: noKeys + "HTTP 500 Internal Server Error" + check},
		{name: "container, expired keys", vars: at(&awsmetadata.Container{Keys: expired}),
			line: "the container credentials endpoint gave keys that have expired: check what renews them (a program, or the role of the instance, task or pod), and this machine's clock"},
		{name: "container, no keys", vars: at(&awsmetadata.Container{Keys: awsendpoint.Identity{}}), line: noKeys + "an answer that holds no keys" + check},
		{name: "container, nobody there", vars: environ.Vars{url: closed + "/keys"},
			line: "no connection to the container credentials endpoint (" + s.refused + "): check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI"},
		{name: "container elsewhere", vars: environ.Vars{url: "http://192.0.2.1/keys"},
			line: url + " is no address of a container's credentials endpoint: correct it: a relative one begins with /, and http is for this machine, ECS and EKS alone"},
		{name: "container, no token's file", vars: at(&awsmetadata.Container{}).With(environ.Vars{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/none"}),
			line: "the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names can't be read (" + s.noFile + "): correct the path, or what this user may do with the file"},
		{name: "container, silent", vars: at(&awsmetadata.Container{Silent: true}).With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": "1s"}),
			line: "the container credentials endpoint did not answer within 1s: check the network, or raise DOCKER_CREDENTIAL_SECRETS_TIMEOUT"},
	}
}

// brokenInstance has the metadata service of an instance that gives no keys.
func (s *stage) brokenInstance(t *testing.T) []situation {
	t.Helper()
	const silent = "the instance metadata service did not answer: in a container, raise the instance's hop limit to 2 (http-put-response-hop-limit)"
	at := func(url string) environ.Vars {
		return environ.Vars{"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": url}
	}
	serve := func(instance *awsmetadata.Instance) environ.Vars { return at(s.serve(t, instance)) }
	return []situation{
		{name: "instance, no role", vars: serve(&awsmetadata.Instance{NoRole: true}), line: "this instance has no role: attach a role to it (an instance profile)"},
		{name: "instance, no keys", vars: serve(&awsmetadata.Instance{}),
			line: "the instance metadata service gave no keys (an answer that holds no keys): check that access to it is enabled"},
		{name: "instance, hop limit", vars: serve(&awsmetadata.Instance{Silent: true}), line: silent},
		{name: "instance, off", vars: serve(&awsmetadata.Instance{Off: true}),
			line: "the instance metadata service gave no keys (HTTP 403 Forbidden): check that access to it is enabled"},
		{name: "instance, nobody there", vars: at(closed), line: nothing},
		{name: "instance, by a profile", config: "[profile dev]\nrole_arn = " + roleARN + "\ncredential_source = Ec2InstanceMetadata\n",
			vars: serve(&awsmetadata.Instance{NoRole: true}).With(environ.Vars{"AWS_PROFILE": "dev"}), line: "this instance has no role: attach a role to it (an instance profile)"},
	}
}

// unreachableServices has who gives keys for a login or a token take no connection.
func (s *stage) unreachableServices() []situation {
	at := func(service string) environ.Vars {
		return environ.Vars{"AWS_ENDPOINT_URL_" + service: closed, "AWS_PROFILE": "dev"}
	}
	line := func(service string) string {
		return "no connection to 127.0.0.1:1 (" + s.refused + "): check the network, HTTPS_PROXY and AWS_ENDPOINT_URL_" + service
	}
	return []situation{
		{name: "STS unreachable", vars: at("STS"), line: line("STS"), config: "[profile dev]\nrole_arn = " + roleARN +
			"\nsource_profile = base\n[profile base]\naws_access_key_id = " + exampleID + "\naws_secret_access_key = " + exampleKey + "\n"},
		{name: "STS unreachable for a web identity", vars: at("STS"), line: line("STS"), files: map[string]string{"token": "x"},
			config: "[profile dev]\nrole_arn = " + roleARN + "\nweb_identity_token_file = HOME/token\n"},
	}
}

package doctor

import "strings"

// A code is a kind of finding, as a row of the table in the README: the word
// that scripts look for, the severity that its findings usually have, and what
// they mean.
type code string

const (
	codeIncomplete     code = "`incomplete` | error | SERVER, USER or PASSWORD of a secret is not set"
	codeEmpty          code = "`empty` | warning | all variables of a secret are empty"
	codeNameNotRead    code = "`name-not-read` | error | a name is nearly one that is read; a warning where no secret lacks it"
	codeNoPrefix       code = "`no-prefix` | warning | a variable's name is right but for the prefix, which is missing"
	codeOutdone        code = "`outdone` | warning | a variable is not used, since another one of the secret comes before it"
	codeECRAlone       code = "`ecr-alone` | warning | a variable for ECR alone is not used, since SERVER is another registry"
	codePrefixesDiffer code = "`prefixes-differ` | error | the variables of one secret have two prefixes that are nearly the same"
	codeLowerCase      code = "`lower-case` | warning | a variable's name is not in upper case"

	codeQuotes            code = "`quotes` | warning | a value is in quotation marks"
	codeSpaces            code = "`spaces` | warning | a value begins or ends with a space"
	codeNewline           code = "`newline` | warning | a value ends with a newline, or PASSWORD has several lines"
	codeInvisible         code = "`invisible` | warning | a value has a character in it that nobody sees"
	codePlaceholder       code = "`placeholder` | warning | a value is one that no program has replaced, as `${NAME}`"
	codeDollarSign        code = "`dollar-sign` | warning | a value has escaped a $, or lost it"
	codeComment           code = "`comment` | warning | a value ends with a comment"
	codeLooksLikePath     code = "`looks-like-path` | warning | PASSWORD holds the path of a file"
	codeLooksLikePassword code = "`looks-like-password` | error | SERVER holds a password"
	codeBase64Pair        code = "`base64-pair` | warning | PASSWORD is the base64 of user name and password"
	codeUserInPassword    code = "`user-in-password` | warning | PASSWORD begins with the user's name and a colon"
	codeEncoded           code = "`base64` | warning | USER and PASSWORD are both base64 of text"
	codeDockerConfig      code = "`docker-config` | warning | PASSWORD holds Docker's config.json"
	codeAssignment        code = "`assignment` | warning | a value is a whole line that sets a variable"
	codeUserColon         code = "`user-colon` | warning | USER has a colon in it"
	codeUserToken         code = "`user-token` | warning | USER holds a token"
	codeJSONKey           code = "`json-key` | error | PASSWORD is a JSON key that is damaged, or that USER does not announce"
	codeTokenExpired      code = "`token-expired` | error | PASSWORD is a token whose time is over"

	codeServerInvalid code = "`server-invalid` | error | SERVER is not a registry address"
	codeDockerHubName code = "`docker-hub-name` | error | SERVER is a web site of Docker Hub; a warning where it is a registry too"
	codeNearECR       code = "`near-ecr` | error | SERVER is nearly the name of an ECR registry"
	codePlainHTTP     code = "`plain-http` | warning | the registry is without TLS; an error if that is certain"
	codePathScoped    code = "`path-scoped` | error | SERVER has a path, for which Docker never asks; a warning where others do"
	codeOutranked     code = "`outranked` | warning | another secret answers for the registry"

	codeNoSecret        code = "`no-secret` | error | no secret is for a registry that was asked for; a warning for an image"
	codeNoSecrets       code = "`no-secrets` | error | there is no secret at all"
	codeNoAnswer        code = "`no-answer` | error | `get` fails; a warning where that lets clients go on"
	codeLoginRefused    code = "`login-refused` | error | the registry refuses the credential"
	codeLoginFailed     code = "`login-failed` | error | the registry, or its token service, gives no usable answer"
	codeInterrupted     code = "`interrupted` | error | the examination was ended before the registry answered"
	codeImageUnreadable code = "`image-unreadable` | error | the registry does not give the image's manifest"

	codeConfigMissing      code = "`config-missing` | warning | config.json does not exist; an error if a secret needs it"
	codeConfigUnreadable   code = "`config-unreadable` | error | config.json can't be read"
	codeNotConfigured      code = "`not-configured` | error | config.json names no helper for the registry"
	codeUnnamedRegistry    code = "`unnamed-registry` | warning | config.json asks this helper for registries that no secret names"
	codeStoreOnly          code = "`store-only` | warning | only credsStore names this helper, which is not enough for all clients"
	codeOtherHelper        code = "`other-helper` | error | config.json names another helper for the registry"
	codeOtherStore         code = "`other-store` | error | config.json names another helper for all registries"
	codeKeySpelling        code = "`key-spelling` | error | config.json spells the registry differently from how Docker looks for it"
	codeAuthsShadows       code = "`auths-shadows` | error | a login in config.json is used in place of the secret"
	codeAuthsStale         code = "`auths-stale` | warning | a login in config.json is stored beside the secret"
	codeAuthConfigOutranks code = "`auth-config-outranks` | warning | DOCKER_AUTH_CONFIG is used in place of the secret"
	codeAuthConfigInvalid  code = "`auth-config-invalid` | warning | DOCKER_AUTH_CONFIG can't be read"
	codePodmanOutranks     code = "`podman-outranks` | warning | podman's auth.json is used in place of the secret"
	codePodmanUnreadable   code = "`podman-unreadable` | warning | podman's auth.json can't be read"
	codePodmanHub          code = "`podman-hub` | warning | podman's auth.json names no helper for Docker Hub"
	codePodmanRemote       code = "`podman-remote` | warning | podman --remote fails by what config.json has for Docker Hub"

	codeBreaksOthers code = "`breaks-others` | warning | a secret that fails costs some clients the credentials of other registries"

	codeNotOnPath           code = "`not-on-path` | error | Docker does not find this program"
	codeProgramFails        code = "`program-fails` | error | the program of this name that Docker starts does not run"
	codeOtherBinary         code = "`other-binary` | warning | Docker starts another program of this name"
	codeNoHome              code = "`no-home` | error | there is no home directory"
	codeCacheUnusable       code = "`cache-unusable` | warning | no ECR token can be kept"
	codeSettingInvalid      code = "`setting-invalid` | error | a variable of the helper itself has no usable value"
	codeKubeletProvider     code = "`kubelet-provider` | error | kubelet can't start this helper as its configuration has it"
	codeKubeletImages       code = "`kubelet-images` | error | matchImages lacks a registry; a warning for one without a secret"
	codeKubeletValue        code = "`kubelet-value` | warning | kubelet's configuration holds the value of a secret"
	codeGitHubServerInvalid code = "`github-server-invalid` | warning | GITHUB_TOKEN is not used: GITHUB_SERVER_URL is no GitHub"
)

// newFinding returns a finding of the code with its usual severity.
func newFinding(c code, message, fix string) Finding {
	return Finding{Code: c.word(), Severity: Severity(strings.SplitN(string(c), " | ", 3)[1]), Message: message, Fix: fix}
}

// word is the code as scripts look for it.
func (c code) word() string { return strings.Split(string(c), "`")[1] }

// as returns the finding with a severity that is not the usual one.
func (f Finding) as(severity Severity) Finding {
	f.Severity = severity
	return f
}

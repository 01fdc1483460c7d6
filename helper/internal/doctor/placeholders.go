package doctor

import (
	"regexp"
	"slices"
	"strings"
)

// placeholders are the forms of what stands for a value until a program puts
// the value in its place: names of shells, Docker Compose, Make and Azure
// Pipelines, of cmd.exe, of CI systems and templates, references into stores of
// secrets, and what logs and documents write for a secret. Those of whole values
// have few other uses, those in the midst of one have none.
const placeholders = `\$\{[A-Za-z_][^{}]*\}|\$\([A-Za-z_][A-Za-z0-9_.-]*\)|\$?\{\{.*\}\}` +
	`|^\$\(.*\)$|^\$[A-Z_][A-Z0-9_]+$|^\$[A-Za-z]+(?:_[A-Za-z0-9]+)+$|^\$(?i:env):\w+$|^%[A-Za-z_][A-Za-z0-9_]+%$` +
	`|^(?:op|bws?|vault|kv|a?ssm|g?sm|akv|azkv|awssm|gcpsm|keyvault|keychain|keyring|doppler|infisical|secrets?|ref\+[a-z]+)://` +
	`|^vault:|^secretref:|^ENC\[|^projects/[^/]+/secrets/` +
	`|^arn:aws[-a-z]*:(?:secretsmanager|ssm):|^@Microsoft\.KeyVault\(` +
	`|^\*{3,}$|^•+$|^\[(?i:MASKED|REDACTED|FILTERED)\]$|^<[A-Za-z][^<>]*>$`

// isPlaceholder reports whether a value is one that nothing has replaced.
func isPlaceholder(value string) bool {
	// Docker's mark of an identity token, and user names of other registries.
	isName := slices.Contains([]string{"<token>", "$oauthtoken", "$app", "$token"}, value)
	mayBeOne := strings.ContainsAny(value, "$%:/{[<*•(") // a thousand values have no time for the expression
	return mayBeOne && !isName && regexp.MustCompile(placeholders).MatchString(value)
}

// examples are what documents and templates of .env files have for a password.
const examples = `^(?i:change[-_]?me|replace[-_]?me|your[-_].+|my[-_]?password|null|none|nil|undefined|todo|tbd|x{3,}|\.{3})$`

// isExample reports whether a value is one that nobody has for a password.
func isExample(value string) bool {
	return len(value) < 40 && regexp.MustCompile(examples).MatchString(value)
}

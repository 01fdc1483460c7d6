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
	`|^\$\(.*\)$|^\$[A-Z_][A-Z0-9_]+$|^%[A-Za-z_][A-Za-z0-9_]+%$` +
	`|^op://|^arn:aws[-a-z]*:(?:secretsmanager|ssm):|^@Microsoft\.KeyVault\(` +
	`|^\*{3,}$|^•+$|^\[(?i:MASKED|REDACTED|FILTERED)\]$|^<[A-Za-z][^<>]*>$`

// isPlaceholder reports whether a value is one that nothing has replaced.
func isPlaceholder(value string) bool {
	// Docker's mark of an identity token, and user names of other registries.
	isName := slices.Contains([]string{"<token>", "$oauthtoken", "$app", "$token"}, value)
	mayBeOne := strings.ContainsAny(value, "$%:{[<*•(") // a thousand values have no time for the expression
	return mayBeOne && !isName && regexp.MustCompile(placeholders).MatchString(value)
}

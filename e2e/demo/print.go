package main

import (
	"fmt"
	"io"
)

func printSetting(out io.Writer, servers *servers, secrets []secret) {
	fmt.Fprintf(out, "\nSecrets in the environment; Docker's config.json names the helper for all three registries\n")
	for _, secret := range secrets {
		secret.password = mask(secret.password)
		variables := secret.variables()
		for _, field := range []string{"SERVER", "USER", "PASSWORD"} {
			name := secret.prefix + "_CONTAINER_REGISTRY_" + field
			fmt.Fprintf(out, "  %s=%s\n", name, variables[name])
		}
	}
	fmt.Fprintf(out, "  (none for %s, which is open to everybody)\n", servers.public.Addr())
}

func printPulls(out io.Writer, title string, pulls []pull, awsCalls int) {
	fmt.Fprintf(out, "\n%s, through go-containerregistry\n", title)
	for _, pull := range pulls {
		fmt.Fprintf(out, "  %s\n", pull.Image)
		fmt.Fprintf(out, "    helper asked     %s\n", pull.Server)
		fmt.Fprintf(out, "    helper answered  %s\n", pull.Answer)
		fmt.Fprintf(out, "    digest pulled    %s\n", pull.Digest)
	}
	fmt.Fprintf(out, "  calls to AWS so far: %d\n", awsCalls)
}

// mask shows a secret's length only.
func mask(secret string) string { return fmt.Sprintf("•••• (%d characters)", len(secret)) }

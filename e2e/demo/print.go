package main

import (
	"fmt"
	"io"
	"strings"
)

const opening = "Three registries and AWS, all on this machine. Building ...\n"

const whatNext = `
To try it with a registry of yours:
  go install .
  export ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io
  export ACR_CONTAINER_REGISTRY_USER=...
  export ACR_CONTAINER_REGISTRY_PASSWORD=...
  docker-credential-secrets configure
  docker-credential-secrets doctor
`

// A printer writes the story, in colours (ECMA-48, SGR) where a terminal shows them.
type printer struct {
	io.Writer
	color bool
}

func (p printer) heading(text string) { fmt.Fprintln(p, p.paint("1", text)) }

func (p printer) refused(image, status, why string) { p.line(p.paint("31", "✗"), image, status, why) }

func (p printer) pulled(image string, got answer, why string) {
	as := "anonymous"
	switch {
	case image == ecrImage:
		as = calls(got.awsCalls)
	case got.user != "":
		as = "user " + got.user
	}
	p.line(p.paint("32", "✓"), image, as, why)
}

func (p printer) line(mark, image, what, why string) {
	fmt.Fprintf(p, "  %s %-29s  %s\n", mark, strings.Replace(image, ecrServer+"/", "Amazon ECR: ", 1), what+why)
}

func (p printer) paint(code, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

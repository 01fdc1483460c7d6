package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/kubeletconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// checkProvider looks at how kubelet is told to start this helper, and for which
// images.
func (w world) checkProvider(subjects []subject) []Finding {
	p, found := w.Provider, []Finding(nil)
	if p.Name != helper.Name {
		found = append(found, newFinding(codeKubeletProvider, "kubelet starts a program called "+p.Name+", the provider's name",
			"set name to "+helper.Name+", or call the program in kubelet's directory so").as(Warning))
	}
	if !slices.Equal(p.Args, []string{kubelet.Verb}) {
		found = append(found, newFinding(codeKubeletProvider, "args is not ["+kubelet.Verb+"], so this helper does not answer kubelet",
			"set args: ["+kubelet.Verb+"]"))
	}
	if !slices.Contains(kubelet.APIVersions(), p.APIVersion) {
		found = append(found, newFinding(codeKubeletProvider, "the provider's apiVersion is none that this helper knows",
			"set apiVersion: "+kubelet.APIVersions()[0]))
	}
	for _, s := range subjects {
		for _, v := range s.secret.Variables() {
			isSecret := v.Field.MayBeFile() && v.Field != secrets.User
			if isSecret && !v.IsFile && v.Use == secrets.Used {
				found = append(found, newFinding(codeKubeletValue, v.Name+" has its value in kubelet's configuration, which others may read",
					"write the value to a file that root alone can read, and name that by "+v.Name+secrets.FileEnding))
			}
		}
	}
	return append(found, w.checkImages(subjects)...)
}

// checkImages compares what kubelet asks this helper for with the secrets.
func (w world) checkImages(subjects []subject) []Finding {
	var found []Finding
	isAsked := func(s subject) bool {
		return slices.ContainsFunc(w.Provider.MatchImages, func(pattern string) bool {
			return slices.ContainsFunc(sampleImages(s), func(image string) bool { return kubeletconfig.Matches(pattern, image) })
		})
	}
	for _, s := range subjects {
		if s.isAnswering && s.secret.Missing() == nil && !isAsked(s) {
			found = append(found, newFinding(codeKubeletImages, "matchImages has no entry for "+s.server.String()+
				", so kubelet never asks for it", "add "+s.server.String()+" to matchImages"))
		}
	}
	for _, pattern := range w.Provider.MatchImages {
		isAnswered := slices.ContainsFunc(subjects, func(s subject) bool {
			isMatched := slices.ContainsFunc(sampleImages(s), func(image string) bool { return kubeletconfig.Matches(pattern, image) })
			asked, ok := secrets.ParseServer(pattern)
			return isMatched || ok && s.server.Covers(asked)
		})
		if !isAnswered {
			found = append(found, newFinding(codeKubeletImages, "matchImages has "+pattern+", but no secret is for it",
				"set a secret for it in env, or take it out of matchImages").as(Warning))
		}
	}
	return found
}

// sampleImages returns an image for each spelling of the subject's registry.
func sampleImages(s subject) []string {
	var images []string
	hosts := []string{strings.ReplaceAll(s.secret.Pattern, "*", "x")}
	if !s.hasPattern() {
		hosts = append(secrets.LookupKeys(s.secret.ServerText()), s.host)
	}
	for _, host := range hosts {
		if host != secrets.HubURL && host != "" {
			images = append(images, strings.TrimSuffix(host+"/"+s.server.Path, "/")+"/image")
		}
	}
	return images
}

// askAsKubelet has the program answer for the subject as kubelet does: with the
// variables that the provider has, and nothing more.
func (w world) askAsKubelet(ctx context.Context, s subject) (helper.Answer, []Finding) {
	request, _ := json.Marshal(map[string]string{ // texts alone can't fail
		"kind": "CredentialProviderRequest", "apiVersion": w.Provider.APIVersion, "image": sampleImages(s)[0],
	})
	output, complaint, err := startAsKubelet(ctx, w.Executable, w.environ, request)
	var response struct {
		Auth map[string]struct{ Username, Password string }
	}
	if err == nil {
		err = json.Unmarshal(output, &response)
	}
	if err != nil {
		line, _, _ := strings.Cut(strings.TrimPrefix(complaint, helper.Name+": "), "\n")
		message, fix := strings.TrimPrefix(line, s.server.String()+": "), "see what kubelet starts"
		if at := strings.LastIndex(message, ": "); at > 0 {
			message, fix = message[:at], message[at+2:]
		}
		return helper.Answer{}, []Finding{newFinding(codeNoAnswer, "started as kubelet does, it fails: "+message, fix)}
	}
	for _, login := range response.Auth {
		return helper.Answer{Username: hidden.Of(login.Username), Password: hidden.Of(login.Password)}, nil
	}
	return helper.Answer{}, nil
}

// startAsKubelet returns what the program writes on standard output and on standard
// error.
func startAsKubelet(ctx context.Context, path string, environ []string, request []byte) (stdout []byte, said string, err error) {
	ctx, cancel := context.WithTimeout(ctx, kubelet.Patience)
	defer cancel()
	var complaint bytes.Buffer
	command := exec.CommandContext(ctx, path, kubelet.Verb) //nolint:gosec // the program is this one
	command.Env = environ
	command.Stdin, command.Stderr, command.WaitDelay = bytes.NewReader(request), &complaint, versionPatience
	stdout, err = command.Output()
	return stdout, complaint.String(), err
}

package doctor

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
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
	return slices.Concat(found, w.checkInTheClear(subjects), w.checkImages(subjects))
}

// checkInTheClear looks for values that whoever may read kubelet's configuration sees.
func (w world) checkInTheClear(subjects []subject) []Finding {
	var found []Finding
	report := func(name, fix string) {
		cause := name + " has its value in kubelet's configuration, which others may read"
		found = append(found, newFinding(codeKubeletValue, cause, fix))
	}
	for _, s := range subjects {
		for _, v := range s.secret.Variables() {
			isSecret := v.Field.MayBeFile() && v.Field != secrets.User
			switch {
			case !isSecret || v.IsFile || v.Use != secrets.Used:
			case s.secret.Kind == secrets.GitHubKind:
				report(v.Name, "take it out, and set <PREFIX>"+secrets.Infix+"SERVER to "+s.server.Host+", with USER and PASSWORD_FILE")
			default:
				report(v.Name, "write the value to a file that root alone can read, and name that by "+v.Name+secrets.FileEnding)
			}
		}
	}
	for _, name := range []string{"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} {
		if w.Helper.Getenv(name) != "" {
			report(name, "write it to a file that root alone can read, and name that by AWS_SHARED_CREDENTIALS_FILE")
		}
	}
	return found
}

// checkImages compares what kubelet asks this helper for with the secrets.
func (w world) checkImages(subjects []subject) []Finding {
	var found []Finding
	isMatched := func(s subject, pattern string) bool {
		return slices.ContainsFunc(sampleImages(s), func(image string) bool { return kubeletconfig.Matches(pattern, image) })
	}
	isAsked := func(s subject) bool {
		return slices.ContainsFunc(w.Provider.MatchImages, func(pattern string) bool { return isMatched(s, pattern) })
	}
	for _, s := range subjects {
		if s.isAnswering && s.secret.Missing() == nil && !s.isImplied() && !isAsked(s) {
			found = append(found, newFinding(codeKubeletImages, "matchImages has no entry for "+s.server.String()+
				", so kubelet never asks for it", "add "+s.server.String()+" to matchImages"))
		}
	}
	for i, pattern := range w.Provider.MatchImages {
		asked, ok := secrets.ParseServer(strings.ReplaceAll(pattern, "*", "x"))
		isAnswered := slices.ContainsFunc(subjects, func(s subject) bool { return isMatched(s, pattern) || s.server.Covers(asked) })
		cause, fix := "", "write it as host, host:port or host/path"
		switch {
		case !ok, !asked.IsImageHost(), strings.Contains(pattern, "@"): // it may hold a password
			cause = fmt.Sprintf("entry %d of matchImages names no registry", i+1)
		case strings.Contains(pattern, "://"):
			cause = "matchImages has " + pattern + ", but no image begins with a scheme"
		case !isAnswered:
			cause = "matchImages has " + pattern + ", but no secret is for it"
			fix = "set a secret for it in env, or take it out of matchImages"
		}
		if cause != "" {
			found = append(found, newFinding(codeKubeletImages, cause, fix).as(Warning))
		}
	}
	return found
}

// sampleImages returns an image for each spelling of the subject's registry.
func sampleImages(s subject) []string {
	var images []string
	hosts := []string{strings.ReplaceAll(s.secret.Pattern, "*", "x")}
	if !s.hasPattern() {
		hosts = append(secrets.ImageHosts(s.secret.ServerText()), s.host)
	}
	for _, host := range hosts {
		if host != "" {
			images = append(images, strings.TrimSuffix(host+"/"+s.server.Path, "/")+"/image")
		}
	}
	return images
}

// askAsKubelet has the program answer for the subject as kubelet does: with the
// variables that the provider has, and nothing more.
func (w world) askAsKubelet(ctx context.Context, s subject) (helper.Answer, []Finding) {
	request, _ := json.Marshal(map[string]string{ // texts alone can't fail
		"kind": kubelet.RequestKind, "apiVersion": w.Provider.APIVersion, "image": sampleImages(s)[0],
	})
	output, complaint, err := startAsKubelet(ctx, w.Executable, w.environ, request)
	var response struct {
		Auth map[string]struct{ Username, Password string }
	}
	if err == nil {
		err = json.Unmarshal(output, &response)
	}
	if err != nil {
		cause, fix := takeApart(complaint, s.server.String())
		return helper.Answer{}, []Finding{newFinding(codeNoAnswer, "started as kubelet does, it fails: "+cause, fix)}
	}
	for _, login := range response.Auth {
		return helper.Answer{Username: hidden.Of(login.Username), Password: hidden.Of(login.Password)}, nil
	}
	return helper.Answer{}, nil
}

// takeApart returns the cause and the next step of the last line on standard error, as
// helper.Problem has them. Other lines explain, as DEBUG wants. A next step may have a
// colon in it.
func takeApart(complaint, server string) (cause, fix string) {
	line := strings.TrimSpace(complaint)
	line = strings.TrimPrefix(line[strings.LastIndexByte(line, '\n')+1:], helper.Name+": ")
	cause, fix, _ = strings.Cut(strings.TrimPrefix(line, server+": "), ": ")
	return cause, cmp.Or(fix, "see what kubelet starts")
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

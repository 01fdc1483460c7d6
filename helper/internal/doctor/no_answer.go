package doctor

import (
	"errors"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// isSaid reports whether the cause of what get does not answer for is among
// what is said already.
func (f Finding) isSaid(said []Finding) bool {
	has := func(c code) bool {
		return slices.ContainsFunc(said, func(f Finding) bool { return f.isError() && f.Code == c.word() })
	}
	return f.Code == codeIncomplete.word() && (has(codeNameNotRead) || has(codePrefixesDiffer))
}

// explainNoAnswer says why get does not answer.
func (w world) explainNoAnswer(s subject, err error) []Finding {
	var problem *helper.Problem
	excused, isExcused := helper.Excused(err)
	switch {
	case isExcused && s.secret.Missing() != nil:
		f := newFinding(codeIncomplete, excused.Cause+", so clients go on without a credential", excused.Next)
		f.More = whereEmpty(s.secret)
		if !s.isAsked {
			f = f.as(Warning) // as in the jobs of forks, and as other programs set it
		}
		return []Finding{f}
	case isExcused:
		return []Finding{newFinding(codeNoAnswer, excused.Cause+"; clients go on without a credential", excused.Next).as(Warning)}
	case helper.IsNotFound(err):
		return []Finding{w.notFound(s)}
	case !errors.As(err, &problem):
		return []Finding{newFinding(codeNoAnswer, err.Error(), "see "+helper.Name+" help")}
	case s.secret.IsMalformed():
		return nil // said already, and in more words
	case s.secret.Missing() == nil:
		return []Finding{newFinding(codeNoAnswer, problem.Cause, problem.Next)}
	}
	f := newFinding(codeIncomplete, problem.Cause, problem.Next)
	f.More = whereEmpty(s.secret)
	return []Finding{f}
}

// whereEmpty says why a variable may be empty, if one of the secret's is.
func whereEmpty(secret secrets.Secret) string {
	if !slices.ContainsFunc(secret.Variables(), func(v secrets.Variable) bool { return v.Use == secrets.Empty }) {
		return ""
	}
	return "an empty one has an empty source: for ${localEnv:NAME} of a dev container, NAME must be set for the program that " +
		"starts the container; in CI, the secret must exist"
}

// notFound is about a registry that no secret names.
func (w world) notFound(s subject) Finding {
	if wrong := CheckLookalike(s.server.Host, "<PREFIX>"+secrets.Infix+"SERVER"); isNoRegistry(wrong) {
		return wrong[0]
	}
	f := newFinding(codeNoSecret, "no secret names this registry",
		"set <PREFIX>"+secrets.Infix+"SERVER to "+s.server.Host+", with USER and PASSWORD")
	if s.image != nil {
		f.Message, f.Fix = f.Message+", so Docker pulls without a credential", "if the image is private, "+f.Fix
		f = f.as(Warning)
	}
	if similar := similarHost(s.server.Host, w.set); similar != "" {
		f.Message += ": did you mean " + similar + "?"
	}
	f.More = "if they are set: " + w.passOn()
	return f
}

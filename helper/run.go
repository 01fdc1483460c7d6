package helper

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A Run is one verb of the protocol on its way: Start has done all that needs
// no AWS, and Finish answers. Between the two, whoever can ask AWS does so, if
// the run says that it has to be asked.
type Run struct {
	keychain keychain
	action   credentials.Action
	input    string
	// render writes what answers a get, in the form of whoever asks.
	render   func(Answer) []byte
	result   result
	question *Question
}

// A result is what a verb came to, before anything is written.
type result struct {
	answer []byte
	err    error
}

// Start reads the input of the verb that the arguments, without the program's
// name, ask for, and runs it as far as it needs no AWS. However long that
// takes, and whatever panics in it, it comes to one end. ok is false for
// arguments that are no verb; version is none, since it takes what only main
// has.
func (p Program) Start(args []string) (run *Run, ok bool) {
	if len(args) != 1 {
		return nil, false
	}
	switch args[0] {
	case credentials.ActionGet, credentials.ActionStore, credentials.ActionErase, credentials.ActionList:
	case kubelet.Verb:
		p = p.within(kubelet.Patience)
	default:
		return nil, false
	}
	run, ok = &Run{keychain: newKeychain(p), action: args[0]}, true // also after a panic
	input, err := readInput(p.Stdin, run.action)
	if err != nil {
		run.result.err = err
		return run, ok
	}
	run.input = input
	run.keychain.watchVerb(run.action)
	defer run.keychain.watch.stop()
	defer run.recoverDefect()
	run.start()
	return run, ok
}

func (r *Run) start() {
	switch r.action {
	case credentials.ActionGet:
		r.render = func(a Answer) []byte { return renderAnswer(r.input, a.Username, a.Password) }
		r.get(r.input)
	case kubelet.Verb:
		r.startKubelet()
	default:
		var answer bytes.Buffer
		err := credentials.HandleCommand(r.keychain, r.action, strings.NewReader(r.input), &answer)
		r.result = result{[]byte(escape.JSON(answer.String())), err}
	}
}

func (r *Run) get(server string) {
	answer, err := r.keychain.get(server)
	if r.question = answer.Question; r.question == nil {
		r.answer(answer, err)
	}
}

func (r *Run) answer(answer Answer, err error) {
	r.result.err = err
	if err == nil || r.action == kubelet.Verb && errors.Is(err, errNotFound) {
		r.result.answer = r.render(answer)
	}
}

// recoverDefect turns a panic into the run's end.
func (r *Run) recoverDefect() {
	if recover() != nil {
		r.question = nil
		r.result = result{err: Defect()}
	}
}

// Question returns what AWS has to be asked before Finish, nil for nothing.
func (r *Run) Question() *Question { return r.question }

// Finish writes the answer and returns the exit status. The token, or the
// *ecr.Failure that there is none, is the answer to the run's question, if it
// has one.
func (r *Run) Finish(token ecr.Token, failed error) (status int) {
	if r.question != nil {
		r.finish(token, failed)
	}
	status = r.keychain.program.finish(r.action, r.result)
	r.writeLog(status)
	return status
}

func (r *Run) finish(token ecr.Token, failed error) {
	defer r.recoverDefect()
	r.answer(r.question.Answer(token, failed))
}

// A Question is a get that AWS has to answer.
type Question struct {
	// Entry says which token is asked for, and is where one may be meanwhile.
	Entry *ecr.Entry
	// Patience is how long the answer may take from now on.
	Patience time.Duration

	keychain keychain
	secret   secrets.Secret
	terms    exchangeTerms
}

// Answer returns the credentials that the token makes, or the error that
// words the failure to get it.
func (q *Question) Answer(token ecr.Token, failed error) (Answer, error) {
	var failure *ecr.Failure
	if errors.As(failed, &failure) {
		failed = q.keychain.settings.excuse(excusePublic(q.secret, q.terms.problem(q.secret, q.Entry.Request.Identity, failure)))
	}
	if failed != nil {
		return Answer{}, failed
	}
	q.keychain.debug("token good until %s", clock(token.Expires()))
	return Answer{Secret: q.secret, Username: hidden.Of(ecr.TokenUser), Password: token.Password, Token: token}, nil
}

package helper

import (
	"errors"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/jwt"
)

// How long kubelet keeps an answer. What it has in its memory is gone when it is
// started again, and so the environment does not change under an answer.
const (
	// lastingAnswer is for what stands in a variable.
	lastingAnswer = time.Hour
	// shortAnswer is for what may be another one soon: in a file that a variable
	// names, for an old token, and where there is no secret.
	shortAnswer = time.Minute
)

// startKubelet answers kubelet's request as far as that needs no AWS.
func (r *Run) startKubelet() {
	request, err := kubelet.ParseRequest([]byte(r.input))
	if err != nil {
		r.result.err = err
		return
	}
	image, ok := secrets.ParseServer(request.Image)
	if ok && !image.IsImageHost() {
		r.result.err = errors.New("image on standard input names no registry: kubelet gives it as docker.io/library/alpine")
		return
	}
	// An image that names no registry says nothing of the others: docker.io/v1/token.
	isForImage := !ok || r.keychain.secrets.HasPathsAt(image.Host)
	r.render = func(a Answer) []byte {
		return kubelet.Response{
			Username: a.Username, Password: a.Password, Path: a.Secret.Server.Path,
			IsForImage: isForImage, Lasts: a.lasts(r.keychain.program.Now()),
		}.Render(request)
	}
	r.keychain.workload = workload{token: request.ServiceAccountToken, role: request.Role}
	if !ok {
		r.answer(Answer{}, errNotFound)
		return
	}
	r.get(image.String())
}

// finishKubelet writes what a request came to. Without a secret that is a response
// too; of what failed kubelet logs standard error, and nothing may be on the other.
func (p Program) finishKubelet(r result) (status int) {
	if r.err != nil && !errors.Is(r.err, errNotFound) {
		p.note(r.err.Error())
		return 1
	}
	if isExcused(r.err) {
		p.note(r.err.Error())
	}
	return p.write(0, r.answer)
}

// within returns the program with a timeout that is no longer than the limit.
func (p Program) within(limit time.Duration) Program {
	if p.Timeout() > limit {
		p.Environ = append([]string{timeoutVariable + "=" + limit.String()}, p.Environ...)
	}
	return p
}

// lasts returns how long the answer may be kept from now on: a token of AWS until
// half of its life is over, when the cache has another one made, and no password
// longer than it says that it lives.
func (a Answer) lasts(now time.Time) time.Duration {
	var dies time.Time
	lasts := lastingAnswer
	switch {
	case a.Username.IsEmpty() && a.Password.IsEmpty():
		return shortAnswer
	case !a.Token.Password.IsEmpty():
		lasts, dies = a.Token.HalfLife().Sub(now), a.Token.Expires()
	case a.Secret.Kind == secrets.ECRKind:
		dies, _ = ecr.PastedExpiry(a.Password)
	default:
		a.Password.Is(func(text string) bool { dies, _ = jwt.Expiry(text); return true })
	}
	isInFile := a.Secret.IsInFile(secrets.User) || a.Secret.IsInFile(secrets.Password)
	if a.Token.Password.IsEmpty() && isInFile || lasts < shortAnswer {
		lasts = shortAnswer
	}
	switch left := dies.Sub(now); {
	case dies.IsZero():
		return lasts
	case left <= 0:
		return shortAnswer
	default:
		return min(lasts, left)
	}
}

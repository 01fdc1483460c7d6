package main

import "fmt"

const (
	// usualSize is the number of variables where that is not what is measured.
	usualSize    = 20
	otherServer  = "registry.example"
	teamServer   = "mycompany.azurecr.io"
	teamUser     = "team"
	teamPassword = "password"
)

// A stage makes subjects out of programs.
type stage struct {
	world    *world
	programs programs
}

// baseline is what every other subject is compared to.
func (s stage) baseline() subject { return s.empty(usualSize) }

func (s stage) empty(variables int) subject {
	return subject{
		program: s.programs.empty, asked: fmt.Sprintf("nothing, %d variables", variables),
		command: command{path: s.programs.empty.path, environ: environment(variables)},
		right:   hasStatus(0),
	}
}

// helpers are the programs next to each other, first the baseline.
func (s stage) helpers() []subject {
	p := s.programs
	subjects := []subject{s.baseline(), s.startOnly(p.serve, "get", "get", otherServer, isCredential("user", "constant"))}
	subjects = append(subjects, s.ours(p.released)...)
	subjects = append(subjects, s.ours(p.installed)...)
	return append(subjects,
		s.ecrLogin("get, ECR token from the cache", ecrServer(0), s.world.isToken),
		s.ecrLogin("get, not found", otherServer, isNotFound),
		// Of these three the cheapest that they do without a network.
		s.startOnly(p.acrEnv, "get, not a registry of Azure", "get", otherServer, hasStatus(1)),
		s.startOnly(p.gcr, "version", "version", "", hasStatus(0)),
		s.startOnly(p.pass, "list, empty", "list", "", isList(0)),
	)
}

// ours are the helper's answers that need no AWS.
func (s stage) ours(p program) []subject {
	return []subject{
		s.our(p, "get, plain secret", "get", teamServer, isCredential(teamUser, teamPassword)),
		s.our(p, "get, ECR token from the cache", "get", ecrServer(0), s.world.isToken),
		s.our(p, "get, not found", "get", otherServer, isNotFound),
		s.our(p, "list", "list", "", isList(2)),
	}
}

func (s stage) our(p program, asked, verb, stdin string, right func(outcome) bool) subject {
	home := s.world.newHome()
	entries := append([]string{"HOME=" + home, s.world.endpointVariable()},
		secret{"TEAM", teamServer, teamUser, teamPassword}.environ()...)
	entries = append(entries, secret{"ECR", ecrServer(0), accessKeyID, secretAccessKey}.environ()...)
	return subject{
		program: p, asked: asked, home: home, right: right,
		command: command{path: p.path, args: []string{verb}, environ: environment(usualSize, entries...), stdin: stdin},
	}
}

// ecrLogin is docker-credential-ecr-login with the same keys as ours, in its own variables.
func (s stage) ecrLogin(asked, server string, right func(outcome) bool) subject {
	home := s.world.newHome()
	return subject{
		program: s.programs.ecrLogin, asked: asked, home: home, right: right,
		command: command{
			path: s.programs.ecrLogin.path, args: []string{"get"}, stdin: server,
			environ: environment(usualSize, "HOME="+home, s.world.endpointVariable(), "AWS_REGION=us-east-1",
				"AWS_EC2_METADATA_DISABLED=true", "AWS_ACCESS_KEY_ID="+accessKeyID, "AWS_SECRET_ACCESS_KEY="+secretAccessKey),
		},
	}
}

// startOnly is a program that reads no variable but HOME.
func (s stage) startOnly(p program, asked, verb, stdin string, right func(outcome) bool) subject {
	home := s.world.newHome()
	return subject{
		program: p, asked: asked, home: home, right: right,
		command: command{path: p.path, args: []string{verb}, environ: environment(usualSize, "HOME="+home), stdin: stdin},
	}
}

// sizes are the helper in environments of different sizes, and the empty program, since a large environment costs every
// process something.
func (s stage) sizes() []subject {
	var subjects []subject
	for _, size := range []struct{ variables, secrets int }{
		{10, 0}, {10, 1}, {1000, 0}, {1000, 1}, {1000, 10}, {10000, 0}, {10000, 1}, {10000, 10}, {10000, 1000},
	} {
		if size.secrets == 0 {
			subjects = append(subjects, s.empty(size.variables))
			continue
		}
		subjects = append(subjects, s.oneOf(size.variables, size.secrets))
	}
	return subjects
}

// oneOf gets the middle one of some secrets.
func (s stage) oneOf(variables, secrets int) subject {
	asked := plainSecret(secrets / 2)
	home := s.world.newHome()
	return subject{
		program: s.programs.released, home: home,
		asked: fmt.Sprintf("get, %d variables, %s", variables, counted(secrets, "secret", "secrets")),
		right: isCredential(asked.user, asked.password),
		command: command{
			path: s.programs.released.path, args: []string{"get"}, stdin: asked.server,
			environ: environment(variables, append(plainSecrets(secrets), "HOME="+home)...),
		},
	}
}

// misses are exchanges, each with an empty cache.
func (s stage) misses() []subject {
	subjects := []subject{
		s.our(s.programs.released, "get, ECR token by a call to AWS", "get", ecrServer(0), s.world.isToken),
		s.ecrLogin("get, ECR token by a call to AWS", ecrServer(0), s.world.isToken),
	}
	for i := range subjects {
		subjects[i].forgetful = true
		subjects[i].calls = 1
	}
	return subjects
}

package main

import "fmt"

// A secret is a registry's credential as the environment carries it.
type secret struct{ prefix, server, user, password string }

func (s secret) environ() []string {
	name := s.prefix + "_CONTAINER_REGISTRY_"
	return []string{name + "SERVER=" + s.server, name + "USER=" + s.user, name + "PASSWORD=" + s.password}
}

// plainSecrets returns the variables of n secrets, each of another registry.
func plainSecrets(n int) []string {
	var environ []string
	for i := range n {
		environ = append(environ, plainSecret(i).environ()...)
	}
	return environ
}

func plainSecret(i int) secret {
	return secret{
		prefix: fmt.Sprintf("REGISTRY_%04d", i), server: fmt.Sprintf("registry-%04d.example", i),
		user: "user", password: fmt.Sprintf("password-%04d", i),
	}
}

// environment returns the entries, and after them as many variables of no interest as there is room for.
func environment(size int, entries ...string) []string {
	environ := make([]string, 0, size)
	environ = append(environ, entries...)
	for i := len(environ); i < size; i++ {
		environ = append(environ, fmt.Sprintf("VARIABLE_OF_A_BUILD_%04d=its value, of a usual length", i))
	}
	return environ
}

// counted is a number of things in words, as in 1 secret and 2 secrets.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

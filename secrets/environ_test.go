package secrets

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
)

// triple returns the three variables of a secret; an empty value leaves one out.
func triple(prefix, server, user, password string) []string {
	var environ []string
	for ending, value := range map[string]string{"SERVER": server, "USER": user, "PASSWORD": password} {
		if value != "" {
			environ = append(environ, prefix+"_CONTAINER_REGISTRY_"+ending+"="+value)
		}
	}
	return environ
}

// environ joins the variables of several secrets.
func environ(parts ...[]string) []string {
	var all []string
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// noECR and isECR take no host and every host for an ECR registry.
func noECR(string) bool { return false }

func isECR(string) bool { return true }

// named returns the secrets of a set whose SERVER names a registry.
func named(set Set) []Secret {
	return slices.DeleteFunc(set.All(), func(s Secret) bool { return s.Server.Host == "" })
}

func noFiles(path string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("no files in this test")}
}

func value(t *testing.T, secret Secret, field Field, readFile func(string) ([]byte, error)) string {
	t.Helper()
	value, err := secret.Value(field, readFile)
	if err != nil {
		t.Fatalf("reading %s: %v", secret.Variable(field), err)
	}
	return value.Reveal()
}

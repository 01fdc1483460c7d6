//go:build linux

package e2e

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// registrySecret is what a user sets in the environment for one registry.
type registrySecret struct{ server, user, password string }

func (r registrySecret) is(user, password string) bool {
	return r.user == user && r.password == password
}

// The prefixes of the variables that hold the secrets.
const (
	privatePrefix = "WORK"
	loopPrefix    = "LOCAL"
	ecrPrefix     = "ECR"
	hubPrefix     = "HUB"
)

// rightSecrets returns the secrets of every registry that has one, by prefix. The caller may change the map.
func (s *stage) rightSecrets() map[string]registrySecret {
	loop := s.private
	loop.server = s.loop
	return map[string]registrySecret{
		privatePrefix: s.private,
		loopPrefix:    loop,
		ecrPrefix:     s.ecr,
		hubPrefix:     s.hub,
	}
}

// newIdentity returns the secret of an identity that AWS knows and nobody else uses.
func (s *stage) newIdentity() registrySecret {
	secret := registrySecret{ecrServer, "AKIA" + rand.Text()[:16], rand.Text() + rand.Text()[:14]}
	s.aws.AddIdentity(awsendpoint.Identity{
		ARN:             "arn:aws:iam::123456789012:user/" + strings.ToLower(secret.user[4:]),
		AccessKeyID:     secret.user,
		SecretAccessKey: secret.password,
	})
	s.planted.add(secret)
	return secret
}

// newWrongKey returns the secret of an identity that AWS knows, with another's key.
func (s *stage) newWrongKey() registrySecret {
	secret := s.newIdentity()
	secret.password = rand.Text() + rand.Text()[:14]
	s.planted.add(secret)
	return secret
}

// plantedSecrets are the values that no output and no file may hold. It may be used from several goroutines.
type plantedSecrets struct {
	mu     sync.Mutex
	values []string
}

func (p *plantedSecrets) add(secrets ...registrySecret) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, secret := range secrets {
		p.values = append(p.values, spellings(secret.user, secret.password)...)
	}
}

// spellings returns a password as it is, and as Docker's config.json and its like would keep it.
func spellings(user, password string) []string {
	return []string{password, base64.StdEncoding.EncodeToString([]byte(user + ":" + password))}
}

// leaks tells whether text holds a planted secret or a token that the ECR endpoint gave.
func (s *stage) leaks(text string) bool {
	s.planted.mu.Lock()
	values := s.planted.values
	s.planted.mu.Unlock()
	for _, token := range s.aws.Tokens() {
		values = append(values[:len(values):len(values)], spellings("AWS", token)...)
	}
	for _, value := range values {
		if strings.Contains(text, value) {
			return true
		}
	}
	return false
}

// checkFiles fails for each file of the run that holds a secret: homes, stores, caches, logs, the engine's data.
func (s *stage) checkFiles(t *testing.T) {
	t.Helper()
	leaking, searched, err := s.leakingFiles(s.dir)
	must(t, err)
	for _, path := range leaking {
		t.Errorf("a secret is in the file %s", path)
	}
	t.Logf("searched %d files for %d secrets and tokens", searched, len(s.planted.values)/2+len(s.aws.Tokens()))
}

func (s *stage) leakingFiles(dir string) (leaking []string, searched int, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		searched++
		if s.leaks(string(content)) {
			leaking = append(leaking, path)
		}
		return nil
	})
	return leaking, searched, err
}

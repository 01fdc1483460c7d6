package helper

import (
	"cmp"
	"errors"
	"os"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func (k keychain) cache() ecr.Cache {
	dir := k.settings.cacheDir(k.program.UserCacheDir)
	if dir == "" {
		k.debug("no token cache: %s is off or not an absolute path, or there is no home directory", CacheVariable)
	}
	return ecr.Cache{Dir: dir}
}

// debugCache says why the cache keeps nothing.
func (k keychain) debugCache() {
	cache := ecr.Cache{Dir: k.settings.cacheDir(k.program.UserCacheDir)}
	if err := cache.Check(); cache.Dir != "" && err != nil {
		k.debug("no token can be kept in %s: %v", cache.Dir, err)
	}
}

// cacheDir returns the directory of the token cache. Without a usable one
// it is empty, which turns the cache off.
func (s settings) cacheDir(userCacheDir func() (string, error)) string {
	switch dir := s.get(CacheVariable); {
	case dir == "off":
		return ""
	case dir != "":
		return absolute(dir)
	}
	dir, err := userCacheDir()
	if err != nil || dir == "" {
		return ""
	}
	return absolute(dir + string(os.PathSeparator) + Name)
}

// checkCacheDir refuses what turns the cache off without saying so.
func checkCacheDir(dir string) error {
	if dir == "" || dir == "off" || absolute(dir) != "" {
		return nil
	}
	problem := cmp.Or(secrets.ForeignPath(dir), "is neither off nor the absolute path of a directory")
	return errors.New(CacheVariable + " " + problem + ", so no token is kept")
}

// absolute returns dir if it is an absolute path, else nothing: a relative
// one would leave a cache wherever a client happens to run. A separator at
// the end goes, since it would hide that dir is a link.
func absolute(dir string) string {
	for dir != "" && os.IsPathSeparator(dir[len(dir)-1]) {
		dir = dir[:len(dir)-1]
	}
	if !secrets.IsAbsolutePath(dir) {
		return ""
	}
	return dir
}

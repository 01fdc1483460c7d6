package helper

import (
	"errors"
	"os"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

func (k keychain) cache() ecr.Cache {
	dir := k.settings.cacheDir(k.program.UserCacheDir)
	if dir == "" {
		k.debug("no token cache: %s is off or relative, or there is no home directory", CacheVariable)
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
	if err != nil {
		return ""
	}
	return absolute(dir + string(os.PathSeparator) + Name)
}

// checkCacheDir refuses what turns the cache off without saying so.
func checkCacheDir(dir string) error {
	if dir == "" || dir == "off" || absolute(dir) != "" {
		return nil
	}
	return errors.New(CacheVariable + " is neither off nor the absolute path of a directory, so no token is kept")
}

// absolute returns dir if it is an absolute path, else nothing: a relative
// one would leave a cache wherever a client happens to run. A separator at
// the end goes, since it would hide that dir is a link. (Package
// path/filepath initialises too much for a program that starts so often.)
func absolute(dir string) string {
	dir = strings.TrimRight(dir, string(os.PathSeparator))
	if dir == "" {
		return ""
	}
	if os.PathSeparator == '\\' {
		onDrive := len(dir) > 2 && dir[1] == ':' && os.IsPathSeparator(dir[2])
		onShare := strings.HasPrefix(dir, `\\`)
		if onDrive || onShare {
			return dir
		}
		return ""
	}
	if dir[0] != os.PathSeparator {
		return ""
	}
	return dir
}

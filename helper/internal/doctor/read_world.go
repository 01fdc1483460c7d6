package doctor

import (
	"errors"
	"io"
	"path/filepath"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// A world is what an examination reads of the machine, once.
type world struct {
	// The helper of the doctor has read its secrets, and reads a file once.
	Doctor
	environ   []string // all of it
	set       secrets.Set
	nearNames map[string][]secrets.NearName // by prefix
	prefixes  map[string][]Finding          // of secrets whose prefixes differ
	clients   clients
	shorten   shortener
}

func (d Doctor) readWorld() world {
	environ := d.Helper.Environ
	d.Helper = d.Helper.ForMany()
	d.Helper.Stderr = io.Discard // the report says it all
	d.Helper.ReadFile = readOnce(d.Helper.ReadFile)
	set, limit := *d.Helper.Secrets, min(d.Helper.Timeout(), longestWait)
	w := world{Doctor: d, environ: environ, set: set, prefixes: checkPrefixes(set.All())}
	w.nearNames = nearNamesByPrefix(secrets.NearNames(environ), set.All())
	var reading sync.WaitGroup
	if !d.Full {
		reading.Go(func() {
			linked, _ := timelimit.Call(limit, func() string { path, _ := filepath.EvalSymlinks(d.Home); return path })
			w.shorten = newShortener(d.Home, linked)
		})
	}
	var found programs
	reading.Go(func() {
		found = readPath(limit, d.Helper.Getenv("PATH"), d.Executable, d.Helper.Version, LookPath)
	})
	var asksAll bool
	reading.Go(func() {
		asksAll, _ = timelimit.Call(limit, func() bool { return podmanAsksForAll(d.Helper.Getenv, d.Home, secrets.ReadFile) })
	})
	w.clients = readClients(limit, d.Helper.Getenv, d.Home, clientconfig.ReadFile)
	reading.Wait()
	w.clients.programs, w.clients.podmanAsksAll = found, asksAll
	return w
}

// longestWait leaves room for what is added to a timeout.
const longestWait = time.Hour

var errHangs = errors.New("its file system hangs")

// readOnce returns a readFile that reads each file a single time: one that is
// slow is slow once.
func readOnce(readFile func(path string) ([]byte, error)) func(path string) ([]byte, error) {
	var reads sync.Map // of functions, by path
	return func(path string) ([]byte, error) {
		read, _ := reads.LoadOrStore(path, sync.OnceValues(func() ([]byte, error) { return readFile(path) }))
		return read.(func() ([]byte, error))()
	}
}

package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

const module = "github.com/docker-credential-secrets/docker-credential-secrets"

//go:embed testdata
var sources embed.FS

// A builder builds programs, the peers' at pinned versions.
type builder struct {
	dir      string // where the programs go; absolute, as the next one
	cacheDir string // where the peers' programs are kept from one time to the next
	module   string // the directory of this module
	progress io.Writer
}

// newBuilder returns a builder. The process must run inside of this module.
func newBuilder(ctx context.Context, dir, cacheDir string, progress io.Writer) (builder, error) {
	moduleDir, err := toolchain{dir: "."}.run(ctx, "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return builder{}, fmt.Errorf("finding this module (run it from the module's directory): %v", err)
	}
	return builder{dir: dir, cacheDir: cacheDir, module: moduleDir, progress: progress}, nil
}

// strippedFlags are those that any program is released with.
func strippedFlags() []string { return []string{"-trimpath", "-ldflags=-s -w"} }

func withoutCgo() []string { return []string{"CGO_ENABLED=0"} }

// reference returns how to build a program of testdata, in a module that has the versions of this one.
func (b builder) reference(directory, name string) func(context.Context) (program, error) {
	return func(ctx context.Context) (program, error) {
		dir, err := os.MkdirTemp(b.dir, "module-")
		if err != nil {
			return program{}, fmt.Errorf("making a directory to build in: %v", err)
		}
		if err := b.writeModule(dir, directory); err != nil {
			return program{}, fmt.Errorf("writing a module to build: %v", err)
		}
		return b.build(ctx, name, toolchain{dir, withoutCgo()}, ".", strippedFlags()...)
	}
}

func (b builder) writeModule(dir, directory string) error {
	source, err := fs.Sub(sources, "testdata/"+directory)
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, source); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(b.module, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// released builds the helper as a release has it.
func (b builder) released(ctx context.Context) (program, error) {
	p, err := b.build(ctx, "docker-credential-secrets", toolchain{b.module, withoutCgo()}, module, buildhelper.ReleaseFlags()...)
	p.ours = true
	return p, err
}

// installed builds the helper as a plain go install does.
func (b builder) installed(ctx context.Context) (program, error) {
	p, err := b.build(ctx, "docker-credential-secrets, plain `go install`", toolchain{dir: b.module}, module)
	if err != nil {
		return program{}, err
	}
	p.ours = true
	cgo, err := usesCgo(p.path)
	if cgo {
		p.name += ", cgo"
	} else {
		p.name += ", no C compiler"
	}
	return p, err
}

// build builds one package.
func (b builder) build(ctx context.Context, name string, t toolchain, path string, flags ...string) (program, error) {
	fmt.Fprintf(b.progress, "building %s\n", name)
	linked := filepath.Join(b.dir, "linked")
	args := append([]string{"build", "-o", linked}, flags...)
	if _, err := t.run(ctx, append(args, path)...); err != nil {
		return program{}, err
	}
	return place(name, linked, b.dir)
}

// peer returns how to get another project's program: built as ours is for a release, and kept.
func (b builder) peer(name, path, version string) func(context.Context) (program, error) {
	return func(ctx context.Context) (program, error) {
		goVersion, err := toolchain{dir: b.dir}.run(ctx, "env", "GOVERSION")
		if err != nil {
			return program{}, err
		}
		kept := filepath.Join(b.cacheDir, strings.Join([]string{name, version, goVersion}, "-"))
		if _, err := os.Stat(kept); err != nil {
			fmt.Fprintf(b.progress, "building %s %s\n", name, version)
			if err := b.fetch(ctx, path+"@"+version, kept); err != nil {
				return program{}, err
			}
		}
		return place(name+" "+shortVersion(version), kept, b.dir)
	}
}

// fetch builds a package of another module and moves its program, whole, to a path.
func (b builder) fetch(ctx context.Context, pathAndVersion, to string) error {
	dir, err := os.MkdirTemp(b.cacheDir, "unfinished-")
	if err != nil {
		return fmt.Errorf("making a directory to build in: %v", err)
	}
	defer os.RemoveAll(dir)
	t := toolchain{dir, append(withoutCgo(), "GOBIN="+dir)}
	if _, err := t.run(ctx, append(append([]string{"install"}, strippedFlags()...), pathAndVersion)...); err != nil {
		return err
	}
	// What its program is called is the package's own affair.
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for the program of %s: %v", pathAndVersion, err)
	}
	if len(entries) != 1 {
		return fmt.Errorf("looking for the program of %s: %d files were built, not one", pathAndVersion, len(entries))
	}
	return os.Rename(filepath.Join(dir, entries[0].Name()), to)
}

// shortVersion is a version as a table has room for it: of one that names a commit only that.
func shortVersion(version string) string {
	version = strings.TrimPrefix(version, "v")
	if parts := strings.Split(version, "-"); len(parts) == 3 {
		return parts[2]
	}
	return version
}

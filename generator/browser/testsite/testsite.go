// Package testsite builds playbooks in memory for the tests that look at a whole
// site. It is test support: only _test.go files import it.
package testsite

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// Date is the date of a build whose options have no date.
const Date = "2026-11-22"

// A Site is a playbook that was built: the result, and the text of every file.
type Site struct {
	Result *pipeline.Result
	Files  map[string]string
}

// Build builds a playbook with the shipped theme and a new builder, and draws every file.
func Build(t testing.TB, source fs.FS, o pipeline.Options) Site {
	t.Helper()
	if o.Date == "" {
		o.Date = Date
	}
	return Rebuild(t, &pipeline.Builder{Source: source, Templates: templates.FS, Options: o})
}

// A Theme builds one site after another with the same templates and the same builder, so
// that scripts are bundled only once. The builder's memory does not change the result;
// package pipeline tests that.
type Theme struct {
	Templates fs.FS

	mu      sync.Mutex
	builder *pipeline.Builder
}

// Build builds a playbook and draws every file. It is safe for concurrent use.
func (th *Theme) Build(t testing.TB, source fs.FS, o pipeline.Options) Site {
	t.Helper()
	if o.Date == "" {
		o.Date = Date
	}
	th.mu.Lock()
	defer th.mu.Unlock()
	if th.builder == nil {
		th.builder = &pipeline.Builder{Templates: th.Templates}
	}
	th.builder.Source, th.builder.Options = source, o
	return Rebuild(t, th.builder)
}

var shippedTheme = Theme{Templates: templates.FS}

// Warm is [Build] with a builder that all tests of a package share.
func Warm(t testing.TB, source fs.FS, o pipeline.Options) Site {
	t.Helper()
	return shippedTheme.Build(t, source, o)
}

// Rebuild builds with b, which may have built before, and draws every file.
func Rebuild(t testing.TB, b *pipeline.Builder) Site {
	t.Helper()
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := output.Draw(r.Files)
	if err != nil {
		t.Fatal(err)
	}
	s := Site{r, map[string]string{}}
	for path, data := range drawn {
		s.Files[path] = string(data)
	}
	return s
}

// Names returns the paths of all files, sorted.
func (s Site) Names() []string { return slices.Sorted(maps.Keys(s.Files)) }

// FS returns the files as a file system.
func (s Site) FS() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range s.Files {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// Shipped returns the playbook of this repository, built. It is built once for all tests
// of a package, so no test may change it.
func Shipped(t testing.TB) Site {
	t.Helper()
	shipped.once.Do(func() { shipped.site = Warm(t, Repository(t), pipeline.Options{}) })
	if shipped.site.Result == nil {
		t.Fatal("the shipped playbook could not be built")
	}
	return shipped.site
}

var shipped struct {
	once sync.Once
	site Site
}

// Repository returns the repository's root: the folder with site.toml.
func Repository(t testing.TB) fs.FS {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "site.toml")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no site.toml in this folder or above")
		}
		dir = parent
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root.FS()
}

// Source returns a copy of the repository's site.toml and content in memory, for tests
// that change files.
func Source(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	repository := Repository(t)
	for _, root := range []string{"content", "site.toml"} {
		err := fs.WalkDir(repository, root, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := fs.ReadFile(repository, p)
			files[p] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

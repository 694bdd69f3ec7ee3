package dev_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"playbook/generator/dev"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

const testDate = "2026-11-22"

// long reports whether the long form of a test was asked for.
func long() bool { return os.Getenv("PLAYBOOK_LONG") != "" }

// A watching is a playbook on a disk that is being watched.
type watching struct {
	t       testing.TB
	dir     string
	out     string // the published site
	url     string
	builder *pipeline.Builder
	ended   chan struct{}
	err     error

	mu        sync.Mutex
	last      *pipeline.Result
	builds    int
	notes     []string
	published int
}

// small is a playbook of a few lessons.
const small = `
-- site.toml --
title = "Test"
site_id = "test"
language = "en"
[params]
product = "Widget"
-- content/index.md --
+++
title = "Home"
+++
Welcome.
-- content/s/index.md --
+++
title = "Section"
+++
-- content/s/a.md --
+++
title = "Lesson A"
+++
Text of A.
-- content/s/b.md --
+++
title = "Lesson B"
+++
See [A](a.md). It is {{ params.product }}.
`

// write lays a txtar archive down in dir.
func write(t testing.TB, dir, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, filepath.Join(dir, f.Name), string(f.Data))
	}
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// watch starts watching dir until the test ends.
func watch(t testing.TB, dir string, change ...func(*dev.Options)) *watching {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	plain := pipeline.Options{Date: testDate}
	preview := plain
	preview.Drafts, preview.Lazy = true, true
	w := &watching{t: t, dir: dir, out: filepath.Join(dir, "public"), ended: make(chan struct{})}
	w.builder = &pipeline.Builder{Source: root.FS(), Templates: layered{root.FS(), templates.FS}, Options: preview, Now: time.Now}
	ready := make(chan string, 1)
	o := dev.Options{
		Dir: dir, Builder: w.builder, Client: templates.FS, AnyPort: true, Plain: plain, Publish: w.publish,
		Tell: dev.Listener{
			Ready: func(url string) { ready <- url },
			Built: w.built,
			Note: func(text string) {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.notes = append(w.notes, text)
			},
			Failed: func(err error) { t.Errorf("watching failed: %v", err) },
		},
	}
	for _, c := range change {
		c(&o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(w.ended)
		w.err = dev.Run(ctx, o)
	}()
	t.Cleanup(func() {
		cancel()
		<-w.ended
		if w.err != nil {
			t.Errorf("watching ended with %v", w.err)
		}
		_ = root.Close()
	})
	select {
	case w.url = <-ready:
	case <-w.ended:
		t.Fatalf("watching did not start: %v", w.err)
	}
	return w
}

func (w *watching) built(r *pipeline.Result, _ time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last, w.builds = r, w.builds+1
}

func (w *watching) publish(ctx context.Context, b *pipeline.Builder) (diag.List, error) {
	r, err := b.Build(ctx)
	if err != nil {
		return nil, err
	}
	if r.Diags.HasErrors() {
		return r.Diags, nil
	}
	_, err = output.Publish(ctx, w.out, r.Files, output.Options{NoSync: true, Generator: "test"})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.published++
	return r.Diags, err
}

// get returns the status and the body of an address.
func (w *watching) get(path string) (int, string) {
	w.t.Helper()
	r, err := http.Get(w.url + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// has waits until an address shows a text.
func (w *watching) has(path, text string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%s to show %q", path, text), func() bool {
		_, body := w.get(path)
		return strings.Contains(body, text)
	})
}

// gone waits until there is nothing at an address.
func (w *watching) gone(path string) {
	w.t.Helper()
	w.until(path+" to go", func() bool {
		status, _ := w.get(path)
		return status == http.StatusNotFound
	})
}

// until waits for something to become true.
func (w *watching) until(what string, ok func() bool) {
	w.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			_, state := w.get("_dev/state")
			w.t.Fatalf("waited in vain for %s; notes %q; state %s", what, w.notes, state)
		}
	}
}

// same waits until everything served equals a cold build of the folder.
func (w *watching) same() {
	w.t.Helper()
	var msg string
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if msg = w.differs(); msg == "" {
			return
		}
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			w.t.Fatalf("the preview is not what a build gives: %s; notes %q; builds %d; goroutines:\n%s", msg, w.notes, w.builds, stacks)
		}
	}
}

func (w *watching) differs() string {
	root, err := os.OpenRoot(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer root.Close()
	o := w.builder.Options
	o.Lazy = false
	cold := &pipeline.Builder{Source: root.FS(), Templates: layered{root.FS(), templates.FS}, Options: o}
	want, err := cold.Build(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	got := w.last
	w.mu.Unlock()
	if fmt.Sprint(got.Diags) != fmt.Sprint(want.Diags) {
		return fmt.Sprintf("findings %v, want %v", got.Diags, want.Diags)
	}
	count := 0
	for _, f := range want.Files {
		if !strings.HasPrefix(f.Path, "search/") {
			count++
		}
		found, ok := got.Find(f.Path)
		if !ok {
			return f.Path + " is missing"
		}
		var a, b strings.Builder
		if err := found.Write(&a); err != nil {
			return err.Error()
		}
		if err := f.Write(&b); err != nil {
			return err.Error()
		}
		if a.String() != b.String() {
			return f.Path + " differs"
		}
	}
	if want.Files != nil && got.Count != count {
		return fmt.Sprintf("%d files, want %d", got.Count, count)
	}
	return ""
}

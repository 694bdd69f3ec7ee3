package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"playbook/templates"
)

// The command in other worlds.
const (
	withoutSearch = "generate-without-search" // makes no search index, for the benchmark to measure what one costs
	interrupted   = "generate-interrupted"    // gets a SIGINT once it has begun
	terminated    = "generate-terminated"     // gets a SIGTERM
	later         = "generate-later"          // brings a later theme
	stuck         = "generate-stuck"          // stops for ever, says so, and does not look at its context
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generate":    main,
		withoutSearch: inWorld(func(a *app) { a.noSearch = true }),
		interrupted:   inWorld(func(a *app) { a.now = signalled(syscall.SIGINT) }),
		terminated:    inWorld(func(a *app) { a.now = signalled(syscall.SIGTERM) }),
		later:         inWorld(func(a *app) { a.theme = laterTheme() }),
		stuck: inWorld(func(a *app) {
			a.now = func() time.Time { fmt.Fprintln(os.Stderr, stuck); select {} }
		}),
	})
}

func inWorld(adjust func(*app)) func() {
	return func() {
		a := &app{out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now}
		adjust(a)
		os.Exit(run(a))
	}
}

// laterTheme is a theme in which a footer says more and a badge is gone, with a hook
// and a field that have other names.
func laterTheme() fs.FS {
	theme := fstest.MapFS{}
	_ = fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := templates.FS.ReadFile(p)
		theme[p] = &fstest.MapFile{Data: data, Mode: 0o444}
		return err
	})
	change := func(p, from, to string) {
		if !bytes.Contains(theme[p].Data, []byte(from)) {
			panic(p + " has no " + from)
		}
		theme[p].Data = bytes.ReplaceAll(theme[p].Data, []byte(from), []byte(to))
	}
	change("partials/footer.html", "</footer>\n", "<p>later</p></footer>\n")
	change("client/keys.js", "data-pb-keys", "data-pb-shortcuts")
	change("partials/footer.html", "data-pb-keys", "data-pb-shortcuts")
	delete(theme, "styles/85-search.css")
	return theme
}

// signalled is a clock that sends this process a signal when it is first asked,
// and waits until the signal has been heard.
func signalled(s syscall.Signal) func() time.Time {
	var once sync.Once
	return func() time.Time {
		once.Do(func() {
			if p, err := os.FindProcess(os.Getpid()); err == nil {
				_ = p.Signal(s) // the exit code tells
			}
			time.Sleep(300 * time.Millisecond)
		})
		return time.Now()
	}
}

// TestScripts runs the command as its users do, testdata/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", "/home/of-nobody")
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			return nil
		},
	})
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The command in other worlds.
const (
	withoutSearch = "generate-without-search" // makes no search index, for the benchmark to measure what one costs
	interrupted   = "generate-interrupted"    // gets a SIGINT once it has begun
	terminated    = "generate-terminated"     // gets a SIGTERM
	stuck         = "generate-stuck"          // stops for ever, says so, and does not look at its context
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generate":    main,
		withoutSearch: inWorld(func(a *app) { a.noSearch = true }),
		interrupted:   inWorld(func(a *app) { a.now = signalled(syscall.SIGINT) }),
		terminated:    inWorld(func(a *app) { a.now = signalled(syscall.SIGTERM) }),
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

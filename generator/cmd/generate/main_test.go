package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// withoutSearch is the command with no search index, for the benchmark to
// measure what the index costs.
const withoutSearch = "generate-without-search"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generate": main,
		withoutSearch: func() {
			os.Exit(run(&app{out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now, noSearch: true}))
		},
	})
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

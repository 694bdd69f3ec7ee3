// Generate turns a folder of Markdown lessons into a static sales playbook.
//
// This package is the command: flags, wiring and exit codes. It alone chooses
// which folders and which clock the packages below work on.
//
// Results go to standard output, everything else to standard error. The exit
// code is 0 when all is well, 1 for mistakes in the content (or warnings under
// --strict), 2 for a wrong call or wrong settings, 3 for what the machine could
// not do (a full disk, a folder that may not be written, results that nobody
// takes), 130 for a build that was interrupted and 143 for one that was
// terminated.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"playbook/generator/pipeline"
)

// Exit codes. A signal's is 128 and its number.
const (
	exitGood    = 0
	exitContent = 1
	exitUsage   = 2
	exitMachine = 3
	exitSignal  = 128
)

func main() { os.Exit(run(&app{out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now})) }

// run is main with an exit code.
func run(a *app) int {
	ctx, stop := untilSignal(context.Background(), func(code int) { os.Exit(code) })
	defer stop()
	results := &results{w: a.out}
	a.out = results
	err := a.command().ExecuteContext(ctx)
	if why := (stopped{}); errors.Is(err, context.Canceled) && errors.As(context.Cause(ctx), &why) {
		err = why
	}
	code := a.exitCode(err)
	if results.err != nil && code != exitMachine {
		fmt.Fprintf(a.err, "generate: cannot write the results: %s\n", results.err)
		return exitMachine
	}
	return code
}

// An app is the world the command works in.
type app struct {
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	flags    flags
	// noSearch leaves the search index out, for the benchmark to measure it.
	noSearch bool
	// theme, if set, is the theme in place of the program's: the tests have a later one.
	theme fs.FS
	// sibling, if set, is a builder whose memo the command's own builder uses: the tests
	// set one, so that the theme is read and bundled once.
	sibling *pipeline.Builder
}

// Results are what the command prints. They remember that they could not be
// written, so that no print needs to look.
type results struct {
	w   io.Writer
	err error
}

func (r *results) Write(b []byte) (int, error) {
	n, err := r.w.Write(b)
	if r.err == nil {
		r.err = err
	}
	return n, err
}

// An exit ends the command with a code; what there was to say has been said.
type exit struct{ code int }

func (e exit) Error() string { return fmt.Sprintf("exit %d", e.code) }

// A usageError is a wrong call: one line, and what to do.
type usageError struct{ message, hint string }

func (e usageError) Error() string { return e.message }

// exitCode prints err and returns the exit code for it.
func (a *app) exitCode(err error) int {
	var e exit
	var u usageError
	var s stopped
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &e):
		return e.code
	case errors.As(err, &s):
		if !a.flags.watching.watch {
			fmt.Fprintf(a.err, "generate: %s; the output has not changed\n", s)
		}
		return s.code()
	case errors.As(err, &u):
		fmt.Fprintf(a.err, "generate: %s\n", u.message)
		if u.hint != "" {
			fmt.Fprintf(a.err, "  hint: %s\n", u.hint)
		}
		return exitUsage
	}
	fmt.Fprintf(a.err, "generate: %s\n", err)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		fmt.Fprintln(a.err, "  hint: make room on the disk, then run it again")
	}
	return exitMachine
}

// Generate turns a folder of Markdown lessons into a static sales playbook.
//
// This package is the command: flags, wiring and exit codes. It alone chooses
// which folders and which clock the packages below work on.
//
// Results go to standard output, everything else to standard error. The exit
// code is 0 when all is well, 1 for mistakes in the content (or warnings under
// --strict), 2 for a wrong call or wrong settings, 130 for a build that was
// interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Exit codes.
const (
	exitGood        = 0
	exitContent     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() { os.Exit(run(&app{out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now})) }

// run is main with an exit code.
func run(a *app) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return a.exitCode(a.command().ExecuteContext(ctx))
}

// An app is the world the command works in.
type app struct {
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	flags    flags
	// noSearch leaves the search index out, for the benchmark to measure it.
	noSearch bool
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
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, "generate: interrupted; the output is as it was")
		return exitInterrupted
	case errors.As(err, &u):
		fmt.Fprintf(a.err, "generate: %s\n", u.message)
		if u.hint != "" {
			fmt.Fprintf(a.err, "  hint: %s\n", u.hint)
		}
		return exitUsage
	}
	fmt.Fprintf(a.err, "generate: %s\n", err)
	return exitUsage
}

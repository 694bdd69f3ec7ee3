package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"playbook/generator/dev"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// defaultPort is the port that --watch serves on.
const defaultPort = 4000

// watchFlags are --watch and the flags that go with it.
type watchFlags struct {
	watch, open bool
	port        int
	fixedPort   bool // --port was given
	host        string
	poll        time.Duration
}

// checkWatch reports a flag that needs --watch but is given without it, and a value that is
// out of range.
func (a *app) checkWatch() error {
	v := a.flags.watching
	given := map[string]bool{"--open": v.open, "--port": v.fixedPort, "--host": v.host != "", "--poll": v.poll != 0}
	for _, name := range []string{"--open", "--port", "--host", "--poll"} {
		if given[name] && !v.watch {
			return usageError{name + " needs --watch", "write 'generate --watch " + name + " …'"}
		}
	}
	switch {
	case v.port < 0 || v.port > 65535:
		return usageError{fmt.Sprintf("cannot read --port %d", v.port), "a port is a number from 1 to 65535"}
	case v.poll < 0 || v.poll > 0 && v.poll < 100*time.Millisecond:
		return usageError{fmt.Sprintf("cannot read --poll %v", v.poll), "write it as 1s; the minimum is 100ms"}
	}
	return nil
}

// watch builds, serves and builds again until the command is interrupted.
func (a *app) watch(ctx context.Context) error {
	if err := a.checkFlags(); err != nil {
		return err
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	b := p.builder
	b.Templates = layers{below(p.builder.Source, "templates"), b.Theme}
	plain := b.Options
	b.Options.Drafts, b.Options.Lazy, b.Now = true, true, a.now
	err = dev.Run(ctx, a.watching(p, b, plain))
	var busy *dev.BusyError
	if errors.As(err, &busy) {
		return usageError{busy.Error(), "choose another port with --port, or leave out --port to use the next free one"}
	}
	if why := (stopped{}); err == nil && errors.As(context.Cause(ctx), &why) && why.signal == syscall.SIGTERM {
		return why // SIGTERM is an error; Ctrl-C is the normal way to end --watch
	}
	return err
}

// watching returns the options for package dev.
func (a *app) watching(p *project, b *pipeline.Builder, plain pipeline.Options) dev.Options {
	v := a.flags.watching
	first, good := true, false
	var told diag.List
	return dev.Options{
		Dir: p.dir, Builder: b, Client: templates.FS,
		Host: v.host, Port: v.port, AnyPort: !v.fixedPort, Poll: v.poll,
		Plain:   plain,
		Publish: func(ctx context.Context, plain *pipeline.Builder) (diag.List, error) { return a.follow(ctx, p, plain) },
		Tell: dev.Listener{
			Ready: func(url string) {
				fmt.Fprintf(a.out, "serving on %s\n", url)
				if v.open {
					a.show(url)
				}
			},
			Built: func(r *pipeline.Result, took time.Duration) {
				a.built(r, told, took, first, good)
				first, good, told = false, good || !r.Diags.HasErrors(), r.Diags
			},
			Note:   func(text string) { fmt.Fprintf(a.err, "generate: %s\n", text) },
			Failed: func(err error) { fmt.Fprintf(a.err, "generate: %s\n", err) },
		},
	}
}

// built prints the findings that the build before did not have (told), and one line about
// the build. First is set for the first build, good if an earlier build had no errors.
func (a *app) built(r *pipeline.Result, told diag.List, took time.Duration, first, good bool) {
	news := fresh(r.Diags, told)
	_ = a.findings(news) // it fails only if the terminal is closed, which ends the command anyway
	if a.flags.quiet || a.flags.format != "text" {
		return
	}
	word := "built again"
	if first {
		word = "built"
	}
	if n := r.Diags.Count(diag.Error); n > 0 {
		stay := "the server keeps the last good pages"
		if !good {
			stay = "there are no pages yet"
		}
		fmt.Fprintf(a.out, "%s%s; %s\n", counted(n, r.Diags.Count(diag.Warning)), asBefore(len(r.Diags)-len(news), first), stay)
		return
	}
	old := ""
	if n := r.Diags.Count(diag.Warning); n > 0 && !first {
		old = "; " + plural(n, "warning") + asBefore(len(r.Diags)-len(news), first)
	}
	fmt.Fprintf(a.out, "%s in %s: %s%s\n", word, took.Round(100*time.Microsecond), plural(r.Stats.Pages, "page"), old)
}

// asBefore returns " (n as before)" for the n findings that are not printed again.
func asBefore(n int, first bool) string {
	if n == 0 || first {
		return ""
	}
	return fmt.Sprintf(" (%d as before)", n)
}

// fresh returns the findings in now that are not in before. It compares file, code, message
// and excerpt but not the line, which changes whenever the author edits the text above.
func fresh(now, before diag.List) diag.List {
	type known struct {
		path, message, excerpt string
		code                   diag.Code
	}
	had := map[known]int{}
	for _, d := range before {
		had[known{d.Path, d.Message, d.Excerpt, d.Code}]++
	}
	var news diag.List
	for _, d := range now {
		k := known{d.Path, d.Message, d.Excerpt, d.Code}
		if had[k]--; had[k] < 0 {
			news = append(news, d)
		}
	}
	return news
}

// follow publishes the site to the output folder as a build without --watch does. If the
// build has errors, the output stays as it is.
func (a *app) follow(ctx context.Context, p *project, b *pipeline.Builder) (diag.List, error) {
	r, err := b.Build(ctx)
	if err != nil {
		return nil, err
	}
	if a.failed(r.Diags) {
		return r.Diags, nil
	}
	dir := a.outputDir(p, r.Config)
	if err := output.Check(dir, a.bounds(p, r.Config)); err != nil {
		return nil, err
	}
	_, err = output.Publish(ctx, dir, r.Files, output.Options{Force: a.flags.force, Generator: maker()})
	if err != nil && b.Blame(ctx, r, err) {
		err = nil
	}
	return r.Diags, err
}

// show opens url in the browser. This is the only place where the command starts another
// program, and it does so only with --open.
func (a *app) show(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	if err := exec.Command(name, args...).Start(); err != nil {
		fmt.Fprintf(a.err, "generate: cannot open a browser (%s); go to %s\n", err, url)
	}
}

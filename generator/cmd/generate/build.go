package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"

	"github.com/spf13/cobra"

	"playbook/generator/config"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "check a playbook without writing it, for continuous integration", Args: noArgs,
		Long: "Check does everything that a build does, but writes nothing. It also fails if\n" +
			"content/ids.lock is behind the lessons: then run 'generate' and commit the file.",
		Example: "  generate check --strict --format github",
		RunE:    func(c *cobra.Command, _ []string) error { return a.generate(c.Context(), true) },
	}
}

// generate builds the playbook and publishes it, or only checks it.
func (a *app) generate(ctx context.Context, check bool) error {
	start := a.now()
	if err := a.checkFlags(); err != nil {
		return err
	}
	stop, err := a.profile()
	if err != nil {
		return err
	}
	defer stop()
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	b := p.builder
	progress := a.startProgress()
	defer progress.stop()
	defer relaxCollector()()
	b.Options.Progress, b.Now = progress.step("reading lessons"), a.now
	known := recall{}
	if !check {
		known = a.recall(p)
	}
	r, err := known.build(ctx, b)
	if err != nil {
		return err
	}
	if check && !r.Diags.HasErrors() {
		if err := b.Draw(ctx, r); err != nil && !b.Blame(ctx, r, err) {
			return err
		}
	}
	progress.stop()
	if check && !a.failed(r.Diags) {
		r.Diags = append(r.Diags, a.checkLock(r)...)
	}
	if check || a.failed(r.Diags) || a.flags.format == "text" {
		if err := a.findings(r.Diags); err != nil {
			return err
		}
	}
	if a.failed(r.Diags) {
		return a.fail(r)
	}
	if check {
		a.report(r, "", output.Report{}, a.now().Sub(start))
		return nil
	}
	dir := a.outputDir(p, r.Config)
	next := a.nextLock(r)
	done, err := a.written(ctx, p, b, r, dir)
	if err != nil {
		return err
	}
	lock, err := a.writeLock(p, r, next)
	if err != nil {
		return err
	}
	known.keep(b, r, lock)
	a.report(r, dir, done, a.now().Sub(start))
	return nil
}

// written publishes the site. A template of the playbook that fails only then is
// a mistake like any other; a program reads one list of findings, at the end.
func (a *app) written(ctx context.Context, p *project, b *pipeline.Builder, r *pipeline.Result, dir string) (output.Report, error) {
	shown := 0
	if a.flags.format == "text" {
		shown = len(r.Diags)
	}
	done, err := a.publish(ctx, p, r, dir)
	blamed := err != nil && b.Blame(ctx, r, err)
	if err := a.findings(r.Diags[shown:]); err != nil {
		return done, err
	}
	if blamed {
		return done, a.fail(r)
	}
	return done, err
}

// relaxCollector lets more garbage pile up than usual until done is called: a build
// ends soon. It holds memory that nobody touches, so that it costs none; the collector
// counts it as used, and so a small playbook is built with one collection instead of
// ten. An author's GOGC stands. Decision 0101 has the figures.
func relaxCollector() (done func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	debug.SetGCPercent(pipeline.GCPercent)
	ballast := make([]byte, 64<<20)
	return func() { runtime.KeepAlive(ballast) }
}

// failed reports whether the findings end the build.
func (a *app) failed(ds diag.List) bool {
	return ds.HasErrors() || a.flags.strict && ds.Count(diag.Warning) > 0
}

// fail counts the findings; settings that cannot be read are a usage error.
func (a *app) fail(r *pipeline.Result) error {
	if a.flags.format == "text" {
		fmt.Fprintf(a.err, "generate: %s; nothing was written\n", counted(r.Diags.Count(diag.Error), r.Diags.Count(diag.Warning)))
	}
	if r.Unsettled {
		return exit{exitUsage}
	}
	return exit{exitContent}
}

func counted(errors, warnings int) string {
	s := plural(errors, "error")
	if warnings > 0 {
		s += ", " + plural(warnings, "warning")
	}
	return s
}

var plural = diag.Plural

// publish writes the site, after a look at where it would go.
func (a *app) publish(ctx context.Context, p *project, r *pipeline.Result, dir string) (output.Report, error) {
	if err := output.Check(dir, a.bounds(p, r.Config)); err != nil {
		return output.Report{}, usageError{err.Error(), ""}
	}
	progress := a.startProgress()
	defer progress.stop()
	return output.Publish(ctx, dir, r.Files, output.Options{
		Force: a.flags.force, Generator: maker(), Progress: progress.step("writing files"),
	})
}

func (a *app) bounds(p *project, c *config.Config) output.Bounds {
	wd, _ := os.Getwd()
	home, _ := os.UserHomeDir()
	return output.Bounds{
		Work: wd, Home: home, Force: a.flags.force,
		Sources: map[string]string{
			"content":   filepath.Join(p.dir, filepath.FromSlash(c.Build.Content)),
			"templates": filepath.Join(p.dir, "templates"),
		},
	}
}

// outputDir is where the site goes: -o from the working directory, else the
// setting from the folder of site.toml.
func (a *app) outputDir(p *project, c *config.Config) string {
	dir := a.flags.output
	if dir == "" {
		dir = filepath.FromSlash(c.Build.Output)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(p.dir, filepath.FromSlash(path.Dir(p.config)), dir)
		}
	}
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// profile starts a CPU profile if one is asked for.
func (a *app) profile() (stop func(), err error) {
	if a.flags.cpuprofile == "" {
		return func() {}, nil
	}
	f, err := os.Create(a.flags.cpuprofile)
	if err != nil {
		return nil, usageError{fmt.Sprintf("cannot write the profile: %s", err), "name a file in a folder that exists"}
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, fmt.Errorf("start the profile: %w", err)
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}

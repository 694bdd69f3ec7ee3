package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

const codeLockBehind diag.Code = "PB1121"

// plain reports whether this is the build that is published: no drafts, and
// nothing ahead of its time.
func (a *app) plain() bool { return !a.flags.drafts && !a.flags.future }

// checkLock finds fault if publishing would change the record of published
// ids.
func (a *app) checkLock(r *pipeline.Result) diag.List {
	if !a.plain() {
		return nil
	}
	if _, differs := r.NextLock(); !differs {
		return nil
	}
	return diag.List{diag.Whole(r.LockPath(), diag.Error, codeLockBehind, "the record of published ids is behind the lessons").
		WithHint("run generate, commit %s", filepath.Base(r.LockPath()))}
}

// nextLock makes the next record of published ids while pages are drawn. The
// function it returns waits for it, and says whether it must be written.
func (a *app) nextLock(r *pipeline.Result) func() ([]byte, bool) {
	if !a.plain() {
		return func() ([]byte, bool) { return nil, false }
	}
	type record struct {
		data    []byte
		differs bool
	}
	next := make(chan record, 1)
	go func() {
		data, differs := r.NextLock()
		next <- record{data, differs}
	}()
	return func() ([]byte, bool) { n := <-next; return n.data, n.differs }
}

// writeLock records what was just published. It is the last thing a build
// does, so that an id is in the record only if readers can have seen it. It
// returns the record as it is then.
func (a *app) writeLock(p *project, r *pipeline.Result, next func() ([]byte, bool)) ([]byte, error) {
	data, differs := next()
	if !differs {
		return r.Lock(), nil
	}
	_, err := output.WriteFile(filepath.Join(p.dir, filepath.FromSlash(r.LockPath())), data)
	if err != nil {
		return nil, fmt.Errorf("the site is published, but its ids were not recorded: %w", err)
	}
	return data, nil
}

func (a *app) idsCommand() *cobra.Command {
	write := false
	c := &cobra.Command{
		Use: "ids", Short: "list lessons whose ids come from their text, or write these ids into them", Args: noArgs,
		Long: "Ids lists the lessons that have list items without an id of their own. Such an item gets its id from\n" +
			"its words, so the id may change when the words change. With --write, ids writes the present ids into\n" +
			"the files, in every language, and changes nothing else.",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withSite(c.Context(), func(p *project, b *pipeline.Builder, r *pipeline.Result) error { return a.ids(p, b, r, write) })
		},
	}
	c.Flags().BoolVar(&write, "write", false, "write the ids into the lessons")
	return c
}

func (a *app) ids(p *project, b *pipeline.Builder, r *pipeline.Result, write bool) error {
	files, err := b.StoreIDs(r)
	if err != nil {
		return fmt.Errorf("read the lessons again: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if write {
			if _, err := output.WriteFile(filepath.Join(p.dir, filepath.FromSlash(name)), files[name]); err != nil {
				return err
			}
		}
		fmt.Fprintln(a.out, name)
	}
	switch {
	case a.flags.quiet:
	case write:
		fmt.Fprintf(a.out, "%s written\n", plural(len(files), "file"))
	default:
		fmt.Fprintf(a.out, "%s with ids from their text; 'generate ids --write' writes the ids into the lessons\n", plural(len(files), "file"))
	}
	return nil
}

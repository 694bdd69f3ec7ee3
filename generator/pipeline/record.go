package pipeline

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/ids"
	"playbook/generator/output"
)

// A record stores the inputs and the results of a good build for the next run: if every
// input is still the same, there is nothing to do. It has no content.
type record struct {
	Options   string
	Templates sum
	Names     sum // of everything below the content folder
	Inputs    []input
	Files     []made
	Stats     Stats
	Diags     diag.List
}

// An input is one file that was read.
type input struct {
	Path  string // below the source
	Stamp output.Stamp
	Sure  bool // a file with the same stamp has the same bytes
	Sum   sum
}

// made is one generated file.
type made struct{ Path, Key string }

// Record returns what [Builder.Recall] needs in the next run, or nil if r is not
// suitable. lock is the present record of published ids on disk. If it differs from the
// one that was read, the findings about ids may be different next time.
func (b *Builder) Record(r *Result, lock []byte) []byte {
	aboutIDs := func(d diag.Diagnostic) bool { return strings.HasPrefix(string(d.Code), "PB152") }
	if r.recalled || r.Files == nil || r.Diags.HasErrors() || slices.ContainsFunc(r.Files, func(f output.File) bool { return f.Key == "" }) {
		return nil
	}
	if !bytes.Equal(lock, r.ids.raw) && slices.ContainsFunc(r.Diags, aboutIDs) {
		return nil
	}
	t := b.templates
	rec := record{
		Options: b.recordOptions(), Templates: t.sum(), Names: r.tree.names,
		Stats: r.Stats, Diags: r.Diags,
	}
	for _, p := range slices.Sorted(maps.Keys(b.seen)) {
		if s := b.seen[p]; p != r.ids.path {
			rec.Inputs = append(rec.Inputs, input{p, s.stamp, s.sure, s.sum})
		}
	}
	rec.Inputs = append(rec.Inputs, input{Path: b.configPath(), Sum: b.settings}, input{Path: r.ids.path, Sum: content.Hash(lock)})
	for _, f := range r.Files {
		rec.Files = append(rec.Files, made{f.Path, f.Key})
	}
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(rec); err != nil {
		panic(err) // plain data can always be encoded
	}
	return buf.Bytes()
}

// recordOptions returns the inputs of a build that are not files.
func (b *Builder) recordOptions() string {
	o := b.Options
	return fmt.Sprintf("%q %q %q %q %v %v %v %v", o.Generator, b.configPath(), o.Date, o.BaseURL, o.Drafts, o.Future, o.Lazy, o.NoSearch)
}

// namesSum is the sum of the names in a tree, without the record of published ids,
// which a build may write.
func namesSum(t *tree) sum {
	d := newDigest().list(t.lessons).list(t.passed).list(slices.Sorted(maps.Keys(t.hidden)))
	for _, p := range slices.Sorted(maps.Keys(t.files)) {
		if p != ids.Name {
			d.text(p)
		}
	}
	return d.sum()
}

// Recall returns the result of the build that raw records if every input is still the
// same, else nil. The result has no Site. Its files have their keys; writing one of
// them builds everything.
func (b *Builder) Recall(ctx context.Context, raw []byte) (*Result, error) {
	b.start()
	var rec record
	if gob.NewDecoder(bytes.NewReader(raw)).Decode(&rec) != nil || rec.Options != b.recordOptions() {
		return nil, nil
	}
	set, err := b.readConfig()
	if err != nil || set.cfg == nil {
		return nil, err
	}
	t, err := b.readTemplates()
	if err != nil || len(t.ds) > 0 || t.sum() != rec.Templates {
		return nil, err
	}
	if tree := walk(b.Source, b.scope(set.cfg)); tree.ds.HasErrors() || tree.names != rec.Names {
		return nil, nil
	}
	if same, err := b.sameInputs(ctx, rec.Inputs); err != nil || !same {
		return nil, err
	}
	build := sync.OnceValues(func() (map[string]output.File, error) {
		full, err := b.Build(ctx)
		if err != nil {
			return nil, err
		}
		files := make(map[string]output.File, len(full.Files))
		for _, f := range full.Files {
			files[f.Path] = f
		}
		return files, nil
	})
	r := &Result{Config: set.cfg, Stats: rec.Stats, Diags: rec.Diags, recalled: true}
	for _, f := range rec.Files {
		r.Files = append(r.Files, output.File{Path: f.Path, Key: f.Key, Write: func(w io.Writer) error {
			files, err := build()
			if err != nil {
				return err
			}
			if files[f.Path].Key != f.Key {
				return fmt.Errorf("%q changed while the site was built; run generate again", f.Path)
			}
			return files[f.Path].Write(w)
		}})
	}
	return r, nil
}

// errChanged stops the comparison of inputs.
var errChanged = errors.New("an input has changed")

// sameInputs reports whether the bytes of all inputs are the same.
func (b *Builder) sameInputs(ctx context.Context, list []input) (bool, error) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	const batch = 128
	for from := 0; from < len(list); from += batch {
		g.Go(func() error {
			for _, in := range list[from:min(from+batch, len(list))] {
				if !b.same(in) {
					return errChanged
				}
			}
			return ctx.Err()
		})
	}
	err := g.Wait()
	if errors.Is(err, errChanged) {
		return false, nil
	}
	return err == nil, err
}

func (b *Builder) same(in input) bool {
	if in.Sure && b.Now != nil {
		if info, err := fs.Stat(b.Source, in.Path); err == nil && output.StampOf(info) == in.Stamp {
			return true
		}
	}
	raw, err := b.readFile(in.Path, maxMedium)
	if errors.Is(err, fs.ErrNotExist) && path.Base(in.Path) == ids.Name {
		raw, err = nil, nil // a missing record is empty
	}
	return err == nil && content.Hash(raw) == in.Sum
}

package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
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

// A record is what a good build read and what came of it, for the next run: if
// all it read is still the same, so is all that came of it, and nothing is
// parsed. It holds no content.
type record struct {
	Options   string
	Config    hash
	Templates [3]hash
	Names     hash // of all that lies below the content folder
	Inputs    []input
	Files     []made
	Stats     Stats
	Diags     diag.List
}

// An input is one file that was read.
type input struct {
	Path  string // below the source
	Stamp output.Stamp
	Sure  bool // the stamp stands for the bytes
	Hash  hash
}

// made is one generated file.
type made struct{ Path, Key string }

// Record returns what [Builder.Recall] needs to know in the next run, nil if r
// is not worth it. Lock is the record of published ids as it is now on disk; if
// it is another than the one that was read, what it said may not be said again.
func (b *Builder) Record(r *Result, lock []byte) []byte {
	aboutIDs := func(d diag.Diagnostic) bool { return strings.HasPrefix(string(d.Code), "PB152") }
	if !bytes.Equal(lock, b.memo.ids.raw) && slices.ContainsFunc(r.Diags, aboutIDs) {
		return nil
	}
	if r.recalled || r.Files == nil || r.Diags.HasErrors() || slices.ContainsFunc(r.Files, func(f output.File) bool { return f.Key == "" }) {
		return nil
	}
	m := &b.memo
	rec := record{
		Options: b.recordOptions(), Config: m.settings.hash, Names: names(m.tree),
		Templates: [3]hash{m.keys.theme, m.keys.scripts, m.keys.style}, Stats: r.Stats, Diags: r.Diags,
	}
	for i, p := range m.tree.lessons {
		l := &m.lessons[i]
		rec.Inputs = append(rec.Inputs, input{path.Join(m.tree.dir, p), l.stamp, l.sure, l.hash})
	}
	for _, p := range slices.Sorted(maps.Keys(m.media)) {
		x := m.media[p]
		rec.Inputs = append(rec.Inputs, input{path.Join(m.tree.dir, p), x.stamp, x.sure, x.hash})
	}
	rec.Inputs = append(rec.Inputs, input{Path: m.ids.path, Hash: content.Hash(lock)})
	for _, f := range r.Files {
		rec.Files = append(rec.Files, made{f.Path, f.Key})
	}
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(rec); err != nil {
		panic(err) // plain data is always encoded
	}
	return buf.Bytes()
}

// recordOptions are the inputs of a build that are no files.
func (b *Builder) recordOptions() string {
	o := b.Options
	return fmt.Sprintf("%q %q %q %v %v %v %v", b.configPath(), o.Date, o.BaseURL, o.Drafts, o.Future, o.Lazy, o.NoSearch)
}

// names is a hash of the names in a tree, but for the record of published ids,
// which a build may have made.
func names(t *tree) (h hash) {
	sum := sha256.New()
	for _, p := range t.lessons {
		fmt.Fprintf(sum, "%q\n", p)
	}
	for _, p := range slices.Sorted(maps.Keys(t.files)) {
		if p != ids.Name {
			fmt.Fprintf(sum, "%q\n", p)
		}
	}
	copy(h[:], sum.Sum(nil))
	return h
}

// Recall returns the result of the build that raw records, if everything it read
// is still the same; else nil. The result has no Site. Its files have their
// keys; the first that is written after all has everything built.
func (b *Builder) Recall(ctx context.Context, raw []byte) (*Result, error) {
	var rec record
	if gob.NewDecoder(bytes.NewReader(raw)).Decode(&rec) != nil || rec.Options != b.recordOptions() {
		return nil, nil
	}
	cfg, _, err := b.readConfig()
	if err != nil || cfg == nil || b.memo.settings.hash != rec.Config {
		return nil, err
	}
	if ds, err := b.readKeys(nil); err != nil || len(ds) > 0 {
		return nil, err
	}
	k := b.memo.keys
	t := walk(b.Source, cfg.Build.Content)
	if rec.Templates != [3]hash{k.theme, k.scripts, k.style} || len(t.ds) > 0 || names(t) != rec.Names {
		return nil, nil
	}
	if same, err := b.sameInputs(ctx, rec.Inputs); err != nil || !same {
		return nil, err
	}
	r := &Result{Config: cfg, Stats: rec.Stats, Diags: rec.Diags, recalled: true}
	late := lateFiles(ctx, b)
	for _, f := range rec.Files {
		r.Files = append(r.Files, late(f.Path, f.Key))
	}
	return r, nil
}

// lateFiles returns files of which only path and key are known yet. The first
// one that is written has b build everything.
func lateFiles(ctx context.Context, b *Builder) func(path, key string) output.File {
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
	return func(path, key string) output.File {
		return output.File{Path: path, Key: key, Write: func(w io.Writer) error {
			files, err := build()
			if err != nil {
				return err
			}
			if files[path].Key != key {
				return fmt.Errorf("%q changed while the site was built; run generate again", path)
			}
			return files[path].Write(w)
		}}
	}
}

// errOther ends the look at inputs.
var errOther = errors.New("another input")

// sameInputs reports whether all inputs have the bytes they had.
func (b *Builder) sameInputs(ctx context.Context, list []input) (bool, error) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	const batch = 128
	for from := 0; from < len(list); from += batch {
		g.Go(func() error {
			for _, in := range list[from:min(from+batch, len(list))] {
				if !b.same(in) {
					return errOther
				}
			}
			return ctx.Err()
		})
	}
	err := g.Wait()
	if errors.Is(err, errOther) {
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
	raw, err := fs.ReadFile(b.Source, in.Path)
	if errors.Is(err, fs.ErrNotExist) && path.Base(in.Path) == ids.Name {
		raw, err = nil, nil // no record is an empty one
	}
	return err == nil && content.Hash(raw) == in.Hash
}

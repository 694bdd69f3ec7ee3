package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/ids"
)

// published is what a build knows of ids: what was published before, and the
// lessons with the ids they have now.
type published struct {
	path    string // of the lock, in the source
	raw     []byte
	lock    *ids.Lock
	lessons []*content.Lesson
	groups  []ids.Group
}

// settled is what came of one lesson and its translations. It holds for the
// same parsed lessons and the same lock.
type settled struct {
	from, to ids.Group
	ds       diag.List
}

// A kept lock is the record of published ids, as last read.
type keptLock struct {
	path string
	raw  []byte
	lock *ids.Lock
	ds   diag.List
}

// readLock reads the record of published ids, anew only if it may have changed;
// nil if it cannot be read.
func (b *Builder) readLock(cfg *config.Config, h hint) (*ids.Lock, diag.List) {
	m, name := &b.memo.ids, path.Join(cfg.Build.Content, ids.Name)
	if m.lock != nil && m.path == name && h != nil && !h[name] {
		return m.lock, m.ds
	}
	raw, err := fs.ReadFile(b.Source, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diag.List{unreadable(name, err)}
	}
	if m.lock != nil && m.path == name && bytes.Equal(m.raw, raw) {
		return m.lock, m.ds
	}
	text, ds := content.Text(name, raw)
	if ds.HasErrors() {
		*m = keptLock{}
		return nil, ds
	}
	lock, more := ids.Read(diag.NewFile(name, slices.Clone(text)))
	*m = keptLock{name, raw, lock, append(ds, more...)}
	b.memo.settled = nil
	return lock, m.ds
}

// identify gives the lessons the ids under which readers' state is kept, and
// holds them against the lock.
func (b *Builder) identify(ctx context.Context, lock *ids.Lock, lessons []*content.Lesson) (*published, diag.List, error) {
	m := &b.memo.ids
	p := &published{path: m.path, raw: m.raw, lock: lock, lessons: slices.Clone(lessons)}
	dir := path.Dir(m.path)
	all, err := b.settle(ctx, ids.Groups(lessons), lock, dir)
	if err != nil {
		return nil, nil, err
	}
	var ds diag.List
	renamed := map[*content.Lesson]*content.Lesson{}
	for _, s := range all {
		p.groups = append(p.groups, s.to)
		ds = append(ds, s.ds...)
		s.changed(renamed)
	}
	for i, l := range p.lessons {
		if other := renamed[l]; other != nil {
			p.lessons[i] = other
		}
	}
	return p, append(ds, lock.Check(p.groups, dir)...), nil
}

// changed notes the lessons that have other ids now.
func (s *settled) changed(renamed map[*content.Lesson]*content.Lesson) {
	if s.to.Source != s.from.Source {
		renamed[s.from.Source] = s.to.Source
	}
	for i, l := range s.from.Others {
		if s.to.Others[i] != l {
			renamed[l] = s.to.Others[i]
		}
	}
}

// settle settles every group, several at once; those that are the same as in
// the last build are taken from the memo.
func (b *Builder) settle(ctx context.Context, groups []ids.Group, lock *ids.Lock, dir string) ([]*settled, error) {
	out := make([]*settled, len(groups))
	g, ctx := errgroup.WithContext(ctx)
	const batch = 256
	for start := 0; start < len(groups); start += batch {
		g.Go(func() error {
			for i := start; i < min(start+batch, len(groups)); i++ {
				from := groups[i]
				if s := b.memo.settled[from.Source]; s != nil && slices.Equal(s.from.Others, from.Others) {
					out[i] = s
					continue
				}
				to, ds := ids.Settle(from, lock, dir)
				out[i] = &settled{from, to, ds}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("settle ids: %w", err)
	}
	b.memo.settled = make(map[*content.Lesson]*settled, len(out))
	for _, s := range out {
		b.memo.settled[s.from.Source] = s
	}
	return out, nil
}

// LockPath is where the record of published ids is, in the source.
func (r *Result) LockPath() string { return r.ids.path }

// NextLock returns the record of published ids as it is once this build is
// published, and whether that differs from the one there is.
func (r *Result) NextLock() ([]byte, bool) {
	if r.recalled {
		return nil, false
	}
	skipped := map[string]bool{}
	for _, s := range r.Site.Skipped {
		skipped[strings.TrimPrefix(s.Path, r.Config.Build.Content+"/")] = true
	}
	next := r.ids.lock.Next(r.ids.groups, skipped)
	return next, !bytes.Equal(next, bytes.ReplaceAll(r.ids.raw, []byte("\r\n"), []byte("\n")))
}

// Lock returns the record of published ids as it was read.
// A recalled result has read none.
func (r *Result) Lock() []byte {
	if r.recalled {
		return nil
	}
	return r.ids.raw
}

// StoreIDs returns the lessons' files with every derived id written into them,
// by path in the source; files that need nothing are left out.
func (b *Builder) StoreIDs(r *Result) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, l := range r.ids.lessons {
		p := path.Join(r.Config.Build.Content, l.Path)
		raw, err := fs.ReadFile(b.Source, p)
		if err != nil {
			return nil, err
		}
		if ins := ids.Inserts(l, raw); len(ins) > 0 {
			out[p] = ids.Apply(raw, ins)
		}
	}
	return out, nil
}

package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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

// keptGroups are the groups of the last build, all settled.
type keptGroups struct {
	lessons []*content.Lesson // that were given
	place   []int32           // of each its group's
	all     []*settled
	checked checked
}

// checked is what came of holding all groups against the lock.
type checked struct {
	lock *ids.Lock
	all  []*settled
	ds   diag.List
}

// holds reports whether other groups give the same: that there was nothing to
// find, and nothing is new that could be found.
func (c *checked) holds(lock *ids.Lock, all []*settled) bool {
	if c.lock != lock || len(c.ds) > 0 || len(c.all) != len(all) {
		return false
	}
	for i, s := range all {
		if was := c.all[i]; was != s {
			old, l := was.to.Source, s.to.Source
			if old.UID() != l.UID() || !slices.Equal(old.Meta.Was, l.Meta.Was) || lock.Retired(l.UID()) {
				return false
			}
		}
	}
	return true
}

// patch returns the groups of other lessons with the same names in the same
// languages, and says which of them are not settled yet; false if names are
// others.
func (k *keptGroups) patch(lessons []*content.Lesson) (next keptGroups, open map[int]ids.Group, ok bool) {
	if k.all == nil || len(k.lessons) != len(lessons) {
		return next, nil, false
	}
	next, open = keptGroups{lessons, k.place, slices.Clone(k.all), k.checked}, map[int]ids.Group{}
	for i, l := range lessons {
		was := k.lessons[i]
		if was == l {
			continue
		}
		if was.Path != l.Path || was.Dir != l.Dir || was.Base != l.Base || was.Lang != l.Lang {
			return next, nil, false
		}
		at := int(k.place[i])
		g, known := open[at]
		if !known {
			g = ids.Group{Source: k.all[at].from.Source, Others: slices.Clone(k.all[at].from.Others)}
		}
		if g.Source == was {
			g.Source = l
		} else {
			g.Others[slices.Index(g.Others, was)] = l
		}
		open[at] = g
	}
	return next, open, true
}

// groupsOf puts lessons together anew. None is settled.
func groupsOf(lessons []*content.Lesson) (next keptGroups, open map[int]ids.Group) {
	groups := ids.Groups(lessons)
	place := make(map[*content.Lesson]int32, len(lessons))
	open = make(map[int]ids.Group, len(groups))
	for i, g := range groups {
		place[g.Source], open[i] = int32(i), g
		for _, l := range g.Others {
			place[l] = int32(i)
		}
	}
	next = keptGroups{lessons: lessons, place: make([]int32, len(lessons)), all: make([]*settled, len(groups))}
	for i, l := range lessons {
		next.place[i] = place[l]
	}
	return next, open
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
	if info, serr := fs.Stat(b.Source, cfg.Build.Content); serr != nil || !info.IsDir() {
		raw, err = nil, nil // no folder, no record: that has been reported
	}
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
	b.memo.settled = keptGroups{}
	return lock, m.ds
}

// identify gives the lessons the ids under which readers' state is kept, and
// holds them against the lock.
func (b *Builder) identify(ctx context.Context, lock *ids.Lock, lessons []*content.Lesson) (*published, diag.List, error) {
	m := &b.memo.ids
	p := &published{path: m.path, raw: m.raw, lock: lock, lessons: slices.Clone(lessons), groups: make([]ids.Group, 0, len(lessons))}
	dir := path.Dir(m.path)
	all, err := b.settle(ctx, lessons, lock, dir)
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
	for i := 0; i < len(p.lessons) && len(renamed) > 0; i++ {
		if other := renamed[p.lessons[i]]; other != nil {
			p.lessons[i] = other
		}
	}
	c := &b.memo.settled.checked
	if !c.holds(lock, all) {
		c.ds = lock.Check(p.groups, dir)
	}
	c.lock, c.all = lock, all
	return p, append(ds, c.ds...), nil
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
func (b *Builder) settle(ctx context.Context, lessons []*content.Lesson, lock *ids.Lock, dir string) ([]*settled, error) {
	next, open, ok := b.memo.settled.patch(lessons)
	if !ok {
		kept := make(map[*content.Lesson]*settled, len(b.memo.settled.all))
		for _, s := range b.memo.settled.all {
			kept[s.from.Source] = s
		}
		next, open = groupsOf(lessons)
		for i, g := range open {
			if s := kept[g.Source]; s != nil && slices.Equal(s.from.Others, g.Others) {
				next.all[i] = s
				delete(open, i)
			}
		}
	}
	places := slices.Sorted(maps.Keys(open))
	g, ctx := errgroup.WithContext(ctx)
	const batch = 256
	for some := range slices.Chunk(places, batch) {
		g.Go(func() error {
			for _, i := range some {
				to, ds := ids.Settle(open[i], lock, dir)
				next.all[i] = &settled{open[i], to, ds}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("settle ids: %w", err)
	}
	b.memo.settled = next
	return next.all, nil
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

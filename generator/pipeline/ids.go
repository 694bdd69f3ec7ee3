package pipeline

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
	"playbook/generator/site"
)

// published has what a build knows about ids: the published ones, and the lessons with
// their present ids.
type published struct {
	path   string // of the lock, in the source
	raw    []byte
	lock   *ids.Lock
	groups []ids.Group
	// lessons are the parsed lessons in order, with their shapes.
	lessons []*content.Lesson
	shapes  []sum
	ds      diag.List
}

// lockKey is the input of the record of published ids.
type lockKey struct {
	path string
	sum  sum
}

// A lock is the record of published ids as it was read.
type lock struct {
	key lockKey
	raw []byte
	ids *ids.Lock // nil if it cannot be read
	ds  diag.List
}

// readLock reads the record of published ids. A missing record is empty.
func (b *Builder) readLock(cfg *config.Config) lock {
	name := path.Join(cfg.Build.Content, ids.Name)
	file, raw, err := b.fingerprint(name, maxLock)
	if err == nil {
		if l, ok := have[lock](b.memo, lockKey{name, file.sum}); ok {
			return l
		}
		if raw == nil {
			raw, err = b.readFile(name, maxLock)
		}
	}
	if info, serr := fs.Stat(b.Source, cfg.Build.Content); serr != nil || !info.IsDir() {
		raw, err = nil, nil // already reported: there is no content folder
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return lock{ds: diag.List{unreadable(name, err)}}
	}
	key := lockKey{name, content.Hash(raw)}
	l, _ := do(b.memo, key, func() (lock, error) { // it never fails
		text, ds := content.Text(name, raw)
		if ds.HasErrors() {
			return lock{key: key, raw: raw, ds: ds}, nil
		}
		read, more := ids.Read(diag.NewFile(name, slices.Clone(text)))
		return lock{key, raw, read, append(ds, more...)}, nil
	})
	return l
}

// groupKey is the input of the ids of a lesson and its translations. Parsed lessons and
// locks are never changed, so a pointer identifies a value.
type groupKey struct {
	lock   *ids.Lock
	source *content.Lesson
	others string // the sums of the translations
}

// settled is the result for one lesson and its translations.
type settled struct {
	group  ids.Group
	shapes []sum
	ds     diag.List
}

// groupingKey is the input for grouping lessons with translations: their names.
type groupingKey struct{ names sum }

// A grouping says which lessons are the same in several languages: for each group, the
// indexes of the lesson and of its translations.
type grouping [][]int32

func (b *Builder) grouping(lessons []*content.Lesson, names sum) grouping {
	g, _ := do(b.memo, groupingKey{names}, func() (grouping, error) { // it never fails
		at := make(map[*content.Lesson]int32, len(lessons))
		for i, l := range lessons {
			at[l] = int32(i)
		}
		var out grouping
		for _, g := range ids.Groups(lessons) {
			places := []int32{at[g.Source]}
			for _, l := range g.Others {
				places = append(places, at[l])
			}
			out = append(out, places)
		}
		return out, nil
	})
	return g
}

// identify gives the lessons the ids under which readers' state is stored. names is the
// sum of everything that decides which lessons are translations.
func (b *Builder) identify(ctx context.Context, l lock, lessons []*content.Lesson, names sum) (*published, error) {
	groups := b.grouping(lessons, names)
	renamed := b.renamed(l.ids, lessons, groups, names)
	p := &published{
		path: l.key.path, raw: l.raw, lock: l.ids, groups: make([]ids.Group, len(groups)),
		lessons: make([]*content.Lesson, len(lessons)), shapes: make([]sum, len(lessons)),
	}
	dir, found := path.Dir(l.key.path), make([]diag.List, len(groups))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	const batch = 512
	for from := 0; from < len(groups); from += batch {
		g.Go(func() error {
			for i := from; i < min(from+batch, len(groups)); i++ {
				of := ids.Group{Source: lessons[groups[i][0]]}
				if l := renamed[groups[i][0]]; l != nil {
					of.Source = l
				}
				for _, at := range groups[i][1:] {
					of.Others = append(of.Others, lessons[at])
				}
				s := b.settle(of, l.ids, dir)
				p.groups[i], found[i] = s.group, s.ds
				p.lessons[groups[i][0]] = s.group.Source
				for k, l := range s.group.Others {
					p.lessons[groups[i][k+1]] = l
				}
				for k, at := range groups[i] {
					p.shapes[at] = s.shapes[k]
				}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("match ids: %w", err)
	}
	p.ds = slices.Concat(found...)
	return p, nil
}

// clashKey is the input for finding lessons with the same name: the names of the files,
// and the authors' uids.
type clashKey struct{ names, given sum }

// renamedKey is the input of a lesson with another uid.
type renamedKey struct {
	lesson *content.Lesson
	uid    string
}

// renamed returns, by index, the lessons whose name another lesson has. They get uids
// made from their paths.
func (b *Builder) renamed(lock *ids.Lock, lessons []*content.Lesson, groups grouping, names sum) map[int32]*content.Lesson {
	given := newDigest()
	for _, places := range groups {
		if l := lessons[places[0]]; l.Meta.UID != "" {
			given.text(l.Path, l.Meta.UID)
		}
	}
	clashing, _ := do(b.memo, clashKey{names, given.sum()}, func() ([]int32, error) { // it never fails
		count := make(map[string]int, len(groups))
		for _, places := range groups {
			count[lessons[places[0]].UID()]++
		}
		var out []int32
		for _, places := range groups {
			if count[lessons[places[0]].UID()] > 1 {
				out = append(out, places[0])
			}
		}
		return out, nil
	})
	if len(clashing) == 0 {
		return nil
	}
	alike := make([]ids.Group, len(clashing))
	for i, at := range clashing {
		alike[i] = ids.Group{Source: lessons[at]}
	}
	uids, out := lock.Names(alike), map[int32]*content.Lesson{}
	for _, at := range clashing {
		if uid := uids[lessons[at]]; uid != "" {
			l := lessons[at]
			out[at], _ = do(b.memo, renamedKey{l, uid}, func() (*content.Lesson, error) { return l.WithUID(uid), nil }) // it never fails
		}
	}
	return out
}

func (b *Builder) settle(g ids.Group, lock *ids.Lock, dir string) settled {
	key := groupKey{lock: lock, source: g.Source}
	if len(g.Others) > 0 {
		d := newDigest()
		for _, l := range g.Others {
			d.text(l.Path).sums(l.Hash)
		}
		s := d.sum()
		key.others = string(s[:])
	}
	out, _ := do(b.memo, key, func() (settled, error) { // it never fails
		to, ds := ids.Settle(g, lock, dir)
		s := settled{group: to, ds: ds, shapes: []sum{site.Shape(to.Source)}}
		for _, l := range to.Others {
			s.shapes = append(s.shapes, site.Shape(l))
		}
		return s, nil
	})
	return out
}

// LockPath is the path of the record of published ids, in the source.
func (r *Result) LockPath() string { return r.ids.path }

// NextLock returns the record of published ids after this build is published, and
// whether it differs from the present one.
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

// StoreIDs returns the lessons' files with every derived id written into them, by path
// in the source. It leaves out files that need no change.
func (b *Builder) StoreIDs(r *Result) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, l := range r.ids.lessons {
		p := path.Join(r.Config.Build.Content, l.Path)
		raw, err := fs.ReadFile(b.Source, p)
		if err != nil {
			return nil, err
		}
		if ins := ids.Inserts(l, raw); len(ins) > 0 {
			out[p] = diag.Apply(raw, ins)
		}
	}
	return out, nil
}

package build

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/ids"
)

// published is what a build knows of ids: what was published before, and the
// lessons with the ids they have now.
type published struct {
	path string // of the lock, in the source
	raw  []byte
	lock *ids.Lock
	in   ids.Input
}

// identify gives the lessons the ids under which readers' state is kept, and
// holds them against the lock.
func (b *Builder) identify(cfg *config.Config, lessons []*content.Lesson) (*published, diag.List) {
	p := &published{path: path.Join(cfg.Build.Content, ids.Name)}
	raw, err := fs.ReadFile(b.Source, p.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, diag.List{unreadable(p.path, err)}
	}
	p.raw = raw
	text, ds := content.Text(p.path, raw)
	if ds.HasErrors() {
		return nil, ds
	}
	lock, more := b.memo.lock(p.path, text)
	ds = append(ds, more...)
	p.lock = lock
	p.in = ids.Input{Lessons: lessons, Lock: lock, Default: cfg.Language, ContentDir: cfg.Build.Content}
	p.in.Lessons, more = ids.Resolve(p.in)
	ds = append(ds, more...)
	return p, append(ds, lock.Check(p.in)...)
}

// lock reads a lock, once for the same bytes.
func (m *memo) lock(name string, text []byte) (*ids.Lock, diag.List) {
	if m.ids.lock == nil || !bytes.Equal(m.ids.text, text) {
		m.ids.lock, m.ids.ds = ids.Read(diag.NewFile(name, text))
		m.ids.text = slices.Clone(text)
	}
	return m.ids.lock, m.ids.ds
}

// LockPath is where the record of published ids is, in the source.
func (r *Result) LockPath() string { return r.ids.path }

// NextLock returns the record of published ids as it is once this build is
// published, and whether that differs from the one there is.
func (r *Result) NextLock() ([]byte, bool) {
	skipped := map[string]bool{}
	for _, s := range r.Site.Skipped {
		skipped[strings.TrimPrefix(s.Path, r.Config.Build.Content+"/")] = true
	}
	next := r.ids.lock.Next(r.ids.in, skipped)
	if next.Empty() && len(r.ids.raw) == 0 {
		return nil, false
	}
	data := next.Bytes()
	return data, !bytes.Equal(data, bytes.ReplaceAll(r.ids.raw, []byte("\r\n"), []byte("\n")))
}

// StoreIDs returns the lessons' files with every derived id written into them,
// by path in the source; files that need nothing are left out.
func (b *Builder) StoreIDs(r *Result) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, l := range r.ids.in.Lessons {
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

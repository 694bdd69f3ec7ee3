package site

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// Shape is a hash of everything in a lesson that [Assemble], other pages and the record
// of published ids use. Two lessons with the same shape give the same site; only the
// text of their own pages differs. The positions of findings are not part of it, nor
// are the bytes with which a translation's source_hash is compared.
func Shape(l *content.Lesson) (sum [16]byte) {
	s := shape{h: sha256.New()}
	s.text(l.Path, l.Dir, l.Slug, l.Base, l.Lang)
	s.text(l.UID(), l.Message)
	s.num(l.Order, flag(l.IsIndex), minutes(l, l))
	s.meta(&l.Meta)
	for _, list := range [][]content.Heading{l.Headings, l.Terms} {
		for _, h := range list {
			s.num(h.Level, flag(h.Derived))
			s.text(h.ID, h.Was, h.Text)
		}
		s.num(len(list))
	}
	for _, k := range l.Links {
		s.num(int(k.Kind), flag(k.Claimed))
		s.text(k.Dest, k.Text, k.Widget)
	}
	s.num(len(l.Links))
	for _, w := range l.Widgets {
		s.widget(w)
	}
	s.num(len(l.Widgets))
	s.list(l.Anchors())
	copy(sum[:], s.h.Sum(nil))
	return sum
}

// widget adds the identity of a widget's state.
func (s *shape) widget(p content.Placed) {
	s.text(p.Kind, p.ID)
	s.num(flag(p.Static), flag(p.Derived), flag(p.Bare))
	s.track(widget.TrackOf(p.Widget))
	id := widget.IdentityOf(p.Widget)
	s.text(id.Was, id.Title)
	for _, it := range id.Items {
		s.text(it.ID, it.Was, it.Text)
		s.num(flag(it.Derived))
	}
	s.num(len(id.Items))
}

// track adds what other pages know of a widget.
func (s *shape) track(t widget.Track) {
	s.num(flag(t.Counts), flag(t.Follows), flag(t.Practised), flag(t.Dated), len(t.Items))
	s.text(t.Repeat, t.Per)
	s.num(len(t.Asked))
	s.num(t.Asked...)
	for _, table := range []map[string]string{t.Rules, t.Share} {
		s.num(len(table), flag(table == nil))
		for _, name := range slices.Sorted(maps.Keys(table)) {
			s.text(name, table[name])
		}
	}
	for _, it := range t.Items {
		s.text(it.ID, it.Anchor, it.Due, it.Text)
		s.num(it.Rev, flag(it.Counts))
	}
}

// A shape is a hash in which different sequences of values differ.
type shape struct {
	h   hash.Hash
	buf []byte
}

func (s *shape) text(texts ...string) {
	for _, t := range texts {
		s.buf = binary.AppendUvarint(s.buf[:0], uint64(len(t)))
		s.buf = append(s.buf, t...)
		s.h.Write(s.buf)
	}
}

func (s *shape) num(ns ...int) {
	for _, n := range ns {
		s.buf = binary.AppendVarint(s.buf[:0], int64(n))
		s.h.Write(s.buf)
	}
}

func (s *shape) list(l []string) {
	s.num(len(l), flag(l == nil))
	s.text(l...)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// meta adds every field of a lesson's front matter except positions.
func (s *shape) meta(m *content.Meta) {
	s.text(
		m.Title, m.Summary, m.UID, m.Kind, m.Date, m.Updated, m.PublishDate, m.ExpiryDate, m.Slug, m.Stage,
		m.Owner, m.Reviewed, m.ReviewEvery, m.Template, m.SourceHash, m.DefaultKind, m.Role, m.Pace, m.Completion, m.Valid, m.Signoff, m.Due, m.From,
	)
	s.num(
		m.Weight, m.Minutes, flag(m.HasWeight), flag(m.Draft), flag(m.Search), flag(m.TOC), flag(m.Lock),
		flag(m.FromHeading), flag(m.Broken),
	)
	for _, l := range [][]string{m.Aliases, m.Tags, m.Roles, m.Prereq, m.Takeaways, m.Was, m.Lessons, m.Checklists} {
		s.list(l)
	}
	for _, x := range m.Milestones {
		s.text(x.At, x.Do, x.Signoff)
	}
	s.num(len(m.Milestones))
	for _, f := range m.Fields {
		s.text(f.Key, fmt.Sprintf("%v %#v", f.Type, f.Value))
	}
	s.num(len(m.Fields))
}

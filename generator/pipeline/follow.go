package pipeline

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
)

// follow completes the repairs that move a lesson. It also edits the links to the
// lesson, and the lesson's own links if its folder changes. If that cannot be done
// exactly, the finding keeps only its hint.
func follow(r *Result) {
	for i, d := range r.Diags {
		if d.Repair == nil || len(d.Repair.Moves) != 1 || path.Ext(d.Repair.Moves[0].From) != ".md" {
			continue
		}
		r.Diags[i].Repair = nil
		if r.Site == nil || r.ids == nil {
			continue
		}
		move := d.Repair.Moves[0]
		f := follower{
			lessons: r.ids.lessons, prefixes: r.Config.Prefixes, source: r.tree.dir + "/",
			from: strings.TrimPrefix(move.From, r.tree.dir+"/"), to: strings.TrimPrefix(move.To, r.tree.dir+"/"),
		}
		if f.taken(r.tree) || f.named(r) {
			continue
		}
		if edits, ok := f.edits(); ok {
			r.Diags[i].Repair = &diag.Repair{Edits: edits, Moves: d.Repair.Moves, Last: true}
		}
	}
}

// A follower finds the references to a lesson that moves. Paths are below the content
// folder.
type follower struct {
	lessons  []*content.Lesson
	prefixes []string
	source   string // begins a path in the source
	from, to string
}

// taken reports whether a file has the new path, ignoring case as some disks do.
func (f *follower) taken(t *tree) bool {
	same := func(p string) bool { return strings.EqualFold(p, f.to) }
	if slices.ContainsFunc(t.lessons, same) || slices.ContainsFunc(t.passed, same) {
		return true
	}
	for p := range t.files {
		if same(p) {
			return true
		}
	}
	return false
}

// named reports whether something refers to the lesson by a uid that it loses by
// moving, or readers have notes under that uid.
func (f *follower) named(r *Result) bool {
	i := slices.IndexFunc(f.lessons, func(l *content.Lesson) bool { return l.Path == f.from })
	if i < 0 {
		return true // the file could not be read
	}
	uid, base := f.lessons[i].UID(), path.Base(f.to)
	if f.lessons[i].Meta.UID != "" || base != "index.md" && !strings.HasPrefix(base, "index.") {
		return false
	}
	is := func(name string) bool { return name == uid }
	for _, n := range r.Config.Nav {
		if is(n.Target) {
			return true
		}
	}
	for _, n := range r.Config.Redirects {
		if is(n.To) {
			return true
		}
	}
	for _, n := range r.Config.Expand {
		if is(n.UID) {
			return true
		}
	}
	return r.ids.lock.Published(uid) || slices.ContainsFunc(f.lessons, func(l *content.Lesson) bool {
		return slices.ContainsFunc(l.Meta.Prereq, is) || slices.ContainsFunc(l.Meta.Lessons, is) || slices.ContainsFunc(l.Links, func(k content.Link) bool {
			name, _, _ := strings.Cut(k.Dest, "#")
			return k.Kind == content.LinkWiki && is(name)
		})
	})
}

// edits returns the edits of all links to the lesson, and of its own links that are
// relative to its folder. It reports false if one of them is not written in the file as
// it was read.
func (f *follower) edits() ([]diag.Edit, bool) {
	var edits []diag.Edit
	for _, l := range f.lessons {
		for _, k := range l.Links {
			dest := f.dest(l, k)
			if dest == k.Dest {
				continue
			}
			if k.Len != len(k.Dest) || k.Pos.Line == 0 {
				return nil, false
			}
			e := diag.Edit{Pos: k.Pos, EndLine: k.Pos.Line, EndCol: k.End, Text: dest}
			if !slices.Contains(edits, e) { // links may share a definition
				edits = append(edits, e)
			}
		}
	}
	return edits, true
}

// dest returns the target of a link when the lesson has its new path.
func (f *follower) dest(l *content.Lesson, k content.Link) string {
	name, rest := k.Dest, ""
	if i := strings.IndexAny(k.Dest, "?#"); i >= 0 {
		name, rest = k.Dest[:i], k.Dest[i:]
	}
	decoded, err := url.PathUnescape(name)
	if k.Kind == content.LinkWiki || name == "" || err != nil {
		return k.Dest
	}
	decoded = strings.ReplaceAll(decoded, `\`, "/")
	for _, prefix := range append(slices.Clone(f.prefixes), "/") {
		if below, ok := strings.CutPrefix(decoded, prefix); ok {
			if f.is(path.Clean(below)) {
				return prefix + site.Destination(f.to) + rest
			}
			return k.Dest
		}
	}
	home := path.Dir(l.Path)
	if l.Path == f.from {
		home = path.Dir(f.to)
	}
	full := path.Join(path.Dir(l.Path), decoded)
	switch stays := home == path.Dir(l.Path); {
	case f.is(full), !stays && home == full: // the folder's page is the lesson
		full = f.to
	case stays:
		return k.Dest
	case strings.HasSuffix(decoded, "/"):
		full += "/"
	}
	return site.Destination(site.RelativePath(strings.TrimPrefix(home, "."), full)) + rest
}

// is reports whether a path, or the address of a page, is the lesson's.
func (f *follower) is(full string) bool {
	return full == f.from || path.Ext(full) == ".html" && content.CleanDir(strings.TrimSuffix(full, ".html")) == content.CleanDir(strings.TrimSuffix(f.from, ".md"))
}

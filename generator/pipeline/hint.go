package pipeline

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// A hint is the set of files that were touched since the last build, by their
// paths below the source; nil means that nothing is known.
type hint map[string]bool

func hints(touched []string) hint {
	h := hint{}
	for _, p := range touched {
		h[p] = true
	}
	return h
}

// A debt is what a build that ended early has not looked at; the next one does.
type debt struct {
	owed bool
	h    hint
}

// with returns the hint for a build that is told h.
func (d debt) with(h hint) hint {
	if !d.owed || h == nil {
		return h
	}
	if d.h == nil {
		return nil
	}
	all := maps.Clone(d.h)
	maps.Copy(all, h)
	return all
}

// below reports whether a file below dir was touched, or may have been.
func (h hint) below(dir string) bool {
	if h == nil {
		return true
	}
	for p := range h {
		if p == dir || strings.HasPrefix(p, dir+"/") {
			return true
		}
	}
	return false
}

// patch returns the last tree with the touched files looked at again; false if
// only a full look can tell.
func (t *tree) patch(source fs.FS, dir string, h hint) (*tree, bool) {
	if h == nil || t == nil || t.dir != dir || len(t.ds) > 0 {
		return nil, false
	}
	next := t
	for full := range h {
		p, ok := strings.CutPrefix(full, dir+"/")
		if !ok || hidden(p) {
			continue
		}
		found := &tree{files: map[string]bool{}}
		info, err := fs.Lstat(source, full)
		if err == nil {
			found.entry(source, full, p, fs.FileInfoToDirEntry(info))
			if info.IsDir() || len(found.ds) > 0 {
				return nil, false
			}
		}
		next = next.with(t, p, len(found.lessons) > 0, found.files[p])
	}
	return next, true
}

// with returns the tree with the name p as a lesson, a file or neither: a copy
// of the first, unless nothing changes or it is a copy already.
func (t *tree) with(first *tree, p string, lesson, file bool) *tree {
	at, was := slices.BinarySearch(t.lessons, p)
	if was == lesson && t.files[p] == file {
		return t
	}
	next := t
	if t == first {
		next = &tree{dir: t.dir, lessons: slices.Clone(t.lessons), files: make(map[string]bool, len(t.files))}
		for name := range t.files {
			next.files[name] = true
		}
	}
	switch {
	case lesson && !was:
		next.lessons = slices.Insert(next.lessons, at, p)
	case was && !lesson:
		next.lessons = slices.Delete(next.lessons, at, at+1)
	}
	delete(next.files, p)
	if file {
		next.files[p] = true
	}
	return next
}

// hidden reports whether a path has a part that begins with '_' or '.', which
// is no part of the playbook.
func hidden(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part[0] == '.' || part[0] == '_' {
			return true
		}
	}
	return false
}

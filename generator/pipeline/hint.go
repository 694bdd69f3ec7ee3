package pipeline

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// forget makes the next build read these files again. Their paths are below the source.
func (b *Builder) forget(touched []string) {
	for _, full := range touched {
		delete(b.seen, full)
		if full == "templates" || strings.HasPrefix(full, "templates/") {
			b.templates = nil
		}
		b.tree = b.tree.patch(b.Source, full)
	}
}

// patch returns the tree with one file checked again, or nil if the whole tree must be
// read again.
func (t *tree) patch(source fs.FS, full string) *tree {
	if t == nil || t.ds.HasErrors() {
		return nil
	}
	p, ok := strings.CutPrefix(full, t.dir+"/")
	if ok && (special(path.Base(p)) || t.numbered[p]) {
		return nil
	}
	if !ok || hidden(p) || t.excluded(p) >= 0 {
		return t
	}
	found := &tree{files: map[string]bool{}}
	if info, err := fs.Lstat(source, full); err == nil {
		found.entry(source, full, p, fs.FileInfoToDirEntry(info))
		if info.IsDir() || len(found.ds) > 0 {
			return nil
		}
	} else if t.holds(p) {
		return nil // a folder does not exist any more
	}
	_, was := slices.BinarySearch(t.lessons, p)
	lesson, file := len(found.lessons) > 0, found.files[p]
	if was != lesson || t.files[p] != file {
		return nil
	}
	return t
}

// holds reports whether there is something below a path.
func (t *tree) holds(p string) bool {
	if i, _ := slices.BinarySearch(t.lessons, p+"/"); i < len(t.lessons) && strings.HasPrefix(t.lessons[i], p+"/") {
		return true
	}
	for f := range t.files {
		if strings.HasPrefix(f, p+"/") {
			return true
		}
	}
	return false
}

// hidden reports whether a part of a path begins with '_' or '.', so that it is not
// part of the playbook.
func hidden(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part[0] == '.' || part[0] == '_' {
			return true
		}
	}
	return false
}

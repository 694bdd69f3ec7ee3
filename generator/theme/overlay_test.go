package theme

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"playbook/templates"
)

// An overlay is one set of files laid over another, file by file, as a site's
// own templates lie over the theme's.
type overlay struct{ top, bottom fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.top.Open(name)
	if err == nil {
		if info, statErr := f.Stat(); statErr == nil && !info.IsDir() {
			return f, nil
		}
	}
	return o.bottom.Open(name)
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	a, errA := fs.ReadDir(o.top, name)
	b, errB := fs.ReadDir(o.bottom, name)
	if errA != nil && errB != nil {
		return nil, errors.Join(errA, errB)
	}
	for _, e := range b {
		if !slices.ContainsFunc(a, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			a = append(a, e)
		}
	}
	slices.SortFunc(a, func(x, y fs.DirEntry) int { return strings.Compare(x.Name(), y.Name()) })
	return a, nil
}

// globSorted lists the theme's files that match, in the order of their names.
func globSorted(pattern string) ([]string, error) {
	files, err := fs.Glob(templates.FS, pattern)
	slices.Sort(files)
	return files, err
}

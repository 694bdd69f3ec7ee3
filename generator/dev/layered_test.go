package dev_test

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// layered shows a site's own templates/ over the theme's, as the command does.
type layered struct{ site, theme fs.FS }

func (l layered) Open(name string) (fs.File, error) {
	if f, err := l.site.Open(path.Join("templates", name)); err == nil {
		return f, nil
	}
	return l.theme.Open(name)
}

func (l layered) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, uerr := fs.ReadDir(l.site, path.Join("templates", name))
	lower, err := fs.ReadDir(l.theme, name)
	if err != nil && uerr != nil {
		return nil, err
	}
	for _, e := range lower {
		if !slices.ContainsFunc(upper, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			upper = append(upper, e)
		}
	}
	slices.SortFunc(upper, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return upper, nil
}

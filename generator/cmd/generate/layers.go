package main

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Layers show the files of the upper file system, and those of the lower
// one where the upper has none: file by file, not folder by folder.
type layers struct{ upper, lower fs.FS }

// Open opens the upper file of that name, else the lower one. A folder is read
// with ReadDir, which joins both.
func (o layers) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadFile reads the upper file of that name, else the lower one.
func (o layers) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(o.upper, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ReadFile(o.lower, name)
	}
	return data, err
}

// ReadDir lists the names of both, sorted.
func (o layers) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, err := fs.ReadDir(o.upper, name)
	lower, lerr := fs.ReadDir(o.lower, name)
	if err != nil && lerr != nil {
		return nil, lerr
	}
	for _, e := range lower {
		if !slices.ContainsFunc(upper, func(u fs.DirEntry) bool { return u.Name() == e.Name() }) {
			upper = append(upper, e)
		}
	}
	slices.SortFunc(upper, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return upper, nil
}

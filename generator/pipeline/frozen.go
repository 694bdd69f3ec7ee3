package pipeline

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A frozen file system holds files as they were read once: what is made of them
// and the key it is kept under come from the same bytes, whatever happens to the
// files meanwhile.
type frozen struct {
	files map[string][]byte
	dirs  map[string][]fs.DirEntry // sorted
}

func newFrozen() *frozen {
	return &frozen{map[string][]byte{}, map[string][]fs.DirEntry{".": nil}}
}

// add adds a file and the folders it is in.
func (f *frozen) add(name string, data []byte) {
	f.files[name] = data
	entry := fs.FileInfoToDirEntry(frozenInfo{path.Base(name), int64(len(data)), 0o444})
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		_, known := f.dirs[dir]
		at, _ := slices.BinarySearchFunc(f.dirs[dir], entry, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
		f.dirs[dir] = slices.Insert(f.dirs[dir], at, entry)
		if known || dir == "." {
			return
		}
		entry = fs.FileInfoToDirEntry(frozenInfo{path.Base(dir), 0, fs.ModeDir | 0o555})
	}
}

// Open opens a file or a folder.
func (f *frozen) Open(name string) (fs.File, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	return &frozenFile{info, bytes.NewReader(f.files[name])}, nil
}

// ReadFile returns a file's bytes, which must not be changed.
func (f *frozen) ReadFile(name string) ([]byte, error) {
	data, ok := f.files[name]
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	return data, nil
}

// ReadDir lists a folder.
func (f *frozen) ReadDir(name string) ([]fs.DirEntry, error) {
	list, ok := f.dirs[name]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return slices.Clone(list), nil
}

// Stat describes a file or a folder.
func (f *frozen) Stat(name string) (fs.FileInfo, error) {
	if data, ok := f.files[name]; ok {
		return frozenInfo{path.Base(name), int64(len(data)), 0o444}, nil
	}
	if _, ok := f.dirs[name]; ok {
		return frozenInfo{path.Base(name), 0, fs.ModeDir | 0o555}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

type frozenInfo struct {
	name string
	size int64
	mode fs.FileMode
}

func (i frozenInfo) Name() string       { return i.name }
func (i frozenInfo) Size() int64        { return i.size }
func (i frozenInfo) Mode() fs.FileMode  { return i.mode }
func (i frozenInfo) ModTime() time.Time { return time.Time{} }
func (i frozenInfo) IsDir() bool        { return i.mode.IsDir() }
func (i frozenInfo) Sys() any           { return nil }

type frozenFile struct {
	info fs.FileInfo
	io.Reader
}

func (f *frozenFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *frozenFile) Close() error               { return nil }

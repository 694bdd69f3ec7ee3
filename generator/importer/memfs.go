package importer

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"
)

// A memFS is the new playbook in memory, for the build that proves it. Files of the
// source are read when they are opened.
type memFS struct {
	texts map[string][]byte
	media map[string]string // by path, the file of the source
	src   *Source
	dirs  map[string][]string // names in each folder, sorted
}

// list arranges the names in folders; it is called once all files are there.
func (m *memFS) list() {
	m.dirs = map[string][]string{".": nil}
	seen := map[string]bool{}
	add := func(p string) {
		for p != "." && !seen[p] {
			seen[p] = true
			dir := path.Dir(p)
			m.dirs[dir] = append(m.dirs[dir], path.Base(p))
			p = dir
		}
	}
	for p := range m.texts {
		add(p)
	}
	for p := range m.media {
		add(p)
	}
	for _, names := range m.dirs {
		slices.Sort(names)
	}
}

// Open opens a file or a folder.
func (m *memFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if b, ok := m.texts[name]; ok {
		return &memFile{memInfo{path.Base(name), int64(len(b)), false}, bytes.NewReader(b), nil}, nil
	}
	if from, ok := m.media[name]; ok {
		b, err := m.src.Read(from)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &memFile{memInfo{path.Base(name), int64(len(b)), false}, bytes.NewReader(b), nil}, nil
	}
	if names, ok := m.dirs[name]; ok {
		f := &memFile{memInfo{path.Base(name), 0, true}, bytes.NewReader(nil), nil}
		for _, n := range names {
			f.entries = append(f.entries, fs.FileInfoToDirEntry(m.info(path.Join(name, n))))
		}
		return f, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (m *memFS) info(name string) memInfo {
	_, dir := m.dirs[name]
	return memInfo{path.Base(name), int64(len(m.texts[name])), dir}
}

type memInfo struct {
	name string
	size int64
	dir  bool
}

func (i memInfo) Name() string       { return i.name }
func (i memInfo) Size() int64        { return i.size }
func (i memInfo) ModTime() time.Time { return time.Time{} }
func (i memInfo) IsDir() bool        { return i.dir }
func (i memInfo) Sys() any           { return nil }

func (i memInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type memFile struct {
	memInfo
	*bytes.Reader
	entries []fs.DirEntry
}

func (f *memFile) Stat() (fs.FileInfo, error) { return f.memInfo, nil }
func (f *memFile) Close() error               { return nil }
func (f *memFile) Size() int64                { return f.memInfo.size }

func (f *memFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		list := f.entries
		f.entries = nil
		return list, nil
	}
	if len(f.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.entries))
	list := f.entries[:n]
	f.entries = f.entries[n:]
	return list, nil
}

var _ fs.ReadDirFile = (*memFile)(nil)

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// A source is a playbook's folder, of which only folders and regular files are
// opened: a pipe would be waited for, a device may have no end.
type source struct {
	fs.FS // of root
	root  *os.Root
}

func newSource(root *os.Root) source { return source{root.FS(), root} }

var errIrregular = errors.New("it is a pipe, a socket or a device; expected a regular file")

// maxRead bounds what is read whole; each sort of file has a lower limit of its
// own, but some are known by their bytes alone.
const maxRead = 256 << 20

// Open opens a file without waiting for whoever writes to it.
func (s source) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := s.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errIrregular}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// ReadFile reads a file whole.
func (s source) ReadFile(name string) ([]byte, error) {
	f, err := s.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxRead {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it has %d MB, more than %d", info.Size()>>20, maxRead>>20)}
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead) // so it is read in one piece
	_, err = b.ReadFrom(io.LimitReader(f, maxRead))
	return b.Bytes(), err
}

// Stat, Lstat, ReadLink and ReadDir open no file.

func (s source) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(s.FS, name) }
func (s source) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(s.FS, name) }
func (s source) ReadLink(name string) (string, error)       { return fs.ReadLink(s.FS, name) }
func (s source) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(s.FS, name) }

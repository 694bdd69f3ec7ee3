package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Bounds of what is read of a source.
const (
	maxFiles  = 200_000
	maxBytes  = 4 << 30   // of a zip, unpacked
	maxOne    = 512 << 20 // of one file
	maxText   = 16 << 20  // of one text
	maxNested = 1 << 30   // of zips inside a zip
)

// A Source is a folder or a zip, which is only read. Names are slash-separated and
// relative to its top.
type Source struct {
	// Name is the base name of the folder or the zip, without its ending.
	Name string
	// Zip says that it is a zip, Path where it lies on the machine.
	Zip  bool
	Path string
	// Skipped are names that are not read, and why: links that lead out, devices.
	Skipped []Skip

	files map[string]int64 // sizes
	names []string         // sorted
	read  func(name string) (io.ReadCloser, error)
	close []func() error
	made  map[string][]byte // files that a family added
}

// A Skip is a file of the source that is left out, and why.
type Skip struct{ Path, Why string }

// A Hostile error refuses a source that would do harm.
type Hostile struct{ Message, Hint string }

func (e Hostile) Error() string { return e.Message }

// Open opens a folder or a zip.
func Open(name string) (*Source, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Unknown{fmt.Sprintf("there is no folder or file %q", filepath.ToSlash(name)), "name the handbook's folder, or the zip that its tool exported"}
	case err != nil:
		return nil, err
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	base := filepath.Base(abs)
	if !info.IsDir() {
		return openFile(abs, base)
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, err
	}
	s := &Source{Name: base, Path: abs, files: map[string]int64{}, close: []func() error{root.Close}}
	s.read = func(name string) (io.ReadCloser, error) { return root.Open(name) }
	if err := s.walk(root.FS()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// FromFS returns a source over the files of fsys, for tests and for what was
// unpacked already.
func FromFS(name string, fsys fs.FS) (*Source, error) {
	s := &Source{Name: name, files: map[string]int64{}}
	s.read = func(name string) (io.ReadCloser, error) { return fsys.Open(name) }
	return s, s.walk(fsys)
}

// Close closes what is open of the source.
func (s *Source) Close() error {
	var errs []error
	for _, f := range s.close {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}

// noise are folders that hold no handbook, whatever the tool.
var noise = []string{".git", ".hg", ".svn", "node_modules", "__macosx", ".venv", ".cache", ".trash", ".docusaurus"}

// walk lists the files of a folder. Links are followed to files inside the source
// alone; folders behind links are not.
func (s *Source) walk(fsys fs.FS) error {
	err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && p == ".":
			return err
		case err != nil:
			s.Skipped = append(s.Skipped, Skip{p, "it cannot be read"})
			return nil
		case e.IsDir():
			if p != "." && slices.Contains(noise, strings.ToLower(e.Name())) {
				return fs.SkipDir
			}
			return nil
		case e.Name() == ".DS_Store":
			return nil
		}
		info, err := fs.Stat(fsys, p)
		switch {
		case err != nil:
			s.Skipped = append(s.Skipped, Skip{p, "it is a link that leads nowhere, or out of the handbook's folder"})
			return nil
		case info.IsDir():
			s.Skipped = append(s.Skipped, Skip{p, "it is a link to a folder"})
			return nil
		case !info.Mode().IsRegular():
			s.Skipped = append(s.Skipped, Skip{p, "it is a pipe, a socket or a device"})
			return nil
		case len(s.files) >= maxFiles:
			return Hostile{fmt.Sprintf("the handbook has more than %d files", maxFiles), "name the folder that holds its texts"}
		}
		s.files[p] = info.Size()
		return nil
	})
	s.list()
	return err
}

func (s *Source) list() {
	s.names = s.names[:0]
	for p := range s.files {
		s.names = append(s.names, p)
	}
	slices.Sort(s.names)
	slices.SortFunc(s.Skipped, func(a, b Skip) int { return strings.Compare(a.Path, b.Path) })
}

// Files lists all files, sorted by name.
func (s *Source) Files() []string { return s.names }

// Has reports whether there is a file of that name.
func (s *Source) Has(name string) bool { _, ok := s.files[name]; return ok }

// HasFolder reports whether files lie below a folder of that name.
func (s *Source) HasFolder(dir string) bool {
	i, _ := slices.BinarySearch(s.names, dir+"/")
	return i < len(s.names) && strings.HasPrefix(s.names[i], dir+"/")
}

// First returns the first of some names that is a file, "" for none.
func (s *Source) First(names ...string) string {
	for _, n := range names {
		if s.Has(n) {
			return n
		}
	}
	return ""
}

// Size is a file's length in bytes.
func (s *Source) Size(name string) int64 { return s.files[name] }

// Read returns a file's bytes. A file that is longer than it says is refused.
func (s *Source) Read(name string) ([]byte, error) {
	var b bytes.Buffer
	if err := s.CopyTo(&b, name); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Text returns a file's text: UTF-8 without a byte order mark, with LF line ends. Text
// in UTF-16 is converted, and what is in no Unicode form is read as Windows-1252.
func (s *Source) Text(name string) (string, error) {
	if s.files[name] > maxText {
		return "", fmt.Errorf("%q has %d MB, more text than a page can hold", name, s.files[name]>>20)
	}
	raw, err := s.Read(name)
	if err != nil {
		return "", err
	}
	return plainText(raw), nil
}

// Add puts a file into the source that a family took out of another: a picture in a
// Word file. Nothing is written.
func (s *Source) Add(name string, data []byte) {
	if s.made == nil {
		s.made = map[string][]byte{}
	}
	s.made[name] = data
	s.files[name] = int64(len(data))
	i, there := slices.BinarySearch(s.names, name)
	if !there {
		s.names = slices.Insert(s.names, i, name)
	}
}

// CopyTo writes a file's bytes to w.
func (s *Source) CopyTo(w io.Writer, name string) error {
	size, ok := s.files[name]
	if !ok {
		return &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	if data, ok := s.made[name]; ok {
		_, err := w.Write(data)
		return err
	}
	f, err := s.read(name)
	if err != nil {
		return err
	}
	defer f.Close()
	limit := int64(maxOne)
	if s.Zip {
		limit = min(limit, size)
	}
	n, err := io.Copy(w, io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return fmt.Errorf("read %q: %w", name, err)
	case n > limit:
		return Hostile{fmt.Sprintf("%q is longer than %d bytes", name, limit), "remove it from the handbook"}
	}
	return nil
}

// openFile opens a zip, or a single file as a source of one.
func openFile(abs, base string) (*Source, error) {
	f, err := os.Open(abs)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head)
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	isZip := n == 4 && (string(head) == "PK\x03\x04" || string(head) == "PK\x05\x06")
	ext := strings.ToLower(path.Ext(base))
	if isZip && ext != ".docx" {
		s, err := openZip(f, info.Size(), strings.TrimSuffix(base, path.Ext(base)))
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		s.strip()
		s.Path = abs
		s.close = append(s.close, f.Close)
		return s, nil
	}
	if ext == ".zip" {
		return nil, errors.Join(Hostile{fmt.Sprintf("%q is not a zip file: it does not begin like one", base), "export the handbook again"}, f.Close())
	}
	s := &Source{Name: strings.TrimSuffix(base, path.Ext(base)), Path: abs, files: map[string]int64{base: info.Size()}}
	s.read = func(string) (io.ReadCloser, error) { return os.Open(abs) }
	s.list()
	return s, f.Close()
}

package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// openZip checks all names and sizes in a zip before it opens it, so that nothing of a
// dangerous zip is unpacked. A zip that contains only zips is read as all of them.
func openZip(r io.ReaderAt, size int64, name string) (*Source, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, Hostile{fmt.Sprintf("the zip %q cannot be read: %s", name, strings.TrimPrefix(err.Error(), "zip: ")), "it may be damaged: export the handbook again"}
	}
	s := &Source{Name: name, Zip: true, files: map[string]int64{}}
	entries := map[string]*zip.File{}
	seen := map[string]string{} // names as a disk that ignores case has them
	total := uint64(0)
	for _, f := range z.File {
		p, err := entryName(f)
		if err != nil {
			return nil, err
		}
		if p == "" || f.FileInfo().IsDir() {
			continue
		}
		folded := strings.ToLower(norm.NFC.String(p))
		if other, ok := seen[folded]; ok && other == p {
			return nil, Hostile{fmt.Sprintf("the zip holds %q twice", p), "export the handbook again"}
		} else if ok {
			return nil, Hostile{fmt.Sprintf("the zip holds %q and %q, which differ only in case or Unicode form: not every disk can hold both", other, p), "rename one of them in the zip"}
		}
		seen[folded] = p
		total += f.UncompressedSize64
		switch {
		case f.UncompressedSize64 > maxOne:
			return nil, Hostile{fmt.Sprintf("the zip holds %q with %d MB unpacked, more than %d", p, f.UncompressedSize64>>20, maxOne>>20), "remove that file from the zip"}
		case total > maxBytes:
			return nil, Hostile{fmt.Sprintf("the zip holds more than %d GB unpacked", maxBytes>>30), "unpack the files you need into a folder, and import the folder"}
		case f.Flags&1 != 0:
			return nil, Hostile{fmt.Sprintf("the zip is encrypted (%q)", p), "unpack it into a folder, and import the folder"}
		}
		if len(entries) >= maxFiles {
			return nil, Hostile{fmt.Sprintf("the zip has more than %d files", maxFiles), "unpack the files you need into a folder, and import the folder"}
		}
		if junk(p) {
			continue
		}
		entries[p] = f
		s.files[p] = int64(f.UncompressedSize64)
	}
	s.read = func(name string) (io.ReadCloser, error) { return entries[name].Open() }
	if err := s.unnest(); err != nil {
		return nil, err
	}
	s.list()
	if err := s.fileIsFolder(); err != nil {
		return nil, err
	}
	return s, nil
}

var drive = regexp.MustCompile(`^[A-Za-z]:`)

// entryName is the name of a file in a zip, "" for the top itself. A name that leads
// out of the zip, or that is no file, is refused.
func entryName(f *zip.File) (string, error) {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		name, _ = charmap.CodePage437.NewDecoder().String(name) // it never fails
	}
	slashed := strings.ReplaceAll(name, `\`, "/")
	switch {
	case strings.HasPrefix(slashed, "/") || drive.MatchString(slashed):
		return "", Hostile{fmt.Sprintf("the zip holds %q, whose name begins at the root of a disk", name), "do not use this zip: a real export has no such names"}
	case slices.Contains(strings.Split(slashed, "/"), ".."):
		return "", Hostile{fmt.Sprintf("the zip holds %q, whose name leads out of the folder it is unpacked to", name), "do not use this zip: a real export has no such names"}
	case strings.ContainsFunc(slashed, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", Hostile{fmt.Sprintf("the zip holds %q, whose name has a control character", name), "rename it in the zip"}
	case !utf8.ValidString(slashed):
		return "", Hostile{fmt.Sprintf("the zip holds %q, whose name is not UTF-8", name), "rename it in the zip"}
	}
	if mode := f.Mode(); mode&fs.ModeSymlink != 0 {
		return "", Hostile{fmt.Sprintf("the zip holds %q, which is a symbolic link (symlink)", name), "put the file itself into the zip"}
	} else if mode.Type()&^fs.ModeDir != 0 {
		return "", Hostile{fmt.Sprintf("the zip holds %q, which is not a file: it is a pipe, a socket or a device", name), "remove it from the zip"}
	}
	p := path.Clean(slashed)
	if p == "." {
		return "", nil
	}
	return p, nil
}

// junk reports what operating systems put into a zip beside the files.
func junk(p string) bool {
	parts := strings.Split(p, "/")
	return path.Base(p) == ".DS_Store" || slices.ContainsFunc(parts[:len(parts)-1], func(d string) bool { return slices.Contains(noise, strings.ToLower(d)) })
}

// unnest replaces zips in a zip of zips, as exports in several parts are, by what
// they hold. Their bytes are kept in memory.
func (s *Source) unnest() error {
	total := int64(0)
	for p, size := range s.files {
		if strings.ToLower(path.Ext(p)) != ".zip" {
			return nil
		}
		total += size
	}
	if total > maxNested {
		return Hostile{fmt.Sprintf("the zip holds zips of more than %d GB", maxNested>>30), "unpack it into a folder, and import the folder"}
	}
	s.list()
	parts := s.names
	outer, files, owner := s.read, map[string]int64{}, map[string]*Source{}
	unpacked := int64(0)
	for _, p := range parts {
		var b bytes.Buffer
		if err := s.CopyTo(&b, p); err != nil {
			return err
		}
		inner, err := openZip(bytes.NewReader(b.Bytes()), int64(b.Len()), path.Base(p))
		if err != nil {
			return err
		}
		for name, size := range inner.files {
			if unpacked += size; unpacked > maxBytes {
				return Hostile{fmt.Sprintf("the zip holds more than %d GB unpacked", maxBytes>>30), "unpack the files you need into a folder, and import the folder"}
			}
			if owner[name] == nil {
				files[name], owner[name] = size, inner
			}
		}
	}
	if len(parts) == 0 {
		s.read = outer
		return nil
	}
	s.files = files
	s.read = func(name string) (io.ReadCloser, error) { return owner[name].read(name) }
	return nil
}

// strip takes off the folder that everything lies in, as archives of repositories
// have one.
func (s *Source) strip() {
	top := ""
	for p := range s.files {
		dir, _, ok := strings.Cut(p, "/")
		if !ok || top != "" && dir != top || strings.HasPrefix(dir, ".") {
			return
		}
		top = dir
	}
	if top == "" {
		return
	}
	inner, files := s.read, map[string]int64{} // names without the folder
	for p, size := range s.files {
		files[strings.TrimPrefix(p, top+"/")] = size
	}
	s.files = files
	s.read = func(name string) (io.ReadCloser, error) { return inner(top + "/" + name) }
	s.list()
}

// fileIsFolder refuses names that are both a file and a folder of others.
func (s *Source) fileIsFolder() error {
	for _, p := range s.names {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if s.Has(dir) {
				return Hostile{fmt.Sprintf("the zip holds %q both as a file and as a folder", dir), "export the handbook again"}
			}
		}
	}
	return nil
}

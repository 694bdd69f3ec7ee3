package scorm

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"html"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
)

// A file is one file of a package.
type file struct {
	name string
	data []byte
}

// gather draws the course's pages and all files that a page, a style sheet or the list
// of a page's scripts names.
func gather(ctx context.Context, r *pipeline.Result, p *theme.Package) ([]file, error) {
	all := make(map[string]output.File, len(r.Files))
	for _, f := range r.Files {
		all[f.Path] = f
	}
	want := []string{theme.ShellURL}
	for _, page := range p.Pages() {
		want = append(want, page.URL)
	}
	pages := map[string]bool{}
	for _, name := range want {
		pages[name] = true
	}
	seen := map[string]bool{}
	var files []file
	for len(want) > 0 {
		name := want[0]
		want = want[1:]
		f, ok := all[name]
		if seen[name] || !ok {
			continue
		}
		seen[name] = true
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			return nil, fmt.Errorf("draw %q: %w", name, err)
		}
		files = append(files, file{name, b.Bytes()})
		for _, need := range needs(name, b.Bytes()) {
			if path.Ext(need) != ".html" || pages[need] {
				want = append(want, need)
			}
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	return files, nil
}

var (
	attribute = regexp.MustCompile(`\b(?:href|src|srcset|poster)="([^"#?]+)`)
	named     = regexp.MustCompile(`"(assets/[\w.-]+)"`)
	styled    = regexp.MustCompile(`url\(["']?([^"')#?]+)`)
)

// needs returns the names in a file that may be files of the site.
func needs(name string, data []byte) (list []string) {
	dir := path.Dir(name)
	add := func(pattern *regexp.Regexp, from string) {
		for _, m := range pattern.FindAllSubmatch(data, -1) {
			address, err := url.PathUnescape(html.UnescapeString(string(m[1])))
			if err == nil && !strings.Contains(address, ":") {
				list = append(list, path.Join(from, address))
			}
		}
	}
	switch path.Ext(name) {
	case ".html":
		add(attribute, dir)
		add(named, "") // the scripts in #pb-config, from the root
	case ".css":
		add(styled, dir)
	}
	return list
}

// refused are extensions that a server may run. Platforms refuse a package with one.
var refused = []string{
	".php", ".php4", ".php5", ".ph3", ".phps", ".py", ".rb", ".pl", ".sh", ".cgi", ".asp", ".aspx", ".jsp", ".shtml", ".htaccess",
	".exe", ".bat", ".cmd", ".ps1",
}

var plain = regexp.MustCompile(`^[\w-][\w.-]*(?:/[\w-][\w.-]*)*$`)

// acceptable reports files whose names some platforms refuse.
func acceptable(files []file) error {
	var errs []error
	for _, f := range files {
		if !plain.MatchString(f.name) {
			errs = append(errs, fmt.Errorf("the name %q has characters other than letters, digits and \"-_.\"", f.name))
		}
		if slices.Contains(refused, strings.ToLower(path.Ext(f.name))) {
			errs = append(errs, fmt.Errorf("learning platforms refuse packages that hold a file such as %q", f.name))
		}
	}
	return errors.Join(errs...)
}

// stamp is the date of every file, the first one possible in a zip (1 January 1980), so
// that a package does not depend on the time.
const stamp = 1<<5 | 1

// writeZip writes the sizes of a file before its bytes, not after them: some platforms
// read a zip from its beginning.
func writeZip(w io.Writer, files []file) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		var packed bytes.Buffer
		c, err := flate.NewWriter(&packed, flate.BestCompression)
		if err != nil {
			return err
		}
		_, err = c.Write(f.data)
		if err := errors.Join(err, c.Close()); err != nil {
			return err
		}
		head := &zip.FileHeader{
			Name: f.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(f.data),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(f.data)),
		}
		//lint:ignore SA1019 CreateRaw takes no other date.
		head.ModifiedDate = stamp
		out, err := z.CreateRaw(head)
		if err != nil {
			return err
		}
		if _, err := out.Write(packed.Bytes()); err != nil {
			return err
		}
	}
	return z.Close()
}

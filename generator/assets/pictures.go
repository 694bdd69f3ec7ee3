package assets

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"playbook/generator/diag"
)

// CodePicture reports a picture that cannot be published.
const CodePicture diag.Code = "PB1812"

// pictureTypes are the types of files that style sheets and templates may use.
var pictureTypes = []string{".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".woff2"}

// IsPicture reports whether style sheets and templates may use a file: a picture or a
// font.
func IsPicture(p string) bool { return slices.Contains(pictureTypes, strings.ToLower(path.Ext(p))) }

// Pictures lists the pictures and fonts of the templates, sorted.
func Pictures(fsys fs.FS) (list []string) {
	_ = fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && IsPicture(p) {
			list = append(list, p)
		}
		return nil // what cannot be listed holds none
	})
	slices.Sort(list)
	return list
}

// A PictureError says why a picture cannot be published.
type PictureError struct {
	// Finding has a position only if the mistake is in the picture itself.
	Finding diag.Diagnostic
}

func (e *PictureError) Error() string { return e.Finding.Message }

// notInName matches characters that the name of a generated file cannot have.
var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// Picture makes a picture or a font of the templates a file of the site. Want is the path
// as the template or style sheet gives it.
func Picture(fsys fs.FS, p, want string) (File, error) {
	wrong := func(format string, args ...any) *PictureError {
		return &PictureError{diag.Diagnostic{Severity: diag.Error, Code: CodePicture, Message: fmt.Sprintf(format, args...)}}
	}
	ext := strings.ToLower(path.Ext(p))
	data, err := fs.ReadFile(fsys, p)
	switch {
	case err != nil:
		e := wrong("there is no file %q in templates/", want)
		if s := diag.Suggest(p, Pictures(fsys)); s != "" {
			e.Finding.Hint = fmt.Sprintf("did you mean %q?", s)
		} else if same := slices.IndexFunc(Pictures(fsys), func(x string) bool { return path.Base(x) == path.Base(p) }); same >= 0 {
			e.Finding.Hint = fmt.Sprintf("did you mean %q?", Pictures(fsys)[same])
		}
		return File{}, e
	case !IsPicture(p):
		e := wrong("files of the type %q are not published: %q", ext, want)
		e.Finding.Hint = "allowed are " + strings.Join(pictureTypes, " ")
		return File{}, e
	case ext == ".woff2" && !bytes.HasPrefix(data, []byte("wOF2")):
		return File{}, &PictureError{diag.Whole("templates/"+p, diag.Error, CodePicture, "%q is no WOFF2 font", path.Base(p)).
			WithHint("save the font as WOFF2; another name does not make it one")}
	case ext != ".woff2":
		if _, ds := Media("templates/"+p, data); ds.HasErrors() {
			return File{}, &PictureError{ds[slices.IndexFunc(ds, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })]}
		}
	}
	name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(strings.TrimSuffix(path.Base(p), path.Ext(p))), "-"), "-")
	if name == "" {
		name = "file"
	}
	return Named(name+ext, data), nil
}

// elsewhere matches an address on another server, and a data: address.
var elsewhere = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)`)

// inSheet resolves a url() of a style sheet to a file of the site. The path is relative to
// the sheet's folder, or else to the templates. Rest is the part after "#".
func inSheet(fsys fs.FS, sheet, url string) (f File, rest string, err error) {
	if elsewhere.MatchString(url) {
		shown, _, _ := strings.Cut(url, ",")
		d := diag.Diagnostic{Severity: diag.Error, Code: CodePicture, Message: fmt.Sprintf("no page may load %q: the policy allows only files of the site", diag.Clip(shown))}
		d.Hint = "put the file below templates/ and name it"
		return f, "", &PictureError{d}
	}
	p, rest := url, ""
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		p, rest = url[:i], url[strings.IndexByte(url+"#", '#'):]
	}
	rooted := strings.TrimPrefix(path.Clean(p), "/")
	from := path.Join(path.Dir(sheet), p)
	if info, err := fs.Stat(fsys, rooted); strings.HasPrefix(p, "/") || err == nil && !info.IsDir() && !exists(fsys, from) {
		from = rooted
	}
	f, err = Picture(fsys, from, p)
	return f, rest, err
}

// pictures are the files that style sheets use, by their addresses.
type pictures struct {
	mu    sync.Mutex
	files map[string]File
}

// take tells the bundler where a picture is: beside the sheet.
func (p *pictures) take(fsys fs.FS, sheet, url string) api.OnResolveResult {
	f, rest, err := inSheet(fsys, sheet, url)
	var wrong *PictureError
	if errors.As(err, &wrong) {
		return api.OnResolveResult{Errors: []api.Message{{Text: wrong.Error(), Detail: wrong.Finding}}}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string]File{}
	}
	p.files[f.URL] = f
	return api.OnResolveResult{Path: "./" + path.Base(f.URL) + rest, External: true}
}

func (p *pictures) sorted() (files []File) {
	for _, url := range slices.Sorted(maps.Keys(p.files)) {
		files = append(files, p.files[url])
	}
	return files
}

func exists(fsys fs.FS, p string) bool {
	info, err := fs.Stat(fsys, p)
	return err == nil && !info.IsDir()
}

// Package overlay compares a site's own templates/ with the theme that they are laid
// over, file by file.
//
// A file that was exported has a mark, a comment with the hash of its original. Beside
// it, below [Kept], lies the original as it was: so what a later theme changed can be
// shown, and a file that has fallen behind is found without any record.
package overlay

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
)

// Kept is the folder of templates/ with the originals of exported files. Nothing in it
// is a part of the theme.
const Kept = ".originals"

// A Layer is a site's own templates and the theme below them.
type Layer struct{ Own, Theme fs.FS }

// A State is how a file of the theme, or of the site, stands to the other one.
type State uint8

// The states of a file.
const (
	Shipped State = iota // the theme's own, not overlaid
	Same                 // overlaid, word for word the theme's
	Changed              // overlaid and changed
	Behind               // overlaid; the theme's has changed since it was exported
	Gone                 // exported; the theme has no such file any longer
	Extra                // the site's alone
)

func (s State) String() string {
	return [...]string{"", "same", "changed", "behind", "gone", "own"}[s]
}

// A File is one file of the theme or of the site.
type File struct {
	Path  string // below templates/
	State State
	// Line is where the mark stands, 0 without one.
	Line int
}

// Files lists the theme's files and the site's own, in the order of their paths.
func (l Layer) Files() []File {
	var files []File
	theme := paths(l.Theme)
	for _, p := range theme {
		files = append(files, l.file(p))
	}
	for _, p := range paths(l.Own) {
		if _, shipped := slices.BinarySearch(theme, p); !shipped {
			files = append(files, l.file(p))
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// File says how one file stands.
func (l Layer) File(p string) File { return l.file(p) }

func (l Layer) file(p string) File {
	f := File{Path: p}
	own, missing := fs.ReadFile(l.Own, p)
	if missing != nil {
		return f
	}
	hash, line := mark(own)
	f.Line = line
	original, notShipped := fs.ReadFile(l.Theme, p)
	switch {
	case notShipped != nil && hash == "":
		f.State = Extra
	case notShipped != nil:
		f.State = Gone
	case hash != "" && hash != Hash(original):
		f.State = Behind
	case bytes.Equal(Bare(own), lf(original)):
		f.State = Same
	default:
		f.State = Changed
	}
	return f
}

const codeBehind diag.Code = "PB1808"

// Check finds exported files that are no longer like the theme.
func (l Layer) Check() (ds diag.List) {
	for _, p := range paths(l.Own) {
		f := l.file(p)
		if f.State != Behind && f.State != Gone {
			continue
		}
		text, _ := fs.ReadFile(l.Own, p)
		m := marked.FindIndex(text)
		d := diag.NewFile("templates/"+p, text).At(m[0], m[1], diag.Warning, codeBehind, "the theme's %q has changed since it was exported", p)
		if f.State == Gone {
			d.Message = fmt.Sprintf("the theme no longer has the file %q that was exported", p)
		}
		ds.Add(d.WithHint("'generate theme diff %s' shows what the theme changed", p))
	}
	return ds
}

// Hash stands for a file of the theme.
func Hash(original []byte) string {
	sum := sha256.Sum256(lf(original))
	return hex.EncodeToString(sum[:8])
}

var marked = regexp.MustCompile(`exported from the theme, original ([0-9a-f]{16})\b`)

// mark finds the hash that a file remembers, and the line where it stands.
func mark(own []byte) (hash string, line int) {
	m := marked.FindSubmatchIndex(own)
	if m == nil {
		return "", 0
	}
	return string(own[m[2]:m[3]]), bytes.Count(own[:m[0]], []byte("\n")) + 1
}

// Mark adds a comment with the original's hash to a file, in place of one that is
// there, and reports whether files of its type have comments.
func Mark(p string, text, original []byte) ([]byte, bool) {
	note := "exported from the theme, original " + Hash(original)
	text = Bare(text)
	switch path.Ext(p) {
	case ".html":
		return slices.Concat([]byte("{{/* "+note+" */ -}}\n"), text), true
	case ".css", ".js":
		return slices.Concat([]byte("/* "+note+" */\n"), text), true
	case ".toml":
		return slices.Concat([]byte("# "+note+"\n"), text), true
	case ".svg", ".md": // whose first line may have to be something else
		if len(text) > 0 && text[len(text)-1] != '\n' {
			text = append(text, '\n')
		}
		return slices.Concat(text, []byte("<!-- "+note+" -->\n")), true
	}
	return text, false
}

// Bare is a file without its mark, its lines ended by LF.
func Bare(text []byte) []byte {
	text = lf(text)
	_, line := mark(text)
	if line == 0 {
		return text
	}
	lines := slices.Collect(bytes.Lines(text))
	return bytes.Join(slices.Delete(lines, line-1, line), nil)
}

// WithoutLast is a file without the mark if it stands in the last line, where no other
// line has another number without it: what is published as it is has none.
func WithoutLast(p string, text []byte) []byte {
	if ext := path.Ext(p); (ext == ".svg" || ext == ".md") && marked.Match(text) {
		return Bare(text)
	}
	return text
}

// lf is a text whose lines end with LF, whatever a repository made of them.
func lf(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// KeptPath is where the original of an exported file is kept below templates/.
func KeptPath(p string) string { return path.Join(Kept, p) }

// Original is a file of the theme as it was when it was exported; ok is false if
// nothing remembers it.
func (l Layer) Original(p string) (text []byte, ok bool) {
	own, err := fs.ReadFile(l.Own, p)
	if err != nil {
		return nil, false
	}
	hash, _ := mark(own)
	for _, from := range []struct {
		fsys fs.FS
		path string
	}{{l.Theme, p}, {l.Own, KeptPath(p)}} {
		if text, err := fs.ReadFile(from.fsys, from.path); err == nil && Hash(text) == hash {
			return lf(text), true
		}
	}
	return nil, false
}

// A Difference is what became of one text.
type Difference struct {
	Before []byte
	Edits  []diag.Edit
}

// Changes is what the site changes: in the original that it exported where that is
// known, else in the theme's.
func (l Layer) Changes(p string) Difference {
	before, ok := l.Original(p)
	if !ok {
		before, _ = fs.ReadFile(l.Theme, p) // nothing, if the site alone has it
	}
	own, _ := fs.ReadFile(l.Own, p)
	return difference(p, before, Bare(own))
}

// News is what the theme has changed since the export; known is false if the original
// is not.
func (l Layer) News(p string) (d Difference, known bool) {
	before, ok := l.Original(p)
	if !ok {
		return d, false
	}
	now, _ := fs.ReadFile(l.Theme, p)
	return difference(p, before, now), true
}

func difference(p string, before, after []byte) Difference {
	before, after = lf(before), lf(after)
	return Difference{before, diag.Compare("templates/"+p, before, after)}
}

// notTheme are files of the theme's folder that are none of the theme.
var notTheme = regexp.MustCompile(`(^|/)(README\.md|[^/]*\.go)$`)

// Paths lists the site's own files that are a part of a theme.
func (l Layer) Paths() []string { return paths(l.Own) }

// paths lists the files of a folder that are a part of a theme, in the order of their
// paths: those that editors and systems leave are not.
func paths(fsys fs.FS) (list []string) {
	_ = fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && e != nil && !e.IsDir():
			return nil
		case err != nil:
			return fs.SkipDir // a folder that is not there has no files
		case p != "." && Ignored(e.Name()) && e.IsDir():
			return fs.SkipDir
		case !e.IsDir() && !Ignored(e.Name()) && !notTheme.MatchString(p):
			list = append(list, p)
		}
		return nil
	})
	slices.Sort(list)
	return list
}

// Ignored reports whether a name below templates/ is none of the theme: hidden, or
// what editors and systems leave beside the files they work on.
func Ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		slices.Contains([]string{"4913", "Thumbs.db", "desktop.ini"}, name) || slices.Contains([]string{".tmp", ".swp", ".bak", ".orig", ".rej"}, path.Ext(name)) ||
		strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___")
}

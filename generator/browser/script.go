package browser

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var pointing = regexp.MustCompile(`(?m)^(click|check|uncheck|fill)\b.*|^eval .*\b(focus|click|dispatchEvent)\(.*`)

// Pointing is the first line of a script that the keyboard alone cannot do: it points,
// puts the focus somewhere, or calls what a press would call. It is "" if there is none.
func Pointing(script []byte) string { return string(pointing.Find(script)) }

// Scripts runs every browser script that matches a glob pattern, each as a
// parallel subtest with a page of its own.
//
// A script is a txtar archive. Its comment is the script: one verb a line, words
// separated by spaces, "double" or 'single' quotes around words that hold some, #
// before a comment. Its files, if it has any, are laid over the given site (nil:
// nothing). The site is served over http at the root unless the first verb is
// "site file" or "site http /a/b/".
//
// A failed line is reported as file:line with what was seen instead.
func Scripts(t *testing.T, pattern string, files fs.FS) {
	t.Helper()
	ScriptsWith(t, pattern, files, strings.NewReplacer())
}

// ScriptsWith is Scripts with words of the archives' files replaced first, for what
// all their pages have in common.
func ScriptsWith(t *testing.T, pattern string, files fs.FS, words *strings.Replacer) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	must(t, err)
	if len(paths) == 0 {
		t.Fatalf("no browser scripts match %q", pattern)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			must(t, err)
			for i, f := range archive.Files {
				archive.Files[i].Data = []byte(words.Replace(string(f.Data)))
			}
			Script(t, path, string(archive.Comment), overlay(t, archive, files))
		})
	}
}

// Script runs one script, named for its messages, against a site's files.
// See [Each] for the browsers in which it runs.
func Script(t *testing.T, name, script string, files fs.FS) {
	t.Helper()
	for _, way := range ways(name, script) {
		Each(t, way, func(t testing.TB, b *Browser) {
			r := &run{t: t, browser: b, name: name, files: files, pages: []*Page{b.Page(t)}}
			if way == "file" {
				r.served = Files(t, files)
			}
			err := r.lines(script)
			for _, p := range r.pages {
				p.Close() // before the server does, from which a page may still be loading
			}
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Run runs script lines in this page; "open" takes absolute addresses only.
func (p *Page) Run(script string) {
	p.t.Helper()
	r := &run{t: p.t, name: "script", pages: []*Page{p}, served: &Site{}}
	must(p.t, r.lines(script))
}

// run is a script on its way.
type run struct {
	t       testing.TB
	browser *Browser // for more profiles
	name    string
	files   fs.FS
	served  *Site
	pages   []*Page
	at      int    // the tab in use
	clock   string // the script that sets Date, "" before the verb date
	// profiles are the places of pages in contexts of their own, kept the texts of
	// the verb keep.
	profiles map[string]int
	kept     map[string]string
}

func (r *run) page() *Page { return r.pages[r.at] }

func (r *run) lines(script string) error {
	for i, line := range strings.Split(script, "\n") {
		words, err := split(line)
		if err == nil && len(words) > 0 {
			err = r.line(words)
			if r.browser != nil {
				err = r.pass(words, err)
			}
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %s\n\t%w", r.name, i+1, strings.TrimSpace(line), err)
		}
	}
	return nil
}

func (r *run) line(words []string) error {
	v, ok := verbs[words[0]]
	if !ok {
		return fmt.Errorf("no verb %q", words[0])
	}
	args := words[1:]
	for name, text := range r.kept {
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "{"+name+"}", text)
		}
	}
	if len(args) < v.least || v.most >= 0 && len(args) > v.most {
		return fmt.Errorf("usage: %s %s", words[0], v.usage)
	}
	if r.served == nil && words[0] != "site" {
		r.served = Serve(r.t, r.files, "/")
	}
	return v.do(r, args)
}

// plainHost is a name of this machine that browsers take for a strange one: what is
// served from there over http is no secure context.
const plainHost = "playbook.test"

func (r *run) site(args []string) error {
	prefix := "/"
	if len(args) == 2 {
		prefix = args[1]
	}
	switch args[0] {
	case "http":
		r.served = Serve(r.t, r.files, prefix)
	case "plain":
		r.served = Serve(r.t, r.files, prefix)
		r.served.base = strings.Replace(r.served.base, "127.0.0.1", plainHost, 1)
	case "file":
		r.served = Files(r.t, r.files)
	default:
		return fmt.Errorf(`expected "http", "plain" or "file"`)
	}
	return nil
}

// profile NAME goes to the page of a person with storage and downloads of their own.
func (r *run) profile(args []string) error {
	if r.profiles == nil {
		r.profiles = map[string]int{args[0]: len(r.pages)}
	}
	at, known := r.profiles[args[0]]
	if !known {
		at = len(r.pages)
		r.profiles[args[0]] = at
	}
	if at == len(r.pages) {
		p := r.browser.Page(r.t)
		if r.clock != "" {
			if err := p.Before(r.clock); err != nil {
				return err
			}
		}
		r.pages = append(r.pages, p)
	}
	r.at = at
	return r.page().tab.front()
}

// keep NAME EXPR keeps a text: {NAME} in a later line stands for it.
func (r *run) keep(args []string) error {
	return r.page().wait(func() error {
		var text string
		if err := r.page().TryEval(args[1], &text); err != nil {
			return err
		}
		if text == "" {
			return errors.New("it is empty")
		}
		if r.kept == nil {
			r.kept = map[string]string{}
		}
		r.kept[args[0]] = text
		return nil
	})
}

// tab N makes the N-th tab, counted from 1, the one in use.
func (r *run) tab(args []string) error {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(r.pages)+1 {
		return fmt.Errorf("expected a tab from 1 to %d", len(r.pages)+1)
	}
	if n > len(r.pages) {
		p := r.pages[0].Tab()
		if r.clock != "" {
			if err := p.Before(r.clock); err != nil {
				return err
			}
		}
		r.pages = append(r.pages, p)
	}
	r.at = n - 1
	return r.page().tab.front()
}

// upload takes files of the site, or files downloaded before.
func (r *run) upload(args []string) error {
	dir := r.t.TempDir()
	var paths []string
	for _, name := range args[1:] {
		data, err := fs.ReadFile(r.files, name)
		for i := 0; err != nil && i < len(r.pages); i++ {
			data, err = downloaded(r.pages[i].profile.downloads(), name)
		}
		if err != nil {
			return fmt.Errorf("no file %q in the site or the downloads", name)
		}
		path := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
		paths = append(paths, path)
	}
	return r.page().upload(args[0], paths...)
}

// split cuts a line into words. A backslash has no meaning, so that selectors and
// expressions read as they are; a word that needs both quotes joins two parts:
// "a"'b' is ab.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, c := range line {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case c == ' ' || c == '\t' || c == '\r':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		case c == '#' && !inWord && len(words) == 0:
			return nil, nil
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c is not closed", quote)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// overlay lays an archive's files over a site, without touching it.
func overlay(t testing.TB, archive *txtar.Archive, files fs.FS) fs.FS {
	t.Helper()
	if len(archive.Files) == 0 && files != nil {
		return files
	}
	all := fstest.MapFS{}
	if files != nil {
		must(t, fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, path)
			all[path] = &fstest.MapFile{Data: data, Mode: 0o644}
			return err
		}))
	}
	for _, f := range archive.Files {
		all[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return all
}

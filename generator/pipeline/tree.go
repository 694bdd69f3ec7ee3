package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/diag"
)

// A scope says which part of a folder is read.
type scope struct {
	dir      string
	settings string // the file that says so
	exclude  []config.Exclude
}

func (s scope) same(o scope) bool {
	return s.dir == o.dir && s.settings == o.settings && slices.Equal(s.exclude, o.exclude)
}

// excluded returns the index of the pattern that excludes a path, or -1.
func (s scope) excluded(p string) int {
	return slices.IndexFunc(s.exclude, func(x config.Exclude) bool { return x.Matches(p) })
}

// A tree lists the content folder.
type tree struct {
	scope
	lessons []string // paths below the content folder, sorted
	files   map[string]bool
	// numbered are lessons of which one may be a copy of the other.
	numbered map[string]bool
	hidden   map[string]bool // folders whose names begin with '_' or '.', and pictures in them
	index    map[string]bool // lessons that are their folder's page
	passed   []string        // what is skipped, sorted: copies and excluded files
	left     int             // number of excluded files
	names    sum             // of all names, see namesSum
	ds       diag.List
	// misnamed are the findings about lessons with a wrong ending.
	misnamed []int
}

// scope returns the settings for the content folder.
func (b *Builder) scope(cfg *config.Config) scope {
	return scope{cfg.Build.Content, b.configPath(), cfg.Exclude}
}

// walk lists the content folder. It skips names that begin with '_' or '.', except an
// _index.md that is its folder's page.
func walk(source fs.FS, s scope) *tree {
	t := &tree{scope: s, files: map[string]bool{}, hidden: map[string]bool{}, numbered: map[string]bool{}, index: map[string]bool{}}
	dir := s.dir
	info, err := fs.Stat(source, dir)
	switch {
	case err != nil && isLink(source, dir):
		t.ds.Add(diag.Whole(dir, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", dir, leads(err)).WithHint("put the folder itself here"))
		return t
	case err != nil:
		t.ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "there is no folder %q", dir).
			WithHint("lessons are Markdown files below it; [build] content in site.toml names another folder"))
		return t
	case !info.IsDir():
		t.ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "%q is a file, not a directory: expected the folder of the lessons", dir))
		return t
	}
	matched := make([]bool, len(s.exclude))
	var folders, under []string
	_ = fs.WalkDir(source, dir, func(p string, e fs.DirEntry, err error) error {
		if p != dir && errors.Is(err, fs.ErrNotExist) {
			return nil // deleted meanwhile
		}
		if err != nil {
			t.ds.Add(unreadable(p, err))
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		below := strings.TrimPrefix(p, dir+"/")
		if p != dir && strings.ContainsRune("._", rune(e.Name()[0])) {
			switch {
			case e.IsDir():
				t.pictures(source, p)
				return fs.SkipDir
			case underIndex.MatchString(e.Name()) && t.excluded(below) < 0:
				under = append(under, below)
			case strings.Trim(e.Name(), ".") == "md":
				t.ds.Add(diag.Whole(p, diag.Warning, codeName, "%q is not read: the name of a lesson does not begin with a dot", below).
					WithHint("give it a name with a letter or a digit, for example \"first-call.md\""))
			}
			return nil
		}
		if n := t.excluded(below); p != dir && n >= 0 {
			for i, x := range s.exclude {
				matched[i] = matched[i] || x.Matches(below)
			}
			if !e.IsDir() {
				t.left++
				t.passed = append(t.passed, below)
			}
			return nil
		}
		if e.IsDir() && p != dir {
			folders = append(folders, below)
		}
		t.entry(source, p, below, e)
		return nil
	})
	for i, x := range s.exclude {
		if !matched[i] {
			d := diag.Whole(s.settings, diag.Error, codeExclude, "the pattern %q in [content] exclude matches no file", x.Pattern).
				WithHint("patterns are relative to %q; correct or remove this one", dir)
			d.Line, d.Col, d.End = x.At.Line, x.At.Col, x.At.End
			t.ds.Add(d)
		}
	}
	for _, i := range t.misnamed { // a file that already has the right name stays
		to := strings.TrimSuffix(t.ds[i].Path, path.Ext(t.ds[i].Path)) + ".md"
		if !slices.Contains(t.lessons, strings.TrimPrefix(to, dir+"/")) {
			t.ds[i] = t.ds[i].WithMove(to)
		}
	}
	slices.Sort(t.lessons)
	t.copies(source, folders)
	t.indexes(under)
	slices.Sort(t.lessons)
	slices.Sort(t.passed)
	t.names = namesSum(t)
	if len(t.lessons) == 0 && !t.ds.HasErrors() {
		t.ds.Add(diag.Whole(dir, diag.Warning, codeNoContent, "the folder %q holds no lesson", dir).
			WithHint("a lesson is a Markdown file, for example \"%s/first-steps/01-first-call.md\"; 'generate new lesson' writes one", dir))
	}
	return t
}

// pictures records a folder that is not read and the pictures in it, so that a finding
// about a link to one can give the reason.
func (t *tree) pictures(source fs.FS, folder string) {
	if path.Base(folder) == ".git" {
		return
	}
	t.hidden[strings.TrimPrefix(folder, t.dir+"/")] = true
	_ = fs.WalkDir(source, folder, func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && slices.Contains(pictureEndings, strings.ToLower(path.Ext(p))) {
			t.hidden[strings.TrimPrefix(p, t.dir+"/")] = true
		}
		return nil
	})
}

var pictureEndings = []string{".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}

// entry adds one name of the content folder to the tree.
func (t *tree) entry(source fs.FS, full, p string, e fs.DirEntry) {
	lesson := strings.EqualFold(path.Ext(p), ".md")
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(source, full)
		if err != nil {
			t.ds.Add(diag.Whole(full, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", p, leads(err)).
				WithHint("put the file itself here"))
			return
		}
		mode = info.Mode().Type()
		if mode.IsDir() {
			t.ds.Add(diag.Whole(full, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads to a directory", p).
				WithHint("links to folders are not followed; put the folder itself here"))
			return
		}
	}
	switch {
	case mode.IsDir() && lesson:
		t.ds.Add(diag.Whole(full, diag.Error, codeNotAFile, "%q is a directory, expected a lesson", p).WithHint("rename the directory"))
	case mode.IsDir():
	case !mode.IsRegular() && lesson:
		t.ds.Add(diag.Whole(full, diag.Error, codeNotAFile, "%q is not a regular file", p))
	case !mode.IsRegular():
	case lesson && path.Ext(p) == ".md":
		t.lessons = append(t.lessons, p)
	default:
		t.files[p] = true
		if ext := strings.ToLower(path.Ext(p)); slices.Contains(foreignEndings, ext) {
			t.ds.Add(diag.Whole(full, diag.Warning, codeNotRead, "%q is not read as a lesson: lessons are Markdown files, and this is not one", p).
				WithHint("write it in Markdown as %q, or begin its name with \"_\"", strings.TrimSuffix(path.Base(p), path.Ext(p))+".md"))
		}
		if ext := path.Ext(p); lesson || slices.Contains(otherEndings, strings.ToLower(ext)) || behindMD.MatchString(path.Base(p)) {
			d := diag.Whole(full, diag.Warning, codeNotRead, "%q is not read as a lesson: its name ends in %q, expected \".md\"", p, ext)
			name := strings.TrimSuffix(path.Base(p), ext)
			if d.Hint = fmt.Sprintf("rename it to %q, or begin its name with \"_\"", name+".md"); behindMD.MatchString(path.Base(p)) {
				d.Hint = fmt.Sprintf("if it is a lesson, rename it to %q; else keep it outside the content folder", name)
			} else {
				t.misnamed = append(t.misnamed, len(t.ds))
			}
			t.ds.Add(d)
		}
	}
}

// foreignEndings are endings of other markup languages than Markdown.
var foreignEndings = []string{".rst", ".adoc", ".asciidoc", ".org", ".textile", ".mediawiki", ".rtf"}

// otherEndings are other endings of Markdown files.
var otherEndings = []string{".markdown", ".mdown", ".mkdn", ".mkd", ".mdx"}

// behindMD matches a lesson's name with a second ending, which Windows adds when it
// hides known endings.
var behindMD = regexp.MustCompile(`(?i)\.md\.[a-z]{2,4}$`)

var (
	ownIndex    = regexp.MustCompile(`(?i)^(\d{1,6}[-_])?index(\.[a-zA-Z-]+)?\.md$`)
	underIndex  = regexp.MustCompile(`(?i)^_index(\.[a-z-]+)?\.md$`)
	readmeIndex = regexp.MustCompile(`(?i)^readme(\.[a-z-]+)?\.md$`)
)

// indexes finds the pages of folders without an index.md: an _index.md (in the folders
// under), else a README.md.
func (t *tree) indexes(under []string) {
	own, readmes := map[string]bool{}, map[string][]string{}
	for _, p := range t.lessons {
		switch name := path.Base(p); {
		case ownIndex.MatchString(name):
			own[path.Dir(p)] = true
		case readmeIndex.MatchString(name):
			readmes[path.Dir(p)] = append(readmes[path.Dir(p)], p)
		}
	}
	for _, p := range under {
		if own[path.Dir(p)] {
			t.passed = append(t.passed, p)
			t.ds.Add(diag.Whole(path.Join(t.dir, p), diag.Warning, codeName, "%q is not read: \"index.md\" is the folder's page already", p).
				WithHint("move its text into \"index.md\", or delete it"))
			continue
		}
		t.index[p] = true
		t.lessons = append(t.lessons, p)
		delete(readmes, path.Dir(p))
	}
	for dir, list := range readmes {
		for _, p := range list {
			t.index[p] = !own[dir]
		}
	}
}

// The names that sync tools and file managers give to copies. Nobody chooses names of
// the first kind. Somebody may choose one of the second kind, so it is a copy only
// beside its original.
var (
	surelyCopy = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^(.+?) ?\([^()]*(?:conflicted copy|case conflict|sync conflict)[^()]*\)(?: \d+)?$`),
		regexp.MustCompile(`^(.+)\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]+)?$`),
		regexp.MustCompile(`^~\$(.+)$`),
	}
	maybeCopy = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^(.+?) ?\([^()]*(?:conflict|konflikt|конфликт|conflit|conflit)[^()]*\)$`),
		regexp.MustCompile(`^(.+?)(?: ?\(\d{1,3}\))+$`),
		regexp.MustCompile(`(?i)^(.+?)_(?:.+_)?conflict(?:-\d{8}-\d{4,6})?$`),
		regexp.MustCompile(`(?i)^(.+?) ?\[[^\[\]]*conflict[^\[\]]*\]$`),
		regexp.MustCompile(`(?i)^(.+?) [-–—] (?:copy|kopie|kopia|копия|копія|copia|copie)(?: ?\(\d+\))?$`),
		regexp.MustCompile(`(?i)^(.+?) (?:copy|kopie|kopia|копия|копія)(?: \d{1,3})?$`),
		regexp.MustCompile(`(?i)^(.+?) \((?:another |\d+(?:st|nd|rd|th) )?(?:copy|kopie|kopia|копия)\)$`),
		regexp.MustCompile(`(?i)^(?:copy of|kopie van|kopie von|kopia pliku|копия) (.+)$`),
		regexp.MustCompile(`^(.+)-(?:LAPTOP|DESKTOP|PC|WIN|SURFACE|MACBOOK|IMAC)[A-Z0-9-]*(?:-\d+)?$`),
	}
)

// copyOf returns the name of a copy's original, or "". there reports whether the folder
// has a name.
func copyOf(name string, there func(string) bool) (original string) {
	if !strings.ContainsAny(name, " (~.[_ABCDEFGHIJKLMNOPQRSTUVWXYZ") { // all copies have one of these, and few other files
		return ""
	}
	for _, re := range surelyCopy {
		if m := re.FindStringSubmatch(name); m != nil {
			return m[1]
		}
	}
	for _, re := range maybeCopy {
		if m := re.FindStringSubmatch(name); m != nil && there(m[1]) {
			return m[1]
		}
	}
	return ""
}

// copies removes the copies that sync tools make, of lessons and of folders.
func (t *tree) copies(source fs.FS, folders []string) {
	have := make(map[string]bool, len(t.lessons)+len(folders))
	for _, p := range t.lessons {
		have[p] = true
	}
	for _, p := range folders {
		have[p] = true
	}
	var gone []string // folders, with a slash
	for _, p := range folders {
		dir, name := path.Split(p)
		if slices.ContainsFunc(gone, func(g string) bool { return strings.HasPrefix(p, g) }) {
			continue
		}
		if of := copyOf(name, func(n string) bool { return have[dir+n] }); of != "" {
			gone = append(gone, p+"/")
			t.isCopy(p, of, have[dir+of])
		}
	}
	t.lessons = slices.DeleteFunc(t.lessons, func(p string) bool {
		dir, name := path.Split(p)
		if slices.ContainsFunc(gone, func(g string) bool { return strings.HasPrefix(p, g) }) {
			t.passed = append(t.passed, p)
			return true
		}
		of := copyOf(strings.TrimSuffix(name, ".md"), func(n string) bool { return have[dir+n+".md"] })
		if m := numberedCopy.FindStringSubmatch(name); m != nil && of == "" && have[dir+m[1]+".md"] {
			t.numbered[p], t.numbered[dir+m[1]+".md"] = true, true
			if t.begins(source, p) == t.begins(source, dir+m[1]+".md") {
				of = m[1]
			}
		}
		if of == "" {
			return false
		}
		t.passed = append(t.passed, p)
		t.isCopy(p, of+".md", have[dir+of+".md"])
		return true
	})
}

// numberedCopy matches the names that iCloud and others give, "Call 2.md". Somebody may
// choose such a name, so it is a copy only if both files begin alike.
var numberedCopy = regexp.MustCompile(`^(.+) \d{1,2}\.md$`)

// begins returns the line with a lesson's title.
func (t *tree) begins(source fs.FS, p string) string {
	f, err := source.Open(path.Join(t.dir, p))
	if err != nil {
		return p // unique
	}
	defer f.Close()
	raw, _ := read(f, 0, 4<<10)
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if name, _, _ := strings.Cut(line, " "); name == "title" || name == "title:" || name == "#" {
			return line
		}
	}
	return p
}

func (t *tree) isCopy(p, of string, there bool) {
	d := diag.Whole(path.Join(t.dir, p), diag.Warning, codeCopy, "%q is left out: it is a copy of %q that a program made", p, of)
	if d.Hint = "move new text into the original and delete the copy; if it is a separate lesson, rename it"; !there {
		d.Hint = "the original is not there: rename the copy, or delete it"
	}
	t.ds.Add(d)
}

// special reports whether a name affects more than its own file.
func special(name string) bool {
	return ownIndex.MatchString(name) || numberedCopy.MatchString(name) || underIndex.MatchString(name) || readmeIndex.MatchString(name) ||
		copyOf(strings.TrimSuffix(name, ".md"), func(string) bool { return true }) != ""
}

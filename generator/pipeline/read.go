package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
)

const (
	codeNoConfig   diag.Code = "PB1120"
	codeNoContent  diag.Code = "PB1202"
	codeUnreadable diag.Code = "PB1203"
	codeNotAFile   diag.Code = "PB1204"
	codeTooBig     diag.Code = "PB1205"
	codeLinkOut    diag.Code = "PB1206"
	codeNotRead    diag.Code = "PB1207"
)

// maxFile bounds what is read of one lesson; content has its own, lower limit
// for the text.
const maxFile = 4 << 20

// readConfig reads the settings, anew only if their bytes are others.
func (b *Builder) readConfig() (*config.Config, diag.List, error) {
	path := b.configPath()
	raw, err := fs.ReadFile(b.Source, path)
	if err != nil {
		info, serr := fs.Stat(b.Source, path)
		if serr == nil && info.IsDir() {
			return nil, diag.List{diag.Whole(path, diag.Error, codeNoConfig, "%q is a directory, expected the settings file", path)}, nil
		}
		if isLink(b.Source, path) {
			return nil, diag.List{diag.Whole(path, diag.Error, codeNoConfig, "the symbolic link (symlink) %q leads %s", path, whither(err)).
				WithHint("put the file itself here")}, nil
		}
		if serr == nil {
			return nil, diag.List{unreadable(path, err)}, nil
		}
		return nil, diag.List{diag.Whole(path, diag.Error, codeNoConfig, "there is no %q here", path).
			WithHint("run generate in a playbook's folder, name it with -s, or make a new one with 'generate init'")}, nil
	}
	m := &b.memo.settings
	if h := content.Hash(raw); h != m.hash || b.Options.BaseURL != m.base || m.cfg == nil {
		*m = settings{hash: h, base: b.Options.BaseURL}
		m.cfg, m.ds = b.parseConfig(path, raw)
	}
	return m.cfg, slices.Clone(m.ds), nil
}

func (b *Builder) parseConfig(path string, raw []byte) (*config.Config, diag.List) {
	text, ds := content.Text(path, raw)
	if ds.HasErrors() {
		return nil, ds
	}
	cfg, more := config.Read(diag.NewFile(path, text))
	if cfg != nil && b.Options.BaseURL != "" {
		cfg.BaseURL, _, _ = config.NormalBaseURL(b.Options.BaseURL)
	}
	return cfg, append(ds, more...)
}

// A tree is what lies below the content folder.
type tree struct {
	dir     string
	lessons []string // paths below the content folder, sorted
	files   map[string]bool
	ds      diag.List
}

// look lists the content folder, or what a hint says of it.
func (b *Builder) look(dir string, h hint) (t *tree, patched bool) {
	if t, ok := b.memo.tree.patch(b.Source, dir, h); ok {
		return t, true
	}
	return walk(b.Source, dir), false
}

// walk lists the content folder. Names that begin with '_' or '.' are no part
// of it.
func walk(source fs.FS, dir string) *tree {
	t := &tree{dir: dir, files: map[string]bool{}}
	info, err := fs.Stat(source, dir)
	switch {
	case err != nil && isLink(source, dir):
		t.ds.Add(diag.Whole(dir, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", dir, whither(err)).WithHint("put the folder itself here"))
		return t
	case err != nil:
		t.ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "there is no folder %q", dir).
			WithHint("lessons are Markdown files below it; [build] content in site.toml names another folder"))
		return t
	case !info.IsDir():
		t.ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "%q is a file, not a directory: expected the folder of the lessons", dir))
		return t
	}
	_ = fs.WalkDir(source, dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			t.ds.Add(unreadable(p, err))
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if p != dir && strings.ContainsRune("._", rune(e.Name()[0])) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		t.entry(source, p, strings.TrimPrefix(p, dir+"/"), e)
		return nil
	})
	slices.Sort(t.lessons)
	return t
}

// entry files one name found in the content folder.
func (t *tree) entry(source fs.FS, full, p string, e fs.DirEntry) {
	lesson := strings.EqualFold(path.Ext(p), ".md")
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(source, full)
		if err != nil {
			t.ds.Add(diag.Whole(full, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads %s", p, whither(err)).
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
		if ext := path.Ext(p); lesson || slices.Contains(otherEndings, strings.ToLower(ext)) {
			t.ds.Add(diag.Whole(full, diag.Warning, codeNotRead, "%q is not read as a lesson: its name ends in %q, expected \".md\"", p, ext).
				WithHint("rename it to %q, or begin its name with \"_\"", strings.TrimSuffix(path.Base(p), ext)+".md"))
		}
	}
}

// otherEndings are those that Markdown files have elsewhere.
var otherEndings = []string{".markdown", ".mdown", ".mkdn", ".mkd", ".mdx"}

// isLink reports whether a path is a symbolic link.
func isLink(source fs.FS, p string) bool {
	info, err := fs.Lstat(source, p)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// whither says where a symbolic link that cannot be followed leads.
func whither(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "to a file that does not exist"
	case strings.Contains(err.Error(), "too many"):
		return "in a loop, to itself"
	case errors.Is(err, fs.ErrPermission):
		return "where nothing may be read"
	}
	return "outside the playbook's folder"
}

func unreadable(p string, err error) diag.Diagnostic {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if strings.Contains(err.Error(), "escapes from parent") { // what a root says, which has no error for it
		return diag.Whole(p, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads outside the playbook's folder", path.Base(p)).
			WithHint("put the file itself here")
	}
	return diag.Whole(p, diag.Error, codeUnreadable, "cannot be read: %s", err)
}

// parse reads every lesson, several at once; the result is in the order of
// the tree. With a hint only the touched files are looked at.
func (b *Builder) parse(ctx context.Context, cfg *config.Config, t *tree, h hint) ([]parsed, error) {
	o := b.parseOptions(cfg)
	key := optionsKey(o)
	kept := b.memo.lessons
	if key != b.memo.options {
		kept, h = nil, nil
	}
	if f := b.Options.Found; f != nil {
		f(len(t.lessons))
	}
	out := make([]parsed, len(t.lessons))
	was := b.memo.tree
	outlines := b.outlines.of(key)
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	at := 0
	for i, p := range t.lessons {
		if kept != nil {
			for at < len(was.lessons) && was.lessons[at] < p {
				at++
			}
			if at < len(was.lessons) && was.lessons[at] == p {
				out[i] = kept[at]
				if h != nil && !h[cfg.Build.Content+"/"+p] {
					continue
				}
			}
		}
		if out[i].lesson == nil {
			out[i] = outlines[p]
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			out[i] = b.lesson(cfg.Build.Content, p, o, out[i], h != nil)
			if f := b.Options.Progress; f != nil {
				f(int(done.Add(1)), len(t.lessons))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	b.memo.options, b.memo.tree, b.memo.lessons = key, t, out
	return out, nil
}

// optionsKey stands for the options that parsing depends on.
func optionsKey(o *content.Options) string {
	return fmt.Sprint(o.Default, o.Languages, o.UnsafeHTML, o.Params)
}

// gather returns the lessons that could be read, and all findings.
func gather(all []parsed) (lessons []*content.Lesson, ds diag.List) {
	lessons = make([]*content.Lesson, 0, len(all))
	for i := range all {
		ds = append(ds, all[i].ds...)
		if all[i].lesson != nil {
			lessons = append(lessons, all[i].lesson)
		}
	}
	return lessons, ds
}

func (b *Builder) workers() int {
	if b.Options.Workers > 0 {
		return b.Options.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// lesson reads one file. What came of it before is used again if the file has
// the same bytes, which its stamp may vouch for unless it was touched.
func (b *Builder) lesson(dir, p string, o *content.Options, was parsed, touched bool) parsed {
	full := path.Join(dir, p)
	// One opening for both questions: finding the file is what costs.
	f, err := b.Source.Open(full)
	if err != nil {
		return parsed{ds: diag.List{unreadable(full, err)}}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return parsed{ds: diag.List{unreadable(full, err)}}
	}
	stamp, sure := b.stamp(info)
	if was.sure && !touched && was.stamp == stamp {
		return was
	}
	raw, err := read(f, info.Size())
	if err != nil {
		return parsed{ds: diag.List{unreadable(full, err)}}
	}
	if len(raw) > maxFile {
		if ds := content.LargeHead(full, raw); ds != nil {
			return parsed{ds: ds}
		}
		return parsed{ds: diag.List{diag.Whole(full, diag.Error, codeTooBig, "the file is larger than %d MB", maxFile>>20).
			WithHint("a lesson is text for one sitting; split it")}}
	}
	h := content.Hash(raw)
	if was.lesson != nil && was.hash == h || was.lesson == nil && was.ds != nil && was.hash == h {
		was.stamp, was.sure = stamp, sure
		return was
	}
	l, ds := content.Parse(p, full, raw, o)
	r := parsed{stamp: stamp, sure: sure, hash: h, lesson: l, ds: ds}
	if l != nil {
		r.shape, r.traits = site.Shape(l), traitsOf(l)
	}
	return r
}

// read returns a file's bytes, at most one more than maxFile. Size is what the
// system said of it.
func read(f io.Reader, size int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(max(size, 0), maxFile)) + bytes.MinRead)
	_, err := b.ReadFrom(io.LimitReader(f, maxFile+1))
	return b.Bytes(), err
}

// stamp returns a file's stamp, and whether bytes that are read now may be
// known by it. Without a clock none are.
func (b *Builder) stamp(info fs.FileInfo) (s output.Stamp, sure bool) {
	if b.Now == nil {
		return s, false
	}
	s = output.StampOf(info)
	return s, s.Settled(b.Now())
}

// assetReader reads files beside the lessons for the site: their fingerprint
// and size, and whether they may be published.
func (b *Builder) assetReader(dir string, h hint) func(string) (site.Asset, diag.List) {
	return func(p string) (site.Asset, diag.List) {
		m := b.medium(path.Join(dir, p), p, h)
		return m.asset, m.ds
	}
}

// medium reads one such file, if it may have changed.
func (b *Builder) medium(full, p string, h hint) medium {
	was, known := b.memo.media[p]
	if known && h != nil && !h[full] {
		return was
	}
	next := medium{asset: site.Asset{Source: p}}
	info, err := fs.Stat(b.Source, full)
	if err == nil {
		next.stamp, next.sure = b.stamp(info)
		if known && was.sure && !h[full] && was.stamp == next.stamp {
			return was
		}
	}
	data, err := fs.ReadFile(b.Source, full)
	if err != nil {
		next.ds, next.sure = diag.List{unreadable(full, err)}, false
	} else {
		m, ds := assets.Media(full, data)
		next.asset.URL, next.asset.Width, next.asset.Height, next.asset.Size = mediaURL(p, data), m.Width, m.Height, int64(len(data))
		next.ds, next.hash = ds, content.Hash(data)
	}
	if b.memo.media == nil {
		b.memo.media = map[string]medium{}
	}
	b.memo.media[p] = next
	return next
}

func mediaURL(p string, data []byte) string {
	ext := strings.ToLower(path.Ext(p))
	name := content.Slug(strings.TrimSuffix(path.Base(p), path.Ext(p)))
	if name == "" {
		name = "file"
	}
	return fmt.Sprintf("assets/%s.%s%s", name, assets.Fingerprint(data), ext)
}

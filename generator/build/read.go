package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
)

const (
	codeNoConfig   diag.Code = "PB1120"
	codeNoContent  diag.Code = "PB1202"
	codeUnreadable diag.Code = "PB1203"
	codeNotAFile   diag.Code = "PB1204"
	codeTooBig     diag.Code = "PB1205"
	codeLinkOut    diag.Code = "PB1206"
)

// maxFile bounds what is read of one lesson; content has its own, lower limit
// for the text.
const maxFile = 4 << 20

func (b *Builder) readConfig() (*config.Config, diag.List, error) {
	path := b.configPath()
	raw, err := fs.ReadFile(b.Source, path)
	if err != nil {
		info, serr := fs.Stat(b.Source, path)
		if serr == nil && info.IsDir() {
			return nil, diag.List{diag.Whole(path, diag.Error, codeNoConfig, "%q is a directory, expected the settings file", path)}, nil
		}
		return nil, diag.List{diag.Whole(path, diag.Error, codeNoConfig, "there is no %q here", path).
			WithHint("run generate in a playbook's folder, name it with -s, or make a new one with 'generate init'")}, nil
	}
	text, ds := content.Text(path, raw)
	if ds.HasErrors() {
		return nil, ds, nil
	}
	cfg, more := config.Read(diag.NewFile(path, text))
	ds = append(ds, more...)
	if cfg != nil && b.Options.BaseURL != "" {
		cfg.BaseURL, _, _ = config.NormalBaseURL(b.Options.BaseURL)
	}
	return cfg, ds, nil
}

// A tree is what lies below the content folder.
type tree struct {
	lessons []string // paths below the content folder, sorted
	files   map[string]bool
}

// walk lists the content folder. Names that begin with '_' or '.' are no part
// of it.
func (b *Builder) walk(dir string) (*tree, diag.List) {
	t := &tree{files: map[string]bool{}}
	var ds diag.List
	info, err := fs.Stat(b.Source, dir)
	switch {
	case err != nil:
		ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "there is no folder %q", dir).
			WithHint("lessons are Markdown files below it; [build] content in site.toml names another folder"))
		return t, ds
	case !info.IsDir():
		ds.Add(diag.Whole(dir, diag.Error, codeNoContent, "%q is a file, expected the folder of the lessons", dir))
		return t, ds
	}
	_ = fs.WalkDir(b.Source, dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			ds.Add(unreadable(p, err))
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
		b.entry(t, &ds, p, strings.TrimPrefix(p, dir+"/"), e)
		return nil
	})
	return t, ds
}

// entry files one name found in the content folder.
func (b *Builder) entry(t *tree, ds *diag.List, full, p string, e fs.DirEntry) {
	lesson := strings.EqualFold(path.Ext(p), ".md")
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(b.Source, full)
		if err != nil {
			ds.Add(diag.Whole(full, diag.Error, codeLinkOut, "the symbolic link %q leads nowhere in this playbook", p).
				WithHint("links may not leave the playbook's folder or go in a circle; put the file itself here"))
			return
		}
		mode = info.Mode().Type()
		if mode.IsDir() {
			ds.Add(diag.Whole(full, diag.Error, codeLinkOut, "the symbolic link %q leads to a folder", p).
				WithHint("links to folders are not followed; put the folder itself here"))
			return
		}
	}
	switch {
	case mode.IsDir() && lesson:
		ds.Add(diag.Whole(full, diag.Error, codeNotAFile, "%q is a folder, expected a lesson", p).WithHint("rename the folder"))
	case mode.IsDir():
	case !mode.IsRegular() && lesson:
		ds.Add(diag.Whole(full, diag.Error, codeNotAFile, "%q is not a regular file", p))
	case !mode.IsRegular():
	case lesson && path.Ext(p) == ".md":
		t.lessons = append(t.lessons, p)
	default:
		t.files[p] = true
	}
}

func unreadable(p string, err error) diag.Diagnostic {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return diag.Whole(p, diag.Error, codeUnreadable, "cannot be read: %s", err)
}

// parse reads every lesson, several at once; the result is in the order of
// the paths.
func (b *Builder) parse(ctx context.Context, cfg *config.Config, t *tree) ([]*content.Lesson, diag.List, error) {
	o := b.parseOptions(cfg)
	b.memo.begin(o)
	out := make([]parsed, len(t.lessons))
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	for i, p := range t.lessons {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			out[i] = b.lesson(cfg.Build.Content, p, o)
			if f := b.Options.Progress; f != nil {
				f(int(done.Add(1)), len(t.lessons))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	var ds diag.List
	lessons := make([]*content.Lesson, 0, len(out))
	for i, r := range out {
		ds = append(ds, r.ds...)
		if r.lesson != nil {
			lessons = append(lessons, r.lesson)
		}
		b.memo.keep(t.lessons[i], r)
	}
	b.memo.end()
	return lessons, ds, nil
}

func (b *Builder) workers() int {
	if b.Options.Workers > 0 {
		return b.Options.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (b *Builder) lesson(dir, p string, o *content.Options) parsed {
	full := path.Join(dir, p)
	raw, err := b.read(full)
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
	hash := content.Hash(raw)
	if r, ok := b.memo.find(p, hash); ok {
		return r
	}
	l, ds := content.Parse(p, full, raw, o)
	return parsed{hash: hash, lesson: l, ds: ds}
}

// read returns at most a little more than maxFile bytes of a file.
func (b *Builder) read(p string) ([]byte, error) {
	info, err := fs.Stat(b.Source, p)
	if err != nil {
		return nil, err
	}
	if info.Size() <= maxFile {
		return fs.ReadFile(b.Source, p)
	}
	f, err := b.Source.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	beginning := make([]byte, maxFile+1)
	_, err = io.ReadFull(f, beginning)
	return beginning, err
}

// assetReader reads files beside the lessons for the site: their fingerprint
// and size, and whether they may be published.
func (b *Builder) assetReader(dir string) func(string) (site.Asset, diag.List) {
	return func(p string) (site.Asset, diag.List) {
		full := path.Join(dir, p)
		data, err := fs.ReadFile(b.Source, full)
		if err != nil {
			return site.Asset{Source: p}, diag.List{unreadable(full, err)}
		}
		m, ds := assets.Media(full, data)
		return site.Asset{
			Source: p, URL: mediaURL(p, data), Width: m.Width, Height: m.Height, Size: int64(len(data)),
		}, ds
	}
}

func mediaURL(p string, data []byte) string {
	ext := strings.ToLower(path.Ext(p))
	name := content.Slug(strings.TrimSuffix(path.Base(p), path.Ext(p)))
	if name == "" {
		name = "file"
	}
	return fmt.Sprintf("assets/%s.%s%s", name, assets.Fingerprint(data), ext)
}

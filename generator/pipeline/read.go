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
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
)

const (
	codeNoConfig   diag.Code = "PB1120"
	codeNoContent  diag.Code = "PB1202"
	codeUnreadable diag.Code = "PB1203"
	codeNotAFile   diag.Code = "PB1204"
	codeTooBig     diag.Code = "PB1205"
	codeLinkOut    diag.Code = "PB1206"
	codeNotRead    diag.Code = "PB1207"
	codeCopy       diag.Code = "PB1208"
	codeName       diag.Code = "PB1209"
	codeExclude    diag.Code = "PB1114"
)

// maxFile bounds the bytes that are read of one lesson. content has a lower limit for
// its text.
const maxFile = 4 << 20

// A seen file has what is known of a file.
type seen struct {
	stamp output.Stamp
	sure  bool // a file with the same stamp has the same bytes
	sum   sum
}

// fingerprint returns the sum of a file's bytes, and the bytes if they had to be read.
// A file whose stamp shows that it has not changed is not read again. At most one byte
// more than limit is read.
func (b *Builder) fingerprint(full string, limit int64) (s seen, raw []byte, err error) {
	was, known := b.known(full)
	if known && b.trusting {
		return was, nil, nil
	}
	// The file is opened once for both, because finding it is the slow part.
	f, err := b.Source.Open(full)
	if err != nil {
		return s, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return s, nil, err
	}
	if !info.Mode().IsRegular() {
		return s, nil, errNotRegular
	}
	if b.Now != nil {
		s.stamp = output.StampOf(info)
		s.sure = s.stamp.Settled(b.Now())
	}
	if known && was.sure && was.stamp == s.stamp {
		return was, nil, nil
	}
	raw, err = read(f, info.Size(), limit)
	if err != nil {
		return s, nil, err
	}
	s.sum = content.Hash(raw)
	b.look(full, s)
	return s, raw, nil
}

var errNotRegular = errors.New("it is not a regular file")

func (b *Builder) known(full string) (seen, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := b.seen[full]
	return s, ok
}

func (b *Builder) look(full string, s seen) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.seen == nil {
		b.seen = map[string]seen{}
	}
	b.seen[full] = s
}

// readFile is fs.ReadFile with a limit. It also returns the bytes of a known file.
func (b *Builder) readFile(full string, limit int64) ([]byte, error) {
	f, err := b.Source.Open(full)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(f, 0, limit)
}

// Limits of files, in bytes.
const (
	maxSettings = 4 << 20
	maxMedium   = 256 << 20
	maxLock     = 256 << 20
)

// settingsKey is the input of the settings.
type settingsKey struct {
	path, base string
	sum        sum
}

// settings are the result of reading site.toml.
type settings struct {
	cfg *config.Config
	sum sum
	// site is the sum of the settings without blocks, blocks the sum of the settings of
	// blocks.
	site, blocks sum
	ds           diag.List
}

// readConfig reads the settings.
func (b *Builder) readConfig() (settings, error) {
	path := b.configPath()
	refuse := func(d diag.Diagnostic) (settings, error) { return settings{ds: diag.List{d}}, nil }
	raw, err := fs.ReadFile(b.Source, path)
	if err != nil {
		info, serr := fs.Stat(b.Source, path)
		switch {
		case serr == nil && info.IsDir():
			return refuse(diag.Whole(path, diag.Error, codeNoConfig, "%q is a directory, expected the settings file", path))
		case isLink(b.Source, path):
			return refuse(diag.Whole(path, diag.Error, codeNoConfig, "the symbolic link (symlink) %q leads %s", path, leads(err)).
				WithHint("put the file itself here"))
		case serr == nil:
			return refuse(unreadable(path, err))
		}
		return refuse(diag.Whole(path, diag.Error, codeNoConfig, "there is no %q here", path).
			WithHint("run generate in the folder of a playbook, name that folder with -s, or make a new playbook with 'generate init'"))
	}
	key := settingsKey{path, b.Options.BaseURL, content.Hash(raw)}
	return do(b.memo, key, func() (settings, error) {
		cfg, ds := b.parseConfig(path, raw)
		set := settings{cfg: cfg, sum: key.sum, ds: ds}
		if cfg != nil {
			set.site = newDigest().value(cfg.Plain).sum()
			set.blocks = blocksOf(cfg, &templateFiles{}).all
		}
		return set, nil
	})
}

func (b *Builder) parseConfig(path string, raw []byte) (*config.Config, diag.List) {
	text, ds := content.Text(path, raw)
	if ds.HasErrors() {
		return nil, ds
	}
	cfg, more := config.Read(diag.NewFile(path, text))
	if cfg != nil {
		more = append(more, ownNames(cfg, path)...)
	}
	if cfg != nil && b.Options.BaseURL != "" {
		cfg.BaseURL, _, _ = config.NormalBaseURL(b.Options.BaseURL)
	}
	return cfg, append(ds, more...)
}

// spokenKey is the input of the settings with the languages' words.
type spokenKey struct {
	settings settingsKey
	words    sum
}

// speak adds the languages' words to the settings, which take precedence.
func (b *Builder) speak(set settings, words loadedWords) settings {
	key := spokenKey{settingsKey{b.configPath(), b.Options.BaseURL, set.sum}, words.spoken}
	out, _ := do(b.memo, key, func() (settings, error) { // it never fails
		out := set
		out.cfg = set.cfg.Speak(words.words)
		out.sum = newDigest().sums(set.sum, words.spoken).sum()
		out.site = newDigest().sums(set.site, words.spoken).sum()
		return out, nil
	})
	return out
}

// isLink reports whether a path is a symbolic link.
func isLink(source fs.FS, p string) bool {
	info, err := fs.Lstat(source, p)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// leads says where a symbolic link points that cannot be followed.
func leads(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "to a file that does not exist"
	case strings.Contains(err.Error(), "too many"):
		return "in a loop to itself"
	case errors.Is(err, fs.ErrPermission):
		return "to a place that may not be read"
	}
	return "outside the playbook's folder"
}

func unreadable(p string, err error) diag.Diagnostic {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if strings.Contains(err.Error(), "escapes from parent") { // the message of os.Root, which has no error value for it
		return diag.Whole(p, diag.Error, codeLinkOut, "the symbolic link (symlink) %q leads outside the playbook's folder", path.Base(p)).
			WithHint("put the file itself here")
	}
	return diag.Whole(p, diag.Error, codeUnreadable, "cannot be read: %s", err)
}

// lessonKey is the input of parsing one file.
type lessonKey struct {
	path         string
	index        bool // it is its folder's page
	sum, options sum
}

// parsed is the result of one lesson's file.
type parsed struct {
	lesson *content.Lesson // nil if the file could not be read as text
	ds     diag.List
}

// parse reads every lesson, several at the same time. The result is in the order of the
// tree.
func (b *Builder) parse(ctx context.Context, set settings, words loadedWords, t *tree) ([]parsed, error) {
	o := b.parseOptions(set.cfg, words)
	key := newDigest().text(o.Default, fmt.Sprint(o.UnsafeHTML, o.OwnDescription)).list(o.Languages).list(o.Ignore).value(o.Params).sums(words.spoken, set.blocks).sum()
	index := *o
	index.Index = true
	if f := b.Options.Found; f != nil {
		f(len(t.lessons))
	}
	out := make([]parsed, len(t.lessons))
	var done atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.workers())
	const batch = 16
	for from := 0; from < len(out); from += batch {
		g.Go(func() error {
			for i := from; i < min(from+batch, len(out)); i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				if p := t.lessons[i]; t.index[p] {
					out[i] = b.lesson(t.dir, p, &index, key)
				} else {
					out[i] = b.lesson(t.dir, p, o, key)
				}
				if f := b.Options.Progress; f != nil {
					f(int(done.Add(1)), len(out))
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

// gather returns the readable lessons and all findings.
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

// lesson reads one file.
func (b *Builder) lesson(dir, p string, o *content.Options, options sum) parsed {
	full := path.Join(dir, p)
	file, raw, err := b.fingerprint(full, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		// It was deleted meanwhile, so it is not a lesson.
		b.vanished.Store(true)
		return parsed{}
	}
	if err != nil {
		return parsed{ds: diag.List{unreadable(full, err)}}
	}
	key := lessonKey{p, o.Index, file.sum, options}
	if l, ok := have[parsed](b.memo, key); ok {
		return l
	}
	if raw == nil { // read before, but parsed with other options
		if raw, err = b.readFile(full, maxFile); err != nil {
			return parsed{ds: diag.List{unreadable(full, err)}}
		}
		key.sum = content.Hash(raw)
	}
	l, _ := do(b.memo, key, func() (parsed, error) { return parseLesson(p, full, raw, o), nil }) // it never fails
	return l
}

func parseLesson(p, full string, raw []byte, o *content.Options) parsed {
	if len(raw) > maxFile {
		if ds := content.LargeHead(full, raw); ds != nil {
			return parsed{ds: ds}
		}
		return parsed{ds: diag.List{diag.Whole(full, diag.Error, codeTooBig, "the file is larger than %d MB", maxFile>>20).
			WithHint("a lesson is text for one sitting: split it")}}
	}
	l, ds := content.Parse(p, full, raw, o)
	return parsed{l, ds}
}

// read returns the content of r, at most one byte more than limit. size is the size
// that the system reported.
func read(r io.Reader, size, limit int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(max(size, 0), limit)) + bytes.MinRead)
	_, err := b.ReadFrom(io.LimitReader(r, limit+1))
	return b.Bytes(), err
}

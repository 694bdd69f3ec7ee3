package pipeline

import (
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/output"
	"playbook/generator/search"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// analysis keeps what search found in a lesson. It holds for one lesson and
// what the index says of it besides its text.
type analysis struct {
	lesson *content.Lesson
	about  string
	result search.Analysed
}

// analyses are kept by language and address. Forks share them.
type analyses struct {
	mu   sync.Mutex
	kept map[string]map[string]analysis
}

func (a *analyses) of(lang string) map[string]analysis {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.kept[lang]
}

func (a *analyses) keep(lang string, m map[string]analysis) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil {
		a.kept = map[string]map[string]analysis{}
	}
	a.kept[lang] = m
}

// A searchIndex is the index of every language that has a lesson of its own.
type searchIndex struct {
	key   hash
	files []output.File
	roots map[string]string // addresses by language
	size  int64
}

// rootPath is where the root of a language's index is. It carries no hash, for
// it stands in every page: a page stays as it is when the text of another
// changes.
func rootPath(lang string) string { return "search/" + lang + ".js" }

// index makes the search index. A lazy one has addresses and no files yet.
func (b *Builder) index(r *Result, t *theme.Theme) (searchIndex, error) {
	if b.Options.NoSearch {
		return searchIndex{}, nil
	}
	if b.Options.Lazy {
		ix := searchIndex{roots: map[string]string{}}
		for _, l := range r.Site.Langs {
			if slices.ContainsFunc(l.Pages, searched) {
				ix.roots[l.Code] = rootPath(l.Code)
			}
		}
		in := b.indexing(r, t)
		draw := sync.OnceValue(func() map[string]output.File {
			files := map[string]output.File{}
			ix, err := in.build()
			for _, f := range ix.files {
				if err == nil {
					files[f.Path] = f
				}
			}
			return files
		})
		r.Late = func(path string) (output.File, bool) {
			if !strings.HasPrefix(path, "search/") {
				return output.File{}, false
			}
			f, ok := draw()[path]
			return f, ok
		}
		return ix, nil
	}
	h := sha256.New()
	h.Write(b.memo.site.key[:])
	h.Write(b.memo.themeKey[:])
	b.memo.writeTexts(h)
	var key hash
	copy(key[:], h.Sum(nil))
	if b.memo.index.roots == nil || b.memo.index.key != key {
		ix, err := b.indexing(r, t).build()
		if err != nil {
			return ix, err
		}
		ix.key = key
		b.memo.index = ix
	}
	r.Stats.SearchBytes = b.memo.index.size
	return b.memo.index, nil
}

func (b *Builder) found() *analyses {
	if b.memo.analyses == nil {
		b.memo.analyses = &analyses{}
	}
	return b.memo.analyses
}

// indexing is all that an index is made of.
type indexing struct {
	site    *site.Site
	cfg     *config.Config
	theme   *theme.Theme
	found   *analyses
	store   *output.Store
	workers int
}

func (b *Builder) indexing(r *Result, t *theme.Theme) indexing {
	return indexing{r.Site, r.Config, t, b.found(), b.store(), b.workers()}
}

// build builds the index of every language.
func (in indexing) build() (searchIndex, error) {
	out := searchIndex{roots: map[string]string{}}
	for _, l := range in.site.Langs {
		lessons, err := in.analyse(l)
		if err != nil {
			return out, err
		}
		if len(lessons) == 0 {
			continue
		}
		ix := search.Build(l.Code, lessons, search.Options{
			Synonyms: in.cfg.Synonyms[l.Code], Labels: facetLabels(l), Words: in.theme.Table(l.Code, "search_dialog"),
		})
		dir, root := "search/"+l.Code, ix.Root.Bytes()
		out.roots[l.Code] = rootPath(l.Code)
		out.files = append(out.files, fixed(out.roots[l.Code], root))
		out.size += int64(len(root))
		for _, f := range ix.Files {
			out.size += int64(f.Size())
			out.files = append(out.files, output.File{Path: path.Join(dir, f.Name), Key: f.Name, Write: func(w io.Writer) error {
				_, err := f.WriteTo(w)
				return err
			}})
		}
	}
	return out, nil
}

// searched reports whether a page has a text of its own that may be found.
func searched(p *site.Page) bool { return p.Lesson != nil && !p.Fallback && p.Lesson.Meta.Search }

// analyse looks at the pages of one language that may be found, several at
// once.
func (in indexing) analyse(l *site.Lang) ([]search.Analysed, error) {
	var pages []*site.Page
	for _, p := range l.Pages {
		if searched(p) {
			pages = append(pages, p)
		}
	}
	was, now := in.found.of(l.Code), make([]analysis, len(pages))
	var g errgroup.Group
	g.SetLimit(in.workers)
	for i, p := range pages {
		g.Go(func() error {
			told := searchLesson(p)
			about := fmt.Sprint(told.UID, told.URL, told.Kind, told.Section, told.Stage, told.Roles, told.Tags, told.Labels, told.Refers, told.Title, told.Summary)
			if a, ok := was[p.URL]; ok && a.lesson == p.Lesson && a.about == about {
				now[i] = a
				return nil
			}
			var err error
			if told.Passages, err = passages(p.Lesson); err != nil {
				return err
			}
			now[i] = analysis{p.Lesson, about, search.Analyse(l.Code, told).Kept(in.store)}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	next, out := make(map[string]analysis, len(pages)), make([]search.Analysed, len(pages))
	for i, p := range pages {
		next[p.URL], out[i] = now[i], now[i].result
	}
	in.found.keep(l.Code, next)
	return out, nil
}

// searchLesson is what the index is told of a page besides its text.
func searchLesson(p *site.Page) search.Lesson {
	l := search.Lesson{UID: p.UID, URL: p.URL, Title: p.Title, Summary: p.Summary, Refers: p.Type != site.LessonPage}
	if p.Kind != nil && p.Type == site.LessonPage {
		l.Kind = p.Kind.Key
		l.Labels = append(l.Labels, p.Kind.In(p.Lang.Code))
	}
	if p.Section != nil && p.Section.Page != nil {
		l.Section = p.Section.Page.Title
	}
	if p.Stage != nil {
		l.Stage = p.Stage.Key
		l.Labels = append(l.Labels, p.Stage.Label)
	}
	for _, t := range p.Roles {
		l.Roles = append(l.Roles, t.Key)
	}
	for _, t := range p.Tags {
		l.Tags = append(l.Tags, t.Key)
		l.Labels = append(l.Labels, t.Label)
	}
	return l
}

// passages is a lesson's text as the index is told it.
func passages(l *content.Lesson) ([]search.Passage, error) {
	texts, err := l.PassageTexts()
	if err != nil {
		return nil, err
	}
	out := make([]search.Passage, len(texts))
	for i, q := range l.Passages {
		out[i] = search.Passage{ID: q.ID, Heading: q.Heading, Trail: q.Trail, Text: texts[i]}
	}
	return out, nil
}

// facetLabels are the words for the facets' values.
func facetLabels(l *site.Lang) map[string]string {
	m := map[string]string{}
	for _, terms := range [][]*site.Term{l.Roles, l.Stages, l.Tags, l.Kinds} {
		for _, t := range terms {
			m[t.Taxonomy+"/"+t.Key] = t.Label
		}
	}
	return m
}

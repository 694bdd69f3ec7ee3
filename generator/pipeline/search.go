package pipeline

import (
	"encoding/json"
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

// analysisKey is the input of the search's analysis of one lesson, and of its part of
// the index apart from its text.
type analysisKey struct {
	lang   string
	lesson *content.Lesson
	about  sum
}

// indexKey is the input of the search index.
type indexKey struct{ site, words, texts, blocks sum }

// A searchIndex has the index of every language that has its own lessons.
type searchIndex struct {
	sum   sum
	files []output.File
	roots map[string]string // addresses by language
	size  int64
	// late returns a file of a lazy index, which is built on the first call.
	late func(path string) (output.File, bool)
}

// rootPath is the path of the root of a language's index. It has no hash, because every
// page contains it: a page must not change when the text of another page changes.
func rootPath(lang string) string { return "search/" + lang + ".js" }

// index makes the search index. A lazy index has addresses but no files yet.
func (b *Builder) index(r *Result, a *assembled, words theme.Words, wordsSum sum) (searchIndex, error) {
	if b.Options.NoSearch {
		return searchIndex{}, nil
	}
	in := indexing{r.Site, r.Config, words, a.texts, b.memo, b.workers()}
	if b.Options.Lazy {
		ix := searchIndex{roots: map[string]string{}}
		for _, l := range r.Site.Langs {
			if slices.ContainsFunc(l.Pages, own) {
				ix.roots[l.Code] = rootPath(l.Code)
			}
		}
		draw := sync.OnceValue(func() map[string]output.File {
			files := map[string]output.File{}
			for _, f := range in.build().files {
				files[f.Path] = f
			}
			return files
		})
		ix.late = func(path string) (output.File, bool) {
			f, ok := draw()[path]
			return f, ok
		}
		return ix, nil
	}
	key := indexKey{a.sum, wordsSum, a.textsSum, a.blocks}
	ix, _ := do(b.memo, key, func() (searchIndex, error) { // it never fails
		ix := in.build()
		ix.sum = newDigest().sums(key.site, key.words, key.texts, key.blocks).sum()
		return ix, nil
	})
	r.Stats.SearchBytes = ix.size
	return ix, nil
}

// indexing is the input of an index.
type indexing struct {
	site    *site.Site
	cfg     *config.Config
	words   theme.Words
	texts   []*content.Lesson
	memo    *memo
	workers int
}

// build builds the index of every language.
func (in indexing) build() searchIndex {
	out := searchIndex{roots: map[string]string{}}
	for _, l := range in.site.Langs {
		lessons := in.analyse(l, in.readersOf(l.Code))
		if len(lessons) == 0 {
			continue
		}
		ix := search.Build(l.Code, lessons, search.Options{
			Synonyms: in.cfg.Synonyms[l.Code], Labels: facetLabels(l), Words: in.words.Table(l.Code, "search_dialog"),
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
	return out
}

// searched reports whether a page has a text for the search. A language without its own lessons has no index.
func searched(p *site.Page) bool {
	return p.Lesson != nil && p.Lesson.Meta.Search && (!p.Fallback || p.Type != site.SystemPage)
}

// own reports whether the search finds a page and the page is not shown in another language
// for lack of a translation. A language without such a page has no index.
func own(p *site.Page) bool { return searched(p) && !p.Fallback }

// analyse analyses the pages of one language, several at the same time.
func (in indexing) analyse(l *site.Lang, r readers) []search.Analysed {
	var pages []*site.Page
	for _, p := range l.Pages {
		if searched(p) && slices.ContainsFunc(l.Pages, own) {
			pages = append(pages, p)
		}
	}
	out := make([]search.Analysed, len(pages))
	var g errgroup.Group
	g.SetLimit(in.workers)
	const batch = 32
	for from := 0; from < len(pages); from += batch {
		g.Go(func() error {
			for i := from; i < min(from+batch, len(pages)); i++ {
				out[i] = in.analyseOne(l.Code, pages[i], r)
			}
			return nil
		})
	}
	_ = g.Wait() // no task fails
	return out
}

// readers has the words of the readers of one language.
type readers struct {
	phrases map[string][]string // phrases that lead to a page, by its uid
	tools   map[string]string   // by kind of widget: its name, and after a colon its other names
}

func (in indexing) readersOf(lang string) readers {
	r := readers{phrases: map[string][]string{}}
	for _, x := range in.cfg.Expand {
		if x.Lang == lang {
			r.phrases[x.UID] = append(r.phrases[x.UID], x.Phrases...)
		}
	}
	_ = json.Unmarshal(in.words.Table(lang, "search_tools"), &r.tools) // a theme may lack the table
	return r
}

func (in indexing) analyseOne(lang string, p *site.Page, r readers) search.Analysed {
	lesson := p.Lesson
	if p.At >= 0 {
		lesson = in.texts[p.At]
	}
	l := searchLesson(p)
	l.Phrases, l.Tools = r.phrases[p.UID], r.toolsOf(lesson)
	if p.Fallback {
		l.Foreign = in.cfg.Language
	}
	key := analysisKey{lang, lesson, about(&l)}
	found, _ := do(in.memo, key, func() (search.Analysed, error) { // it never fails
		l.Passages = passages(lesson)
		return search.Analyse(lang, l), nil
	})
	return found
}

// about returns the sum of everything in the index about a page except its text.
func about(l *search.Lesson) sum {
	return newDigest().text(l.UID, l.URL, l.Kind, l.Section, l.Stage, l.Title, l.Summary, l.Foreign, fmt.Sprint(l.Refers)).
		list(l.Roles).list(l.Tags).list(l.Labels).list(l.Phrases).text(fmt.Sprint(l.Tools)).sum()
}

// toolsOf returns the tools of a lesson, in the words of the language.
func (r readers) toolsOf(l *content.Lesson) (out []search.Tool) {
	for _, w := range l.Widgets {
		name, words, _ := strings.Cut(r.tools[w.Kind], ":")
		if name == "" {
			continue
		}
		t := search.Tool{ID: w.ID, Heading: name, Words: words}
		if text := w.Widget.SearchText(); len(text) > 0 && text[0] != "" {
			t.Heading += ": " + unhyphenated(text[0])
		}
		out = append(out, t)
	}
	return out
}

// searchLesson returns everything for the index about a page except its text.
func searchLesson(p *site.Page) search.Lesson {
	l := search.Lesson{UID: p.UID, URL: p.URL, Title: unhyphenated(p.Title), Summary: unhyphenated(p.Summary), Refers: p.Type != site.LessonPage}
	if p.Kind != nil && p.Type == site.LessonPage {
		l.Kind = p.Kind.Key
		l.Labels = append(l.Labels, p.Kind.In(p.Lang.Code))
	}
	if p.Section != nil && p.Section.Page != nil {
		l.Section = unhyphenated(p.Section.Page.Title)
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

// unhyphenated removes soft hyphens, which readers do not type.
func unhyphenated(s string) string { return strings.ReplaceAll(s, "\u00ad", "") }

// passages returns a lesson's text for the index.
func passages(l *content.Lesson) []search.Passage {
	texts := l.PassageTexts()
	out := make([]search.Passage, len(texts))
	for i, q := range l.Passages {
		out[i] = search.Passage{ID: q.ID, Heading: q.Heading, Trail: q.Trail, Text: texts[i]}
	}
	return out
}

// facetLabels returns the labels of roles, stages, tags and kinds, by "taxonomy/key". Readers
// can narrow a search to one of them.
func facetLabels(l *site.Lang) map[string]string {
	m := map[string]string{}
	for _, terms := range [][]*site.Term{l.Roles, l.Stages, l.Tags, l.Kinds} {
		for _, t := range terms {
			m[t.Taxonomy+"/"+t.Key] = t.Label
		}
	}
	return m
}

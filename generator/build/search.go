package build

import (
	"fmt"
	"io"
	"path"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
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

// searchIndexes builds the index of every language that has a lesson of its
// own, and returns their files and each one's root address.
func (b *Builder) searchIndexes(r *Result, t *theme.Theme) (files []output.File, roots map[string]string, err error) {
	roots = map[string]string{}
	if b.Options.NoSearch {
		return nil, roots, nil
	}
	next := map[string]analysis{}
	for _, l := range r.Site.Langs {
		lessons, err := b.analyse(l, next)
		if err != nil {
			return nil, nil, err
		}
		if len(lessons) == 0 {
			continue
		}
		ix := search.Build(l.Code, lessons, search.Options{
			Synonyms: r.Config.Synonyms[l.Code], Labels: facetLabels(l), Words: t.Table(l.Code, "search_dialog"),
		})
		dir := "search/" + l.Code
		root := ix.Root.Bytes()
		roots[l.Code] = dir + "." + assets.Fingerprint(root) + ".js"
		files = append(files, fixed(roots[l.Code], root))
		r.Stats.SearchBytes += int64(len(root))
		for _, f := range ix.Files {
			r.Stats.SearchBytes += int64(f.Size())
			files = append(files, output.File{Path: path.Join(dir, f.Name), Key: f.Name, Write: func(w io.Writer) error {
				_, err := f.WriteTo(w)
				return err
			}})
		}
	}
	b.memo.analyses = next
	return files, roots, nil
}

// analyse looks at the pages of one language that have a text of their own,
// several at once.
func (b *Builder) analyse(l *site.Lang, next map[string]analysis) ([]search.Analysed, error) {
	var pages []*site.Page
	for _, p := range l.Pages {
		if p.Lesson != nil && !p.Fallback && p.Lesson.Meta.Search {
			pages = append(pages, p)
		}
	}
	found := make([]analysis, len(pages))
	var g errgroup.Group
	g.SetLimit(b.workers())
	for i, p := range pages {
		g.Go(func() error {
			in, err := searchLesson(p)
			if err != nil {
				return err
			}
			about := fmt.Sprint(in.URL, in.Kind, in.Section, in.Stage, in.Roles, in.Tags, in.Title)
			if a, ok := b.memo.analyses[p.URL]; ok && a.lesson == p.Lesson && a.about == about {
				found[i] = a
				return nil
			}
			found[i] = analysis{p.Lesson, about, search.Analyse(l.Code, in).Kept(b.store())}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := make([]search.Analysed, len(pages))
	for i, p := range pages {
		next[p.URL], out[i] = found[i], found[i].result
	}
	return out, nil
}

// searchLesson is what the index is told of a page.
func searchLesson(p *site.Page) (search.Lesson, error) {
	l := search.Lesson{UID: p.UID, URL: p.URL, Title: p.Title, Summary: p.Summary}
	if p.Kind != nil && p.Type == site.LessonPage {
		l.Kind = p.Kind.Key
	}
	if p.Section != nil && p.Section.Page != nil {
		l.Section = p.Section.Page.Title
	}
	if p.Stage != nil {
		l.Stage = p.Stage.Key
	}
	for _, t := range p.Roles {
		l.Roles = append(l.Roles, t.Key)
	}
	for _, t := range p.Tags {
		l.Tags = append(l.Tags, t.Key)
	}
	texts, err := p.Lesson.PassageTexts()
	for i, q := range p.Lesson.Passages {
		if err == nil {
			l.Passages = append(l.Passages, search.Passage{ID: q.ID, Heading: q.Heading, Trail: q.Trail, Text: texts[i]})
		}
	}
	return l, err
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

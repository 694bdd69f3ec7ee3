package scorm

import (
	"cmp"
	"slices"

	"playbook/generator/site"
	"playbook/generator/theme"
	"playbook/generator/widget"
)

// choose finds the pages for the options.
func choose(s *site.Site, o Options) (*theme.Package, error) {
	lang, err := langOf(s, o.Lang)
	if err != nil {
		return nil, err
	}
	p := &theme.Package{Lang: lang}
	switch {
	case o.Path != "":
		err = choosePath(p, o.Path)
	case o.Lesson != "":
		err = chooseLesson(p, o.Lesson)
	default:
		p.Title, p.Lessons = cmp.Or(lang.Language.Title, s.Config.Title), lang.Lessons
	}
	if err != nil {
		return nil, err
	}
	p.Lessons = slices.DeleteFunc(slices.Clone(p.Lessons), func(l *site.Page) bool { return l.Lesson == nil })
	for _, page := range lang.Pages {
		if page.Type == site.SystemPage && page.System == "glossary" && page.Lesson != nil && linked(p.Pages(), page) {
			p.More = append(p.More, page)
		}
	}
	return p, nil
}

func langOf(s *site.Site, code string) (*site.Lang, error) {
	var known []string
	for _, l := range s.Langs {
		if l.Code == code || code == "" && l.Default {
			return l, nil
		}
		known = append(known, l.Code)
	}
	return nil, &NotFoundError{"language", code, known}
}

// choosePath takes the lessons of a path and its own page, as the final page if it has
// a quiz, else as a page for reference.
func choosePath(p *theme.Package, uid string) error {
	var known []string
	for _, path := range p.Lang.Paths {
		if path.Page.UID != uid {
			known = append(known, path.Page.UID)
			continue
		}
		p.Title, p.Lessons = path.Page.Title, path.Lessons
		if quizzes(path.Page) {
			p.Final = path.Page
		} else if path.Page.Lesson != nil {
			p.More = append(p.More, path.Page)
		}
		return nil
	}
	return &NotFoundError{"learning path", uid, known}
}

func chooseLesson(p *theme.Package, uid string) error {
	var known []string
	for _, l := range p.Lang.Lessons {
		if l.UID == uid {
			p.Title, p.Lessons = l.Title, []*site.Page{l}
			return nil
		}
		known = append(known, l.UID)
	}
	return &NotFoundError{"lesson", uid, known}
}

// quizzes reports whether a page holds a quiz.
func quizzes(p *site.Page) bool {
	return p.Lesson != nil && slices.ContainsFunc(placed(p), func(w placedWidget) bool { return w.packing.Graded })
}

// A placedWidget is a widget that stores data on a platform.
type placedWidget struct {
	kind, id string
	identity widget.Identity
	packing  widget.Packing
}

// placed returns the widgets of a page that store data on a platform.
func placed(p *site.Page) (list []placedWidget) {
	for _, w := range p.Lesson.Widgets {
		if k, ok := w.Widget.(widget.Packed); ok {
			list = append(list, placedWidget{w.Kind, w.ID, widget.IdentityOf(k), k.Packing()})
		}
	}
	return list
}

// linked reports whether one of the pages has a link to another.
func linked(pages []*site.Page, to *site.Page) bool {
	return slices.ContainsFunc(pages, func(p *site.Page) bool {
		return slices.ContainsFunc(p.Links, func(t site.Target) bool { return t.Page == to })
	})
}

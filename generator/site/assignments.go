package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"playbook/generator/content"
	"playbook/generator/decode"
)

// An Assignment is a ready-made task that a manager can give to people. It is a file in
// content/assignments/. It has no page of its own; the team page offers it.
type Assignment struct {
	// Name is the name of the file, the same in every language.
	Name        string
	Title, From string
	Message     string // plain text
	Lessons     []*Page
	Checklists  []string // "uid#id"
	// Due is a date, a time after the day on which the task is given ("7d"), or "".
	Due string
	// Lesson is the parsed file in this language or, if there is no translation
	// (Fallback), the original. SourcePath is its path in the site's folder. Of is the
	// original. Stale says that the original has changed since it was translated.
	Lesson          *content.Lesson
	SourcePath      string
	Of              *content.Lesson
	Stale, Fallback bool
}

// maxMessage is the greatest length of a message in UTF-16 units, the unit of the browser,
// which puts the message into a file for the team.
const maxMessage = 4000

// assignments makes the list of assignments in every language. Lessons, checklists and due
// date always come from the original; the sender does unless the translation names one.
func (a *assembler) assignments() {
	slices.SortFunc(a.tasks, func(x, y *group) int { return x.fact.order.compare(&y.fact.order) })
	for _, g := range a.tasks {
		lessons := a.assigned(g.source)
		for i, lang := range a.s.Langs {
			own := cmp.Or(g.by[i], g.source)
			m, o := &own.Meta, &g.source.Meta
			t := &Assignment{
				Name: g.source.Base, Title: m.Title, From: cmp.Or(m.From, o.From), Message: own.Message, Checklists: o.Checklists, Due: o.Due,
				Lesson: own, SourcePath: a.source(own.Path), Of: g.source, Fallback: g.by[i] == nil,
				Stale: own != g.source && m.SourceHash != "" && !g.source.IsSource(m.SourceHash),
			}
			for _, l := range lessons {
				t.Lessons = append(t.Lessons, l.pages[i])
			}
			lang.Assignments = append(lang.Assignments, t)
			if own == g.by[i] {
				a.message(own)
			}
		}
	}
}

// assigned returns the lessons of an assignment. It reports mistakes in the front matter.
func (a *assembler) assigned(l *content.Lesson) (lessons []*group) {
	m := &l.Meta
	for _, f := range m.Fields {
		a.errorf(l, f.KeyAt, decode.CodeUnknownKey, "unknown key %q: an assignment does not have it", f.Key).
			Hint = "the keys are title, lessons, checklists, due and from"
	}
	if len(m.Lessons) == 0 && !m.Broken {
		at, ok := m.Pos["title"]
		if !ok {
			at = content.Mark{Line: 1, Col: 1, End: 2}
		}
		a.errorf(l, at, decode.CodeRequired, `the assignment has no lessons: the front matter has no key "lessons"`).
			Hint = `add lessons = ["a uid", "another"]; move the file to another folder if it is not an assignment`
	}
	for n, uid := range m.Lessons {
		g := a.named(uid)
		if uid == "" { // already reported
			continue
		}
		if g == nil || g.fact.index || g.fact.path || g.fact.glossary {
			a.errorf(l, m.Pos[indexed("lessons", n)], codeUnknownUID, "the assignment names the lesson %q, which does not exist", uid).
				Hint = a.nearestLesson(g, uid)
			continue
		}
		lessons = append(lessons, g)
	}
	for n, name := range m.Checklists {
		uid, id, _ := strings.Cut(name, "#")
		at := m.Pos[indexed("checklists", n)]
		i := slices.IndexFunc(lessons, func(g *group) bool { return g.fact.uid == uid })
		switch {
		case name == "":
		case i < 0:
			a.errorf(l, at, codeAssignment, "the checklist %q is not in a lesson of the assignment", name).Hint = "add " + strconv.Quote(uid) + " to lessons"
		case !slices.Contains(checklistsOf(lessons[i].source), id):
			hint := "that lesson has no checklist"
			if have := checklistsOf(lessons[i].source); len(have) > 0 {
				hint = "that lesson has " + strings.Join(have, ", ")
			}
			a.errorf(l, at, codeAssignment, "the lesson %q has no checklist %q", uid, id).Hint = hint
		}
	}
	return lessons
}

func checklistsOf(l *content.Lesson) (list []string) {
	for _, w := range l.Widgets {
		if w.Kind == "checklist" {
			list = append(list, w.ID)
		}
	}
	return list
}

// message checks the text of an assignment: it must not be too long or hold a widget.
func (a *assembler) message(l *content.Lesson) {
	if n := len(utf16.Encode([]rune(l.Message))); n > maxMessage {
		a.errorf(l, content.Mark{}, codeAssignment, "the assignment's message is too long: %d characters, the limit is %d", n, maxMessage).
			Hint = "put long text into a lesson, and name that lesson"
	}
	for _, w := range l.Widgets {
		a.errorf(l, content.Mark{Line: w.Pos.Line, Col: w.Pos.Col, End: w.Pos.Col + 1}, codeAssignment, "an assignment is a message: it cannot hold a %s", w.Kind).
			Hint = "put it into a lesson, and name that lesson in lessons"
	}
}

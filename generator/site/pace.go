package site

import (
	"regexp"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codePathPace  diag.Code = "PB1513"
	codeAsksLater diag.Code = "PB1514"
)

// warnf adds a warning in a lesson's file.
func (a *assembler) warnf(l *content.Lesson, m content.Mark, code diag.Code, format string, args ...any) *diag.Diagnostic {
	d := a.errorf(l, m, code, format, args...)
	d.Severity = diag.Warning
	return d
}

// following warns of what somebody who works through a path honestly cannot
// finish in its pace, and of lists that ask for what comes later.
func (a *assembler) following() {
	for _, lang := range a.s.Langs {
		if !lang.Default {
			continue
		}
		for _, pt := range lang.Paths {
			a.fitsPace(pt)
		}
	}
	for _, g := range a.groups {
		if g.skipped == "" {
			a.asksLater(g)
		}
	}
}

var (
	paceDays = regexp.MustCompile(`(?i)^(\d{1,3}) (day|week|month)s?$`)
	dueDays  = regexp.MustCompile(`^\+(\d{1,4})d$`)
)

// daysOf is a span in words, as "4 weeks", in days; 0 for what is none.
func daysOf(words string) int {
	m := paceDays.FindStringSubmatch(strings.TrimSpace(words))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n * map[string]int{"day": 1, "week": 7, "month": 30}[strings.ToLower(m[2])]
}

// fitsPace warns of required items that are due after the path's pace. A list that
// comes back, or is kept for each account, has a calendar of its own and is left out.
func (a *assembler) fitsPace(pt *Path) {
	src := a.named(pt.Page.UID)
	pace := daysOf(pt.Pace)
	if src == nil || pace == 0 {
		return
	}
	for n, uid := range src.source.Meta.Lessons {
		g := a.named(uid)
		if g == nil {
			continue
		}
		for _, p := range g.source.Widgets {
			t := widget.TrackOf(p.Widget)
			if !t.Follows || t.Repeat != "" || t.Per != "" {
				continue
			}
			for _, it := range t.Items {
				m := dueDays.FindStringSubmatch(it.Due)
				if m == nil || !it.Counts {
					continue
				}
				if days, _ := strconv.Atoi(m[1]); days > pace {
					a.warnf(src.source, src.source.Meta.Pos[indexed("lessons", n)], codePathPace,
						"the path takes %s, but %q requires %q only after %d days", pt.Pace, uid, it.Text, days).
						Hint = "give the path a longer pace, or the item an earlier day; put later work into a list for each account (per=account) or a list that repeats (repeat=)"
				}
			}
		}
	}
}

// asksLater warns of required items that link to a lesson which waits for theirs.
func (a *assembler) asksLater(g *group) {
	l := g.source
	for _, p := range l.Widgets {
		for _, n := range widget.TrackOf(p.Widget).Asked {
			q := a.linked(g, n)
			if q == nil || q == g || !q.waitsFor(g, map[*group]bool{}) {
				continue
			}
			k := l.Links[n]
			a.warnf(l, content.Mark{Line: k.Pos.Line, Col: k.Pos.Col, End: k.End}, codeAsksLater,
				"this item needs the lesson %q, which has this lesson as a prerequisite", q.fact.uid).
				Hint = "move the item there, or remove " + strconv.Quote(g.fact.uid) + " from its prereq"
		}
	}
}

// linked is the lesson that a link of another leads to, nil for none.
func (a *assembler) linked(g *group, link int) *group {
	for i, p := range g.pages {
		if p == nil || g.by[i] != g.source || link >= len(p.Links) || p.Links[link].Page == nil {
			continue
		}
		return a.named(p.Links[link].Page.UID)
	}
	return nil
}

// waitsFor reports whether another lesson comes before this one.
func (g *group) waitsFor(other *group, seen map[*group]bool) bool {
	for _, q := range g.prereq {
		if q == other {
			return true
		}
		if !seen[q] {
			seen[q] = true
			if q.waitsFor(other, seen) {
				return true
			}
		}
	}
	return false
}

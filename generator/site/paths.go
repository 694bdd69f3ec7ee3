package site

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/decode"
)

// pathPages makes the pages of the learning paths in one language.
func (a *assembler) pathPages(lang *Lang, i int) {
	var gs []*group
	for _, g := range a.groups {
		if g.fact.path {
			gs = append(gs, g)
		}
	}
	if len(gs) == 0 {
		return
	}
	slices.SortFunc(gs, func(x, y *group) int { return x.fact.order.compare(&y.fact.order) })
	var list *Page
	for _, g := range gs {
		if g.source.IsIndex {
			list = a.lessonPage(lang, i, g, lang.Root, "paths/index.html")
			list.Type = PathListPage
			continue
		}
		p := a.lessonPage(lang, i, g, lang.Root, "paths/"+cmp.Or(slugIn(g, i), g.source.Slug)+".html")
		p.Type, p.Kind = PathPage, nil
		p.Path = &Path{Page: p}
		lang.Paths = append(lang.Paths, p.Path)
	}
	if list == nil {
		a.add(lang, &Page{Type: PathListPage, URL: "paths/index.html", Title: "paths", System: "paths", Section: lang.Root})
	}
}

func slugIn(g *group, lang int) string {
	if l := g.by[lang]; l != nil {
		return l.Slug
	}
	return ""
}

// paths fills the learning paths once every page exists: a path that names a
// missing lesson, or misses a prerequisite of its own lessons, is an error.
func (a *assembler) paths() {
	for i, lang := range a.s.Langs {
		for _, pt := range lang.Paths {
			m := pt.Page.Lesson.Meta
			src := a.named(pt.Page.UID)
			if src == nil {
				continue
			}
			if m.Lessons == nil {
				m.Lessons = src.source.Meta.Lessons
			}
			a.promise(pt, src.source)
			role := cmp.Or(m.Role, src.source.Meta.Role)
			for _, t := range lang.Roles {
				if t.Key == role {
					pt.Role = t
				}
			}
			if pt.Role == nil && role != "" && lang.Default {
				a.unknownTerm(src.source, "role", role, 0, roleNames(lang))
			}
			if len(m.Lessons) == 0 && lang.Default && !m.Broken {
				at, ok := m.Pos["title"]
				if !ok {
					at = content.Mark{Line: 1, Col: 1, End: 2}
				}
				a.errorf(src.source, at, decode.CodeRequired, `the path has no lessons: the front matter has no key "lessons"`).
					Hint = `add lessons = ["a uid", "another"]`
			}
			a.fillPath(i, lang, pt, src.source, m.Lessons)
		}
	}
}

// promise fills in what a path asks and by when. What a translation does not
// say is its original's; what holds in every language is the original's alone.
func (a *assembler) promise(pt *Path, source *content.Lesson) {
	m, o := pt.Page.Lesson.Meta, source.Meta
	pt.Pace, pt.Completion, pt.Milestones = cmp.Or(m.Pace, o.Pace), cmp.Or(m.Completion, o.Completion), m.Milestones
	pt.Lock, pt.Valid, pt.Days = o.Lock, o.Valid, milestoneDays(o.Milestones)
	for _, x := range o.Milestones {
		pt.Signoffs = append(pt.Signoffs, x.Signoff != "")
	}
	switch n := len(m.Milestones); {
	case n == 0:
		pt.Milestones = o.Milestones
	case n != len(o.Milestones) && !m.Broken && !o.Broken:
		a.errorf(pt.Page.Lesson, m.Pos["milestones"], codeMilestones, "this translation has other milestones than the path: %d instead of %d", n, len(o.Milestones)).
			Hint = "translate each of " + strconv.Quote(a.source(source.Path)) + ", in the same order"
	}
}

var milestoneAt = regexp.MustCompile(`^(day|week|month) (\d{1,3})$`)

// milestoneDays are the days of a path on which its milestones are due: "week 2"
// is over on day 14. A translation's milestones stand in the same order.
func milestoneDays(list []content.Milestone) []int {
	days := make([]int, len(list))
	for i, x := range list {
		m := milestoneAt.FindStringSubmatch(strings.ToLower(strings.TrimSpace(x.At)))
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		days[i] = n * map[string]int{"day": 1, "week": 7, "month": 30}[m[1]]
	}
	return days
}

func roleNames(lang *Lang) map[string]*Term {
	m := map[string]*Term{}
	for _, t := range lang.Roles {
		m[t.Key] = t
	}
	return m
}

func (a *assembler) fillPath(i int, lang *Lang, pt *Path, l *content.Lesson, uids []string) {
	seen := map[*group]bool{}
	for n, uid := range uids {
		g := a.named(uid)
		if uid == "" { // reported
			continue
		}
		if g == nil || g.fact.index || g.fact.path || g.fact.glossary {
			if lang.Default {
				a.errorf(l, l.Meta.Pos[indexed("lessons", n)], codeUnknownUID, "the path names the lesson %q, which does not exist", uid).
					Hint = a.nearestLesson(g, uid)
			}
			continue
		}
		seen[g] = true
		pt.Lessons = append(pt.Lessons, g.pages[i])
		pt.Minutes += g.pages[i].Minutes
	}
	if !lang.Default {
		return
	}
	for n, uid := range uids {
		g := a.named(uid)
		if g == nil {
			continue
		}
		for _, q := range g.prereq {
			if !seen[q] {
				a.errorf(l, l.Meta.Pos[indexed("lessons", n)], codePathPrereq, "the path lacks %q, which %q needs first", q.fact.uid, uid).
					Hint = "add " + q.fact.uid + " before it, or remove the prereq from that lesson"
			}
		}
	}
}

// nearestLesson says what may be meant by a uid that is no lesson's: g is what
// has it, nil for nothing.
func (a *assembler) nearestLesson(g *group, uid string) string {
	if g != nil {
		return "it is a page but not a lesson, and a path consists of lessons"
	}
	return a.nearestUID(uid)
}

// prerequisites resolves prereq and reports circles.
func (a *assembler) prerequisites() {
	var with []*group
	for _, g := range a.groups {
		if len(g.source.Meta.Prereq) == 0 {
			continue
		}
		with = append(with, g)
		l := g.source
		for n, uid := range l.Meta.Prereq {
			q := a.named(uid)
			switch at := l.Meta.Pos[indexed("prereq", n)]; {
			case uid == "": // reported
			case q == nil:
				a.errorf(l, at, codeUnknownUID, "no lesson has the uid %q", uid).Hint = a.nearestUID(uid)
			case q == g:
				a.errorf(l, at, codePrereqCycle, "a lesson cannot be its own prerequisite").Hint = "remove it"
			default:
				g.prereq = append(g.prereq, q)
			}
		}
	}
	a.prereqCycles(with)
	for i := range a.s.Langs {
		for _, g := range with {
			for _, q := range g.prereq {
				if g.pages[i] != nil && q.pages[i] != nil {
					g.pages[i].Prereq = append(g.pages[i].Prereq, q.pages[i])
				}
			}
		}
	}
}

// prereqCycles reports each circle once, with all who are in it. Groups are those
// that need others.
func (a *assembler) prereqCycles(groups []*group) {
	state := map[*group]int{} // 1 open, 2 done
	var stack []*group
	var visit func(g *group)
	visit = func(g *group) {
		state[g] = 1
		stack = append(stack, g)
		for _, q := range g.prereq {
			switch state[q] {
			case 0:
				visit(q)
			case 1:
				at := slices.Index(stack, q)
				var names []string
				for _, x := range append(slices.Clone(stack[at:]), q) {
					names = append(names, x.fact.uid)
				}
				a.errorf(g.source, g.source.Meta.Pos["prereq"], codePrereqCycle, "prerequisites form a circle: %s", strings.Join(names, " → ")).
					Hint = "remove one of them"
			}
		}
		stack = stack[:len(stack)-1]
		state[g] = 2
	}
	for _, g := range groups {
		if state[g] == 0 {
			visit(g)
		}
	}
}

// redirects collects the old addresses of lessons and those of site.toml.
func (a *assembler) redirects() {
	folders := map[string]string{} // of redirects
	add := func(from string, to *Page, report func(format string, args ...any)) {
		clean := strings.TrimPrefix(path.Clean("/"+from), "/")
		if strings.HasSuffix(from, "/") || clean == "" {
			clean = path.Join(clean, "index.html")
		}
		if path.Ext(clean) == "" {
			clean += ".html"
		}
		switch owner := a.owner(fold(clean)); {
		case strings.HasPrefix(from, "../") || strings.ContainsAny(from, "?#\\") || strings.Contains(from, "://"):
			report("%q is not an address of this site", from)
		case owner != "":
			report("the old address %q is in use: %s", from, owner)
		case a.noRedirect(clean) != "":
			report("%q cannot be an old address: %s", from, a.noRedirect(clean))
		default:
			if one, other := a.twin(clean, folders); one != "" {
				report("the folder %q of the old address differs from the folder %q only in case or Unicode form: not every disk can hold both", one, other)
				return
			}
			a.redirected[fold(clean)] = "a redirect to " + to.URL
			a.s.Redirects = append(a.s.Redirects, Redirect{From: clean, To: to})
		}
	}
	for _, g := range a.groups {
		for i := range a.s.Langs {
			l := g.by[i]
			if l == nil || g.pages[i] == nil || len(l.Meta.Aliases) == 0 {
				continue
			}
			for n, from := range l.Meta.Aliases {
				if from == "" { // reported
					continue
				}
				add(from, g.pages[i], func(format string, args ...any) {
					a.errorf(l, l.Meta.Pos[indexed("aliases", n)], codeBadRedirect, format, args...).
						Hint = "an alias is an earlier address of this lesson, for example \"old/name.html\""
				})
			}
		}
	}
	for _, r := range a.in.Config.Redirects {
		to := a.redirectTarget(r.To)
		if to == nil {
			a.siteErrorf(r.ToAt, codeBadRedirect, a.targetHint(r.To), "the redirect leads to %q, which does not exist", r.To)
			continue
		}
		add(r.From, to, func(format string, args ...any) {
			a.siteErrorf(r.FromAt, codeBadRedirect, "from is an earlier address of a page", format, args...)
		})
	}
	slices.SortFunc(a.s.Redirects, func(x, y Redirect) int { return cmp.Compare(x.From, y.From) })
}

// noRedirect says why no page can be written at an old address, "" if one can:
// the names are the generator's own, or those of what else lies on a server.
func (a *assembler) noRedirect(clean string) string {
	parts := strings.Split(strings.ToLower(clean), "/")
	last := len(parts) - 1
	for i, part := range parts {
		switch {
		case strings.HasPrefix(part, "."):
			return fmt.Sprintf("%q begins with a dot", part)
		case i < last && strings.HasSuffix(part, ".html"):
			return fmt.Sprintf("%q is a page, expected a folder", part)
		case content.Device(part):
			return fmt.Sprintf("Windows reserves the name %q for a device", part)
		case strings.TrimRight(part, " .") != part:
			return fmt.Sprintf("%q ends with a dot, which Windows removes", part)
		}
	}
	if last > 0 && slices.ContainsFunc(a.s.Langs, func(l *Lang) bool { return !l.Default && l.Code == parts[0] }) {
		parts = parts[1:] // below a language it is as at the root
		last--
	}
	switch own := []string{".js", ".json", ".xml", ".txt", ".webmanifest"}; {
	case parts[0] == "assets", parts[0] == "search" && last > 0, strings.HasPrefix(parts[0], "_"), last == 0 && slices.Contains(own, path.Ext(parts[0])):
		return "the playbook itself writes such files"
	case strings.ToLower(path.Ext(clean)) == ".md" && a.addresses.owners[fold(clean[:len(clean)-3]+".html")] != "":
		return "it is the Markdown of the page " + clean[:len(clean)-3] + ".html"
	}
	return ""
}

func (a *assembler) redirectTarget(to string) *Page {
	if g := a.named(to); g != nil {
		return g.pages[0]
	}
	return a.addresses.pages[strings.TrimPrefix(to, "/")]
}

// navigation checks where the entries of [[nav]] lead.
func (a *assembler) navigation() {
	for _, n := range a.in.Config.Nav {
		address := strings.TrimPrefix(n.Target, "/")
		if n.Target == "" || strings.Contains(n.Target, ":") || a.named(n.Target) != nil ||
			a.addresses.pages[address] != nil || a.addresses.pages[path.Join(address, "index.html")] != nil {
			continue
		}
		a.siteErrorf(config.Place{Line: n.Line, Col: n.Col, End: n.End}, codeNavTarget, a.targetHint(n.Target),
			"the navigation leads to %q, which does not exist", n.Target)
	}
}

// expansions checks that what readers type leads to a lesson.
func (a *assembler) expansions() {
	for _, x := range a.in.Config.Expand {
		if a.named(x.UID) == nil {
			hint := a.targetHint(x.UID)
			if strings.HasPrefix(hint, "expected") {
				hint = "expected the uid of a lesson: its file's name without number and ending"
			}
			a.siteErrorf(x.At, codeExpandTarget, hint, "[search.expand.%s] leads to %q, which does not exist", x.Lang, x.UID)
		}
	}
}

// targetHint is the way out for a target in site.toml that is no page: what
// was named may be a lesson's file.
func (a *assembler) targetHint(target string) string {
	file := strings.TrimPrefix(strings.TrimPrefix(target, "/"), a.in.ContentDir+"/")
	for _, name := range []string{file, file + ".md", strings.TrimSuffix(file, ".html") + ".md"} {
		if g := a.pathed(name); g != nil && g.skipped == "" && g.fact.uid != "" {
			return "write " + strconv.Quote(g.fact.uid) + ", the lesson's uid"
		}
	}
	if s := a.nearestUID(target); strings.HasPrefix(s, "did you mean") {
		return s
	}
	return "expected the uid of a lesson, or an address of this site, for example \"/section/name.html\""
}

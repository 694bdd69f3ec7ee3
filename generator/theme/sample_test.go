package theme

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/kinds"
	"playbook/generator/site"
	"playbook/templates"
)

// The sample site: two sections of different kinds, a nested one, terms, a
// path, and a translation of part of it.
type sample struct {
	site  *site.Site
	theme *Theme
	env   Env
}

// sampleText describes one lesson.
type sampleText struct {
	dir, slug, title, summary string
	minutes                   int
	meta                      content.Meta
	body                      string
	kind                      string
	links                     []string // uids
}

func str(pairs ...string) []content.Field {
	var out []content.Field
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, content.Field{Key: pairs[i], Value: pairs[i+1]})
	}
	return out
}

var sampleKinds = []*config.Kind{
	{Label: config.Label{Key: "mindset", Label: "Mindset", Labels: map[string]string{"de": "Haltung", "nl": "Houding"}}, Icon: "mindset", Color: "mindset"},
	{Label: config.Label{Key: "campaign", Label: "Campaign analogies", Labels: map[string]string{"de": "Wahlkampf-Analogien", "nl": "Campagnelessen"}}, Icon: "campaign", Color: "campaign"},
	{Label: config.Label{Key: "qualification", Label: "Qualification", Labels: map[string]string{"de": "Qualifizierung", "nl": "Kwalificeren"}}, Icon: "qualification", Color: "qualification"},
	{Label: config.Label{Key: "followup", Label: "Follow-up sins", Labels: map[string]string{"de": "Nachfass-Sünden", "nl": "Opvolgzonden"}}, Icon: "followup", Color: "followup"},
	{Label: config.Label{Key: "mix", Label: "Client mix", Labels: map[string]string{"de": "Kundenmix", "nl": "Klantenmix"}}, Icon: "mix", Color: "mix"},
	{Label: config.Label{Key: "plain", Label: "Lesson"}, Icon: "plain", Color: "ink"},
}

// proseBody shows everything that a lesson's text may hold.
const proseBody = `## What happened, and what it is in sales {#happened}

In January 2010 a Senate seat changed hands in a special election that many observers had thought a formality. The sitting party held the state comfortably. Its candidate ran a short, indoor campaign; her opponent spent the weeks on doorsteps and in diners.[^1]

You need not take a side to recognise the pattern. Swap the words and you have [the account](../client-mix-audits/smith-and-jones.md) you have not seen since spring.

::: analogy
| In the campaign | In your territory |
|---|---|
| The seat has been held for decades, so few events are planned. | The account renews every year, so nobody books a visit. |
| The base is assumed to turn out by itself. | Loyal buyers are assumed to reorder by themselves. |
| On the night, the base stays home. | At renewal, you hear “we decided to look around”. |
:::

## Absence is a message {#absence}

Customers rarely leave over one bad delivery. They leave when a bad delivery meets silence. See also [the poll](https://example.org/) and ` + "`reorder rate`" + `.

> [!TIP]
> So the visit after the win matters more than the visit before it. It asks for nothing.

> [!WARNING]
> Do not sell anything on this visit.

### A rhythm {#rhythm}

- best accounts every month
- busy but thin ones once a quarter
  - by telephone if you must

| Account | Revenue | Hours |
|---|---|--:|
| Halden Marine | 84 000 € | 12 |
| Ostrava Pumps | 31 500 € | 40 |

## Make it a rota, not a resolution {#rota}

Good intentions lose to full diaries. Put the names on a list, give each a month, and let the list nag you.

::: checklist #visits title="Keep your seat: visits this month" repeat=monthly:1
### Before the visit
- [ ] Read the last three orders and the open complaints {#orders required}
- [ ] Write one question about their year {#question evidence=note}
- [ ] Tell inside sales you are going and ask what they have heard {#inside due=2026-11-20}
### On the day
- [ ] Listen for fifteen minutes before you mention a product {#listen required}
- [ ] Thank them for one specific order {#thank na}

  Name the order and what it made possible for you.
### Within two days
- [ ] Send back what you heard, in three lines, with one date {#send required w=2 due=+2d}
:::

> We still want this business.

::: details title="What if they will not see me?"
Then that is the news, and it is better to have it in May.
:::

    next visit = last visit + interval

Seat
: The account you hold.

Base
: Those who buy without being asked.

---

## Try it on Monday {#try}

Open your order list and sort it by the date of your last visit, oldest first. Call the top three before lunch.

[^1]: Washington Post, Kaiser Family Foundation and Harvard poll, 20–21 January 2010.
`

func sampleTexts() []sampleText {
	all := []string{"ae", "am", "is"}
	return []sampleText{
		{dir: "start", slug: "start-here", title: "You already sell", summary: "How to use this playbook, what it keeps track of, and a checklist for your first week.", minutes: 8, kind: "mindset", body: "Welcome.", meta: content.Meta{Roles: all, Tags: []string{"habits"}}},
		{dir: "start", slug: "ego-and-rejection", title: "When they say no", summary: "A refusal says something about the offer, seldom about you.", minutes: 12, kind: "mindset", body: "No.", meta: content.Meta{Roles: all, Prereq: []string{"start-here"}}},
		{
			dir: "campaign-analogies", slug: "current-customers-first", title: "Your seat is never safe", summary: "The customers you already have are the first source of income and the easiest to lose. Somebody will visit them this month. Let it be you.", minutes: 10, kind: "campaign",
			meta: content.Meta{
				Roles: all, Stage: "growth", Tags: []string{"loyalty", "visits"}, Prereq: []string{"start-here"}, Owner: "Marit Oosterhuis", Reviewed: "2026-11-03", ReviewEvery: "6m", Updated: "2026-11-10",
				Takeaways: []string{"Current customers come first: their next order costs you least.", "An account you do not visit is being visited by someone else.", "Show that you value the business after the win, when nobody expects it."},
				Fields: append(str("campaign", "Massachusetts Senate special election, 2010", "held", "2010-01-19"),
					content.Field{Key: "sides", Value: []any{"Martha Coakley (Democrat)", "Scott Brown (Republican)"}},
					content.Field{Key: "terms", Value: []any{[]any{"the party’s own voters", "your current customers"}, []any{"a safe seat", "an account that renews every year"}, []any{"the challenger", "the competitor who drops in on Tuesdays"}, []any{"turnout", "the reorder"}}}),
			},
			body: proseBody, links: []string{"smith-and-jones"},
		},
		{dir: "campaign-analogies", slug: "sell-what-they-want", title: "Sell what they want to buy", summary: "A platform nobody asked for loses to a promise somebody needs.", minutes: 12, kind: "campaign", body: "Text.", meta: content.Meta{Roles: all, Prereq: []string{"current-customers-first"}}},
		{dir: "campaign-analogies", slug: "nobody-owes-you", title: "Nobody owes you the vote", summary: "Loyalty cards buy nothing that a visit does not buy better.", minutes: 10, kind: "campaign", body: "Text.", meta: content.Meta{Roles: all, Prereq: []string{"current-customers-first"}}},
		{
			dir: "qualification", slug: "five-properties", title: "Five properties your customers must have", summary: "If everything on your side is in order and sales still disappoint, look at whom you are selling to.", minutes: 15, kind: "qualification", body: "## The five {#five}\n\nNeed, means, trust, hurry, hearing.\n\n## Reading the result {#reading}\n\nCount.",
			meta: content.Meta{Roles: all, Prereq: []string{"start-here"}, Fields: append(str("question", "What happens if you leave things as they are?", "if_missing", "Write the missing property beside the deal, with the question that will settle it and the day you will ask."),
				content.Field{Key: "property", Value: int64(2)})},
		},
		{dir: "follow-up-sins", slug: "persistent-or-pest", title: "Persistent or pest?", summary: "The same call can be either. The agreement before it decides.", minutes: 8, kind: "followup", body: "Text.", meta: content.Meta{Roles: all, Prereq: []string{"start-here"}}},
		{
			dir: "follow-up-sins", slug: "seven-sins-audit", title: "Forgotten, or never qualified", summary: "Two sins look alike from your side of the phone: the buyer does not answer. One is cured by a better offer, the other by a shorter list.", minutes: 8, kind: "followup", body: "People are busy, and yes, they forget. What they seldom forget is something they want.",
			meta: content.Meta{Roles: all, Prereq: []string{"persistent-or-pest"}, Takeaways: []string{"Everyone has two or three of the seven; name yours."}, Fields: append(str("sounds_like", "Just checking whether you had a chance to look at my mail.", "costs_you", "The minutes, and then your name: the buyer learns that your messages carry nothing new.", "fear", "Losing the sale, or losing control of it.", "do_instead", "Send one message that would be worth reading if they had never met you."),
				content.Field{Key: "sin", Value: int64(1)})},
		},
		{
			dir: "client-mix-audits", slug: "smith-and-jones", title: "Smith Manufacturing and Jones Medical: two portraits", summary: "Two regular customers, much the same in the order book and very different in your diary.", minutes: 12, kind: "mix", body: "## Smith Manufacturing\n\nYou know the way.\n\n## Jones Medical\n\nOnce a quarter.",
			meta: content.Meta{Roles: all, Prereq: []string{"five-properties"}, Fields: []content.Field{{Key: "compared", Value: []any{"Smith Manufacturing", "Jones Medical"}}}},
		},
		{dir: "client-mix-audits", slug: "hard-choices", title: "Hard choices", summary: "Leave, raise, narrow or keep.", minutes: 15, kind: "mix", body: "Text.", meta: content.Meta{Roles: []string{"ae"}, Prereq: []string{"smith-and-jones"}, Draft: true}},
	}
}

var sampleSections = []struct{ dir, title, summary, kind string }{
	{"start", "Start here", "Selling without apology, hearing no without flinching.", "mindset"},
	{"campaign-analogies", "Campaign analogies", "What an election teaches about keeping and winning accounts.", "campaign"},
	{"qualification", "Qualification", "Five properties a customer must have before you spend a week.", "qualification"},
	{"follow-up-sins", "Follow-up sins", "Seven ways to chase, and the agreement that replaces them.", "followup"},
	{"client-mix-audits", "Client mix", "Who earns your hours, who spends them, and what to do.", "mix"},
}

// newSample builds the sample site in the given languages, the first being the
// default.
func newSample(t testing.TB, langs ...string) *sample {
	t.Helper()
	fsys := templates.FS
	th, ds := loadAll(fsys)
	if ds.HasErrors() {
		t.Fatalf("theme: %v", ds)
	}
	s := &sample{theme: th}
	labels := map[string]string{"en": "English", "nl": "Nederlands", "de": "Deutsch", "ru": "Русский", "pl": "Polski"}
	cfg := &config.Config{
		Build: config.Build{FrameAncestors: []string{"'self'"}},
		Title: "The Campaign Book", SiteID: "campaign-book", Language: langs[0], BaseURL: "https://example.org/book/",
		Description: "Win the next call before you dial.", Kinds: sampleKinds, EditURL: "https://example.org/edit/{path}",
	}
	s.site = &site.Site{Config: cfg, Date: "2026-11-22"}
	for _, code := range langs {
		cfg.Languages = append(cfg.Languages, config.Language{Code: code, Label: labels[code]})
	}
	for i, code := range langs {
		l := &site.Lang{Language: config.Language{Code: code, Label: labels[code]}, Default: i == 0}
		if i > 0 {
			l.Prefix = code + "/"
		}
		s.site.Langs = append(s.site.Langs, l)
		s.fill(l, i > 0)
	}
	s.tie()
	s.env = Env{
		Assets: Assets{
			CSS: []string{"assets/site-1a2b3c.css"}, PageCSS: "assets/pages-1.css", Icon: "assets/icon-1.svg", WidgetCSS: map[string]string{"checklist": "assets/checklist-1.css"},
			Scripts: []LoadedScript{
				{Script: Script{Name: "theme", Load: Early}, URL: "assets/theme-1.js"},
				{Script: Script{Name: "main", Load: Deferred}, URL: "assets/main-1.js"},
				{Script: Script{Name: "search"}, URL: "assets/search-1.js"},
				{Script: Script{Name: "checklist", Load: WithKind}, URL: "assets/checklist-1.js"},
			},
		},
		Feeds: true, Twins: true,
	}
	return s
}

var allKinds = kinds.ByName()

// parsed is a lesson with a text.
func parsed(path, body string) *content.Lesson {
	l, ds := content.Parse(path, "content/"+path, []byte(body), &content.Options{Default: "en", Languages: []string{"en"}, Kinds: allKinds})
	if ds.HasErrors() && ds[0].Code != "PB1315" { // it has no title
		panic(ds[0].Message)
	}
	return l
}

func kindNamed(name string) *config.Kind {
	for _, k := range sampleKinds {
		if k.Key == name {
			return k
		}
	}
	return nil
}

// fill makes the pages of one language. In another language than the default
// every second lesson is not translated.
func (s *sample) fill(l *site.Lang, translated bool) {
	l.Root = &site.Section{}
	l.Home = &site.Page{Type: site.HomePage, URL: l.Prefix + "index.html", Lang: l, Title: "The Campaign Book", Summary: "Win the next call before you dial. Thirty short lessons and the tools that go with them: checklists to tick before a visit, scorecards that tell you the truth, and an audit of where your hours go.", UID: "index", Section: l.Root, Lesson: &content.Lesson{IsIndex: true}}
	l.Root.Page = l.Home
	l.Pages = append(l.Pages, l.Home)
	sections := map[string]*site.Section{}
	for _, def := range sampleSections {
		sec := &site.Section{Dir: def.dir, Parent: l.Root, Kind: kindNamed(def.kind)}
		sec.Page = &site.Page{Type: site.SectionPage, URL: l.Prefix + def.dir + "/index.html", Lang: l, Title: def.title, Summary: def.summary, UID: def.dir, Section: sec, Kind: sec.Kind, Lesson: &content.Lesson{IsIndex: true}}
		l.Root.Children = append(l.Root.Children, sec)
		sections[def.dir] = sec
		l.Pages = append(l.Pages, sec.Page)
	}
	byUID := map[string]*site.Page{}
	terms := newTerms(l)
	var linked [][]string
	for i, tx := range sampleTexts() {
		lesson := parsed(tx.dir+"/"+tx.slug+".md", tx.body)
		lesson.Meta = tx.meta
		lesson.Meta.TOC = true
		sec := sections[tx.dir]
		p := &site.Page{
			Type: site.LessonPage, URL: l.Prefix + tx.dir + "/" + tx.slug + ".html", Lang: l, Title: tx.title, Summary: tx.summary, Lesson: lesson, UID: tx.slug,
			Kind: kindNamed(tx.kind), Section: sec, Minutes: tx.minutes, SourcePath: "content/" + lesson.Path, Draft: tx.meta.Draft,
			Fallback: translated && i%2 == 0, Stale: translated && i%4 == 1,
		}
		for _, r := range tx.meta.Roles {
			p.Roles = append(p.Roles, terms.add("role", r, p))
		}
		for _, r := range tx.meta.Tags {
			p.Tags = append(p.Tags, terms.add("tag", r, p))
		}
		if tx.meta.Stage != "" {
			p.Stage = terms.add("stage", tx.meta.Stage, p)
		}
		terms.add("kind", tx.kind, p).Kind = p.Kind
		for _, uid := range tx.meta.Prereq {
			if q := byUID[uid]; q != nil {
				p.Prereq = append(p.Prereq, q)
			}
		}
		byUID[tx.slug] = p
		linked = append(linked, tx.links)
		if n := len(l.Lessons); n > 0 {
			p.Prev, l.Lessons[n-1].Next = l.Lessons[n-1], p
		}
		sec.Lessons = append(sec.Lessons, p)
		l.Lessons = append(l.Lessons, p)
		l.Pages = append(l.Pages, p)
	}
	mentions := map[*site.Page][]*site.Page{}
	for i, uids := range linked {
		var to []site.Target
		for _, uid := range uids {
			to = append(to, site.Target{Page: byUID[uid]}, site.Target{External: "https://example.org/"})
			mentions[byUID[uid]] = append(mentions[byUID[uid]], l.Lessons[i])
		}
		l.Lessons[i].Links = to
	}
	for p, by := range mentions {
		p.MentionedIn = by
	}
	terms.finish()
	s.paths(l)
	for _, name := range []string{"search", "progress", "my-data", "changes"} {
		l.Pages = append(l.Pages, &site.Page{Type: site.SystemPage, System: name, URL: l.Prefix + name + ".html", Lang: l, Title: s.theme.lang(l.Code).words.Get("system." + name)})
	}
	l.Pages = append(l.Pages, &site.Page{Type: site.NotFoundPage, URL: l.Prefix + "404.html", Lang: l, Title: s.theme.lang(l.Code).words.Get("lost.title")})
}

func (s *sample) paths(l *site.Lang) {
	list := &site.Page{Type: site.PathListPage, URL: l.Prefix + "paths/index.html", Lang: l, Title: "Learning paths", Summary: "Pick the one for your role; you can change it later."}
	l.Pages = append(l.Pages, list)
	for i, role := range l.Roles {
		path := &site.Path{
			Role: role, Lessons: l.Lessons, Pace: "4 weeks", Completion: "All required items ticked, every quiz at 80 % or better.",
			Milestones: []content.Milestone{{At: "day 1", Do: "Read the first lesson and start the first-week checklist."}, {At: "week 1", Do: "Prepare one real call with a checklist from the book."}},
		}
		if i > 0 {
			path.Lessons = l.Lessons[:7-i]
		}
		for _, p := range path.Lessons {
			path.Minutes += p.Minutes
		}
		path.Page = &site.Page{Type: site.PathPage, URL: l.Prefix + "paths/" + role.Key + ".html", Lang: l, Title: "The path of: " + role.Label, Summary: "Own a territory, the visits and the whole deal.", UID: "path-" + role.Key, Path: path, Lesson: &content.Lesson{}}
		l.Paths = append(l.Paths, path)
		l.Pages = append(l.Pages, path.Page)
	}
}

// tie links the pages of the same address in all languages.
func (s *sample) tie() {
	for i := range s.site.Langs[0].Pages {
		var same, real []*site.Page
		for _, l := range s.site.Langs {
			p := l.Pages[i]
			same = append(same, p)
			if !p.Fallback {
				real = append(real, p)
			}
		}
		for _, p := range same {
			p.Others, p.Translations = same, real
		}
	}
}

type termSet struct {
	lang  *site.Lang
	byKey map[string]*site.Term
	order []*site.Term
}

func newTerms(l *site.Lang) *termSet { return &termSet{lang: l, byKey: map[string]*site.Term{}} }

func (ts *termSet) add(taxonomy, key string, p *site.Page) *site.Term {
	labels := map[string]string{"ae": "Field rep", "am": "Account manager", "is": "Inside sales and service", "growth": "Keeping and growing", "loyalty": "Loyalty", "visits": "Visits", "habits": "Habits"}
	t := ts.byKey[taxonomy+"/"+key]
	if t == nil {
		label := labels[key]
		if k := kindNamed(key); k != nil {
			label = k.In(ts.lang.Code)
		}
		t = &site.Term{Taxonomy: taxonomy, Key: key, Label: label}
		t.Page = &site.Page{Type: site.TermPage, URL: ts.lang.Prefix + taxonomy + "s/" + key + ".html", Lang: ts.lang, Title: label, Term: t}
		ts.byKey[taxonomy+"/"+key] = t
		ts.order = append(ts.order, t)
	}
	t.Lessons = append(t.Lessons, p)
	return t
}

func (ts *termSet) finish() {
	lists := map[string]*site.Page{}
	for _, t := range ts.order {
		if t.Kind != nil {
			t.Page.Kind = t.Kind
		}
		if lists[t.Taxonomy] == nil {
			lists[t.Taxonomy] = &site.Page{Type: site.TermListPage, URL: ts.lang.Prefix + t.Taxonomy + "s/index.html", Lang: ts.lang, Title: map[string]string{"role": "Roles", "tag": "Topics", "stage": "Stages", "kind": "Kinds of lesson"}[t.Taxonomy]}
			ts.lang.Pages = append(ts.lang.Pages, lists[t.Taxonomy])
		}
		lists[t.Taxonomy].Terms = append(lists[t.Taxonomy].Terms, t)
		ts.lang.Pages = append(ts.lang.Pages, t.Page)
		switch t.Taxonomy {
		case "role":
			ts.lang.Roles = append(ts.lang.Roles, t)
		case "tag":
			ts.lang.Tags = append(ts.lang.Tags, t)
		case "stage":
			ts.lang.Stages = append(ts.lang.Stages, t)
		case "kind":
			ts.lang.Kinds = append(ts.lang.Kinds, t)
		}
	}
}

// page finds a page by its address.
func (s *sample) page(t testing.TB, url string) *site.Page {
	t.Helper()
	for _, l := range s.site.Langs {
		for _, p := range l.Pages {
			if p.URL == url {
				return p
			}
		}
	}
	t.Fatalf("the sample has no page %q", url)
	return nil
}

// draw returns a page's HTML.
func (s *sample) draw(t testing.TB, p *site.Page) string {
	t.Helper()
	var b strings.Builder
	if err := s.theme.Renderer(s.site, s.env).Page(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWriteSample writes the sample to the folder SAMPLE, to be looked at in a
// browser; without it, every page is drawn and thrown away.
func TestWriteSample(t *testing.T) {
	s := newSample(t, "en", "nl", "de", "ru", "pl")
	r := s.theme.Renderer(s.site, s.env)
	dir := os.Getenv("SAMPLE")
	for _, l := range s.site.Langs {
		for _, p := range l.Pages {
			var b strings.Builder
			if err := r.Page(&b, p); err != nil {
				t.Errorf("%s: %v", p.URL, err)
			}
			if dir != "" {
				writeFile(t, dir+"/"+p.URL, b.String())
			}
		}
	}
	if dir == "" {
		return
	}
	for name, pattern := range map[string]string{"assets/site-1a2b3c.css": "styles/*.css", "assets/pages-1.css": "styles/pages/*.css"} {
		sheets, err := fs.Glob(templates.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		var css strings.Builder
		for _, sheet := range sheets {
			raw, err := templates.FS.ReadFile(sheet)
			if err != nil {
				t.Fatal(err)
			}
			css.Write(raw)
		}
		writeFile(t, dir+"/"+name, css.String())
	}
	for name, src := range map[string]string{"assets/checklist-1.css": "widgets/checklist/checklist.css", "assets/icon-1.svg": "images/icon.svg"} {
		raw, err := templates.FS.ReadFile(src)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, dir+"/"+name, string(raw))
	}
	writeFile(t, dir+"/assets/theme-1.js", "document.documentElement.dataset.js='';var m=/theme=(\\w+)/.exec(location.hash);if(m)document.documentElement.dataset.theme=m[1]\n")
	writeFile(t, dir+"/assets/main-1.js", "\n")
	fmt.Println("wrote", dir)
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(name[:strings.LastIndexByte(name, '/')], 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

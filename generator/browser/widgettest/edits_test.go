package widgettest

import (
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/build"
)

// A served site whose files can be exchanged under the reader's feet, as a new
// publication does.
type swap struct{ now atomic.Pointer[fs.FS] }

func (s *swap) Open(name string) (fs.File, error) { return (*s.now.Load()).Open(name) }

// publish builds a playbook on top of what was published before and returns
// its files and the next record of ids.
func publish(t testing.TB, files map[string]string, lock []byte) (fs.FS, []byte) {
	t.Helper()
	source := fstest.MapFS{"site.toml": {Data: []byte(settings + "[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n")}}
	for name, text := range files {
		source["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if lock != nil {
		source["content/ids.lock"] = &fstest.MapFile{Data: lock}
	}
	b := &build.Builder{Source: source, Templates: theme(t), Options: build.Options{Date: "2026-11-22"}}
	r, out := built(t, b)
	if next, differs := r.NextLock(); differs {
		lock = next
	}
	return out, lock
}

const list = `# Visits

::: checklist #rota title="The rota"
- [ ] Read the last three orders {#orders}
- [ ] Write one question {#question evidence=note}
- [ ] Call the buyer
- [ ] Thank them
:::
`

// edit is what an author does to a lesson after readers have used it.
var edits = []struct {
	name  string
	after map[string]string
	page  string // where the reader finds the lesson then
	want  string // browser script: the state there
}{
	{
		"reword",
		map[string]string{"visits.md": strings.NewReplacer("Read the last three orders", "Look through the orders", "Call the buyer", "Call the buyers").Replace(list)},
		"visits.html",
		"checked #rota-orders\nchecked #rota-call-the-buyer\nvalue \"[data-item=question] [data-field=note]\" \"My words\"\ntext \"[data-slot=count]\" \"2 of 4 done, 50%\"",
	},
	{
		"reorder",
		map[string]string{"visits.md": "# Visits\n\n::: checklist #rota title=\"The rota\"\n- [ ] Thank them\n- [ ] Call the buyer\n- [ ] Write one question {#question evidence=note}\n- [ ] Read the last three orders {#orders}\n:::\n"},
		"visits.html",
		"checked #rota-orders\nchecked #rota-call-the-buyer\nunchecked #rota-thank-them\nvalue \"[data-item=question] [data-field=note]\" \"My words\"",
	},
	{
		"insert",
		map[string]string{"visits.md": strings.Replace(list, "- [ ] Call", "- [ ] Call the boss\n- [ ] Call", 1)},
		"visits.html",
		"checked #rota-orders\nchecked #rota-call-the-buyer\nunchecked #rota-call-the-boss\ntext \"[data-slot=count]\" \"2 of 5 done, 40%\"",
	},
	{
		"rename the item",
		map[string]string{"visits.md": strings.NewReplacer("{#orders}", "{#last-orders was=orders}", "{#question ", "{#ask was=question ").Replace(list)},
		"visits.html",
		"checked #rota-last-orders\nchecked #rota-call-the-buyer\nvalue \"[data-item=ask] [data-field=note]\" \"My words\"\nhidden \"[data-slot=orphans]\"",
	},
	{
		"rename the list",
		map[string]string{"visits.md": strings.Replace(list, "#rota", "#visit-rota was=rota", 1)},
		"visits.html",
		"checked #visit-rota-orders\nchecked #visit-rota-call-the-buyer\nvalue \"[data-item=question] [data-field=note]\" \"My words\"",
	},
	{
		"a new revision",
		map[string]string{"visits.md": strings.Replace(list, "{#orders}", "{#orders rev=2}", 1)},
		"visits.html",
		"unchecked #rota-orders\nchecked #rota-call-the-buyer\ntext \"[data-item=orders] [data-slot=old]\" \"/^Reworded since you answered it on /\"\ncheck #rota-orders\nhidden \"[data-item=orders] [data-slot=old]\"\neval \"Object.keys(JSON.parse(localStorage.getItem('playbook:test:me:visits')).w.rota).filter((k) => k.includes('was-1')).length\" 1",
	},
	{
		"remove",
		map[string]string{"visits.md": "# Visits\n\n::: checklist #rota title=\"The rota\"\n- [ ] Read the last three orders {#orders}\n- [ ] Thank them\n:::\n"},
		"visits.html",
		"checked #rota-orders\ntext \"[data-slot=orphans] summary\" \"2 entries belong to removed items\"\nclick \"[data-slot=orphans] summary\"\ntext \"[data-slot=orphans] li:last-of-type\" \"question My words\"\neval \"localStorage.getItem('playbook:test:me:visits').includes('My words')\" true",
	},
	{
		"remove the list",
		map[string]string{"visits.md": "# Visits\n\n- [ ] Something else\n"},
		"visits.html",
		"visible \"[data-slot=orphans]\"\ncount \"[data-slot=orphans] li\" 3\neval \"localStorage.getItem('playbook:test:me:visits').includes('My words')\" true",
	},
	{
		"move the file",
		map[string]string{"visits.md": "", "deeper/visits.md": list},
		"deeper/visits.html",
		"checked #rota-orders\nvalue \"[data-item=question] [data-field=note]\" \"My words\"",
	},
	{
		"rename the lesson",
		map[string]string{"visits.md": "", "calls.md": "+++\ntitle = \"Visits\"\nwas = \"visits\"\n+++\n" + strings.TrimPrefix(list, "# Visits\n")},
		"calls.html",
		"checked #rota-orders\nvalue \"[data-item=question] [data-field=note]\" \"My words\"\neval \"localStorage.getItem('playbook:test:me:visits')\" null",
	},
	{
		"translate",
		map[string]string{"visits.md": list, "visits.nl.md": "# Bezoeken\n\n::: checklist title=\"Het rooster\"\n- [ ] Lees de laatste orders\n- [ ] Schrijf een vraag {evidence=note}\n- [ ] Bel de inkoper\n- [ ] Bedank ze\n:::\n"},
		"nl/visits.html",
		"checked \"[data-item=orders] input\"\nchecked \"[data-item=call-the-buyer] input\"\nvalue \"[data-item=question] [data-field=note]\" \"My words\"\ntext \"[data-slot=count]\" \"/^2 van 4 gedaan, 50.?%$/\"",
	},
}

// TestEditsKeepState publishes a lesson, uses it, edits it, publishes it again:
// what the reader stored is where the reader looks for it.
func TestEditsKeepState(t *testing.T) {
	b := browser.Start(t)
	first, lock := publish(t, map[string]string{"visits.md": list}, nil)
	for _, e := range edits {
		t.Run(strings.ReplaceAll(e.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for name, text := range e.after {
				if text != "" {
					files[name] = text
				}
			}
			second, _ := publish(t, files, lock)
			var s swap
			s.now.Store(&first)
			served := browser.Serve(t, &s, "/")
			p := b.Page(t)
			p.Open(served.URL("visits.html"))
			p.Run(`wait "document.querySelector('#rota[data-live]')"
check #rota-orders
check #rota-call-the-buyer
fill "[data-item=question] [data-field=note]" "My words"
press Tab
text "[data-slot=count]" "2 of 4 done, 50%"`)
			s.now.Store(&second)
			p.Open(served.URL(e.page))
			p.Run(e.want + "\nconsole-empty")
		})
	}
}

// TestRemovedPrompt publishes a journal, writes in it, takes a prompt out: what
// was written is shown with its date, can be exported, and survives all else.
func TestRemovedPrompt(t *testing.T) {
	b := browser.Start(t)
	const before = "# Pages\n\n::: journal #week\n- What was said? {#said}\n- What was felt? {#felt}\n:::\n"
	first, lock := publish(t, map[string]string{"pages.md": before}, nil)
	second, _ := publish(t, map[string]string{"pages.md": strings.NewReplacer("- What was felt? {#felt}\n", "- What now? {#now was=said}\n", "- What was said? {#said}\n", "").Replace(before)}, lock)
	var s swap
	s.now.Store(&first)
	served := browser.Serve(t, &s, "/")
	p := b.Page(t)
	p.Open(served.URL("pages.html"))
	p.Run(`date 2026-11-20T10:00:00
reload
fill #week-said "They said no"
press Tab
fill #week-felt "Small and cold"
press Tab`)
	s.now.Store(&second)
	p.Run(`reload
value #week-now "They said no"
text "#week [data-slot=rest]" "No longer asked: felt Small and cold"
count "#week [data-slot=orphans]" 0
date 2026-11-22T10:00:00
reload
text "#week .others summary" "Friday, November 20, 2026 They said no"
click "#week .others summary"
text "#week .others dl" "What now? They said no No longer asked: felt Small and cold"
click "#week details.menu summary"
click "#week [data-act=export]"
click "dialog #pb-export-private"
click "dialog [data-form=csv]"
download pages-2026-11-22.csv "/2026-11-20,What now\?,They said no\s+2026-11-20,No longer asked: felt,Small and cold/"
click "dialog [data-form=close]"
click "#week .others [data-act=open]"
click "#week [data-act=delete]"
text "#week [data-slot=rest]" "No longer asked: felt Small and cold"
value #week-now ""
text "#week [data-slot=count]" "1 entry"
reload
text "#week .others summary" "Friday, November 20, 2026 Small and cold"
console-empty`)
}

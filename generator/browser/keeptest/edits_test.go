// Package keeptest tests what widgets keep: through edits of a lesson, through damage, until
// it is forgotten, over a month of use; and the calendars that they make of it. It has only
// tests.
package keeptest

import (
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// A swap is the files of a site that can be replaced while the site is open in a browser,
// as they are when a new version is published.
type swap struct{ now atomic.Pointer[fs.FS] }

func (s *swap) Open(name string) (fs.File, error) { return (*s.now.Load()).Open(name) }

// publish builds a playbook with the ids.lock of the version before. It returns the files
// of the site and the new ids.lock.
func publish(t testing.TB, files map[string]string, lock []byte) (fs.FS, []byte) {
	t.Helper()
	source := fstest.MapFS{"site.toml": {Data: []byte(testsite.Settings + "[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n")}}
	for name, text := range files {
		source["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if lock != nil {
		source["content/ids.lock"] = &fstest.MapFile{Data: lock}
	}
	s := testsite.Observed(t, source, pipeline.Options{})
	if next, differs := s.Result.NextLock(); differs {
		lock = next
	}
	return s.FS(), lock
}

const list = `# Visits

::: checklist #rota title="The rota"
- [ ] Read the last three orders {#orders}
- [ ] Write one question {#question evidence=note}
- [ ] Call the buyer
- [ ] Thank them
:::
`

// An edit is a change that an author makes to a lesson after readers have used it.
type edit struct {
	name  string
	after map[string]string // the files after the change
	page  string            // the page of the lesson after the change
	want  string            // a browser script that checks what the reader sees there
}

var edits = []edit{
	{
		"reword",
		map[string]string{"visits.md": strings.NewReplacer("Read the last three orders", "Look through the orders", "Call the buyer", "Call the buyers").Replace(list)},
		"visits.html",
		"checked #rota-orders\nchecked #rota-call-the-buyer\nvalue \"[data-item=question] [data-field=note]\" \"My words\"\ntext \"[data-slot=count]\" \"2 of 4 done\"",
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
		"checked #rota-orders\nchecked #rota-call-the-buyer\nunchecked #rota-call-the-boss\ntext \"[data-slot=count]\" \"2 of 5 done\"",
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
		"checked \"[data-item=orders] input\"\nchecked \"[data-item=call-the-buyer] input\"\nvalue \"[data-item=question] [data-field=note]\" \"My words\"\ntext \"[data-slot=count]\" \"2 van 4 gedaan\"",
	},
}

// judged is a lesson with a scorecard, a quiz and a poll. Some of its ids are written by
// the author, others are derived from the text.
const judged = `# Judged

::: scorecard #calls title="My calls" scale="never|sometimes|always" min=50%
- I know what I want to hear {#aim}
- I call at the agreed time {#time}
- I can say who decides
:::

::: quiz #check title="What stayed"
1. Who is called first? {#first}
   - [x] A customer
   - [ ] A stranger
2. How many hours does it take?

   Answer: 36 {tol=1}
:::

::: poll #visitor title="A visitor"
- [ ] Persistent {#persistent}
- [ ] A pest

---

Because.
:::
`

// used is a script in which a reader answers judged; kept checks that the answers are there.
const (
	used = `wait "document.querySelector('#visitor[data-live]')"
click "#calls-aim input[value='2']"
click "#calls-time input[value='1']"
click "#calls [data-item=i-can-say-who-decides] input[value='0']"
text "#calls [data-slot=count]" "3 of 3 answered"
click "#check-first input[value='0']"
fill "#check [data-item=how-many-hours-does-it-take] .typed input" 36
press Tab
text "#check [data-slot=count]" "2 of 2 answered"
click "#visitor input[value=a-pest]"
click "#visitor [data-act=vote]"
text "#visitor [data-slot=count]" "Your vote: A pest"`
	keptCalls = `checked "[data-item=aim] input[value='2']"
checked "[data-item=time] input[value='1']"
checked "[data-item=i-can-say-who-decides] input[value='0']"
`
	keptCheck = `checked "[data-item=first] input[value='0']"
value "[data-item=how-many-hours-does-it-take] .typed input" 36
`
	keptVote = `checked "input[value=a-pest]"
`
	kept = keptCalls + keptCheck + keptVote
)

func change(pairs ...string) map[string]string {
	return map[string]string{"judged.md": strings.NewReplacer(pairs...).Replace(judged)}
}

// stored returns a line of a script that checks that the stored record contains text.
func stored(text string) string {
	return "\neval \"localStorage.getItem('playbook:test:me:judged').includes('" + text + "')\" true"
}

// judgedEdits are the edits of judged.
var judgedEdits = []edit{
	{
		"reword",
		change("can say who decides", "can tell who decides", "hours does it take", "hours would it take", "A pest", "A real pest", "A customer", "Somebody we know"),
		"judged.html",
		kept + "text \"#visitor [data-slot=count]\" \"Your vote: A real pest\"",
	},
	{
		"reorder",
		map[string]string{"judged.md": `# Judged

::: poll #visitor title="A visitor"
- [ ] A pest
- [ ] Persistent {#persistent}

---

Because.
:::

::: quiz #check title="What stayed"
1. How many hours does it take?

   Answer: 36 {tol=1}
2. Who is called first? {#first}
   - [ ] A stranger
   - [x] A customer
:::

::: scorecard #calls title="My calls" scale="never|sometimes|always" min=50%
- I can say who decides
- I call at the agreed time {#time}
- I know what I want to hear {#aim}
:::
`},
		"judged.html",
		keptCalls + keptVote + "value \"[data-item=how-many-hours-does-it-take] .typed input\" 36\nchecked \"#check-first input[value='1']\"",
	},
	{
		"insert",
		change("- I know", "- Something new\n- I know", "1. Who", "1. Is this new? {#new}\n   - [x] Yes\n   - [ ] No\n2. Who", "   - [x] A customer", "   - [ ] Nobody\n   - [x] A customer", "- [ ] Persistent", "- [ ] None of them\n- [ ] Persistent"),
		"judged.html",
		keptCalls + keptVote + "checked \"#check-first input[value='1']\"\ntext \"#calls [data-slot=count]\" \"3 of 4 answered\"\ntext \"#check [data-slot=count]\" \"2 of 3 answered\"",
	},
	{
		"rename the items",
		change("{#aim}", "{#goal was=aim}", "{#first}", "{#whom was=first}", "- [ ] A pest", "- [ ] A pest {#nuisance was=a-pest}"),
		"judged.html",
		"checked \"#calls-goal input[value='2']\"\nchecked \"#check-whom input[value='0']\"\nchecked \"#visitor input[value=nuisance]\"\ncount \"[data-slot=orphans]\" 0",
	},
	{
		"rename the widgets",
		change("#calls", "#my-calls was=calls", "#check", "#my-check was=check", "#visitor", "#my-visitor was=visitor"),
		"judged.html",
		kept + "count \"[data-slot=orphans]\" 0",
	},
	{
		"a new revision",
		change("{#aim}", "{#aim rev=2}", "{#first}", "{#first rev=2}"),
		"judged.html",
		"text \"#calls [data-slot=count]\" \"2 of 3 answered\"\ntext \"#calls-aim .old\" \"Changed since you answered. Answer again.\"\n" +
			"text \"#check [data-slot=count]\" \"1 of 2 answered\"\nclick \"#calls-aim input[value='0']\"\nclick \"#check-first input[value='1']\"\n" +
			"text \"#calls [data-slot=count]\" \"3 of 3 answered\"" + stored("@aim/answer-was-1") + stored("@first/answer-was-1"),
	},
	{
		"remove items", // also the option that the reader voted for
		change("\n- I can say who decides", "", "\n2. How many hours does it take?\n\n   Answer: 36 {tol=1}", "", "- [ ] A pest", "- [ ] Neither of the two"),
		"judged.html",
		"checked \"#calls-aim input[value='2']\"\ntext \"#calls [data-slot=orphans] summary\" \"1 entry belongs to a removed item\"\n" +
			"text \"#visitor [data-slot=count]\" \"You have not voted yet\"\ntext \"#visitor [data-slot=orphans] summary\" \"1 entry belongs to a removed item\"\n" +
			"click \"#check [data-slot=orphans] summary\"\ntext \"#check [data-slot=orphans] li\" \"how-many-hours-does-it-take 36\"\n" +
			"click \"#check [data-act=save-orphans]\"\ndownload judged-check-rest.md \"/how-many-hours-does-it-take 36/\"",
	},
	{
		"remove the widgets",
		map[string]string{"judged.md": "# Judged\n\n" + judged[strings.Index(judged, "::: poll"):]},
		"judged.html",
		keptVote + "text \"#visitor [data-slot=orphans] summary\" \"5 entries belong to removed items\"",
	},
	{
		"another type", // a choice becomes a number, and a number a choice
		change("   - [x] A customer\n   - [ ] A stranger", "\n   Answer: 5", "\n   Answer: 36 {tol=1}", "   - [x] Few\n   - [ ] Many"),
		"judged.html",
		"text \"#check [data-slot=count]\" \"0 of 2 answered\"\nvalue \"#check-first input\" \"\"" + stored("@first/answer") + stored("36"),
	},
	{
		"another scale", // of another length, so that the reader must answer again
		change("never|sometimes|always", "never|rarely|often|always"),
		"judged.html",
		"text \"#calls [data-slot=count]\" \"0 of 3 answered\"\ntext \"#calls-aim .old\" \"Changed since you answered. Answer again.\"\n" + keptCheck + keptVote + strings.TrimPrefix(stored("@aim/answer"), "\n"),
	},
	{
		"move the file",
		map[string]string{"deeper/judged.md": judged},
		"deeper/judged.html",
		kept,
	},
	{
		"rename the lesson",
		map[string]string{"other.md": "+++\ntitle = \"Judged\"\nwas = \"judged\"\n+++\n" + strings.TrimPrefix(judged, "# Judged\n")},
		"other.html",
		kept,
	},
	{
		"translate",
		map[string]string{"judged.md": judged, "judged.nl.md": strings.NewReplacer("I know what I want to hear {#aim}", "Ik weet wat ik wil horen", "I call at the agreed time {#time}", "Ik bel op tijd",
			"I can say who decides", "Ik weet wie beslist", "Who is called first? {#first}", "Wie eerst?", "A customer", "Een klant", "A stranger", "Een vreemde",
			"How many hours does it take?", "Hoeveel uur?", "Answer:", "Antwoord:", "Persistent {#persistent}", "Volhardend", "A pest", "Een plaag",
			"#calls ", "", "#check ", "", "#visitor ", "").Replace(judged)},
		"nl/judged.html",
		kept + "text \"pb-poll [data-slot=count]\" \"/Een plaag/\"",
	},
}

// TestEditsKeepState publishes a lesson, uses it as a reader, edits it and publishes it
// again. The reader's answers must still be there, in the right places.
func TestEditsKeepState(t *testing.T) {
	b := browser.Start(t)
	testEdits(t, b, "visits", list, edits, `wait "document.querySelector('#rota[data-live]')"
check #rota-orders
check #rota-call-the-buyer
fill "[data-item=question] [data-field=note]" "My words"
press Tab
text "[data-slot=count]" "2 of 4 done"`)
	testEdits(t, b, "judged", judged, judgedEdits, used)
}

func testEdits(t *testing.T, b *browser.Browser, name, lesson string, edits []edit, use string) {
	first, lock := publish(t, map[string]string{name + ".md": lesson}, nil)
	for _, e := range edits {
		t.Run(name+"/"+strings.ReplaceAll(e.name, " ", "-"), func(t *testing.T) {
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
			p.Open(served.URL(name + ".html"))
			p.Run(use)
			s.now.Store(&second)
			p.Open(served.URL(e.page))
			p.Run(e.want + "\nconsole-empty")
		})
	}
}

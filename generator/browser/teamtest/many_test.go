package teamtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
	"playbook/generator/pipeline"
	"playbook/generator/team"
	"playbook/generator/theme"
	"playbook/templates"
)

// many is a playbook of a number of lessons, half of them with a quiz and one with a
// poll, and files of a number of people, so many each.
type many struct {
	lessons, people, each int
	files                 fstest.MapFS
	facts                 []byte
	texts                 []string
	words                 team.Words
}

func (m *many) make(t testing.TB) {
	t.Helper()
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"Many\"\nsite_id = \"many\"\n")}}
	var uids []string
	for i := range m.lessons {
		uid := fmt.Sprintf("lesson-with-a-name-%d", i)
		uids = append(uids, uid)
		text := fmt.Sprintf("+++\ntitle = \"The lesson that is number %d of many\"\nminutes = %d\nwas = [\"old-%d\"]\n+++\nText.\n\n## A heading {#h}\n\n", i, 5+i%7, i)
		if i%2 == 0 {
			text += "::: quiz #q title=\"Quiz\"\n1. Which? {#one}\n   - [x] This {#a}\n   - [ ] That {#b}\n2. And? {#two}\n   - [x] So {#a}\n   - [ ] No {#b}\n:::\n"
		}
		if i == 1 {
			text += "::: poll #p title=\"Vote\"\n- [ ] Yes {#yes}\n- [ ] No {#no}\n:::\n"
		}
		source["content/"+uid+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	source["content/paths/all.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"All\"\nlessons = [\"%s\"]\n[[milestones]]\nat = \"Week 1\"\ndo = \"begin\"\n+++\nText.\n", strings.Join(uids, `", "`))}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{ConfigPath: "site.toml", Date: "2026-11-30"}}
	r, err := b.Build(context.Background())
	check(t, err)
	if r.Diags.HasErrors() {
		t.Fatal(r.Diags[0])
	}
	m.files = fstest.MapFS{}
	for _, f := range r.Files {
		var w bytes.Buffer
		check(t, f.Write(&w))
		m.files[f.Path] = &fstest.MapFile{Data: w.Bytes(), Mode: 0o644}
	}
	m.facts, err = theme.TeamBook(r.Site, r.Site.Langs[0])
	check(t, err)
	words, ds := theme.LoadWords(templates.FS, "en")
	if ds.HasErrors() {
		t.Fatal(ds[0])
	}
	var table map[string]any
	check(t, json.Unmarshal(words.Table("en", "client_team"), &table))
	m.words = team.Words{}
	for _, name := range team.WordNames {
		m.words[name], _ = table[name].(string)
	}
	m.fill(t, uids)
}

// fill makes the files. Of three people in ten one has two devices; names come twice;
// older files call lessons by their old names.
func (m *many) fill(t testing.TB, uids []string) {
	r := rand.New(rand.NewPCG(7, 11))
	day := func(n int) string { return fmt.Sprintf("2023-%02d-%02d", 1+n/28%12, 1+n%28) }
	for person := range m.people {
		for n := range m.each {
			lessons, results := doc{}, doc{}
			for i, uid := range uids {
				name := uid
				if n == 0 && r.IntN(2) == 0 {
					name = fmt.Sprintf("old-%d", i)
				}
				switch x := r.IntN(10); {
				case x < 2:
				case x < 4:
					lessons[name] = doc{"s": "begun"}
				case x < 8:
					lessons[name] = doc{"s": "learnt", "on": day(r.IntN(300))}
				default:
					lessons[name] = doc{"s": "practice", "on": day(r.IntN(150)), "done": day(150 + r.IntN(150))}
				}
				if i%2 == 0 {
					results[name] = doc{"q": doc{"p": r.IntN(101), "n": 1 + r.IntN(3), "low": doc{[]string{"one", "two"}[r.IntN(2)]: 0}}}
				}
			}
			device := person*10 + r.IntN(1+truth(person%10 < 3))
			d := doc{
				"format": "playbook-progress", "v": 1, "site": "many", "person": fmt.Sprintf("%016x", person), "device": fmt.Sprintf("%08x", device),
				"name": fmt.Sprintf("Person %d", person*9/10), "at": longAgo - 1_000_000*(m.each-n) + r.IntN(1000), "on": fmt.Sprintf("2023-11-%02d", 1+r.IntN(14)),
				"level": 1 + n%3, "path": doc{"uid": "all", "since": "2023-01-01"}, "lessons": lessons,
			}
			if n%3 > 0 {
				d["results"] = results
			}
			if n%3 == 2 {
				d["answers"] = doc{uids[1]: doc{"p": doc{[]string{"yes", "no"}[r.IntN(2)]: ""}}}
			}
			m.texts = append(m.texts, string(canonical(t, sealed(t, d, ""))))
		}
	}
	r.Shuffle(len(m.texts), func(i, j int) { m.texts[i], m.texts[j] = m.texts[j], m.texts[i] })
	data, err := json.Marshal(m.texts)
	check(t, err)
	m.files["many.json"] = &fstest.MapFile{Data: data}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// opened hands all files to the page's field at once, and measures until the table
// stands and is laid out: from the choice, and from when the last file was read.
const opened = `async (people) => {
  const texts = await (await fetch("many.json")).json(), hand = new DataTransfer();
  texts.forEach((text, i) => hand.items.add(new File([text], "progress-" + i + ".json")));
  let last = 0, left = texts.length, found, first = 0;
  const old = File.prototype.text, drawn = new Promise((done) => { found = done; });
  File.prototype.text = async function () { const x = await old.call(this); if (--left === 0) last = performance.now(); return x; };
  const mount = document.querySelector("[data-pb-page=team]");
  const watch = new MutationObserver(() => {
    const rows = mount.querySelectorAll(".pb-matrix tbody tr").length;
    if (rows) document.querySelector(".pb-matrix").getBoundingClientRect();
    if (rows) first ||= performance.now();
    if (rows !== people) return;
    watch.disconnect();
    found(performance.now());
  });
  watch.observe(mount, { childList: true, subtree: true });
  const field = document.querySelector("[data-key=files]");
  field.files = hand.files;
  const from = performance.now();
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const to = await drawn;
  File.prototype.text = old;
  return { all: to - from, first: first - last, work: to - last, read: last - from, bytes: texts.reduce((n, x) => n + x.length, 0) };
}`

// scrolled scrolls the matrix down and to the side, a step a frame.
const scrolled = `async () => {
  const box = document.querySelector(".pb-matrix"), frame = () => new Promise(requestAnimationFrame), steps = [];
  await frame();
  let at = performance.now();
  for (let i = 0; i < 120; i++) {
    if (i < 90) box.scrollTop += 60;
    else box.scrollLeft += 60;
    await frame();
    const now = performance.now();
    steps.push(now - at);
    at = now;
  }
  steps.sort((a, b) => a - b);
  return { top: box.scrollTop, left: box.scrollLeft, median: steps[60], most: steps[119], over50: steps.filter((n) => n > 50).length };
}`

type opening struct {
	All, First, Work, Read float64
	Bytes                  int
	thread                 time.Duration // of the page's main thread, without waiting
}

func (m *many) open(t testing.TB, p *browser.Page, served *browser.Site) (o opening) {
	t.Helper()
	p.Open(served.URL("team.html"))
	p.Run(`wait "document.querySelector('[data-pb-page]').dataset.ready"`)
	_, before, err := p.Spent()
	check(t, err)
	p.Call(opened, &o, m.people)
	_, after, err := p.Spent()
	check(t, err)
	o.thread = after - before
	return o
}

// table is what the command's package makes of the same files.
func (m *many) table(t testing.TB) []byte {
	t.Helper()
	facts, err := team.ReadFacts(m.facts)
	check(t, err)
	all := team.New("many")
	today := time.Now().UTC().Format(time.DateOnly)
	for _, text := range m.texts {
		one, problem := team.Read([]byte(text), "many", today)
		if problem != nil {
			t.Fatal(problem)
		}
		all.Merge(one)
	}
	return all.Table(facts, today).CSV(facts, m.words, ",")
}

// TestMany opens files of many people with many lessons, and the page's table is the
// command's, byte for byte. PLAYBOOK_LONG=1 takes 200 people, 60 lessons, 5 files each,
// and prints how long it took.
func TestMany(t *testing.T) {
	m := &many{lessons: 12, people: 20, each: 3}
	if os.Getenv("PLAYBOOK_LONG") != "" {
		m = &many{lessons: 60, people: 200, each: 5}
	}
	b := browser.Start(t)
	m.make(t)
	p := b.Page(t)
	served := browser.Serve(t, m.files, "/")
	check(t, p.Before(`{ const old = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((x) => { window.saved = x; }); return old.call(URL, blob); }; }`))
	o := m.open(t, p, served)
	p.Run(fmt.Sprintf("count \".pb-matrix tbody tr\" %d\ncount \".pb-matrix thead .col\" %d\nclick \"[data-act=save-csv]\"\nwait \"window.saved\"", m.people, m.lessons))
	var got string
	p.Eval("window.saved", &got)
	if want := string(m.table(t)); strings.TrimPrefix(got, "\ufeff") != strings.TrimPrefix(want, "\ufeff") {
		a, b := strings.Split(got, "\r\n"), strings.Split(want, "\r\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("line %d of the page's table:\n%s\nof the command's:\n%s", i+1, a[i], b[i])
			}
		}
		t.Fatalf("the page's table has %d lines, the command's %d", len(a), len(b))
	}
	var s struct {
		Top, Left, Median, Most float64
		Over50                  int
	}
	p.Call(scrolled, &s)
	t.Logf("%d people, %d lessons, %d files, %d bytes: read %.0f ms, merged and the first rows drawn %.0f ms, all rows %.0f ms, all in %v of the main thread; scrolling %.1f ms a frame, at most %.1f, %d of 120 over 50", m.people, m.lessons, len(m.texts), o.Bytes, o.Read, o.First, o.Work, o.thread, s.Median, s.Most, s.Over50)
	if os.Getenv("PLAYBOOK_LONG") == "" {
		return
	}
	var took []string
	for range 5 {
		o := m.open(t, b.Page(t), served)
		took = append(took, fmt.Sprintf("%.0f and %.0f ms (main thread %d ms)", o.First, o.Work, o.thread.Milliseconds()))
	}
	t.Logf("five times: %s", strings.Join(took, ", "))
}

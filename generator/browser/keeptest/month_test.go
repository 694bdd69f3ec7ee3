package keeptest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// monthStart is the first day of TestMonth, a Monday.
var monthStart = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)

func monthDay(n int) time.Time { return monthStart.AddDate(0, 0, n-1) }

// A monthLesson is a lesson of the path and the days on which the rep learns it and
// has done it in practice, 0 for never in this month.
type monthLesson struct {
	title          string
	minutes        int
	learnt, done   int
	begun          int  // the day of the first tick where that is before it is learnt
	followsThrough bool // it has a list with required items
}

var monthLessons = []monthLesson{
	{title: "You already sell", minutes: 10, learnt: 1, done: 9, followsThrough: true},
	{title: "When they say no", minutes: 20, learnt: 2},
	{title: "After the win", minutes: 10, learnt: 3, followsThrough: true},
	{title: "Ten names", minutes: 10, learnt: 15, done: 18, followsThrough: true},
	{title: "Hold the price", minutes: 40, learnt: 24, begun: 22},
	{title: "Look back", minutes: 10, learnt: 28},
}

// A monthEntry is something that is due: on a day, shown from the morning after the
// day it began to the morning of the day it is done.
type monthEntry struct {
	text, who   string
	on          int
	begun, done int
	ended       int // of a list that comes back: the last morning of the period
	mile        bool
}

var monthEntries = []monthEntry{
	{text: "Read the next two lessons", on: 8, begun: 1, done: 9},
	{text: "Ask about the first delivery", who: "Alder", on: 10, begun: 3, done: 10},
	{text: "Compare with what they hoped for", who: "Alder", on: 33, begun: 3},
	{text: "Ask about the first delivery", who: "Birch", on: 12, begun: 5, done: 14},
	{text: "Compare with what they hoped for", who: "Birch", on: 35, begun: 5},
	{text: "Ask about the first delivery", who: "Cedar", on: 27, begun: 20},
	{text: "Compare with what they hoped for", who: "Cedar", on: 50, begun: 20},
	{text: "Ten names with a reason", on: 21, begun: 15, done: 18},
	{text: "Ten names with a reason", on: 28, begun: 21, ended: 28},
	{text: "Ten names with a reason", on: 35, begun: 28},
	{text: "Read the first lesson.", on: 1, begun: 0, done: 1, mile: true},
	{text: "Prepare one real call.", on: 7, begun: 1, done: 8, mile: true},
	{text: "Go through the audit.", on: 28, begun: 8, mile: true},
}

// monthDoings are what the rep does, after the pages were looked at in the morning.
var monthDoings = map[int][]string{
	1: {"s/first.html", "click [data-pb-read]\ncheck #week-use", "index.html", "click [data-mile]"},
	2: {"s/noes.html", "click [data-pb-read]\ncheck \"#check-after [value='0']\"\ncheck \"#check-many [value='0']\"\nclick \"#check [data-act=finish]\"\ntext [data-pb-stand] \"/^Learnt on /\""},
	3: {
		"s/win.html", "click [data-pb-read]\nfill \"#after form input\" Alder\npress Enter\ncheck #after-ask\nuncheck #after-ask",
		"practice.html", monthPractice,
	},
	5:  {"s/win.html", "fill \"#after form input\" Birch\npress Enter\ncheck #after-ask\nuncheck #after-ask"},
	6:  {"practice.html", monthPractice},
	8:  {"index.html", "click [data-mile]"},
	9:  {"s/first.html", "check #week-two\ntext [data-pb-stand] \"/^Done in practice on 10.March/\""},
	10: {"s/win.html", "click \"#after .seg button:nth-child(1)\"\ncheck #after-ask"},
	14: {"s/win.html", "click \"#after .seg button:nth-child(2)\"\ncheck #after-ask"},
	13: {"practice.html", monthPractice},
	15: {"s/ten.html", "click [data-pb-read]\ncheck #names-write"},
	18: {"s/ten.html", "check #names-call\ntext [data-pb-stand] \"/^Done in practice on /\""},
	20: {"s/win.html", "fill \"#after form input\" Cedar\npress Enter\ncheck #after-ask\nuncheck #after-ask"},
	22: {"s/price.html", "check \"#vote [value=last]\"\nclick \"#vote [data-act=vote]\""},
	24: {"s/price.html", "click [data-pb-read]"},
	28: {"s/look.html", "click [data-pb-read]"},
}

// monthReady waits until a page takes what is done there.
const monthReady = `wait "[...document.querySelectorAll('[data-id]')].every((el) => el.dataset.live !== undefined)"
wait "!document.querySelector('[data-pb-read]:not([aria-pressed])')"
`

// monthAsked are the mornings on which two questions wait; they are answered on that
// day, both right, and come back after 3, 7 and 21 days.
var monthAsked = []int{3, 6, 13}

const monthPractice = `check "[data-item]:not([hidden]) [value='0']"
click "[data-item]:not([hidden]) [data-act=check]"
click ".dayfoot .btn"
text ".daybar .num" "2 of 2"
check "[data-item]:not([hidden]) [value='0']"
click "[data-item]:not([hidden]) [data-act=check]"
click ".dayfoot .btn"
text ".result" "2 of 2 right"`

// A monthView is what the home page and the progress say on a morning.
type monthView struct {
	Next, Gauge  string
	Today, Later []string // "text|who|when"
	Open         []string // lessons to put into practice
	Practice     string
	States       []string // progress: of the path's lessons
	Due          []string // progress
	Percent      string
}

func monthDate(n int) string { return monthDay(n).Format("2 Jan") }

// monthWant is what the pages ought to say on the morning of a day.
func monthWant(day int) monthView {
	var v monthView
	learnt, minutes := 0, 0
	for _, l := range monthLessons {
		state := "Not begun"
		switch {
		case l.done > 0 && l.done < day:
			state = "Done in practice"
		case l.learnt < day:
			state = "Learnt"
		case l.begun > 0 && l.begun < day:
			state = "Begun"
		}
		v.States = append(v.States, state)
		if l.learnt < day {
			learnt++
			minutes += l.minutes
			if l.followsThrough && state == "Learnt" {
				v.Open = append(v.Open, l.title)
			}
		} else if v.Next == "" {
			v.Next = l.title
		}
	}
	if v.Next == "" {
		v.Next = "You have finished your path"
	}
	v.Percent = fmt.Sprintf("%d%%", minutes)
	v.Gauge = fmt.Sprintf("%d of 6 lessons, %d%% of the time", learnt, minutes)
	if learnt == 6 {
		v.Gauge += ". Path done on " + monthDay(28).Format("2 January 2006") + "."
	}
	entries := slices.Clone(monthEntries)
	slices.SortStableFunc(entries, func(a, b monthEntry) int { return a.on - b.on })
	for _, e := range entries {
		if e.begun >= day || e.done > 0 && e.done < day || e.ended > 0 && e.ended < day || e.on > day+31 {
			continue
		}
		when := "by " + monthDate(e.on)
		if e.on < day {
			when = "late since " + monthDate(e.on)
		} else if e.on == day {
			when = "today"
		}
		line := e.text + "|" + e.who + "|" + when
		if e.on <= day {
			v.Today = append(v.Today, line)
		} else {
			v.Later = append(v.Later, line)
		}
		if !e.mile {
			v.Due = append(v.Due, line)
		}
	}
	if slices.Contains(monthAsked, day) {
		v.Practice = "Today: 2 questions, 1 min"
	}
	return v
}

const monthHome = `(() => {
  const main = document.querySelector("[data-pb-home]"), text = (el) => el?.innerText.replace(/\s+/g, " ").trim() ?? "";
  const who = (li) => ["Alder", "Birch", "Cedar"].find((n) => text(li.querySelector("small")).includes(n)) ?? "";
  const rows = (sel) => [...main.querySelectorAll(sel + " li")].map((li) => [text(li.querySelector("a, label")), who(li), text(li.querySelector(".when"))].join("|"));
  return {Next: text(main.querySelector("h1")), Gauge: text(main.querySelector(".gauge small")), Today: rows("[aria-labelledby=pb-today]"), Later: rows("[aria-labelledby=pb-due]"),
    Open: [...main.querySelectorAll("[aria-labelledby=pb-open] li a")].map(text), Practice: text(main.querySelector(".daily"))};
})()`

const monthProgress = `(() => {
  const text = (el) => el?.innerText.replace(/\s+/g, " ").trim() ?? "";
  const who = (li) => ["Alder", "Birch", "Cedar"].find((n) => text(li.querySelector("small")).includes(n)) ?? "";
  const day = (s) => s.replace(/\s([A-Z][a-z]{2})[a-z]* 2026$/, " $1");
  return {States: [...document.querySelectorAll("[data-path=ae] tbody tr td:nth-child(3)")].map(text), Percent: text(document.querySelector("[data-path=ae] .gauge b")),
    Due: [...document.querySelectorAll(".duelist li:has(.when):has(small)")].map((li) => [text(li.querySelector("a")), who(li), day(text(li.querySelector(".when")))].join("|"))};
})()`

// TestMonth is a field rep's first month, day by day, with three accounts: what the
// home page and the progress say every morning, against a plan kept apart from them.
func TestMonth(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/month/book.txt")
	if err != nil {
		t.Fatal(err)
	}
	home := browser.Start(t).Page(t)
	progress, work := home.Tab(), home.Tab()
	for _, p := range []*browser.Page{home, progress, work} {
		if err := p.Before(monthClock); err != nil {
			t.Fatal(err)
		}
	}
	served := browser.Serve(t, testsite.Observed(t, testsite.SourceOf(t, archive), pipeline.Options{}).FS(), "/")
	home.Open(served.URL("index.html"))
	home.Eval("setDay(\"2026-03-02\")", nil)
	home.Run("click [data-pb-choose=ae]\nvisible [data-pb-home]")
	progress.Open(served.URL("progress.html"))
	for day := 1; day <= 30; day++ {
		for _, p := range []*browser.Page{home, progress} {
			p.Eval(fmt.Sprintf("setDay(%q)", monthDay(day).Format(time.DateOnly)), nil)
		}
		want := monthWant(day)
		monthSame(t, home, day, "home", monthHome, monthView{Next: want.Next, Gauge: want.Gauge, Today: want.Today, Later: want.Later, Open: want.Open, Practice: want.Practice})
		monthSame(t, progress, day, "progress", monthProgress, monthView{States: want.States, Percent: want.Percent, Due: want.Due})
		for n := 0; n+1 < len(monthDoings[day]); n += 2 {
			work.Open(served.URL(monthDoings[day][n]))
			work.Run(monthReady + monthDoings[day][n+1])
		}
	}
}

// monthClock is a clock that all tabs share. A new day is told as another tab would
// tell a change, so that the pages that are open are drawn again.
const monthClock = `(() => {
  const Real = Date, now = () => Real.parse((localStorage.getItem("test:day") ?? "2026-03-02") + "T09:00:00");
  globalThis.Date = class extends Real {
    constructor(...args) { if (args.length) super(...args); else super(now()); }
    static now() { return now(); }
  };
  globalThis.setDay = (day) => { localStorage.setItem("test:day", day); dispatchEvent(new StorageEvent("storage", { key: null })); };
})()`

// monthSame waits until a page says what it ought to.
func monthSame(t *testing.T, p *browser.Page, day int, page, expr string, want monthView) {
	t.Helper()
	wanted, err := json.MarshalIndent(want, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var said []byte
	for range 100 {
		var got monthView
		p.Eval(expr, &got)
		if said, err = json.MarshalIndent(fill(got), "", " "); err != nil {
			t.Fatal(err)
		}
		if string(said) == string(wanted) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("day %d, %s says\n%s\nexpected\n%s", day, page, said, wanted)
}

// fill makes of an empty list none, as a plan has it.
func fill(v monthView) monthView {
	for _, list := range []*[]string{&v.Today, &v.Later, &v.Open, &v.States, &v.Due} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	return v
}

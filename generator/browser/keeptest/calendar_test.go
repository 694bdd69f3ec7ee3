package keeptest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	ics "github.com/arran4/golang-ical"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// catch keeps what a page would save as a calendar file.
const catch = `window.saved = ""; const make = URL.createObjectURL;
URL.createObjectURL = (b) => { if (b.type.startsWith("text/calendar")) b.text().then((t) => { window.saved = t; }); return make.call(URL, b); }; 1`

// export asks for the planner's calendar, with or without names.
const export = `eval "window.saved = ''"
click "#offers details.menu summary"
click "#offers [data-act=export]"
%s
click "dialog [data-form=calendar]"
wait "window.saved"
click "dialog [data-form=close]"`

// calendarOf exports, looks at the lines as RFC 5545 3.1 wants them, and reads
// the file with a parser that is not ours: events by UID.
func calendarOf(t *testing.T, p *browser.Page, names bool) map[string]*ics.VEvent {
	t.Helper()
	tick := ""
	if names {
		tick = `check "#pb-export-private"`
	}
	p.Run(fmt.Sprintf(export, tick))
	var text string
	p.Eval("window.saved", &text)
	if !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("lines do not all end in CRLF:\n%q", text)
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line has %d octets, more than 75: %q", len(line), line)
		}
		if strings.ToValidUTF8(line, "") != line {
			t.Errorf("a character is cut in two by folding: %q", line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("read the calendar: %v\n%s", err, text)
	}
	events := map[string]*ics.VEvent{}
	for _, e := range cal.Events() {
		if events[e.Id()] != nil {
			t.Errorf("the UID %q appears twice", e.Id())
		}
		events[e.Id()] = e
	}
	return events
}

// facts are what a calendar looks at when an event comes in again.
func facts(e *ics.VEvent) string {
	of := func(p ics.ComponentProperty) string {
		if v := e.GetProperty(p); v != nil {
			return v.Value
		}
		return ""
	}
	return fmt.Sprint(of(ics.ComponentPropertyDtStart), " ", of(ics.ComponentPropertySequence), " ", of(ics.ComponentPropertyStatus))
}

// lead returns the one event whose summary holds words.
func lead(t *testing.T, events map[string]*ics.VEvent, words string) *ics.VEvent {
	t.Helper()
	var found *ics.VEvent
	for _, e := range events {
		if strings.Contains(e.GetProperty(ics.ComponentPropertySummary).Value, words) {
			if found != nil {
				t.Fatalf("two events say %q", words)
			}
			found = e
		}
	}
	if found == nil {
		t.Fatalf("no event says %q: %v", words, events)
	}
	return found
}

func planner(t *testing.T) *browser.Page {
	t.Helper()
	example, err := templates.FS.ReadFile("widgets/followup/example.md")
	if err != nil {
		t.Fatal(err)
	}
	p := browser.Start(t).Page(t)
	if err := p.Before("localStorage.setItem('test:now', localStorage.getItem('test:now') ?? '2026-03-10T10:00:00Z')"); err != nil {
		t.Fatal(err)
	}
	p.Open(browser.Serve(t, testsite.Observed(t, fstest.MapFS{"content/example-followup.md": {Data: example}}, pipeline.Options{}).FS(), "/").URL("example-followup.html"))
	p.Run(`wait "document.querySelector('#offers[data-live]')"`)
	p.Eval(catch, nil)
	return p
}

// TestCalendar exports a planner's days again and again, as they change, and
// reads them with an independent parser: what a calendar holds by UID and
// SEQUENCE is replaced and cancelled, never doubled.
func TestCalendar(t *testing.T) {
	const name = `Vermeer, Söhne; & Partner \ Zażółć gęślą jaźń, Промышленная автоматизация Ёлкин 日本語`
	p := planner(t)
	for _, n := range []string{name, "Bravo"} {
		p.Run(fmt.Sprintf("fill \"#offers .add input\" '%s'\nclick \"#offers .add .go\"\nclick \"#offers [data-group=due] [data-form=agree] .btn\"", n))
	}
	first := calendarOf(t, p, true)
	if len(first) != 2 {
		t.Fatalf("%d events, expected 2", len(first))
	}
	a := lead(t, first, "Vermeer")
	if got, want := a.GetProperty(ics.ComponentPropertySummary).Value, "Follow up: "+name+" (phone)"; got != want {
		t.Errorf("the summary is %q, expected %q", got, want)
	}
	if got, want := a.GetProperty(ics.ComponentPropertyDescription).Value, "Open offers\nNot a CRM: copy the outcome to yours."; got != want {
		t.Errorf("the description is %q, expected %q", got, want)
	}
	if got := facts(a); got != "20260324 0 CONFIRMED" {
		t.Errorf("the first export says %s", got)
	}
	if v := a.GetProperty(ics.ComponentPropertyDtStart).ICalParameters["VALUE"]; len(v) != 1 || v[0] != "DATE" {
		t.Errorf("DTSTART has VALUE=%v", v)
	}
	if start, err := a.GetAllDayStartAt(); err != nil || start.Format("2006-01-02") != "2026-03-24" {
		t.Errorf("it begins %v: %v", start, err)
	}
	if end, err := a.GetAllDayEndAt(); err != nil || end.Format("2006-01-02") != "2026-03-25" {
		t.Errorf("it ends %v: %v", end, err)
	}
	if stamp, err := a.GetDtStampTime(); err != nil || stamp.Location().String() != "UTC" {
		t.Errorf("DTSTAMP is %v: %v", stamp, err)
	}
	if !strings.HasPrefix(a.Id(), "test/example-followup/offers/") || !strings.HasSuffix(a.Id(), "@playbook") {
		t.Errorf("the UID is %q", a.Id())
	}
	t.Run("nothing changed", func(t *testing.T) {
		if got := facts(calendarOf(t, p, true)[a.Id()]); got != "20260324 0 CONFIRMED" {
			t.Errorf("now it says %s", got)
		}
	})
	t.Run("changed while the page was closed", func(t *testing.T) {
		p.Run("reload\nwait \"document.querySelector('#offers[data-live]')\"\nclick \"#offers li:nth-child(2) .name\"\nfill \"#offers [data-form=agree] [name=days]\" 21\nclick \"#offers [data-form=agree] .btn\"")
		p.Eval(catch, nil)
		next := calendarOf(t, p, true)
		if len(next) != 2 {
			t.Errorf("%d events, expected 2", len(next))
		}
		if got := facts(next[a.Id()]); got != "20260331 1 CONFIRMED" {
			t.Errorf("now it says %s", got)
		}
		if got := facts(lead(t, next, "Bravo")); got != "20260324 0 CONFIRMED" {
			t.Errorf("the other one says %s", got)
		}
	})
	t.Run("a lead that ends is cancelled", func(t *testing.T) {
		p.Run("click \"#offers .panel .states [value=lost]\"")
		for range 2 { // once told, it stays so
			if got := facts(calendarOf(t, p, true)[a.Id()]); got != "20260331 2 CANCELLED" {
				t.Errorf("now it says %s", got)
			}
		}
	})
	t.Run("opened again it is confirmed", func(t *testing.T) {
		p.Run("click \"#offers [data-group=ended] [data-act=reopen]\"")
		if got := facts(calendarOf(t, p, true)[a.Id()]); got != "20260331 3 CONFIRMED" {
			t.Errorf("now it says %s", got)
		}
	})
	t.Run("asked to stop", func(t *testing.T) {
		p.Run("fill \"#offers .panel [name=outcome]\" asked-to-stop\nclick \"#offers .panel [data-form=touch] .go\"\nclick \"#offers .asked [value=no]\"")
		if got := facts(calendarOf(t, p, true)[a.Id()]); got != "20260331 4 CANCELLED" {
			t.Errorf("now it says %s", got)
		}
	})
	t.Run("a removed lead is cancelled and loses its name", func(t *testing.T) {
		p.Run("click \"#offers .panel [data-act=remove]\"")
		e := calendarOf(t, p, true)[a.Id()]
		if got, say := facts(e), e.GetProperty(ics.ComponentPropertySummary).Value; got != "20260331 4 CANCELLED" || say != "Follow-up: removed" {
			t.Errorf("now it says %s, %q", got, say)
		}
	})
	t.Run("without names there are numbers", func(t *testing.T) {
		e := lead(t, calendarOf(t, p, false), "Lead 1")
		if got := facts(e); got != "20260324 1 CONFIRMED" {
			t.Errorf("now it says %s", got)
		}
	})
	t.Run("starting over cancels the rest", func(t *testing.T) {
		p.Run("click \"#offers details.menu summary\"\nclick \"#offers [data-act=reset]\"")
		for id, e := range calendarOf(t, p, false) { // no leads, no names to tick in
			if !strings.HasSuffix(facts(e), "CANCELLED") {
				t.Errorf("%s says %s", id, facts(e))
			}
		}
	})
	p.Run("console-empty")
}

// many is how much longer a touch among two hundred leads may take than reading
// and writing their record as JSON: a ratio of the fastest of each.
const many = 40

// TestManyLeads keeps a planner of two hundred leads fluent: noting a touch,
// saving, and drawing all that follows from it.
func TestManyLeads(t *testing.T) {
	p := planner(t)
	var fill bytes.Buffer
	fill.WriteString("(() => { const w = {}, l = (x) => ({x, t: 1, d: 'q'});")
	fill.WriteString(`for (let i = 0; i < 200; i++) {
	  const at = "lead/l" + i + "/", day = (n) => new Date(Date.UTC(2026, 1, 1) + n * 864e5).toISOString().slice(0, 10);
	  w[at + "added"] = l(day(0)); w[at + "~name"] = l("Customer number " + i); w[at + "agreed"] = l({days: 14 + i % 30, channel: "phone", by: "they", on: day(i % 20)});
	  w[at + "stop"] = l({attempts: 9, date: "2026-12-01"});
	  for (let k = 0; k < 6; k++) { w[at + "touch/" + k] = l({on: day(k * 4 + i % 5), channel: "phone", outcome: k % 3 ? "no-answer" : "reply"}); w[at + "~note/" + k] = l("a note of a few words"); }
	}
	localStorage.setItem("playbook:test:me:example-followup", JSON.stringify({v: 1, orphans: {}, w: {offers: w}})); })()`)
	p.Eval(fill.String(), nil)
	p.Run("reload\nwait \"document.querySelector('#offers[data-live]')\"\ntext \"#offers [data-slot=count]\" \"200 leads\"\nclick \"#offers [data-group=due] li:nth-child(9) .name\"\nvisible \"#offers .panel\"")
	p.Eval(`(() => {
	  const tool = document.querySelector("#offers"), text = localStorage.getItem("playbook:test:me:example-followup");
	  window.json = () => { JSON.stringify(JSON.parse(text)); };
	  window.touch = (i) => {
	    tool.state.set("lead/l" + i * 7 + "/touch/new", {on: "2026-03-10", channel: "phone", outcome: "reply"});
	    tool.getBoundingClientRect();
	  };
	})()`, nil)
	touch, asJSON := time.Hour, time.Hour
	for i := range 15 {
		asJSON = min(asJSON, p.SpentOn("for (let k = 0; k < 10; k++) json()")/10)
		touch = min(touch, p.SpentOn(fmt.Sprintf("touch(%d)", i)))
	}
	t.Logf("a touch among 200 leads with 1,200 touches takes %v, their record as JSON %v", touch, asJSON)
	if touch > many*asJSON {
		t.Errorf("a touch takes %v, more than %d times the %v of reading and writing the record", touch, many, asJSON)
	}
	p.Run("console-empty")
}

package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// verb is one word of the script language: how many arguments it takes (most < 0:
// any number), what they are, and what it does.
type verb struct {
	least, most int
	usage       string
	do          func(r *run, args []string) error
}

// The verbs. WANT is compared with white space collapsed; /…/ is a regular
// expression instead. Every check waits up to five seconds.
var verbs = map[string]verb{
	"site":          {1, 2, "http [/PREFIX/] | plain [/PREFIX/] (from a host without https) | file", (*run).site},
	"open":          {1, 1, "URL", func(r *run, a []string) error { return r.page().open(r.served.URL(a[0])) }},
	"reload":        {0, 0, "", func(r *run, _ []string) error { return r.page().tab.reload() }},
	"tab":           {1, 1, "N", (*run).tab},
	"profile":       {1, 1, "NAME (a person with storage and downloads of their own)", (*run).profile},
	"keep":          {2, 2, "NAME EXPR ({NAME} stands for the text from now on)", (*run).keep},
	"noscript":      {0, 0, "", func(r *run, _ []string) error { return r.page().NoScript() }},
	"before":        {1, 1, "EXPR (run in every page from now on, before its own scripts)", func(r *run, a []string) error { return r.page().Before(a[0]) }},
	"at-rest":       {0, 0, "(no page counts as read from now on; bare(JSON) is a record without _page)", func(r *run, _ []string) error { return r.page().Before(atRest) }},
	"date":          {1, 1, "2026-03-31 | 2026-03-31T10:00 (local time from now on; it runs on)", (*run).date},
	"zone":          {1, 1, "Europe/Amsterdam (the time zone of the tab in use)", func(r *run, a []string) error { return r.page().Zone(a[0]) }},
	"media":         {1, 1, "print | screen", func(r *run, a []string) error { return r.page().Media(a[0]) }},
	"dark":          {0, 0, "", func(r *run, _ []string) error { return r.page().Prefer("prefers-color-scheme", "dark") }},
	"prefer":        {2, 2, "FEATURE VALUE", func(r *run, a []string) error { return r.page().Prefer(a[0], a[1]) }},
	"viewport":      {2, 2, "W H", (*run).viewport},
	"click":         {1, 1, "SEL", func(r *run, a []string) error { return r.page().click(a[0]) }},
	"fill":          {2, 2, "SEL TEXT (of a select, the option's words or value; of a date, 2026-03-31)", func(r *run, a []string) error { return r.page().fill(a[0], a[1]) }},
	"type":          {1, 1, "TEXT", func(r *run, a []string) error { return r.page().tab.typeText(a[0]) }},
	"press":         {1, 1, "KEY", func(r *run, a []string) error { return r.page().press(a[0]) }},
	"reach":         {1, 2, "SEL [KEY] (presses Tab, or KEY, until SEL has the focus)", (*run).reach},
	"check":         {1, 1, "SEL", func(r *run, a []string) error { return r.tick(a[0], true) }},
	"uncheck":       {1, 1, "SEL", func(r *run, a []string) error { return r.tick(a[0], false) }},
	"upload":        {2, -1, "SEL FILE…", (*run).upload},
	"text":          {2, 2, "SEL WANT", probe(text)},
	"value":         {2, 2, "SEL WANT", probe(`(el) => el.value`)},
	"attr":          {3, 3, "SEL NAME WANT", probe(`(el, name) => el.getAttribute(name)`)},
	"noattr":        {2, 2, "SEL NAME", (*run).noattr},
	"style":         {3, 3, "SEL PROPERTY WANT", probe(`(el, name) => getComputedStyle(el).getPropertyValue(name)`)},
	"count":         {2, 2, "SEL N", (*run).count},
	"visible":       {1, 1, "SEL", func(r *run, a []string) error { return r.shown(a[0], true) }},
	"hidden":        {1, 1, "SEL", func(r *run, a []string) error { return r.shown(a[0], false) }},
	"focus":         {1, 1, "SEL", (*run).focus},
	"checked":       {1, 1, "SEL", func(r *run, a []string) error { return r.isTicked(a[0], true) }},
	"unchecked":     {1, 1, "SEL", func(r *run, a []string) error { return r.isTicked(a[0], false) }},
	"url":           {1, 1, "WANT", (*run).url},
	"eval":          {1, 2, "EXPR [WANT]", (*run).eval},
	"settled":       {0, 0, "until scripts and fonts are loaded and the page is idle", (*run).settled},
	"wait":          {1, 1, "EXPR (until truthy)", (*run).waitFor},
	"console":       {1, 1, "WANT (a line is there; it is taken away)", (*run).consoleLine},
	"console-empty": {0, 0, "", (*run).consoleEmpty},
	"download":      {1, 2, "FILE [WANT]", (*run).download},
	"screenshot":    {1, 1, "FILE", func(r *run, a []string) error { return r.page().Screenshot(a[0]) }},
}

// text is what a reader sees of an element. WebKit sees nothing in what it passes over
// because it is far off the screen.
const text = `(el) => {
  const passed = (x) => x.checkVisibility() && !x.checkVisibility({contentVisibilityAuto: true});
  const seen = el.innerText ?? el.textContent, parts = [...el.children];
  if (seen || !passed(el) && !parts.some(passed)) return seen;
  return parts.length ? parts.map((x) => x.textContent).join(" ") : el.textContent;
}`

// probe makes a verb that reads something of the first element SEL names and
// compares it with its last argument.
func probe(read string) func(*run, []string) error {
	js := `(sel, name) => { const el = document.querySelector(sel);
	  if (!el) return {missing: true};
	  const v = (` + read + `)(el, name); return {v: v == null ? null : String(v)}; }`
	return func(r *run, args []string) error {
		name := ""
		if len(args) == 3 {
			name = args[1]
		}
		return r.page().wait(func() error {
			var got struct {
				Missing bool
				V       *string
			}
			if err := r.page().callJS(js, &got, args[0], name); err != nil {
				return err
			}
			switch {
			case got.Missing:
				return errors.New("no such element")
			case got.V == nil:
				return errors.New("it has none")
			}
			return match(*got.V, args[len(args)-1])
		})
	}
}

// match compares a text with what a script wants.
func match(got, want string) error {
	got = strings.Join(strings.Fields(got), " ")
	if len(want) > 1 && want[0] == '/' && want[len(want)-1] == '/' {
		re, err := regexp.Compile(want[1 : len(want)-1])
		if err != nil {
			return err
		}
		if re.MatchString(got) {
			return nil
		}
		return fmt.Errorf("saw %q", got)
	}
	if got != strings.Join(strings.Fields(want), " ") {
		return fmt.Errorf("saw %q", got)
	}
	return nil
}

// same polls an expression until its JSON value equals want.
func (r *run) same(js string, want any, args ...any) error {
	wanted, err := json.Marshal(want)
	if err != nil {
		return err
	}
	return r.page().wait(func() error {
		var got json.RawMessage
		if err := r.page().callJS(js, &got, args...); err != nil {
			return err
		}
		if string(got) != string(wanted) {
			return fmt.Errorf("saw %s", got)
		}
		return nil
	})
}

func (r *run) count(args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	return r.same(`(sel) => document.querySelectorAll(sel).length`, n, args[0])
}

func (r *run) noattr(args []string) error {
	return r.same(`(sel, name) => document.querySelector(sel)?.getAttribute(name)`, nil, args[0], args[1])
}

// shown: an element that is not there is hidden too.
func (r *run) shown(sel string, want bool) error {
	return r.same(`(sel) => { const el = document.querySelector(sel);
	  return !!el && el.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) &&
	    [...el.getClientRects()].some((r) => r.width > 0 && r.height > 0); }`, want, sel)
}

func (r *run) focus(args []string) error {
	return r.page().wait(func() error {
		var got string
		err := r.page().callJS(`(sel) => document.activeElement?.matches(sel) ? "" : (document.activeElement?.outerHTML ?? "nothing").slice(0, 120)`, &got, args[0])
		if err == nil && got != "" {
			err = errors.New("the focus is on " + got)
		}
		return err
	})
}

// farthest is how many stops a script may walk to reach something.
const farthest = 300

// reach walks to an element as a reader without a mouse does. What is not in
// the order of the focus, or comes after a trap, is never reached.
func (r *run) reach(args []string) error {
	key := "Tab"
	if len(args) == 2 {
		key = args[1]
	}
	const there = `(sel) => document.activeElement?.matches(sel) ? "" : (document.activeElement?.outerHTML ?? "nothing").slice(0, 120)`
	at := ""
	for range farthest {
		if err := r.page().press(key); err != nil {
			return err
		}
		if err := r.page().callJS(there, &at, args[0]); err != nil || at == "" {
			return err
		}
	}
	return fmt.Errorf("%d times %s did not lead there; the focus is on %s", farthest, key, at)
}

const ticked = `(sel) => document.querySelector(sel)?.checked ?? "no such box"`

func (r *run) isTicked(sel string, want bool) error { return r.same(ticked, want, sel) }

func (r *run) tick(sel string, want bool) error {
	var now any
	err := r.page().wait(func() error {
		if err := r.page().callJS(ticked, &now, sel); err != nil {
			return err
		}
		if s, ok := now.(string); ok {
			return errors.New(s)
		}
		return nil
	})
	if err != nil || now == want {
		return err
	}
	if err := r.page().click(sel); err != nil {
		return err
	}
	return r.isTicked(sel, want)
}

func (r *run) url(args []string) error {
	return r.page().wait(func() error {
		var got string
		if err := r.page().TryEval("location.href", &got); err != nil {
			return err
		}
		return match(strings.TrimPrefix(got, r.served.base), args[0])
	})
}

func (r *run) eval(args []string) error {
	if len(args) == 1 {
		return r.page().TryEval(args[0], nil)
	}
	return r.page().wait(func() error {
		var got any
		if err := r.page().TryEval(args[0], &got); err != nil {
			return err
		}
		text, ok := got.(string)
		if !ok {
			data, err := json.Marshal(got)
			if err != nil {
				return err
			}
			text = string(data)
		}
		return match(text, args[1])
	})
}

func (r *run) waitFor(args []string) error {
	return r.same("() => !!("+strings.Join(args, " ")+")", true)
}

// settled waits until the page has nothing left to begin by itself: it is loaded,
// its fonts are there, and it was idle twice without a request in between. A
// script checks afterwards that something did not happen.
func (r *run) settled([]string) error {
	return r.same(`async () => {
	  const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
	  const requests = () => performance.getEntriesByType("resource").length;
	  await document.fonts.ready;
	  await idle();
	  const before = requests();
	  await idle();
	  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	  return document.readyState === "complete" && requests() === before;
	}`, true)
}

func (r *run) consoleLine(args []string) error {
	return r.page().wait(func() error {
		p := r.page()
		p.mu.Lock()
		defer p.mu.Unlock()
		for i, line := range p.console {
			if strings.Contains(line, args[0]) || args[0][0] == '/' && match(line, args[0]) == nil {
				p.console = slices.Delete(p.console, i, i+1)
				return nil
			}
		}
		return fmt.Errorf("saw %q", p.console)
	})
}

func (r *run) consoleEmpty([]string) error {
	// A round trip first: what the page has said by now has then arrived.
	if err := r.page().TryEval("0", nil); err != nil {
		return err
	}
	if lines := r.page().Console(); len(lines) > 0 {
		return fmt.Errorf("saw %s", strings.Join(lines, "\n\t"))
	}
	return nil
}

func (r *run) viewport(args []string) error {
	w, err1 := strconv.Atoi(args[0])
	h, err2 := strconv.Atoi(args[1])
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return r.page().Viewport(w, h)
}

// downloaded reads the file of a name that was downloaded last: Firefox calls a second
// one name(1).
func downloaded(dir, name string) ([]byte, error) {
	ext := filepath.Ext(name)
	paths, err := filepath.Glob(filepath.Join(dir, strings.TrimSuffix(name, ext)+"([0-9]*)"+ext))
	if err != nil {
		return nil, err
	}
	last := filepath.Join(dir, name)
	for _, path := range paths {
		if len(path) > len(last) || len(path) == len(last) && path > last { // (10) comes after (9)
			last = path
		}
	}
	return os.ReadFile(last)
}

func (r *run) download(args []string) error {
	return r.page().wait(func() error {
		data, err := downloaded(r.page().profile.downloads(), args[0])
		if err != nil {
			names, _ := filepath.Glob(filepath.Join(r.page().profile.downloads(), "*"))
			for i, n := range names {
				names[i] = filepath.Base(n)
			}
			return fmt.Errorf("saw the files %q", names)
		}
		if len(args) == 1 {
			return nil
		}
		return match(string(data), args[1])
	})
}

// atRest keeps what a page notes of itself, whenever it finds time to, out of
// a comparison of records.
const atRest = `window.IntersectionObserver = class { observe() {} disconnect() {} };
window.bare = (s) => JSON.stringify(JSON.parse(s), (k, x) => (k === '_page' ? undefined : x));`

// clock lets Date be at a moment when START was the machine's time, and run on
// from there: over loads, and alike in every tab.
const clock = `(() => {
  const Real = Date.Real ?? Date, ahead = new Real(MOMENT).getTime() - START;
  window.Date = class Date extends Real {
    static Real = Real; // for the clock that comes after this one
    constructor(...args) { args.length ? super(...args) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()`

// date shows every tab, those to come among them, another calendar date from its
// next load on.
func (r *run) date(args []string) error {
	moment := args[0]
	if len(moment) == len("2026-03-31") {
		moment += "T12:00"
	}
	r.clock = strings.NewReplacer("MOMENT", quoteJS(moment), "START", strconv.FormatInt(time.Now().UnixMilli(), 10)).Replace(clock)
	for _, p := range r.pages {
		if err := p.Before(r.clock); err != nil {
			return err
		}
	}
	return nil
}

func quoteJS(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}

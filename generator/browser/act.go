package browser

import (
	"errors"
	"strings"
	"time"
)

// patience is how long a verb waits for the page to be as it says. The clock
// alone does not decide: a starved machine gets its polls too.
const (
	patience = 30 * time.Second
	minPolls = 40
)

// wait polls look until it finds nothing wrong, and gives its last complaint.
// A page that is just being replaced cannot be asked; that counts as not yet.
func (p *Page) wait(look func() error) error {
	start, pause := time.Now(), 2*time.Millisecond
	for polls := 1; ; polls++ {
		err := look()
		if err == nil {
			return nil
		}
		if time.Since(start) > patience && polls >= minPolls {
			return err
		}
		time.Sleep(pause)
		pause = min(pause*3/2, 50*time.Millisecond)
	}
}

// spot finds where an element can be clicked, or says why it cannot be. From then
// on a pointer that comes down anywhere else is held back, and missed says so: a
// busy page may move between the look and the click.
const spot = `(sel) => {
  const el = document.querySelector(sel);
  if (!el) return {why: "no such element"};
  if (el.disabled) return {why: "it is disabled"};
  el.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
  const r = [...el.getClientRects()].find((r) => r.width > 0 && r.height > 0);
  if (!r) return {why: "it has no size"};
  const x = r.x + r.width / 2, y = r.y + r.height / 2;
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot && hit.shadowRoot !== el.getRootNode()) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  const own = hit && (el.contains(hit) || hit.contains(el) && hit.tagName === "LABEL");
  if (!own) return {why: "it is covered by " + (hit ? hit.outerHTML.slice(0, 80) : "nothing, it is off screen")};
  window.pbAim?.abort();
  const aim = window.pbAim = new AbortController();
  window.pbMissed = false;
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) addEventListener(type, (e) => {
    const at = e.composedPath()[0];
    if (!e.isTrusted || !el.isConnected || el.contains(at) || at === el.closest("label")?.control || at.tagName === "LABEL" && at.contains(el)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    window.pbMissed = true;
  }, {capture: true, signal: aim.signal});
  return {x, y};
}`

// missed says whether the last click went elsewhere. A page that is new by now was hit.
const missed = `() => { window.pbAim?.abort(); return window.pbMissed === true; }`

func (p *Page) click(sel string) error {
	return p.wait(func() error {
		var at struct {
			X, Y float64
			Why  string
		}
		if err := p.callJS(spot, &at, sel); err != nil {
			return err
		}
		if at.Why != "" {
			return errors.New(at.Why)
		}
		if err := p.tab.click(at.X, at.Y); err != nil {
			return err
		}
		var away bool
		if err := p.callJS(missed, &away); err == nil && away {
			return errors.New("it moved away while it was clicked")
		}
		return nil
	})
}

// ready puts a field in the state in which inserted text replaces what it held.
// Fields that are not typed into letter by letter are set as their own pickers do.
const ready = `(sel, text) => {
  const el = document.querySelector(sel);
  if (!el) return "no such element";
  if (el.disabled || el.readOnly) return "it cannot be edited";
  el.focus();
  if (document.activeElement !== el) return "it does not take the focus";
  const set = (proto) => {
    Object.getOwnPropertyDescriptor(proto, "value").set.call(el, text);
    el.dispatchEvent(new Event("input", {bubbles: true}));
    el.dispatchEvent(new Event("change", {bubbles: true}));
    return el.value === text ? "set" : "it took " + JSON.stringify(el.value);
  };
  if (el instanceof HTMLSelectElement) {
    const option = [...el.options].find((o) => o.value === text || o.label === text);
    if (!option) return "it has no such option";
    text = option.value;
    return set(HTMLSelectElement.prototype);
  }
  if (el instanceof HTMLInputElement && /^(date|time|month|week|datetime-local|color|range)$/.test(el.type)) return set(HTMLInputElement.prototype);
  el.pbTaken = false;
  el.addEventListener("input", () => { el.pbTaken = true; }, {once: true, capture: true});
  if (el.select) el.select();
  else getSelection().selectAllChildren(el);
  return "type";
}`

func (p *Page) fill(sel, text string) error {
	return p.wait(func() error {
		var how string
		if err := p.callJS(ready, &how, sel, text); err != nil {
			return err
		}
		switch {
		case how == "set":
			return nil
		case how != "type":
			return errors.New(how)
		case text == "":
			return p.press("Delete")
		}
		if err := p.tab.insert(text); err != nil {
			return err
		}
		var took bool
		if err := p.callJS(taken, &took, sel); err != nil || took {
			return err
		}
		return errors.New("the browser did not put the text into it")
	})
}

// taken says whether text has come into an element since it was made ready. A
// browser with many windows sometimes drops what is inserted while the focus
// moves among them; no reader's keyboard does.
const taken = `(sel) => document.querySelector(sel)?.pbTaken !== false`

// press presses one key by its DOM name, with modifiers: "Enter", "ArrowDown",
// "/", "Control+k", "Shift+Tab".
func (p *Page) press(name string) error {
	var held []string
	for {
		i := strings.IndexByte(name, '+')
		if i <= 0 || i == len(name)-1 {
			break
		}
		held = append(held, name[:i])
		name = name[i+1:]
	}
	switch name {
	case "Space":
		name = " "
	case "Esc":
		name = "Escape"
	}
	return p.tab.press(name, held)
}

// upload gives a file input the files a reader would choose.
func (p *Page) upload(sel string, files ...string) error {
	return p.wait(func() error { return p.tab.upload(sel, files) })
}

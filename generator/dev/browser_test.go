package dev_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/dev"
)

// lively returns a lesson with state that an update of the page must keep: a checklist,
// details, and enough text to scroll.
func lively(words string) string {
	var b strings.Builder
	b.WriteString("+++\ntitle = \"Lively\"\nuid = \"lively\"\n+++\n## First\n\n")
	b.WriteString(strings.Repeat("A paragraph to scroll past.\n\n", 40))
	b.WriteString("## Work\n\n::: checklist #work title=\"To do\"\n- [ ] Read the orders {#orders}\n- [ ] Call them {#call evidence=note}\n- [ ] Go there {#go}\n:::\n\n")
	b.WriteString("::: details title=\"More\"\nFolded.\n:::\n\n## Words\n\n" + words + "\n\n")
	b.WriteString(strings.Repeat("A paragraph below.\n\n", 40))
	return b.String()
}

func open(t *testing.T) (*watching, *browser.Page, string) {
	t.Helper()
	b := browser.Start(t)
	dir := t.TempDir()
	write(t, dir, small)
	put(t, filepath.Join(dir, "content/s/lively.md"), lively("Old words."))
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	return w, b.Page(t), dir
}

// TestMorphKeepsThePlace edits a lesson while its page has a ticked box, a check box with
// the focus and a scroll position. All of them must stay.
func TestMorphKeepsThePlace(t *testing.T) {
	w, p, dir := open(t)
	p.Open(w.url + "s/lively.html")
	p.Run(`wait 'document.querySelector("pb-checklist[data-live]")'
wait 'document.querySelector(".pb-dev-badge")'
check "#work input[type=checkbox]"
click "main details:not(pb-checklist details) summary"
eval "window.kept = document.querySelector('#work input[type=checkbox]'); window.para = document.querySelector('#words'); document.querySelector('#work').scrollIntoView(); window.at = document.querySelector('#work').getBoundingClientRect().top; document.querySelectorAll('#work input[type=checkbox]')[1].focus(); 1" 1`)
	put(t, filepath.Join(dir, "content/s/lively.md"), strings.Replace(lively("New words, seen at once."), "## First\n", "## First\n\nA new beginning that moves everything down.\n", 1))
	p.Run(`wait 'document.body.innerText.includes("New words, seen at once.")'
wait 'document.body.innerText.includes("A new beginning")'
eval "window.kept === document.querySelector('#work input[type=checkbox]') && window.kept.checked" true
eval "window.para === document.querySelector('#words')" true
eval "document.querySelectorAll('#work input[type=checkbox]')[1] === document.activeElement" true
eval "[...document.querySelectorAll('main details')].some((d) => d.open && d.textContent.includes('Folded'))" true
eval "Math.abs(document.querySelector('#work').getBoundingClientRect().top - window.at) < 3" true
console-empty`)
	// If the checklist itself changes, it becomes a new element, which must keep the tick.
	text := strings.Replace(lively("New words, seen at once."), "- [ ] Go there {#go}", "- [ ] Go there twice {#go}\n- [ ] Come back {#back}", 1)
	put(t, filepath.Join(dir, "content/s/lively.md"), text)
	p.Run(`wait 'document.querySelector("#work")?.textContent.includes("Come back")'
wait 'document.querySelector("pb-checklist[data-live]")'
wait 'document.querySelector("#work input[type=checkbox]").checked'
eval "document.querySelectorAll('#work input[type=checkbox]')[1].checked" false
console-empty`)
}

// TestStylesAreSwapped changes a style sheet. The open page must show it without a reload.
func TestStylesAreSwapped(t *testing.T) {
	w, p, dir := open(t)
	p.Open(w.url + "s/a.html")
	p.Run(`wait 'document.querySelector(".pb-dev-badge")'
eval "window.stays = 1" 1`)
	put(t, filepath.Join(dir, "templates/styles/99-own.css"), "h1 { outline: 3px solid rgb(1, 2, 3) }")
	p.Run(`style h1 outline-color "rgb(1, 2, 3)"
eval "window.stays" 1
wait 'document.querySelectorAll("link[rel=stylesheet][href*=site]").length === 1'`)
	put(t, filepath.Join(dir, "templates/styles/99-own.css"), "h1 { outline: 3px solid rgb(3, 2, 1) }")
	p.Run(`style h1 outline-color "rgb(3, 2, 1)"
eval "window.stays" 1
console-empty`)
}

// TestOverlay makes a mistake in a lesson and corrects it.
func TestOverlay(t *testing.T) {
	w, p, dir := open(t)
	p.Open(w.url + "s/a.html")
	p.Run(`wait 'document.querySelector(".pb-dev-badge")'
eval "window.stays = 1" 1`)
	put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"Lesson A\"\n+++\nSee [the other](bb.md).\n")
	p.Run(`visible .pb-dev-overlay
text ".pb-dev-overlay h2" "One mistake"
text ".pb-dev-place b" "content/s/a.md:4:17"
text ".pb-dev-finding mark" "bb.md"
text ".pb-dev-caret" "^~~~~"
text ".pb-dev-hint" /b\.md/
text "main .prose" "Text of A."
screenshot overlay.png`)
	put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"Lesson A\"\n+++\nSee [the other](b.md).\n")
	p.Run(`wait '!document.querySelector(".pb-dev-overlay")'
text "main .prose" "See the other."
eval "window.stays" 1
console-empty`)
	put(t, filepath.Join(dir, "site.toml"), "titel = \"x\"\n")
	p.Run(`visible .pb-dev-overlay
press Escape
click .pb-dev-close
wait '!document.querySelector(".pb-dev-overlay")'`)
}

// TestOverlayOverNothing starts with a playbook that cannot be built.
func TestOverlayOverNothing(t *testing.T) {
	b := browser.Start(t)
	dir := t.TempDir()
	write(t, dir, small)
	put(t, filepath.Join(dir, "site.toml"), "titel = \"x\"\n")
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	p := b.Page(t)
	p.Open(w.url)
	p.Run("visible .pb-dev-overlay\ntext \"h1\" \"Nothing to show yet\"")
	write(t, dir, small)
	p.Run("text h1 Home\nwait '!document.querySelector(`.pb-dev-overlay`)'\nconsole-empty")
}

// TestEightTabs opens more tabs than a browser has connections to one server.
func TestEightTabs(t *testing.T) {
	w, p, dir := open(t)
	tabs := []*browser.Page{p}
	for range 7 {
		tabs = append(tabs, p.Tab())
	}
	for _, tab := range tabs {
		tab.Open(w.url + "s/a.html")
		tab.Run(`wait 'document.querySelector(".pb-dev-badge")'`)
	}
	for round := range 3 {
		put(t, filepath.Join(dir, "content/s/a.md"), fmt.Sprintf("+++\ntitle = \"Lesson A\"\n+++\nRound %d.\n", round))
		for _, tab := range tabs {
			tab.Run(fmt.Sprintf("text \"main .prose\" \"Round %d.\"", round))
		}
	}
	// Only one tab is connected to the server and passes changes on. When it leaves the
	// site, the next tab must take over.
	tabs[0].Open("about:blank")
	put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"Lesson A\"\n+++\nWithout the first.\n")
	for _, tab := range tabs[1:] {
		tab.Run(`text "main .prose" "Without the first."`)
	}
}

// TestPagesThatGo renames a page that is open, then deletes it.
func TestPagesThatGo(t *testing.T) {
	w, p, dir := open(t)
	p.Open(w.url + "s/lively.html")
	p.Run(`wait 'document.querySelector(".pb-dev-badge")'`)
	if err := os.Rename(filepath.Join(dir, "content/s/lively.md"), filepath.Join(dir, "content/s/livelier.md")); err != nil {
		t.Fatal(err)
	}
	p.Run(`wait 'location.pathname === "/s/livelier.html"'
text h1 Lively
console-empty`)
	if err := os.Remove(filepath.Join(dir, "content/s/livelier.md")); err != nil {
		t.Fatal(err)
	}
	p.Run(`wait 'document.documentElement.dataset.page === "404"'`)
	for _, line := range p.TakeConsole() {
		if !strings.Contains(line, "404") {
			t.Errorf("console: %s", line)
		}
	}
}

// TestDraftBadge opens a draft. Only the preview shows drafts, and it marks them.
func TestDraftBadge(t *testing.T) {
	w, p, dir := open(t)
	put(t, filepath.Join(dir, "content/s/d.md"), "+++\ntitle = \"Draft\"\ndraft = true\n+++\nNot yet.\n")
	w.has("s/d.html", "Not yet.")
	p.Open(w.url + "s/d.html")
	p.Run(`text ".pb-dev-draft" Draft
text ".pb-dev-time" "/^[0-9.]+ m?s$/"
screenshot draft.png
console-empty`)
	p.Open(w.url + "s/a.html")
	p.Run("visible .pb-dev-badge\ncount .pb-dev-draft 0\nconsole-empty")
}

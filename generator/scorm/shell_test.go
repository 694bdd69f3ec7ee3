package scorm

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// shellPage opens a course in a window that has a stub of the learning platform's API. The
// course's own page, with the list of lessons and the buttons around them, is the shell.
func shellPage(t *testing.T, m made) *browser.Page {
	t.Helper()
	stub, err := os.ReadFile("testdata/stub.js")
	if err != nil {
		t.Fatal(err)
	}
	p := browser.Start(t).Page(t)
	if err := p.Before(string(stub) + `; if (top === window) window.API = stub();`); err != nil {
		t.Fatal(err)
	}
	p.Open(serve(t, m) + "course/index_lms.html")
	return p
}

// TestKeyboard uses all functions of the shell without a mouse.
func TestKeyboard(t *testing.T) {
	m, err := build(playbook(small), Options{Version: V12, Path: "p"})
	if err != nil {
		t.Fatal(err)
	}
	shellPage(t, m).Run(`
# When the course begins, the focus is in its first lesson.
reach "[data-lms=begin]"
press Enter
wait 'document.querySelector("iframe").contentDocument?.querySelector("pb-checklist[data-live]")'
focus ".lms > iframe"
press PageDown

# The list of lessons opens, closes, and gives the focus back.
reach "[data-lms=menu]" Shift+Tab
press Enter
visible "dialog.lms-menu"
eval 'document.activeElement.closest("dialog") !== null' true
press Escape
count "dialog.lms-menu" 0
focus "[data-lms=menu]"

# A lesson is chosen from the list.
press Enter
reach "dialog [data-uid=third]"
press Enter
wait 'document.querySelector("iframe").contentDocument?.documentElement.dataset.uid === "third"'
count "dialog.lms-menu" 0

# To the lesson before and to the next lessons.
reach "[data-lms=prev]" Shift+Tab
press Enter
wait 'document.querySelector("iframe").contentDocument?.documentElement.dataset.uid === "first"'
reach "[data-lms=next]"
press Enter
wait 'document.querySelector("iframe").contentDocument?.documentElement.dataset.uid === "third"'
press Enter
wait 'document.querySelector("iframe").contentDocument?.documentElement.dataset.uid === "p"'
eval 'document.querySelector("[data-lms=next]").disabled' true
press Tab
focus ".lms > iframe"

# Starting over asks for confirmation.
reach "[data-lms=menu]" Shift+Tab
press Enter
reach "[data-lms=restart]"
press Enter
focus "[data-lms=restart-yes]"
press Enter
wait 'document.querySelector("iframe").contentDocument?.documentElement.dataset.uid === "first"'
`)
}

// TestWidths opens a course with a long title in every language and at every width. The
// lesson must have the whole width, only the lesson may scroll, and every button of the
// shell must be visible.
func TestWidths(t *testing.T) {
	for _, language := range []string{"en", "de", "nl", "pl", "ru"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			widths(t, language)
		})
	}
}

func widths(t *testing.T, language string) {
	long := strings.Replace(small, "+++\ntitle = \"Doors\"", "+++\ntitle = \"Everything about doors that opens, shuts and is left ajar for those who come after\"", 1)
	long = strings.Replace(long, `site_id = "doors"`, fmt.Sprintf("site_id = \"doors\"\nlanguage = %q", language), 1)
	m, err := build(playbook(long), Options{Version: V12, Path: "p"})
	if err != nil {
		t.Fatal(err)
	}
	p := shellPage(t, m)
	p.Eval(`document.querySelector("[data-lms=begin]").click(), 0`, nil)
	p.Run(`wait 'document.querySelector("iframe").contentDocument?.querySelector("pb-checklist[data-live]")'`)
	for _, width := range []int{320, 360, 768, 1024, 1280, 1920} {
		if err := p.Viewport(width, 700); err != nil {
			t.Fatal(err)
		}
		var bad []string
		p.Eval(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
			const bad = [], shell = document.documentElement, frame = document.querySelector("iframe"), page = frame.contentDocument.documentElement, r = frame.getBoundingClientRect();
			if (shell.scrollHeight > shell.clientHeight || shell.scrollWidth > shell.clientWidth) bad.push("the shell scrolls");
			if (page.scrollWidth > page.clientWidth) bad.push("the page scrolls sideways");
			if (r.width !== innerWidth || Math.abs(r.bottom - innerHeight) > 1 || r.height < innerHeight / 2) bad.push("the page is " + r.width + " by " + r.height);
			for (const b of document.querySelectorAll(".lms-bar :is(button, h1)")) {
				const s = b.getBoundingClientRect();
				if (s.left < 0 || s.right > innerWidth || s.top < 0 || s.bottom > r.top || s.width < 24 || (b.matches("button") && s.height < 32)) bad.push(b.outerHTML.slice(0, 60) + " is at " + [s.left, s.top, s.right, s.bottom]);
			}
			done(bad);
		})))`, &bad)
		for _, b := range bad {
			t.Errorf("%d pixels: %s", width, b)
		}
	}
}

package sitetest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser/testsite"
)

// absent are things that criteria of WCAG ask questions about and that no page has, each as
// what would be seen of it: in pages, in scripts or in style sheets.
var absent = []struct{ name, ending, seen string }{
	{"media that play", ".html", `(?i)<(audio|video|iframe|object|embed|canvas|bgsound)\b`},
	{"text that moves", ".html", `(?i)<(marquee|blink)\b`},
	{"a page that goes elsewhere by itself", ".html", `(?i)http-equiv="?refresh"? content="[1-9]`},
	{"access keys", ".html", `(?i)\saccesskey=`},
	{"script in markup", ".html", `(?i)\son(mouse|pointer|touch|key)[a-z]+=`},
	{"dragging", ".js", `\b(dragstart|draggable|touchmove|pointermove|mousemove|setPointerCapture)\b`},
	{"action when the pointer comes down", ".js", `"(mousedown|touchstart)"`},
	{"gestures", ".js", `\b(gesturestart|targetTouches|touchstart)\b`},
	{"what opens under the pointer", ".js", `"(mouseenter|mouseover|pointerenter|pointerover)"`},
	{"what shows under the pointer alone", ".css", `:hover[^{},]*\{[^}]*\b(display|visibility|clip-path):`},
	{"motion of the device", ".js", `\b(devicemotion|deviceorientation)\b`},
	{"a lock of the orientation", ".js", `orientation\.lock\b`},
	{"time that runs out", ".js", `\bsessionTimeout\b|location\.reload\(\).*setTimeout`},
	{"sound", ".js", `\b(AudioContext|new Audio|speechSynthesis|getUserMedia)\b`},
	{"a layout for one orientation", ".css", `@media[^{]*orientation`},
	{"motion without end", ".css", `animation[^;}]*infinite`},
}

// TestAbsent looks for them in every file of the shipped playbook.
func TestAbsent(t *testing.T) {
	s := testsite.Shipped(t)
	for _, a := range absent {
		t.Run(a.name, func(t *testing.T) {
			re, files := regexp.MustCompile(a.seen), 0
			for _, name := range s.Names() {
				if !strings.HasSuffix(name, a.ending) || strings.HasPrefix(name, "search/") {
					continue
				}
				files++
				if at := re.FindString(s.Files[name]); at != "" {
					t.Errorf("%s has %q", name, at)
				}
			}
			if files == 0 {
				t.Errorf("no file ends in %s", a.ending)
			}
		})
	}
}

var (
	mastRE  = regexp.MustCompile(`(?s)<header class="mast">.*?</header>`)
	footRE  = regexp.MustCompile(`(?s)<footer class="foot">.*?</footer>`)
	wordsRE = regexp.MustCompile(`(?s)<(?:a|button|summary)\b[^>]*>(.*?)</(?:a|button|summary)>`)
	tagRE   = regexp.MustCompile(`<[^>]*>`)
)

// TestSamePlaceOnEveryPage holds that what every page of a language offers in its masthead
// and at its foot, the list of keys and the pages that help among it, stands in the same
// order and has the same words everywhere.
func TestSamePlaceOnEveryPage(t *testing.T) {
	s := testsite.Shipped(t)
	for _, part := range []struct {
		name string
		re   *regexp.Regexp
		lang bool // the page's own languages stand there too
	}{{"masthead", mastRE, true}, {"foot", footRE, false}} {
		first, pages := map[string][]string{}, 0
		for _, name := range s.Names() {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			m := part.re.FindString(s.Files[name])
			if m == "" {
				continue
			}
			pages++
			if part.lang {
				m, _, _ = strings.Cut(m, `<div class="tools"`)
			}
			var words []string
			for _, w := range wordsRE.FindAllStringSubmatch(m, -1) {
				words = append(words, strings.Join(strings.Fields(tagRE.ReplaceAllString(w[1], " ")), " "))
			}
			lang := "en"
			if l, _, ok := strings.Cut(name, "/"); ok && len(l) == 2 {
				lang = l
			}
			if first[lang] == nil {
				first[lang] = words
			}
			if !slices.Equal(first[lang], words) {
				t.Errorf("%s: the %s has %q, other pages have %q", name, part.name, words, first[lang])
			}
		}
		if pages < 100 || len(first) < 5 || slices.ContainsFunc(slices.Collect(maps.Values(first)), func(w []string) bool { return len(w) < 2 }) {
			t.Errorf("%s: %d pages in %d languages: %v", part.name, pages, len(first), first)
		}
	}
}

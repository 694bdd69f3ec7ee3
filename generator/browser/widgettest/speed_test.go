package widgettest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
)

// frame is the time a browser has to paint, ms; slack is what a machine that
// is busy with other tests is forgiven on top of it.
const (
	frame = 16
	slack = 3
)

// TestATickPaintsAtOnce ticks boxes of a list of 500: saving, figures and
// drawing together fit a frame (the median of 21, since other tests run too).
func TestATickPaintsAtOnce(t *testing.T) {
	b := browser.Start(t)
	var lesson strings.Builder
	lesson.WriteString("# Long\n\n::: checklist #long title=\"Five hundred\"\n")
	for i := range 500 {
		fmt.Fprintf(&lesson, "- [ ] Item number %d with a few words to it {#i%d w=%d}\n", i, i, 1+i%3)
	}
	lesson.WriteString(":::\n")
	p := b.Page(t)
	p.Open(browser.Serve(t, site(t, fstest.MapFS{"content/long.md": {Data: []byte(lesson.String())}}), "/").URL("long.html"))
	p.Run(`wait "document.querySelector('#long[data-live]')"`)
	var median float64
	p.Eval(`(async () => {
	  const boxes = [...document.querySelectorAll("#long li > input")], times = [];
	  for (const box of boxes.slice(0, 400)) { box.checked = true; }
	  for (let i = 0; i < 21; i++) {
	    const box = boxes[400 + i];
	    await new Promise(requestAnimationFrame);
	    const start = performance.now();
	    box.checked = true;
	    box.dispatchEvent(new Event("change", {bubbles: true}));
	    document.querySelector("#long").getBoundingClientRect();
	    times.push(performance.now() - start);
	  }
	  return times.sort((a, b) => a - b)[10];
	})()`, &median)
	t.Logf("a tick takes %.1f ms", median)
	if median > frame*slack {
		t.Errorf("a tick takes %.1f ms, expected at most %d (and %d times that on a busy machine)", median, frame, slack)
	}
}

// TestScriptBudget holds what a page loads before anything is touched, in bytes, gzip.
// (The tests' clock, some hundred bytes of theme.js, counts as well.)
func TestScriptBudget(t *testing.T) {
	files := site(t, fstest.MapFS{
		"content/plain.md": {Data: []byte("# A\n\nText.\n")},
		"content/a.md":     {Data: []byte("# B\n\n- [ ] One\n- [ ] Two\n")},
		"content/mix.md":   {Data: lessonOf(t, "mix")},
	})
	for _, c := range []struct {
		page    string
		scripts []string
		budget  int
	}{
		{"a plain lesson", []string{"theme", "main"}, 6_000},
		{"a lesson with a checklist", []string{"theme", "main", "kit", "widget-checklist"}, 14_000},
		{"a client-mix audit", []string{"theme", "main", "kit", "widget-mix"}, 32_000},
	} {
		total := 0
		for _, name := range c.scripts {
			total += gzipped(t, files, name)
		}
		t.Logf("%s: %d bytes", c.page, total)
		if total > c.budget {
			t.Errorf("%s loads %d bytes of script, expected at most %d", c.page, total, c.budget)
		}
	}
}

// gzipped is the size of a script, which bears its fingerprint.
func gzipped(t *testing.T, files fs.FS, script string) int {
	t.Helper()
	names, err := fs.Glob(files, "assets/"+script+".*.js")
	if err != nil || len(names) != 1 {
		t.Fatalf("%s: %v %v", script, names, err)
	}
	data, err := fs.ReadFile(files, names[0])
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(data)
	_ = w.Close()
	t.Logf("%s: %d bytes", script, b.Len())
	return b.Len()
}

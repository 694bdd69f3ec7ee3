package widgettest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// frame is the time between two pictures of a screen with 60 Hz.
const frame = 16 * time.Millisecond

// loop takes about ten milliseconds on an ordinary machine. Its time shows how fast this
// machine is.
const loop = `for (let k = 0, x = 0; k < 1e7; k++) x += Math.sqrt(k);`

// TestATickPaintsAtOnce ticks boxes in a list of 500. Storing the tick, updating the counts
// and the layout must together take less than a frame.
func TestATickPaintsAtOnce(t *testing.T) {
	b := browser.Start(t)
	var lesson strings.Builder
	lesson.WriteString("# Long\n\n::: checklist #long title=\"Five hundred\"\n")
	for i := range 500 {
		fmt.Fprintf(&lesson, "- [ ] Item number %d with a few words to it {#i%d w=%d}\n", i, i, 1+i%3)
	}
	lesson.WriteString(":::\n")
	p := b.Page(t)
	p.Open(browser.Serve(t, testsite.Observed(t, fstest.MapFS{"content/long.md": {Data: []byte(lesson.String())}}, pipeline.Options{}).FS(), "/").URL("long.html"))
	p.Run(`wait "document.querySelector('#long[data-live]')"`)
	fits(t, p, "a tick", `const boxes = [...document.querySelectorAll("#long li > input")];
	  for (const box of boxes.slice(0, 400)) { box.checked = true; }`,
		`boxes[400 + i].checked = true;
	    boxes[400 + i].dispatchEvent(new Event("change", {bubbles: true}));
	    document.querySelector("#long").getBoundingClientRect();`)
}

// fits runs the script do 21 times, with i from 0 to 20, and checks that its median time is
// less than a frame. The time is that of the page's main thread, without waiting. If loop
// takes longer than ten milliseconds on this machine, do may take longer in proportion.
func fits(t *testing.T, p *browser.Page, what, before, do string) {
	t.Helper()
	p.Eval("(() => {"+before+"; window.step = async (i) => {"+do+"}; window.loop = () => {"+loop+"}; })()", nil)
	var steps, loops []time.Duration
	for i := range 21 {
		loops = append(loops, p.SpentOn("loop()"))
		steps = append(steps, p.SpentOn(fmt.Sprintf("step(%d)", i)))
	}
	slices.Sort(steps)
	slices.Sort(loops)
	step, base := steps[10], loops[10]
	t.Logf("%s takes %v, the loop %v", what, step, base)
	if limit := time.Duration(float64(frame) * max(1, base.Seconds()/0.010)); step > limit {
		t.Errorf("%s takes %v, want at most %v", what, step, limit)
	}
}

// TestAStepPaintsAtOnce goes through a decision tree of 200 nodes. After the first hundred
// steps, storing and drawing one more step must take less than a frame.
func TestAStepPaintsAtOnce(t *testing.T) {
	b := browser.Start(t)
	var lesson strings.Builder
	lesson.WriteString("# Long\n\n::: tree #long title=\"Two hundred\"\n")
	for i := range 199 {
		fmt.Fprintf(&lesson, "### Is this question %d? {#n%d}\n\nA sentence to say.\n\n- [Yes](#n%d)\n- [No](#n199)\n\n", i, i, i+1)
	}
	lesson.WriteString("### The end {#n199}\n:::\n")
	p := b.Page(t)
	p.Open(browser.Serve(t, testsite.Observed(t, fstest.MapFS{"content/long.md": {Data: []byte(lesson.String())}}, pipeline.Options{}).FS(), "/").URL("long.html"))
	p.Run(`wait "document.querySelector('#long[data-live]')"`)
	fits(t, p, "a step", `const tree = document.querySelector("#long");
	  const next = () => tree.querySelector(".nodes > li:not(.away) .ways a").click();
	  for (let i = 0; i < 100; i++) next();`, `next(); tree.getBoundingClientRect();`)
	p.Run(`text "#long [data-slot=count]" "Step 122"`)
}

package search

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"playbook/generator/browser"
)

// typed puts a text into the dialog's input and waits until nothing has been drawn for a while: answer, filters and
// excerpts.
const typed = `async (text) => {
	const dialog = document.querySelector(".pb-search"), input = dialog.querySelector("input");
	let timer;
	await new Promise((done) => {
		const quiet = () => { clearTimeout(timer); timer = setTimeout(done, 150); };
		window.drawn?.disconnect();
		window.drawn = new MutationObserver(quiet);
		drawn.observe(dialog, {subtree: true, childList: true, attributes: true, characterData: true});
		input.value = text;
		input.dispatchEvent(new Event("input", {bubbles: true}));
		quiet();
	});
	drawn.disconnect();
}`

// keystrokes returns queries as they grow letter by letter.
func keystrokes(lessons []Lesson, queries int) (out []string) {
	for i := range queries {
		words := strings.Fields(lessons[i*len(lessons)/queries].Title)
		query := strings.Join(words[:1+i%2], " ")
		for n := 2; n <= len(query); n++ {
			out = append(out, query[:n])
		}
	}
	return out
}

// byHand types a text like a person, one key every 150 ms. It returns the files that were loaded until 0.6 s passed
// without a request, and the time of the last key.
const byHand = `async (text) => {
	performance.setResourceTimingBufferSize(10000);
	const input = document.querySelector(".pb-search input"), wait = (ms) => new Promise((r) => setTimeout(r, ms));
	const loaded = () => performance.getEntriesByType("resource").filter((e) => e.name.includes("/search/"));
	let last;
	for (const letter of text) {
		await wait(150);
		input.value += letter;
		last = performance.now();
		input.dispatchEvent(new Event("input", {bubbles: true}));
	}
	for (let n = -1; n !== loaded().length; await wait(600)) n = loaded().length;
	const files = loaded().map((e) => [new URL(e.name).pathname.replace(/.*\/search\//, "search/"), e.startTime, e.responseEnd]);
	return {files, ms: last};
}`

// TestStagesAfterTheLastKey checks that a typing reader waits for few stages of loading after the last key: most
// files have arrived while the word was typed. Excerpts and filters, which follow the list, do not count. Each
// query is the first of its page, with an empty cache and 60 ms per request. PLAYBOOK_LONG=1 asks more queries, and
// 10,000 lessons too.
func TestStagesAfterTheLastKey(t *testing.T) {
	sizes, queries := []int{100, 1000}, 4
	if os.Getenv("PLAYBOOK_LONG") != "" {
		sizes, queries = append(sizes, 10000), 20
	}
	b := browser.Start(t)
	for _, n := range sizes {
		lessons := made(n)
		files := small(t, Build("en", analyseParallel("en", lessons), Options{Words: dialogWords(t, "en")}))
		url := browser.Serve(t, slow{files, 60 * time.Millisecond}, "/").URL("index.html")
		stages := 0
		for _, q := range ofTitles(lessons, queries) {
			p := b.Page(t)
			p.Open(url)
			p.Run("press /\nfocus \".pb-search input\"")
			var v visit
			p.Call(byHand, &v, q)
			v.Files = slices.DeleteFunc(v.Files, func(f [3]any) bool {
				name := path.Base(f[0].(string))
				return f[1].(float64) < v.Ms || name[0] == 't' || name[0] == 'f'
			})
			stages += v.stages()
		}
		mean := float64(stages) / float64(queries)
		t.Logf("%d lessons: %.2f stages after the last key", n, mean)
		if mean > 1 {
			t.Errorf("%d lessons: %.2f stages of loading after the last key, expected at most one", n, mean)
		}
	}
}

// spent is the time of steps on the page's main thread, each in milliseconds.
type spent struct{ script, all []float64 }

func (s *spent) measure(t *testing.T, p *browser.Page, step func()) {
	t.Helper()
	script, all, err := p.Spent()
	if err != nil {
		t.Fatal(err)
	}
	step()
	script2, all2, err := p.Spent()
	if err != nil {
		t.Fatal(err)
	}
	s.script = append(s.script, milliseconds(script2-script))
	s.all = append(s.all, milliseconds(all2-all))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func heap(t *testing.T, p *browser.Page) float64 {
	t.Helper()
	n, err := p.Heap()
	if err != nil {
		t.Fatal(err)
	}
	return float64(n) / (1 << 20)
}

// measured logs figures and returns their median, 95th percentile and maximum.
func measured(t *testing.T, what string, ms []float64) (median, p95, most float64) {
	t.Helper()
	slices.Sort(ms)
	median, p95, most = ms[len(ms)/2], ms[len(ms)*95/100], ms[len(ms)-1]
	t.Logf("%s: median %.1f, p95 %.1f, most %.1f ms, %d times", what, median, p95, most, len(ms))
	return median, p95, most
}

// TestKeystrokes measures the cost of a keystroke and the memory of search at 1,000 lessons; PLAYBOOK_LONG=1 asks
// 10,000. Times are those of the page's main thread, which other work on the machine changes little. One task in
// a thousand may take more than 50 ms of it, none more than 100 ms. The time of tasks by the clock is only logged. A query is measured alone with its
// files loaded, and then in the dialog with all that it loads and draws.
func TestKeystrokes(t *testing.T) {
	count, queries := 1000, 3
	if os.Getenv("PLAYBOOK_LONG") != "" {
		count, queries = 10000, 25
	}
	lessons := made(count)
	files := small(t, Build("en", analyseParallel("en", lessons), Options{Words: dialogWords(t, "en")}))
	p := browser.Start(t).Page(t)
	p.Open(browser.Serve(t, files, "/").URL("index.html"))
	empty := heap(t, p)

	p.Run("press /\nfocus \".pb-search input\"")
	var drawn, asked spent
	keys := keystrokes(lessons, queries)
	tasks, err := p.Tasks(func() {
		for _, text := range keys {
			drawn.measure(t, p, func() { p.Call(typed, nil, text) })
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var own, clock []float64
	for _, task := range tasks {
		own, clock = append(own, milliseconds(task.Thread)), append(clock, milliseconds(task.Clock))
	}
	for _, text := range keys {
		p.Call(`(text) => playbook.search(text)`, nil, text)
		asked.measure(t, p, func() { p.Call(`async (text) => void await playbook.search(text)`, nil, text) })
	}
	held := heap(t, p) - empty

	measured(t, "a keystroke, loaded and drawn", drawn.all)
	measured(t, "its scripts", drawn.script)
	_, _, longest := measured(t, "a task of the main thread, its own time", own)
	long := own[len(own)*999/1000]
	measured(t, "a task of the main thread, by the clock", clock)
	median, p95, _ := measured(t, "its query alone", asked.all)
	t.Logf("%d lessons: search holds %.1f MiB", count, held)
	if median > 6 || p95 > 24 || long > 50 || longest > 100 || len(own) < len(keys) || held > 8 {
		t.Errorf("%d lessons: a query takes %.1f, p95 %.1f ms, one of %d tasks in a thousand %.1f ms or more, the longest %.1f ms, search holds %.1f MiB; expected at most 6, 24, 50, 100 and 8", count, median, p95, len(own), long, longest, held)
	}
}

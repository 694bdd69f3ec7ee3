package widgettest

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// mixSite is a playbook whose one lesson is the scripts' audit.
func mixSite(t testing.TB) fs.FS {
	t.Helper()
	return testsite.Observed(t, fstest.MapFS{"content/mix.md": {Data: lessonOf(t, "mix")}}, pipeline.Options{}).FS()
}

// TestMixWords: each word the script asks for is there.
func TestMixWords(t *testing.T) {
	files := mixSite(t)
	b := browser.Start(t)
	served := browser.Serve(t, files, "/")
	page := b.Page(t)
	page.Open(served.URL("mix.html"))
	var keys []string
	page.Run(`wait "document.querySelector('pb-mix[data-live]')"`)
	page.Eval("document.querySelector('pb-mix').more().then(() => { const { mix, mix_more } = playbook.lib.page.config().widgets; return [...Object.keys(mix), ...Object.keys(mix_more)] })", &keys)
	paths, err := fs.Glob(templates.FS, "widgets/mix/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := fs.ReadFile(templates.FS, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "say('")[1:] {
			key, rest, _ := strings.Cut(part, "'")
			if !slices.Contains(keys, key) && !strings.HasPrefix(rest, " +") {
				t.Errorf("%s asks for %q, which the strings do not have", path, key)
			}
		}
	}
}

// edit500 fills an audit with 500 accounts.
const edit500 = `const mix = document.querySelector('pb-mix');
	mix.change(Array.from({ length: 500 }, (_, i) => ({ rid: 'r' + i, name: 'Account ' + i, revenue: 1000 + (i * 7919) % 240000, margin: (i * 31) % 50,
		discount: i % 15, days_to_pay: (i * 13) % 90, inside_hours: (i * 17) % 200, service_hours: i % 90, visit_hours: (i * 3) % 120,
		complaints: i % 9, expedites: i % 14, wallet: 10 + i % 80, solutions: i % 3, access: i % 3 })));
	const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
	const drawn = () => new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });`

// editOne changes one figure, and waits until the frame that follows is drawn.
const editOne = `const input = mix.querySelectorAll('[data-key=margin]')[(i * 37) % 500];
	input.value = String(20 + i % 30);
	input.dispatchEvent(new Event('change', { bubbles: true }));
	await frame();
	await drawn();`

// TestMixEditAmong500: an edit among 500 accounts fits a frame.
func TestMixEditAmong500(t *testing.T) {
	page := browser.Start(t).Page(t)
	page.Open(browser.Serve(t, mixSite(t), "/").URL("mix.html"))
	page.Run(`wait "document.querySelector('pb-mix[data-live]')"`)
	fits(t, page, "an edit", edit500, editOne)
}

package clienttest

import (
	"testing"

	"playbook/generator/browser"
)

// TestTwoTabsAtOnce lets two tabs write the same record as fast as they can, without a
// lock. The browser's storage events must be enough for them to lose nothing.
func TestTwoTabsAtOnce(t *testing.T) {
	files, err := tests()
	if err != nil {
		t.Fatal(err)
	}
	site := browser.Serve(t, files, "/")
	browser.Each(t, "http", func(t testing.TB, b *browser.Browser) { twoTabsAtOnce(t, b, site) })
}

func twoTabsAtOnce(t testing.TB, b *browser.Browser, site *browser.Site) {
	t.Helper()
	one := b.Page(t)
	two := one.Tab()
	for name, p := range map[string]*browser.Page{"one": one, "two": two} {
		p.Open(site.URL("index.html"))
		p.Call(`(name) => {
		  const store = tests.tabs.open();
		  const w = store.lesson("l").widget("w");
		  window.w = w;
		  window.done = (async () => {
		    for (let i = 0; i < 100; i++) {
		      w.set(name + i, i);
		      w.append("log", name + i);
		      if (i % 10 === 0) w.setText("note", (w.get("note") ?? "") + " " + name + i + ".");
		      if (i % 5 === 0) await new Promise((ok) => setTimeout(ok, Math.random() * 4));
		    }
		  })();
		}`, nil, name)
	}
	for _, p := range []*browser.Page{one, two} {
		p.Eval(`done`, nil)
	}
	complete := `["one", "two"].every((n) => w.keys(n).length === 100 && Array.from({length: 10}, (_, i) => 10 * i)` +
		`.every((i) => w.get("note").includes(" " + n + i + "."))) && w.entries("log").length === 200`
	for _, p := range []*browser.Page{one, two} {
		p.Run("wait '" + complete + "'")
	}
	var first, second string
	one.Eval(`localStorage.getItem("playbook:s:me:l")`, &first)
	two.Eval(`localStorage.getItem("playbook:s:me:l")`, &second)
	if first != second {
		t.Errorf("localStorage differs between the tabs:\n%s\n%s", first, second)
	}
}

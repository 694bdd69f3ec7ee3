package looktest

import (
	"testing"

	"playbook/generator/browser"
)

// foreign lists the percentages of a part of the page, "20 %", that are not
// written as the browser writes them in the page's language; "" where there are none.
const foreign = `(part) => {
  const text = document.querySelector(part).textContent, sign = new Intl.NumberFormat(document.documentElement.lang, {style: "percent"}).format(0.2).slice(2);
  const found = [...text.matchAll(/\d([\s\u00a0\u202f]?%)/g)];
  return found.length ? found.filter((m) => m[1] !== sign).map((m) => m[0] + " in " + text.slice(Math.max(0, m.index - 20), m.index + 10)) : [""];
}`

// TestPercentages holds that a language has one way to write a percentage: where
// the generator writes it (the rules of the audit), where the common scripts do
// (home, path, progress), and where an instrument does.
func TestPercentages(t *testing.T) {
	b := browser.Start(t)
	site := browser.Serve(t, shipped(t), "/")
	p := b.Page(t)
	for _, dir := range []string{"", "nl/", "de/", "ru/", "pl/"} {
		restore(p, site, nil)
		for _, at := range []struct{ url, do, part string }{
			{"client-mix-audits/client-mix-audit.html", "", ".rules"},
			{"paths/ae.html", `click "[data-pb-choose-path]"` + "\n" + `wait "document.querySelector('[data-pb-tally-path] + small')"`, "[data-pb-tally-path] + small"},
			{"index.html", `visible "[data-pb-home] .gauge"`, "[data-pb-home] .gauge"},
			{"progress.html", `visible ".gauge b"`, ".gauge b"},
			{"client-mix-audits/client-mix-audit.html", `wait "document.querySelector('pb-mix[data-live]')"` + "\n" + `click ".nothing [data-act=example]"` + "\n" + `wait "document.querySelector('pb-mix .live').textContent.includes('%')"`, "pb-mix .live"},
		} {
			p.Open(site.URL(dir + at.url))
			p.Run(at.do)
			var got []string
			p.Call(foreign, &got, at.part)
			if len(got) > 0 {
				t.Errorf("%s%s, %s: %q", dir, at.url, at.part, got)
			}
		}
	}
}

package looktest

import (
	"testing"

	"playbook/generator/browser"
)

// fits are small things that a designer sees at once, each on a page, at a width,
// as an expression that says what is wrong, "" where nothing is.
var fits = []struct {
	name string
	kind
	width int
	wrong string
}{
	{
		"the kinds on the home page stand in full rows",
		kind{url: "index.html"},
		1100,
		`(() => { const rows = Object.values(Object.groupBy(document.querySelectorAll(".kinds > section"), (s) => s.offsetTop)).map((r) => r.length); return new Set(rows).size > 1 && "the rows have " + rows })()`,
	},
	{
		"the foot's links stand in one line",
		kind{url: "index.html"},
		1100,
		`new Set([...document.querySelectorAll(".foot a, .foot button")].map((a) => Math.round(a.getBoundingClientRect().bottom / 8))).size > 1 && "one is alone on its line"`,
	},
	{
		"an unfinished lesson is not broken over two columns",
		kind{url: "index.html", used: true, do: `visible "[data-pb-home]"`},
		1440,
		`(() => { const tops = [...document.querySelectorAll(".back > .due:last-child li")].map((li) => li.getClientRects().length); return tops.length < 2 ? "there are not two" : tops.some((n) => n > 1) && "one is in two" })()`,
	},
	{
		"the buttons at a lesson's end do not touch",
		kind{url: "start/start-here.html"},
		360,
		`document.querySelector("[data-pb-meeting]").getBoundingClientRect().top - document.querySelector("[data-pb-read]").getBoundingClientRect().bottom < 8 && "they touch"`,
	},
	{
		"a table of five columns of numbers fits a phone",
		kind{url: "client-mix-audits/who-pays-the-bills.html"},
		360,
		`[...document.querySelectorAll(".table")].filter((t) => t.scrollWidth > t.clientWidth + 1).map((t) => t.textContent.trim().slice(0, 30)).join()`,
	},
	{
		"the table of transfers fits a phone",
		kind{url: "client-mix-audits/quarterly-review-and-plan.html"},
		360,
		`[...document.querySelectorAll(".table")].filter((t) => t.scrollWidth > t.clientWidth + 1).map((t) => t.textContent.trim().slice(0, 30)).join()`,
	},
	{
		"the bar's symbols stand in one line",
		kind{url: "glossary.html", used: true, do: `text ".bar [data-pb-count]" /[0-9]+.[0-9]+/`},
		360,
		`new Set([...document.querySelectorAll(".bar .i")].map((i) => Math.round(i.getBoundingClientRect().top))).size > 1 && "one is higher"`,
	},
	{
		"a section without contents takes their room",
		kind{url: "qualification/index.html"},
		1100,
		`document.querySelector("main").clientWidth < 700 && "it is narrow"`,
	},
	{
		"what is kept has its heading in one line",
		kind{url: "my-data.html", used: true, do: `visible "[data-part=kept] table"`},
		360,
		`document.querySelector("[data-part=kept] caption").clientHeight > 36 && "it is broken"`,
	},
	{
		"a file is chosen with a button like others",
		kind{url: "my-data.html", do: `visible "input[type=file]"`},
		1100,
		`getComputedStyle(document.querySelector("input[type=file]"), "::file-selector-button").borderTopColor !== getComputedStyle(document.querySelector("main .btn:not(.go)")).borderTopColor && "it is the browser's"`,
	},
	{
		"a lesson's state stands in one line",
		kind{url: "progress.html", used: true, do: `visible ".lessons"`},
		360,
		`[...document.querySelectorAll(".lessons td:has(.st)")].some((td) => { const r = document.createRange(); r.selectNodeContents(td); return r.getBoundingClientRect().height > 30; }) && "it is broken"`,
	},
	{
		"a button in an empty state is in the type of buttons",
		kind{url: "practice.html", do: `visible ".none .btn"`},
		1100,
		`getComputedStyle(document.querySelector(".none .btn")).fontFamily !== getComputedStyle(document.body).fontFamily && "it is in the type of text"`,
	},
	{
		"the two customers stand apart one below the other",
		kind{url: "client-mix-audits/client-mix-audit.html"},
		360,
		`getComputedStyle(document.querySelector(".duo > div + div")).borderTopStyle !== "dashed" && "there is no line between them"`,
	},
	{
		"details in an instrument open with the sign of others",
		kind{url: "follow-up-sins/seven-sins-audit.html"},
		1100,
		`getComputedStyle(document.querySelector(".tool .how > summary"), "::before").borderRightWidth === "0px" && "it is the browser's triangle"`,
	},
	{"the labels of the charts stand apart", filled, 1100, apart},
	{"the labels of the charts stand apart on a tablet", filled, 800, apart},
	{
		"the whole book does not scroll sideways",
		kind{url: "de/book.html"},
		360,
		`document.documentElement.scrollWidth > innerWidth && "it does"`,
	},
	{
		"what scrolls in the whole book can be scrolled by keys",
		kind{url: "book.html"},
		360,
		`[...document.querySelectorAll("main *")].find((el) => el.scrollWidth > el.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(el).overflowX) &&
			!el.matches("[tabindex]") && !el.querySelector("a, button, input, select, textarea, summary, [tabindex]"))?.outerHTML.slice(0, 100)`,
	},
	{
		"a word marked in a list's heading stays where it is",
		kind{url: "campaign-analogies/current-customers-first.html"},
		360,
		`(() => {
			const text = document.querySelector("pb-checklist h4:nth-of-type(2)").firstChild, word = text.splitText(text.data.trim().lastIndexOf(" ") + 1);
			const before = document.createRange(), mark = document.createElement("mark");
			before.selectNode(text);
			word.replaceWith(mark);
			mark.append(word);
			const gap = mark.getBoundingClientRect().left - before.getBoundingClientRect().right;
			return gap > 12 && gap + " px before it";
		})()`,
	},
	{
		"the question and the roles stand on the first screen of a small desk",
		kind{url: "index.html"},
		1280,
		firstScreen + `(720, 3)`,
	},
	{
		"the question and the first role stand on the first screen of a phone",
		kind{url: "index.html"},
		360,
		firstScreen + `(720, 1)`,
	},
	{
		"on a phone in the longest language too",
		kind{url: "de/index.html"},
		360,
		firstScreen + `(720, 1)`,
	},
	{
		"the question stands before what is due and the next step",
		kind{url: "index.html", used: true, do: `visible "[data-pb-home]"`},
		1280,
		`[...document.querySelectorAll(".back > *")].map((el) => el.classList[0]).slice(0, 3).join() !== "bigfind,due,next" && [...document.querySelectorAll(".back > *")].map((el) => el.className).join()`,
	},
	{
		"what is due stands first on the page of progress",
		kind{url: "progress.html", used: true, do: `visible "[data-pb-page] section"`},
		1280,
		`document.querySelector("[data-pb-page] section h2")?.textContent !== "Due" && document.querySelector("[data-pb-page] section h2")?.textContent`,
	},
	{
		"my data fits a very small phone",
		kind{url: "my-data.html", used: true, do: `visible "[data-part=kept] table"`},
		320,
		sideways,
	},
	{
		"my data with a question to erase fits a very small phone",
		kind{url: "de/my-data.html", used: true, do: `visible "[data-part=kept] table"
click "[data-key^='erase ']"
visible "[data-act=erase-yes]"`},
		320,
		sideways,
	},
	{
		"what takes an erasure back is in sight on a phone",
		kind{url: "my-data.html", used: true, do: `viewport 360 640
visible "[data-part=kept] table"
click "[data-act=erase-all]"
click "[data-act=erase-yes]"
visible "[data-act=undo-erase]"
wait "(() => { const r = document.querySelector('[data-act=undo-erase]').getBoundingClientRect(), bar = document.querySelector('.bar').getBoundingClientRect(); return window.sight = r.top >= 0 && r.bottom <= bar.top; })()"`},
		360,
		`!window.sight && "it is not"`,
	},
	{
		"an empty tally is no row of boxes",
		kind{url: "index.html", used: true, do: `visible ".stand .tally i"`},
		1280,
		`[...document.querySelectorAll(".tally i:not(.on, .half)")].some((i) => { const s = getComputedStyle(i); return s.borderTopWidth !== "0px" || s.borderLeftWidth !== "0px"; }) && "it is"`,
	},
	{
		"a table of three columns fits a phone",
		kind{url: "client-mix-audits/client-mix-audit.html"},
		360,
		`[...document.querySelectorAll(".prose .table")].some((t) => t.scrollWidth > t.clientWidth) && "it is cut"`,
	},
}

// sideways says that a page scrolls sideways, and what is too wide.
const sideways = `document.documentElement.scrollWidth > innerWidth && [...document.querySelectorAll("main *")].filter((el) => el.getBoundingClientRect().right > innerWidth + 1).map((el) => el.tagName + "." + el.className).slice(0, 4).join()`

// firstScreen says what of the home page's beginning is below a screen of a height: the
// question, and so many roles.
const firstScreen = `((height, n) => {
  const low = [document.querySelector(".bigfind"), ...[...document.querySelectorAll(".roles li")].slice(0, n)].filter((el) => el.getBoundingClientRect().bottom > height);
  const ask = document.querySelector(".bigfind").getBoundingClientRect().top > document.querySelector(".roles").getBoundingClientRect().top;
  return low.map((el) => el.textContent.trim().slice(0, 30) + " ends at " + Math.round(el.getBoundingClientRect().bottom)).join() || ask && "the roles stand before the question";
})`

// filled is the audit with its example.
var filled = kind{url: "client-mix-audits/client-mix-audit.html", do: `wait "document.querySelector('pb-mix[data-live]')"
click ".nothing [data-act=example]"
wait "document.querySelector('pb-mix .live .charts svg text')"`}

// apart names two labels of one drawing that lie over one another.
const apart = `[...document.querySelectorAll(".charts svg")].map((svg) => {
  const all = [...svg.querySelectorAll("text")].map((el) => [el.textContent, el.getBoundingClientRect()]).filter(([, r]) => r.width);
  return all.flatMap(([a, p], i) => all.slice(i + 1).filter(([, q]) => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3).map(([b]) => a + " over " + b)).join(", ");
}).join("")`

func TestLayout(t *testing.T) {
	b := browser.Start(t)
	s := &studio{t, t.TempDir()}
	site := browser.Serve(t, shipped(t), "/")
	p := b.Page(t)
	for _, c := range fits {
		t.Run(c.name, func(t *testing.T) {
			must(t, p.Viewport(1280, 800))
			s.ready(p, site, "en", c.kind)
			must(t, p.Viewport(c.width, 800))
			var wrong any
			p.Eval("("+c.wrong+") || ''", &wrong)
			if wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

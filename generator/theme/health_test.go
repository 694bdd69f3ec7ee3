package theme

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestPagesHealthy parses every page of the sample and holds it against the
// rules that every page keeps.
func TestPagesHealthy(t *testing.T) {
	s := newSample(t, "en", "nl", "de", "ru", "pl")
	r := s.theme.Renderer(s.site, s.env)
	for _, l := range s.site.Langs {
		for _, p := range l.Pages {
			var b strings.Builder
			if err := r.Page(&b, p); err != nil {
				t.Fatal(err)
			}
			for _, problem := range unhealthy(b.String()) {
				t.Errorf("%s: %s", p.URL, problem)
			}
		}
	}
}

// unhealthy lists what is wrong with a page.
func unhealthy(page string) []string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	c := &checkup{ids: map[string]int{}}
	c.walk(doc)
	return c.finish()
}

type checkup struct {
	problems       []string
	ids            map[string]int
	refs           []string // ids that labels and links name
	h1, mains, lvl int
	metas          []string
	unlabelled     []string
	labelled       []string
}

func (c *checkup) problem(s string) { c.problems = append(c.problems, s) }

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func (c *checkup) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.walk(k)
	}
}

func (c *checkup) element(n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			c.problem("inline " + a.Key + " on " + n.Data)
		}
	}
	if id := attr(n, "id"); id != "" {
		c.ids[id]++
	}
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
		c.refs = append(c.refs, strings.Fields(attr(n, name))...)
	}
	switch n.Data {
	case "h1":
		c.h1++
		c.heading(1)
	case "h2", "h3", "h4", "h5", "h6":
		c.heading(int(n.Data[1] - '0'))
	case "main":
		c.mains++
	case "meta":
		c.metas = append(c.metas, attr(n, "http-equiv")+"="+attr(n, "content"))
	case "style":
		c.problem("inline style")
	case "script":
		if attr(n, "src") == "" && attr(n, "type") != "application/json" {
			c.problem("inline script")
		}
	case "a":
		if h := attr(n, "href"); strings.HasPrefix(h, "#") && len(h) > 1 {
			c.refs = append(c.refs, h[1:])
		} else if strings.HasPrefix(h, "http") && attr(n, "rel") != "noopener" {
			c.problem("link to " + h + " without rel=noopener")
		} else if h == "" {
			c.problem("link without an address")
		}
	case "use":
		c.refs = append(c.refs, strings.TrimPrefix(attr(n, "href"), "#"))
	case "img":
		if !has(n, "alt") {
			c.problem("image without alt")
		}
	case "input", "textarea", "select":
		c.control(n)
	case "label":
		c.labelled = append(c.labelled, attr(n, "for"))
	case "html":
		if attr(n, "lang") == "" || attr(n, "dir") == "" {
			c.problem("html without lang or dir")
		}
	}
}

// heading reports a level that is skipped on the way down.
func (c *checkup) heading(level int) {
	if c.lvl > 0 && level > c.lvl+1 {
		c.problem("heading level jumps to " + string(rune('0'+level)))
	}
	c.lvl = level
}

func (c *checkup) control(n *html.Node) {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return
		}
	}
	if attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
		c.unlabelled = append(c.unlabelled, attr(n, "id"))
	}
}

func (c *checkup) finish() []string {
	if c.h1 != 1 {
		c.problem("not exactly one h1")
	}
	if c.mains != 1 {
		c.problem("not exactly one main")
	}
	if len(c.metas) == 0 || c.metas[0] != "Content-Security-Policy="+CSP {
		c.problem("the first meta element is not the policy")
	}
	for id, n := range c.ids {
		if n > 1 {
			c.problem("id " + id + " is not unique")
		}
	}
	for _, ref := range c.refs {
		if c.ids[ref] == 0 {
			c.problem("nothing has the id " + ref)
		}
	}
	for _, id := range c.unlabelled {
		if id == "" || !slices.Contains(c.labelled, id) {
			c.problem("control " + id + " has no label")
		}
	}
	return c.problems
}

// TestUnhealthyIsFound holds the check above against pages that break each
// rule.
func TestUnhealthyIsFound(t *testing.T) {
	meta := `<meta http-equiv="Content-Security-Policy" content="` + CSP + `">`
	page := func(head, body string) string {
		return `<!doctype html><html lang="en" dir="ltr"><head>` + head + `</head><body><main>` + body + `</main></body></html>`
	}
	for _, tc := range []struct{ html, want string }{
		{page(meta, `<h1>A</h1>`), ""},
		{page(meta, `<h1>A</h1><h1>B</h1>`), "not exactly one h1"},
		{page(`<meta charset="utf-8">`+meta, `<h1>A</h1>`), "the first meta element is not the policy"},
		{page(meta, `<h1>A</h1><p style="color:red">`), "inline style on p"},
		{page(meta, `<h1>A</h1><p onclick="x()">`), "inline onclick on p"},
		{page(meta, `<h1>A</h1><script>x()</script>`), "inline script"},
		{page(meta, `<h1 id="a">A</h1><p id="a">`), "id a is not unique"},
		{page(meta, `<h1>A</h1><a href="#b">b</a>`), "nothing has the id b"},
		{page(meta, `<h1>A</h1><input id="c">`), "control c has no label"},
		{page(meta, `<h1>A</h1><h3>C</h3>`), "heading level jumps to 3"},
		{page(meta, `<h1>A</h1><a href="https://example.org/">x</a>`), "link to https://example.org/ without rel=noopener"},
	} {
		if got := strings.Join(unhealthy(tc.html), "; "); got != tc.want {
			t.Errorf("%s\n got %q\nwant %q", tc.html, got, tc.want)
		}
	}
}

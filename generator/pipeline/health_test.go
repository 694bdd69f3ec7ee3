package pipeline_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
)

// TestShippedPlaybookIsHealthy checks every page of the shipped playbook. Links and
// anchors must have a target, ids must be unique, there must be one h1, images must have
// alternative texts and controls labels, there must be no inline scripts or styles, and the
// Content-Security-Policy must come first.
func TestShippedPlaybookIsHealthy(t *testing.T) {
	for name, o := range map[string]pipeline.Options{"plain": {}, "with base_url": {BaseURL: "https://example.com/a/b"}} {
		t.Run(name, func(t *testing.T) {
			s := built{testsite.Shipped(t)}
			if o.BaseURL != "" {
				s = buildSite(t, testsite.Repository(t), o)
			}
			if len(s.Result.Diags) > 0 {
				t.Fatalf("findings in the shipped playbook: %v", s.Result.Diags)
			}
			c := crawl{t: t, s: s, ids: map[string]map[string]bool{}}
			for _, f := range s.Names() {
				if strings.HasSuffix(f, ".html") {
					c.page(f)
				}
				if strings.ContainsAny(s.Files[f], "\x01\x02") {
					t.Errorf("%s has a token that was not replaced", f)
				}
			}
			c.links()
			if c.pages < 60 || c.followed < 1000 {
				t.Errorf("checked only %d pages and %d links", c.pages, c.followed)
			}
		})
	}
}

// A crawl checks pages and collects their ids and links.
type crawl struct {
	t               *testing.T
	s               built
	ids             map[string]map[string]bool
	out             []link
	pages, followed int
}

type link struct{ page, href string }

func (c *crawl) page(name string) {
	c.pages++
	doc, err := html.Parse(strings.NewReader(c.s.Files[name]))
	if err != nil {
		c.t.Fatal(err)
	}
	p := pageCheck{crawl: c, name: name, ids: map[string]bool{}, labels: map[string]bool{}}
	p.walk(doc)
	redirect := strings.Contains(c.s.Files[name], `http-equiv="refresh"`)
	if p.h1 != 1 && !redirect {
		c.t.Errorf("%s has %d h1", name, p.h1)
	}
	if p.lang == "" {
		c.t.Errorf("%s has no lang", name)
	}
	if p.firstMeta != theme.CSP && p.firstMeta != "utf-8" || !p.policy {
		c.t.Errorf("%s does not begin with the policy", name)
	}
	for _, id := range p.controls {
		if !p.labels[id] {
			c.t.Errorf("%s: the control #%s has no label", name, id)
		}
	}
	c.ids[name] = p.ids
}

// pageCheck is what is found on one page.
type pageCheck struct {
	*crawl
	name      string
	h1        int
	lang      string
	firstMeta string
	policy    bool
	ids       map[string]bool
	labels    map[string]bool
	controls  []string
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func (p *pageCheck) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		p.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c)
	}
}

func (p *pageCheck) element(n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			p.t.Errorf("%s: <%s> has %s", p.name, n.Data, a.Key)
		}
	}
	if id, ok := attr(n, "id"); ok {
		if id == "" || p.ids[id] {
			p.t.Errorf("%s: the id %q is empty or used twice", p.name, id)
		}
		p.ids[id] = true
	}
	for _, key := range []string{"href", "src", "srcset", "action", "poster"} {
		if v, ok := attr(n, key); ok {
			p.out = append(p.out, link{p.name, v})
		}
	}
	switch n.Data {
	case "h1":
		p.h1++
	case "html":
		p.lang, _ = attr(n, "lang")
	case "meta":
		p.meta(n)
	case "style":
		p.t.Errorf("%s has an inline style sheet", p.name)
	case "script":
		kind, _ := attr(n, "type")
		if _, ok := attr(n, "src"); !ok && kind != "application/json" {
			p.t.Errorf("%s has an inline script", p.name)
		}
	case "img":
		if _, ok := attr(n, "alt"); !ok {
			p.t.Errorf("%s: an image has no alt", p.name)
		}
	case "label":
		if id, ok := attr(n, "for"); ok {
			p.labels[id] = true
		}
	case "input", "select", "textarea":
		p.control(n)
	}
}

func (p *pageCheck) meta(n *html.Node) {
	content, _ := attr(n, "content")
	if p.firstMeta == "" {
		p.firstMeta = content
		if charset, ok := attr(n, "charset"); ok {
			p.firstMeta = charset
		}
	}
	if v, _ := attr(n, "http-equiv"); strings.EqualFold(v, "Content-Security-Policy") && content == theme.CSP {
		p.policy = true
	}
}

// control collects a control that needs a <label for> elsewhere on the page.
func (p *pageCheck) control(n *html.Node) {
	kind, _ := attr(n, "type")
	if _, ok := attr(n, "autocomplete"); ok && (kind == "checkbox" || kind == "radio") {
		p.t.Errorf("%s: a %s has the attribute autocomplete, which HTML does not allow there", p.name, kind)
	}
	if v, ok := attr(n, "aria-label"); ok && v != "" {
		return
	}
	if _, ok := attr(n, "aria-labelledby"); ok {
		return
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.Data == "label" {
			return
		}
	}
	id, _ := attr(n, "id")
	p.controls = append(p.controls, id)
}

// links follows every address that stays on the site.
func (c *crawl) links() {
	for _, l := range c.out {
		u, err := url.Parse(l.href)
		if err != nil {
			c.t.Errorf("%s: cannot read the address %q", l.page, l.href)
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			if u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" && u.Scheme != "tel" {
				c.t.Errorf("%s: %q has the scheme %q", l.page, l.href, u.Scheme)
			}
			continue
		}
		c.follow(l, u)
	}
}

func (c *crawl) follow(l link, u *url.URL) {
	c.followed++
	to := l.page
	switch {
	case strings.HasPrefix(u.Path, "/"):
		if path.Base(l.page) != "404.html" {
			c.t.Errorf("%s: %q begins at the server's root, want a relative address", l.page, l.href)
		}
		to = strings.TrimPrefix(strings.TrimPrefix(u.Path, "/a/b"), "/")
	case u.Path != "":
		to = sub(l.page, u.Path)
	}
	if _, ok := c.s.Files[to]; !ok {
		c.t.Errorf("%s: %q leads to %q, which is not there", l.page, l.href, to)
		return
	}
	if u.Fragment != "" && strings.HasSuffix(to, ".html") && !c.ids[to][u.Fragment] {
		c.t.Errorf("%s: %q leads to an id that %s does not have", l.page, l.href, to)
	}
}

// TestOneInputOneOutput builds the shipped playbook with different numbers of
// processors, time zones and locales, and with folders read in different orders. The
// output must always be the same.
func TestOneInputOneOutput(t *testing.T) {
	source := testsite.Repository(t)
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	var want string
	for i := range 8 {
		runtime.GOMAXPROCS(1 + i)
		t.Setenv("TZ", []string{"UTC", "Asia/Kathmandu", "America/Anchorage"}[i%3])
		t.Setenv("LANG", []string{"C", "tr_TR.UTF-8"}[i%2])
		s := buildSite(t, shuffled{source, rand.New(rand.NewPCG(uint64(i), 7))}, pipeline.Options{})
		h := sha256.New()
		for _, n := range s.Names() {
			fmt.Fprintf(h, "%s\x00%s\x00", n, s.Files[n])
		}
		got := fmt.Sprintf("%x", h.Sum(nil))
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("build %d has the hash %s, the first one %s", i, got, want)
		}
	}
}

// shuffled is a file system that lists folders in random order.
type shuffled struct {
	fs.FS
	r *rand.Rand
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	entries = slices.Clone(entries)
	s.r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

package dev

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
)

// A client is the bundled live client.
type client struct{ script, style []byte }

func bundleClient(fsys fs.FS) (client, error) {
	scripts, ds, err := assets.Scripts(fsys, []assets.Entry{{Name: "dev.js", Path: "client/dev/dev.js"}})
	if err == nil && ds.HasErrors() {
		err = fmt.Errorf("%s:%d: %s", ds[0].Path, ds[0].Line, ds[0].Message)
	}
	if err != nil {
		return client{}, fmt.Errorf("bundle the live client: %w", err)
	}
	styles, ds, err := assets.Styles(fsys, []assets.Sheet{{Name: "dev.css", Paths: []string{"client/dev/dev.css"}}})
	if err == nil && ds.HasErrors() {
		err = fmt.Errorf("%s:%d: %s", ds[0].Path, ds[0].Line, ds[0].Message)
	}
	if err != nil {
		return client{}, fmt.Errorf("bundle the live client's style: %w", err)
	}
	return client{scripts[0].Data, styles[0].Data}, nil
}

// A preview is the site as it is served: the last good build, with the findings of
// the newest.
type preview struct {
	mu       sync.RWMutex
	number   int           // of the newest build, good or not
	took     time.Duration // of the newest build
	found    diag.List
	withheld diag.List // the errors because of which the output folder is not updated
	good     *pipeline.Result
	base     string // base_url's path, "" or "a/b/"
	drafts   map[string]bool
	moved    map[string]string // old address of a page to its new one
	still    bool              // nothing changes: pages are sent without the live client
}

// show takes a new build.
func (s *server) show(r *pipeline.Result, took time.Duration) {
	s.preview.take(r, took)
	s.live.reload()
}

func (s *server) findings() diag.List {
	s.preview.mu.RLock()
	defer s.preview.mu.RUnlock()
	return s.preview.found
}

// published takes the errors because of which the output folder was not updated.
func (s *server) published(withheld diag.List) {
	p := &s.preview
	p.mu.Lock()
	same := len(p.withheld) == 0 && len(withheld) == 0
	p.withheld = withheld
	if !same {
		p.number++
	}
	p.mu.Unlock()
	if !same {
		s.live.reload()
	}
}

func (p *preview) take(r *pipeline.Result, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.number++
	p.took, p.found = took, r.Diags
	if r.Find == nil {
		return
	}
	before := p.good
	p.good, p.base = r, basePath(r.Config.BaseURL)
	if before != nil && before.Site == r.Site {
		return
	}
	p.drafts = map[string]bool{}
	for _, l := range r.Site.Langs {
		for _, pg := range l.Pages {
			if pg.Draft {
				p.drafts[pg.URL] = true
			}
		}
	}
	p.follow(before, r)
}

// basePath is the path of base_url without its first slash.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return ""
	}
	return strings.Trim(u.Path, "/") + "/"
}

// follow records the new addresses of pages that have moved: that of the page with
// the same uid, or else with the same text.
func (p *preview) follow(before, r *pipeline.Result) {
	if before == nil {
		return
	}
	next := maps.Clone(p.moved) // the last one may be in use
	defer func() { p.moved = next }()
	if next == nil {
		next = map[string]string{}
	}
	type mark struct{ lang, uid string }
	var byUID map[mark]string
	var byText map[[16]byte]string
	for _, l := range before.Site.Langs {
		for _, old := range l.Pages {
			if old.Lesson == nil {
				continue
			}
			if _, still := r.Find(old.URL); still {
				continue
			}
			if byUID == nil {
				byUID, byText = map[mark]string{}, map[[16]byte]string{}
				for _, l := range r.Site.Langs {
					for _, pg := range l.Pages {
						byUID[mark{l.Code, pg.UID}] = pg.URL
						if pg.Lesson != nil && !pg.Fallback {
							byText[pg.Lesson.Hash] = pg.URL
						}
					}
				}
			}
			if to := byUID[mark{l.Code, old.UID}]; to != "" && old.UID != "" {
				next[old.URL] = to
			} else if to := byText[old.Lesson.Hash]; to != "" && old.Lesson.Hash != content.Hash(nil) {
				next[old.URL] = to
			}
		}
	}
}

// state returns, as JSON, what the live client shows in addition to the page.
func (p *preview) state() []byte {
	type finding struct {
		Path       string `json:"path"`
		Line       int    `json:"line,omitempty"`
		Col        int    `json:"col,omitempty"`
		End        int    `json:"end,omitempty"`
		Severity   string `json:"severity"`
		Code       string `json:"code"`
		Message    string `json:"message"`
		Hint       string `json:"hint,omitempty"`
		Excerpt    string `json:"excerpt,omitempty"`
		ExcerptCol int    `json:"excerptCol,omitempty"`
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	list := func(ds diag.List) []finding {
		out := []finding{}
		for _, d := range ds[:min(len(ds), maxShown)] {
			out = append(out, finding{d.Path, d.Line, d.Col, d.End, d.Severity.String(), string(d.Code), d.Message, d.Advice(), d.Excerpt, d.ExcerptCol})
		}
		return out
	}
	b, _ := json.Marshal(struct {
		Build    int       `json:"build"`
		MS       float64   `json:"ms"`
		Errors   int       `json:"errors"`
		Warnings int       `json:"warnings"`
		Good     bool      `json:"good"`
		Findings []finding `json:"findings"`
		Withheld []finding `json:"withheld"`
	}{
		p.number, float64(p.took.Microseconds()) / 1000, p.found.Count(diag.Error), p.found.Count(diag.Warning), p.good != nil,
		list(errorsFirst(p.found)), list(p.withheld),
	}) // strings and numbers always marshal
	return b
}

// maxShown bounds the findings of the overlay.
const maxShown = 30

func errorsFirst(ds diag.List) diag.List {
	out := make(diag.List, 0, len(ds))
	for _, want := range []bool{true, false} {
		for _, d := range ds {
			if (d.Severity == diag.Error) == want {
				out = append(out, d)
			}
		}
	}
	return out
}

// serve answers for the address target.
func (p *preview) serve(w http.ResponseWriter, r *http.Request, target string) {
	name, f, ok, moved := p.find(target)
	switch {
	case moved != "":
		w.Header().Set("Location", "/"+(&url.URL{Path: moved}).EscapedPath())
		writeText(w, r, http.StatusTemporaryRedirect, "this page has another address now")
	case ok:
		p.send(w, r, http.StatusOK, name, f)
	default:
		p.lost(w, r)
	}
}

// find looks up an address. A folder's address is that of its index.html. Names that
// begin with a dot are never found.
func (p *preview) find(target string) (name string, f output.File, ok bool, moved string) {
	p.mu.RLock()
	good, base, was := p.good, p.base, p.moved
	p.mu.RUnlock()
	if good == nil || strings.HasPrefix(target, ".") || strings.Contains(target, "/.") {
		return "", f, false, ""
	}
	for _, name := range []string{target, strings.TrimPrefix(target, base)} {
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if f, ok := good.Find(name); ok {
			return name, f, true, ""
		}
		if _, ok := good.Find(name + "/index.html"); ok {
			return "", f, false, name + "/"
		}
		for to, n := was[name], 0; to != "" && n < 10; to, n = was[to], n+1 {
			if _, ok := good.Find(to); ok {
				return "", f, false, to
			}
		}
	}
	return "", f, false, ""
}

// lost answers a request for an address that does not exist.
func (p *preview) lost(w http.ResponseWriter, r *http.Request) {
	p.mu.RLock()
	good := p.good != nil
	p.mu.RUnlock()
	if !good {
		// No build was good yet: serve an empty page on which the findings appear.
		write(w, r, http.StatusOK, types[".html"], p.inject("", []byte(emptyPage)))
		return
	}
	if name, f, ok, _ := p.find("404.html"); ok {
		p.send(w, r, http.StatusNotFound, name, f)
		return
	}
	writeText(w, r, http.StatusNotFound, "there is nothing here")
}

const emptyPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Playbook</title>
</head>
<body class="pb-dev-empty"><main><h1>Nothing to show yet</h1><p>The playbook cannot be built because it has mistakes. This page updates when you correct them.</p></main></body></html>
`

// send draws a file and sends it.
func (p *preview) send(w http.ResponseWriter, r *http.Request, status int, name string, f output.File) {
	var drawn bytes.Buffer
	err := f.Write(&drawn)
	body := drawn.Bytes()
	if err != nil {
		text := strings.Replace(emptyPage, "Nothing to show yet", "This page cannot be drawn", 1)
		text = strings.Replace(text, "The playbook cannot be built because it has mistakes.", html.EscapeString(err.Error())+".", 1)
		write(w, r, http.StatusInternalServerError, types[".html"], p.inject(name, []byte(text)))
		return
	}
	if strings.HasSuffix(name, ".html") {
		body = p.inject(name, body)
	}
	write(w, r, status, typeOf(name), body)
}

// inject inserts the live client into a page before all its scripts, so that it sees
// the page as the server sent it.
func (p *preview) inject(name string, page []byte) []byte {
	if p.still {
		return page
	}
	p.mu.RLock()
	number, draft := p.number, p.drafts[name]
	p.mu.RUnlock()
	attr := ""
	if draft {
		attr = " data-draft"
	}
	tag := fmt.Appendf(nil, `<link rel="stylesheet" href="/_dev/dev.css"><script src="/_dev/dev.js" defer data-build="%d"%s></script>`, number, attr)
	at := bytes.Index(page, []byte("</head>"))
	if i := bytes.Index(page, []byte("<script")); i >= 0 && i < at {
		at = i
	}
	if at < 0 {
		return page
	}
	out := make([]byte, 0, len(page)+len(tag))
	return append(append(append(out, page[:at]...), tag...), page[at:]...)
}

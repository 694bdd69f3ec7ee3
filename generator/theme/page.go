package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"playbook/generator/site"
)

// buffers are pooled. Each holds one page while it is drawn.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// bigBuffer is the size from which a buffer is not reused.
const bigBuffer = 1 << 20

// keep returns a buffer for the next use, unless it has grown too large.
func keep(buf *bytes.Buffer) {
	if buf.Cap() < bigBuffer {
		buffers.Put(buf)
	}
}

// Page writes the HTML document of p. The same page always has the same bytes.
func (r *Renderer) Page(w io.Writer, p *site.Page) error {
	out := buffers.Get().(*bytes.Buffer)
	out.Reset()
	defer keep(out)
	v := r.view(p)
	v.out = out
	if err := r.theme.draw(out, v.ls, v.left, v.layout(), v); err != nil {
		return fmt.Errorf("draw page %q: %w", p.URL, err)
	}
	if _, err := w.Write(r.theme.located(out.Bytes(), v.at)); err != nil {
		return fmt.Errorf("write page %q: %w", p.URL, err)
	}
	return nil
}

// layout returns the name of the page's template: the lesson's choice, or the one for
// the type of page.
func (v *View) layout() string {
	if l := v.packedLayout(); l != "" {
		return l
	}
	if l := v.lesson; l != nil && l.Meta.Template != "" && v.r.theme.trees["layouts/"+l.Meta.Template] != nil {
		return "layouts/" + l.Meta.Template
	}
	if v.page.Type == site.SystemPage {
		if name := "layouts/system/" + v.page.System; v.r.theme.trees[name] != nil {
			return name
		}
		return "layouts/system/any"
	}
	return "layouts/" + typeNames[v.page.Type]
}

// HasLayout reports whether front matter may ask for the template name.
func (t *Theme) HasLayout(name string) bool { return t.trees["layouts/"+name] != nil }

// Icons are the symbols of the icons that the page has drawn so far, and of those
// that the search dialog draws on it: the kinds of lesson and the way out. A layout
// writes them last.
func (v *View) Icons() template.HTML {
	return v.r.theme.icons.sprite(v.out.Bytes(), v.r.langs[v.page.Lang].icons)
}

// escapeURL escapes an address of the site for a quoted attribute: it percent-encodes
// what a URL cannot contain, and escapes &.
func escapeURL(s string) string {
	if strings.Contains(s, "&") {
		return strings.ReplaceAll(plainURL(s), "&", "&amp;")
	}
	return plainURL(s)
}

// plainURL returns an address of the site for a file that is not HTML.
func plainURL(s string) string {
	i := 0
	for i < len(s) && !unsafeInURL[s[i]] {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '&':
			b.WriteByte(c)
		case unsafeInURL[c]:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unsafeInURL are the bytes that an address in an attribute must not contain unescaped.
var unsafeInURL = func() (table [256]bool) {
	for c := range table {
		table[c] = c <= ' ' || c >= 0x7f || strings.IndexByte("\"&'<>\\^`{|}", byte(c)) >= 0
	}
	return table
}()

// basePath returns the path of the site's address, with a slash at both ends.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Path == "" {
		return "/"
	}
	return strings.TrimSuffix(u.Path, "/") + "/"
}

// absolute returns the full address of a file of the site, or "" without base_url.
func (r *Renderer) absolute(path string) string { return absolute(r.site, path) }

func absolute(s *site.Site, path string) string {
	if s.Config.BaseURL == "" {
		return ""
	}
	u := url.URL{Path: path}
	return strings.TrimSuffix(s.Config.BaseURL, "/") + "/" + strings.TrimPrefix(u.EscapedPath(), "./")
}

// addPeriod adds "90d", "6w", "6m" or "1y" to a date. It returns "" if either is
// invalid.
func addPeriod(date, period string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || period == "" {
		return ""
	}
	n, err := strconv.Atoi(period[:len(period)-1])
	if err != nil {
		return ""
	}
	switch period[len(period)-1] {
	case 'd':
		day = day.AddDate(0, 0, n)
	case 'w':
		day = day.AddDate(0, 0, 7*n)
	case 'm':
		day = addMonths(day, n)
	case 'y':
		day = addMonths(day, 12*n)
	default:
		return ""
	}
	return day.Format(time.DateOnly)
}

// addMonths returns the same day n months later, or the last day of a shorter month.
func addMonths(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

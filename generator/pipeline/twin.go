package pipeline

import (
	"html"
	"io"
	"strings"

	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// twin reports whether a page has a Markdown twin: real lessons, not
// fallbacks.
func twin(p *site.Page) bool { return p.Lesson != nil && !p.Fallback }

// twin is a lesson's Markdown beside its page, with links that lead to the
// other twins.
func (d *drawing) twin(p *site.Page, url, key string) output.File {
	return output.File{Path: url, Key: key, Write: func(w io.Writer) error {
		l := d.text(p)
		return l.WriteMarkdown(w, p.Title, func(i int) string {
			if dest := l.Links[i].Dest; strings.HasPrefix(dest, "#") {
				return dest // a place on the page itself, as its author calls it
			}
			return markdownTarget(p, p.Links[i])
		})
	}}
}

// markdownTarget is where a twin's link leads: to the other twin where there is
// one, else to the page or the file.
func markdownTarget(p *site.Page, t site.Target) string {
	to := ""
	switch {
	case t.External != "":
		return html.UnescapeString(t.External)
	case t.Away:
		return "#" // the text names a file that readers do not have
	case t.Asset != nil:
		to = t.Asset.URL
	case t.Page != nil && twin(t.Page):
		to = strings.TrimSuffix(t.Page.URL, ".html") + ".md"
	case t.Page != nil:
		to = t.Page.URL
	}
	if to != "" {
		to = theme.Relative(p.URL, to)
	}
	if t.Fragment != "" {
		to += "#" + t.Fragment
	}
	return to
}

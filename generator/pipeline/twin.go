package pipeline

import (
	"html"
	"io"
	"strings"

	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// hasTwin reports whether a page has a Markdown twin: its lesson as a Markdown file next to
// it. A page that shows the original because there is no translation has none.
func hasTwin(p *site.Page) bool { return p.Lesson != nil && !p.Fallback }

// twin returns the Markdown twin of a page. Its links lead to other twins.
func (d *drawing) twin(p *site.Page, url, key string) output.File {
	return output.File{Path: url, Key: key, Write: func(w io.Writer) error {
		l := d.text(p)
		return l.WriteMarkdown(w, p.Title, func(i int) string {
			if dest := l.Links[i].Dest; strings.HasPrefix(dest, "#") {
				return dest // a heading of the same lesson: keep the author's link
			}
			return markdownTarget(p, p.Links[i])
		})
	}}
}

// markdownTarget returns the address of a link in a twin: that of the target's twin if it
// has one, else that of the page or the file.
func markdownTarget(p *site.Page, t site.Target) string {
	to := ""
	switch {
	case t.External != "":
		return html.UnescapeString(t.External)
	case t.Away:
		return "#" // the target is a file that is not published
	case t.Asset != nil:
		to = t.Asset.URL
	case t.Page != nil && hasTwin(t.Page):
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

package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
	"playbook/generator/widget"
)

// Body is the lesson's HTML.
func (v *View) Body() (template.HTML, error) {
	if v.lesson == nil {
		return "", nil
	}
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer keep(buf)
	if err := v.lesson.WriteHTML(buf, v.hooks()); err != nil {
		return "", err
	}
	if n := buf.Len(); n > maxBody {
		d := diag.Whole(v.page.SourcePath, diag.Error, codeLongBody, "the lesson's page has %d MB of HTML, more than the limit of %d MB", n>>20, maxBody>>20).
			WithHint("split it into several lessons")
		return "", &DrawError{d}
	}
	return template.HTML(buf.String()), nil
}

const codeLongBody diag.Code = "PB1823"

// maxBody is the limit of a lesson's HTML in bytes. Browsers cannot handle nearly as
// much.
const maxBody = 16 << 20

// hooks returns the functions for the tokens of the page's lesson.
func (v *View) hooks() *content.Hooks {
	h := &content.Hooks{IDs: v.IDs, Link: v.linkAttrs, LinkText: v.linkText, Image: v.imageAttrs, Word: v.word}
	h.Widget = func(w io.Writer, i int) error {
		if i >= len(v.lesson.Widgets) || v.lesson.Widgets[i].Widget == nil {
			return nil
		}
		p := v.lesson.Widgets[i]
		return v.drawWidget(v.lesson.Writer(w, h), widgetTemplate(p), p, v.IDs)
	}
	return h
}

// drawWidget draws a widget by a template of its kind. The dot is the widget's own
// struct.
func (v *View) drawWidget(w io.Writer, name string, p content.Placed, prefix string) error {
	if v.r.theme.trees[name] == nil {
		return fmt.Errorf("draw %s %q: template %q is missing", p.Kind, p.ID, name)
	}
	if err := v.r.theme.draw(w, v.ls, v.left, name, widget.WithPrefix(p.Widget, prefix)); err != nil {
		return fmt.Errorf("draw %s %q: %w", p.Kind, p.ID, err)
	}
	return nil
}

// target returns the target of the lesson's link i, or nil if it does not exist.
func (v *View) target(i int) *site.Target {
	if i < 0 || i >= len(v.page.Links) {
		return nil
	}
	return &v.page.Links[i]
}

// linkAttrs returns the attributes of link i.
func (v *View) linkAttrs(i int) string {
	t := v.target(i)
	if t == nil || t.Away {
		return ""
	}
	if t.External != "" {
		return `href="` + t.External + `" rel="noopener"`
	}
	if t.Page != nil && !v.r.packing.has(t.Page) {
		return `class="away"`
	}
	attrs := `href="` + v.address(t) + `"`
	if t.Page != nil && t.Page.Fallback && v.TextLang == "" {
		attrs += ` hreflang="` + v.r.site.Config.Language + `"`
	}
	return attrs
}

// address returns the address of a target within the site, escaped for a quoted
// attribute. In the book it stays within the book if possible.
func (v *View) address(t *site.Target) string {
	if t.Asset != nil {
		return escapeURL(v.at.to(t.Asset.URL))
	}
	here := t.Page == nil || t.Page == v.page && v.at.url == v.page.URL
	top := v.page.URL
	switch n := v.book.number(t.Page); {
	case n > 0 && t.Fragment == "":
		return "#" + bookID(n)
	case n > 0:
		return "#" + escapeURL(bookID(n)+"-"+t.Fragment)
	case here && t.Fragment != "":
		return "#" + escapeURL(t.Fragment)
	case t.Page != nil:
		top = t.Page.URL
	}
	addr := v.at.to(top)
	if t.Fragment != "" {
		addr += "#" + t.Fragment
	}
	return escapeURL(addr)
}

// linkText returns the text of a link without words: the title of its page.
func (v *View) linkText(i int) string {
	t := v.target(i)
	switch {
	case t == nil:
		return ""
	case t.Page != nil:
		return template.HTMLEscapeString(t.Page.Title)
	case t.Asset != nil:
		return template.HTMLEscapeString(t.Asset.Source)
	}
	return t.External
}

// imageAttrs returns the attributes of link i, an image. They include its size, so that
// the page does not move when the image arrives.
func (v *View) imageAttrs(i int) string {
	t := v.target(i)
	if t == nil {
		return `src=""`
	}
	attrs := `src="` + v.address(t) + `"`
	width, height := 0, 0
	if a := t.Asset; a != nil && a.Width > 0 && a.Height > 0 {
		width, height = a.Width, a.Height
	}
	if w := v.lesson.Links[i].Width; w > 0 { // the author's
		width, height = w, (height*w+width/2)/max(width, 1)
	}
	if width > 0 {
		attrs += ` width="` + strconv.Itoa(width) + `"`
	}
	if height > 0 {
		attrs += ` height="` + strconv.Itoa(height) + `"`
	}
	return attrs
}

// word returns the interface string number i of a lesson's HTML, in the language of the
// lesson.
func (v *View) word(i int) string {
	if i < 0 || i >= len(content.Words) {
		return ""
	}
	words := v.ls.words
	if v.TextLang != "" {
		words = v.r.theme.words.of(v.TextLang)
	}
	return template.HTMLEscapeString(words.Get("content." + content.Words[i]))
}

// due returns in words when an item is due. "+7d" counts from the start of a run;
// anything else is a date.
func (s *Strings) due(v string) string {
	if rest, ok := strings.CutPrefix(v, "+"); ok {
		n, _ := strconv.Atoi(strings.TrimSuffix(rest, "d"))
		return s.Count("checklist.due_in", n)
	}
	return s.Fill("checklist.due", s.Date(v))
}

// repeat returns in words how often a list repeats: "weekly:mon", "every:14d".
func (s *Strings) repeat(v string) string {
	name, rest, _ := strings.Cut(v, ":")
	if name == "every" {
		n, _ := strconv.Atoi(strings.TrimSuffix(rest, "d"))
		return s.Count("checklist.every", n)
	}
	return s.Get("checklist." + name)
}

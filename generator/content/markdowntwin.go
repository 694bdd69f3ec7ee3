package content

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
)

// WriteMarkdown writes the lesson's source as a Markdown file of its own: the
// title as its heading, the summary, and the body with every variable replaced
// by its value and every link by what target returns for it ("" leaves it).
func (l *Lesson) WriteMarkdown(w io.Writer, title string, target func(i int) string) error {
	return l.writeMarkdown(w, l.source, title, target)
}

func (l *Lesson) writeMarkdown(w io.Writer, text []byte, title string, target func(i int) string) error {
	b := buffers.Get().(*htmlBuffer)
	defer buffers.Put(b)
	b.Reset()
	b.WriteString("# " + asText(title) + "\n\n")
	if s := l.Meta.Summary; s != "" {
		b.WriteString(asText(s) + "\n\n")
	}
	at := 0
	for _, e := range l.edits(target) {
		if e.offset-l.bodyAt < at { // a reference definition serves several links
			continue
		}
		b.Write(text[at : e.offset-l.bodyAt])
		b.WriteString(e.value)
		at = e.offset - l.bodyAt + e.len
	}
	b.Write(text[at:])
	_, err := w.Write(bytes.TrimLeft(b.Bytes(), "\n"))
	return err
}

// edits are what stands in the Markdown in place of the source, by its place.
func (l *Lesson) edits(target func(i int) string) []edit {
	edits := make([]edit, 0, len(l.Links)+len(l.values))
	for i, k := range l.Links {
		if k.Len == 0 {
			continue
		}
		if to := target(i); to != "" {
			edits = append(edits, edit{k.Offset, k.Len, markdownLink(k, to)})
		}
	}
	for _, v := range l.values {
		edits = append(edits, edit{v.offset, v.len, asText(v.value)})
	}
	slices.SortStableFunc(edits, func(x, y edit) int { return cmp.Compare(x.offset, y.offset) })
	return edits
}

// asText writes plain words so that no bracket in them is HTML.
func asText(s string) string { return strings.ReplaceAll(s, "<", "&lt;") }

// inParentheses writes an address so that a Markdown link can hold it.
var inParentheses = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29")

// markdownLink is the text that stands for a link's destination; a wiki link
// becomes an ordinary one.
func markdownLink(k Link, to string) string {
	to = inParentheses.Replace(to)
	if k.Kind != LinkWiki {
		return to
	}
	return "[" + cmp.Or(k.Text, k.Dest) + "](" + to + ")"
}

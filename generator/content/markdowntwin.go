package content

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
)

// WriteMarkdown writes the lesson's source as a Markdown file of its own: the
// title as its heading, the summary, and the body with every link replaced by
// what target returns for it ("" leaves it).
func (l *Lesson) WriteMarkdown(w io.Writer, title string, target func(i int) string) error {
	return l.source.Use(func(text []byte) error { return l.writeMarkdown(w, text, title, target) })
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
	order := make([]int, 0, len(l.Links))
	for i := range l.Links {
		if l.Links[i].Len > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(l.Links[x].Offset, l.Links[y].Offset) })
	for _, i := range order {
		k := l.Links[i]
		to := target(i)
		if k.Offset-l.bodyAt < at || to == "" { // a reference definition serves several links
			continue
		}
		b.Write(text[at : k.Offset-l.bodyAt])
		b.WriteString(markdownLink(k, to))
		at = k.Offset - l.bodyAt + k.Len
	}
	b.Write(text[at:])
	_, err := w.Write(bytes.TrimLeft(b.Bytes(), "\n"))
	return err
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

package content

import (
	"bytes"
	"io"
	"strconv"
)

// Tokens stand in rendered HTML for what only the whole site knows: a letter
// and a number between two control characters, which no source text holds
// (checkEncoding refuses them). Letters: L a link's attributes, N its text,
// I an image's attributes, T one of Words, W a widget, H what follows "<h2" of a
// translation's heading, whose id may be the original's.
const (
	tokenStart = 0x01
	tokenEnd   = 0x02
)

// Hooks answer for the tokens of a body.
type Hooks struct {
	// Link returns the attributes of link i, as `href="../x.html"`.
	Link func(i int) string
	// LinkText returns the escaped text of link i, a wiki link without one.
	LinkText func(i int) string
	// Image returns the attributes of link i, an image, as
	// `src="../assets/x.png" width="3" height="2"`.
	Image func(i int) string
	// Word returns the escaped interface string for Words[i].
	Word func(i int) string
	// Widget writes widget i. What it writes may hold tokens again: pass it
	// through Resolve.
	Widget func(w io.Writer, i int) error
}

// WriteHTML writes the lesson's body, asking h for every token.
func (l *Lesson) WriteHTML(w io.Writer, h Hooks) error {
	return l.body.Use(func(body []byte) error { return resolve(w, body, h, l.Headings) })
}

// Resolve writes html with its tokens replaced.
func Resolve(w io.Writer, html []byte, h Hooks) error { return resolve(w, html, h, nil) }

func resolve(w io.Writer, html []byte, h Hooks, headings []Heading) error {
	for {
		i := bytes.IndexByte(html, tokenStart)
		if i < 0 {
			_, err := w.Write(html)
			return err
		}
		if _, err := w.Write(html[:i]); err != nil {
			return err
		}
		end := bytes.IndexByte(html[i:], tokenEnd)
		if end < 3 {
			html = html[i+1:]
			continue
		}
		n, _ := strconv.Atoi(string(html[i+2 : i+end]))
		if letter := html[i+1]; letter != 'H' {
			if err := h.write(w, letter, n); err != nil {
				return err
			}
		} else if _, err := io.WriteString(w, headings[n].opening()); err != nil {
			return err
		}
		html = html[i+end+1:]
	}
}

func (h Hooks) write(w io.Writer, letter byte, n int) error {
	var s string
	switch letter {
	case 'L':
		s = h.Link(n)
	case 'N':
		s = h.LinkText(n)
	case 'I':
		s = h.Image(n)
	case 'T':
		s = h.Word(n)
	case 'W':
		return h.Widget(w, n)
	}
	_, err := io.WriteString(w, s)
	return err
}

package content

import (
	"bytes"
	"io"
	"strconv"
)

// Tokens stand in rendered HTML for what only the page knows: a letter and a
// number between two control characters, which no source text holds
// (checkEncoding refuses them). Letters: L a link's attributes, N its text,
// I an image's attributes, T one of Words, W a widget, P the prefix of ids,
// H what follows "<h2" of a translation's heading, whose id may be the
// original's, R a reference to that id.
const (
	tokenStart = 0x01
	tokenEnd   = 0x02
	idPlace    = "\x01P0\x02"
)

// Hooks answer for the tokens of a lesson's HTML.
type Hooks struct {
	// IDs goes before every id of the text, and before references to one: "" on
	// the lesson's own page.
	IDs string
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
	// through a [Lesson.Writer].
	Widget func(w io.Writer, i int) error
}

// WriteHTML writes the lesson's body as the page has it.
func (l *Lesson) WriteHTML(w io.Writer, h *Hooks) error {
	_, err := l.Writer(w, h).Write(l.body)
	return err
}

// Writer returns a writer that answers for the tokens in what is written to it
// and passes the rest on. A token must be written in one piece.
func (l *Lesson) Writer(w io.Writer, h *Hooks) io.Writer { return &writer{l, w, h} }

type writer struct {
	lesson *Lesson
	to     io.Writer
	hooks  *Hooks
}

func (w *writer) Write(html []byte) (int, error) {
	n := len(html)
	for {
		i := bytes.IndexByte(html, tokenStart)
		if i < 0 {
			_, err := w.to.Write(html)
			return n, err
		}
		if _, err := w.to.Write(html[:i]); err != nil {
			return 0, err
		}
		end := bytes.IndexByte(html[i:], tokenEnd)
		if end < 3 {
			html = html[i+1:]
			continue
		}
		number, _ := strconv.Atoi(string(html[i+2 : i+end]))
		if err := w.token(html[i+1], number); err != nil {
			return 0, err
		}
		html = html[i+end+1:]
	}
}

func (w *writer) token(letter byte, n int) error {
	h, s := w.hooks, ""
	switch letter {
	case 'L':
		s = h.Link(n)
	case 'N':
		s = h.LinkText(n)
	case 'I':
		s = h.Image(n)
	case 'T':
		s = h.Word(n)
	case 'P':
		s = h.IDs
	case 'H':
		s = w.lesson.Headings[n].opening(h.IDs)
	case 'R':
		s = h.IDs + w.lesson.Headings[n].ID
	case 'W':
		return h.Widget(w.to, n)
	}
	_, err := io.WriteString(w.to, s)
	return err
}

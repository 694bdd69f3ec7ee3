package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// plain returns the words of n: markup gone, entities and escapes resolved.
func (d *document) plain(n ast.Node) string {
	var b strings.Builder
	d.write(&b, n)
	return b.String()
}

// write adds the words below n to b, blocks apart by a newline.
func (d *document) write(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		d.writeNode(b, c)
	}
}

func (d *document) writeNode(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		d.writeText(b, n)
	case *ast.String:
		b.Write(n.Value)
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.Write(t.Segment.Value(d.src))
			}
		}
	case *ast.AutoLink:
		b.Write(n.Label(d.src))
	case *varNode:
		b.WriteString(n.value)
	case *attrNode:
		b.WriteString(n.text())
	case *wikiLink:
		b.WriteString(n.text)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.Write(n.Lines().Value(d.src))
	case *ast.RawHTML:
		switch safe := safeOf(n); {
		case bytes.HasPrefix(safe, []byte("<br")):
			b.WriteByte(' ')
		case bytes.HasPrefix(safe, []byte("&lt;")): // a placeholder
			b.Write(n.Segments.Value(d.src))
		}
	case *ast.HTMLBlock:
		if v, ok := n.AttributeString("words"); ok {
			words, _ := v.(string)
			b.WriteString(words)
			b.WriteByte('\n')
		}
	case *east.FootnoteLink, *east.FootnoteBacklink, *comment, *commentBlock:
	case *placed:
		for _, s := range n.words {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	case *east.TableCell:
		d.write(b, n)
		b.WriteByte(' ')
	default:
		d.write(b, n)
		if caption := captionOf(n); caption != nil {
			b.WriteByte(' ')
			b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(caption))))
		}
		if n.Type() == ast.TypeBlock {
			b.WriteByte('\n')
		}
	}
}

var softHyphen = []byte("\u00ad")

// words are the words that a piece of Markdown text stands for. Most lessons have
// nothing in them that a reader does not see as it is written.
func (d *document) words(text []byte) []byte {
	if !d.escapes {
		return text
	}
	if bytes.IndexByte(text, '&') >= 0 || bytes.IndexByte(text, '\\') >= 0 {
		text = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text)))
	}
	return bytes.ReplaceAll(text, softHyphen, nil) // it says where a word may break, and is no part of it
}

func (d *document) writeText(b *strings.Builder, n *ast.Text) {
	b.Write(d.words(n.Segment.Value(d.src)))
	if n.SoftLineBreak() || n.HardLineBreak() {
		b.WriteByte(' ')
	}
}

// passages cuts the body's words at its headings, those of the glossary at its
// terms too.
func (d *document) passages() {
	var b strings.Builder
	kept := buffers.Get().(*htmlBuffer)
	defer buffers.Put(kept)
	kept.Reset()
	b.Grow(len(d.src))
	cur := Passage{}
	level, done := 0, 0
	type above struct {
		level int
		text  string
	}
	var trail []above
	flush := func() {
		text := strings.TrimSpace(b.String()[done:])
		done = b.Len()
		cur.Len = len(text)
		if text != "" || cur.ID != "" || len(d.l.Passages) == 0 {
			d.l.Passages = append(d.l.Passages, cur)
			kept.WriteString(text)
		}
		d.l.Words += countWords(text)
	}
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			h, ok := c.(*ast.Heading)
			if details, isDetails := c.(*container); isDetails {
				b.WriteString(details.title)
				b.WriteByte('\n')
				walk(c)
				continue
			}
			if list, isList := c.(*east.DefinitionList); isList && d.l.Glossary() {
				walk(list)
				continue
			}
			if term, isTerm := c.(*east.DefinitionTerm); isTerm {
				flush()
				cur = Passage{ID: anchorOf(term), Heading: strings.TrimSpace(d.plain(term))}
				for _, t := range trail {
					cur.Trail = append(cur.Trail, t.text)
				}
				continue
			}
			if !ok {
				d.writeNode(&b, c)
				continue
			}
			flush()
			level = h.Level
			for len(trail) > 0 && trail[len(trail)-1].level >= level {
				trail = trail[:len(trail)-1]
			}
			cur = Passage{ID: anchorOf(h), Heading: strings.TrimSpace(d.plain(h))}
			for _, t := range trail {
				cur.Trail = append(cur.Trail, t.text)
			}
			trail = append(trail, above{level, cur.Heading})
		}
	}
	walk(d.root)
	flush()
	d.l.texts = kept.String()
}

// anchorOf is the id that a heading or a term was given.
func anchorOf(n ast.Node) string {
	v, _ := n.AttributeString("id")
	id, _ := v.([]byte)
	return string(id)
}

// countWords counts runs of letters and digits, and of scripts that put no
// spaces between words a word for so many signs. It reads every byte of a site,
// so it decides nothing that a branch predictor would have to guess.
func countWords(s string) int {
	n, in := 0, byte(0)
	signs, letters := 0, 0 // of scripts of syllables and of letters, without spaces
	for i := 0; i < len(s); {
		letter, size := byte(0), 1
		if c := s[i]; c < utf8.RuneSelf {
			letter = wordBytes[c]
		} else {
			r, width := utf8.DecodeRuneInString(s[i:])
			size = width
			switch {
			case r < 0x0e00:
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					letter = 1
				}
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
				signs++
			case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan):
				letters++
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				letter = 1
			}
		}
		n += int(letter &^ in)
		in = letter
		i += size
	}
	return n + (signs+signsPerWord-1)/signsPerWord + (letters+lettersPerWord-1)/lettersPerWord
}

// How much of a script without spaces is read in the time of one word.
const (
	signsPerWord   = 2
	lettersPerWord = 5
)

// wordBytes holds 1 for the letters and digits of ASCII.
var wordBytes = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			t[c] = 1
		}
	}
	return t
}()

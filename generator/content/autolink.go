package content

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Bare addresses are found by goldmark, extended to all scripts: a host and the rest of
// an address may have any letters. An address ends where a reader would end it. In text
// without spaces that is a guess, see endOfAddress.

// beyondASCII is a part of a character class: every visible character beyond ASCII
// except spaces.
const beyondASCII = `\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{2010}-\x{2027}\x{2030}-\x{205e}\x{2070}-\x{2fff}\x{3001}-\x{d7ff}\x{e000}-\x{fefe}\x{ff01}-\x{10ffff}`

const (
	hostPattern = `[-\p{L}\p{N}\p{M}@:%._+~#=]{1,256}\.(?:xn--[a-z0-9-]+|[a-z]+|[^\x00-\x7f\P{L}][\p{L}\p{M}]*)`
	pathPattern = `[-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}\[\]` + "`" + beyondASCII + `]*`
)

var (
	webAddress = regexp.MustCompile(`^(?:http|https)://` + hostPattern + `(?::\d+)?(?:[/#?]` + pathPattern + `)?`)
	wwwAddress = regexp.MustCompile(`^www\.` + hostPattern + `(?:[/#?]` + pathPattern + `)?`)
)

// newLinkify returns goldmark's parser of bare addresses for all scripts.
func newLinkify() parser.InlineParser {
	return endedLinkify{extension.NewLinkifyParser(extension.WithLinkifyURLRegexp(webAddress), extension.WithLinkifyWWWRegexp(wwwAddress))}
}

// An endedLinkify ends addresses where a reader would.
type endedLinkify struct{ parser.InlineParser }

func (p endedLinkify) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.Position()
	node := p.InlineParser.Parse(parent, block, pc)
	n, ok := node.(*ast.AutoLink)
	if !ok || n.AutoLinkType == ast.AutoLinkEmail {
		return node
	}
	label := n.Label(block.Source())
	end := endOfAddress(label)
	if src, from := block.Source(), cap(block.Source())-cap(label); from >= 2 && bytes.HasSuffix(label[:end], markSigns) && bytes.HasSuffix(src[:from], markSigns) {
		end -= len(markSigns) // the address is marked text
	}
	if end == len(label) {
		return node
	}
	_, after := block.Position()
	start := after.Start - len(label)
	block.SetPosition(line, at)
	block.Advance(start + end - at.Start)
	short := ast.NewAutoLink(n.AutoLinkType, ast.NewTextSegment(text.NewSegment(start, start+end)))
	short.Protocol = n.Protocol
	return short
}

var markSigns = []byte("==")

// endOfAddress returns how much of a label belongs to the address: up to a quotation
// mark or a sign that ends a sentence in another script, or up to a letter of a script
// without spaces after Latin letters.
func endOfAddress(label []byte) int {
	host := 0
	if i := bytes.Index(label, []byte("://")); i >= 0 {
		host = i + 3
	}
	path := bytes.IndexAny(label[host:], "/?#")
	if path < 0 {
		return len(label)
	}
	end, word := len(label), 0 // word counts the ASCII letters just before
	for i := host + path; i < len(label); {
		r, n := utf8.DecodeRune(label[i:])
		next, _ := utf8.DecodeRune(label[i+n:])
		if endsAddress(r, next) || word > 2 && unspaced(r) {
			end = i
			break
		}
		if word++; !asciiWord(r) {
			word = 0
		}
		i += n
	}
	return trimAddress(label[:end])
}

// endsAddress reports whether r cannot be part of an address.
func endsAddress(r, next rune) bool {
	switch r {
	case '"', '—', '―':
		return true
	case '’':
		return !unicode.IsLetter(next)
	case '·', '・', '‧':
		return false
	}
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf, unicode.Po)
}

// unspaced reports a letter of a script without spaces between words, or one that adds
// endings to words of another script, as Korean does.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// trimAddress removes signs that end a sentence rather than an address.
func trimAddress(label []byte) int {
	end := len(label)
	for end > 1 {
		r, n := utf8.DecodeLastRune(label[:end])
		switch {
		case strings.ContainsRune("?!.,:*_~'–", r):
		case r == ')' && bytes.Count(label[:end], []byte{')'}) > bytes.Count(label[:end], []byte{'('}):
		case r == ']' && bytes.IndexByte(label[:end], '[') < 0:
		default:
			return end
		}
		end -= n
	}
	return end
}

// addressesInText makes links of addresses that follow directly after a letter or sign
// beyond ASCII, as in text without spaces.
func (d *document) addressesInText() {
	if !bytes.Contains(d.src, []byte("://")) {
		return
	}
	var found []*ast.Text
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.Link, *ast.AutoLink, *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering && bytes.Contains(n.Segment.Value(d.src), []byte("http")) {
				found = append(found, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		d.addressIn(n)
	}
}

var addressBegin = regexp.MustCompile(`https?://`)

func (d *document) addressIn(n *ast.Text) {
	for n != nil && n.Parent() != nil {
		joinTexts(n)
		seg := n.Segment
		at := -1
		for _, m := range addressBegin.FindAllIndex(seg.Value(d.src), -1) {
			before, _ := utf8.DecodeLastRune(d.src[:seg.Start+m[0]])
			if before >= utf8.RuneSelf && before != utf8.RuneError || before == '"' || before == '\'' {
				at = m[0]
				break
			}
		}
		if at < 0 {
			return
		}
		m := webAddress.FindIndex(d.src[seg.Start+at : seg.Stop])
		if m == nil {
			return
		}
		start := seg.Start + at
		end := start + endOfAddress(d.src[start:start+m[1]])
		end = start + trimAddress(d.src[start:end])
		link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, end)))
		link.SetPos(start)
		rest := ast.NewTextSegment(text.NewSegment(end, seg.Stop))
		rest.SetSoftLineBreak(n.SoftLineBreak())
		rest.SetHardLineBreak(n.HardLineBreak())
		n.SetSoftLineBreak(false)
		n.SetHardLineBreak(false)
		n.Segment = text.NewSegment(seg.Start, start)
		n.Parent().InsertAfter(n.Parent(), n, link)
		n.Parent().InsertAfter(n.Parent(), link, rest)
		n = rest
	}
}

// joinTexts joins the following texts that continue n into n.
func joinTexts(n *ast.Text) {
	for !n.SoftLineBreak() && !n.HardLineBreak() && !n.IsRaw() {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != n.Segment.Stop || next.IsRaw() || next.Segment.Padding > 0 {
			return
		}
		n.Segment.Stop = next.Segment.Stop
		n.SetSoftLineBreak(next.SoftLineBreak())
		n.SetHardLineBreak(next.HardLineBreak())
		n.Parent().RemoveChild(n.Parent(), next)
	}
}

package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const codeStuck diag.Code = "PB1342"

// CommonMark takes asterisks for emphasis by what stands beside them: where they
// stand between a letter and a quotation mark, a full stop or a bracket, or
// where a space is inside of them, they stay asterisks or, worse, join with
// others. An author sees two that belong together. In text of East Asia, where
// no space parts words, that happens all the time.

// A delim is a run of asterisks or underscores as the parser met it.
type delim struct {
	parent            ast.Node
	start, length     int
	sign              byte
	canOpen, canClose bool
}

// maxStuck bounds how many runs of a lesson are looked at.
const maxStuck = 20_000

func (m *meter) noteDelimiter(parent ast.Node, n ast.Node) {
	d, ok := n.(*parser.Delimiter)
	if !ok || strings.IndexByte("*_~=", d.Char) < 0 || len(m.delims) >= maxStuck {
		return
	}
	m.delims = append(m.delims, delim{parent, d.Segment.Start, d.OriginalLength, d.Char, d.CanOpen, d.CanClose})
}

// stuckEmphasis warns of asterisks that were meant to emphasise and do not.
func (d *document) stuckEmphasis(m *meter) {
	for i := 0; i < len(m.delims); {
		end := i + 1
		for end < len(m.delims) && m.delims[end].parent == m.delims[i].parent {
			end++
		}
		for _, sign := range []byte("*_") {
			for length := 1; length <= 3; length++ {
				d.stuckIn(m.delims[i:end], sign, length)
			}
		}
		d.stuckIn(m.delims[i:end], '~', 2)
		d.stuckIn(m.delims[i:end], '=', 2)
		i = end
	}
}

// stuckIn looks at the runs of one block that are of one sign and length, each
// second one of which an author means to close.
func (d *document) stuckIn(all []delim, sign byte, length int) {
	left := 0
	for i := range all {
		if all[i].sign == sign && all[i].length == length {
			left++
		}
	}
	var open *delim
	for i := range all {
		r := &all[i]
		if r.sign != sign || r.length != length {
			continue
		}
		left--
		paired := length == 2 && sign == '*' // whoever writes two of them means them
		before, after := d.around(r)
		switch {
		case open == nil:
			if paired || !unicode.IsSpace(after) {
				open = r
			}
		case unicode.IsSpace(before) && !unicode.IsSpace(after) && r.canOpen && !(paired && left%2 == 0):
			open = r // the first one was text
		default:
			d.pair(open, r)
			open = nil
		}
	}
}

// around returns the characters before and after a run.
func (d *document) around(r *delim) (before, after rune) {
	before, _ = utf8.DecodeLastRune(d.src[:r.start])
	after, _ = utf8.DecodeRune(d.src[r.start+r.length:])
	if r.start == 0 {
		before = '\n'
	}
	if r.start+r.length >= len(d.src) {
		after = '\n'
	}
	return before, after
}

// pair looks at two runs that belong together to a reader.
func (d *document) pair(open, end *delim) {
	if open.canOpen && end.canClose {
		if open.sign == '*' {
			d.multiplied(open, end)
		}
		return
	}
	if end.start-open.start > 2*maxLinkText {
		return
	}
	inside := string(d.src[open.start+open.length : end.start])
	if strings.Contains(inside, "\n\n") || strings.TrimSpace(inside) == "" {
		return
	}
	before, first := d.around(open)
	last, after := d.around(end)
	spaced := unicode.IsSpace(first) || unicode.IsSpace(last)
	openStuck := !open.canOpen && !unicode.IsSpace(first) && wordLike(before) && opens(first)
	endStuck := !end.canClose && !unicode.IsSpace(last) && wordLike(after) && !wordLike(last)
	switch {
	case open.sign == '_' && (spaced || !openStuck && !endStuck || open.length == 1 && !pairsWith(first, last)):
		return // names with underscores
	case open.sign == '=' && spaced:
		return // a == b == c
	case open.length == 1 && (spaced || !openStuck && !endStuck):
		return
	case !spaced && !openStuck && !endStuck:
		return
	}
	signs := strings.Repeat(string(open.sign), open.length)
	e := unstuck(inside, signs, openStuck, endStuck)
	at := widget.Span{Start: open.start, End: end.start + end.length}
	if i := strings.IndexByte(inside, '\n'); i >= 0 {
		at.End = open.start + open.length + i
	}
	why := "there is a space inside them"
	if !spaced {
		why = "a letter outside touches a sign inside them"
	}
	f := d.report(at, diag.Warning, codeStuck, "these %s: %s", map[byte]string{
		'*': "asterisks do not emphasize", '_': "underscores do not emphasize", '~': "tildes strike nothing", '=': "signs mark nothing",
	}[open.sign], why).
		hint("write %s", e.shown(before, after))
	if at.End == end.start+end.length {
		f.repair(d.edit(at.Start, at.End, e.exact(before, after)))
	}
}

// wordLike reports a letter or digit.
func wordLike(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// opens reports a sign that a quotation or a parenthesis begins with.
func opens(r rune) bool {
	return unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pf, unicode.Sc) || strings.ContainsRune("\"'¿¡#@&§…-–—", r)
}

// An emphasised is what to write in place of signs that do not emphasise: those that
// are in the way move out, or a space comes between where that would tear a pair of
// them.
type emphasised struct {
	head, core, tail, signs string
	apart                   bool // nothing moves out
	openStuck, endStuck     bool
	spaceFirst, spaceLast   bool // a space stands inside, at the begin or the end
}

func unstuck(inside, signs string, openStuck, endStuck bool) emphasised {
	text := strings.Join(strings.Fields(inside), " ")
	first, _ := utf8.DecodeRuneInString(inside)
	e := emphasised{
		core: text, signs: signs, openStuck: openStuck, endStuck: endStuck,
		spaceFirst: unicode.IsSpace(first), spaceLast: unicode.IsSpace(lastOf(inside)),
	}
	begin, _ := utf8.DecodeRuneInString(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	both := pairsWith(begin, end) && !strings.ContainsRune(text[utf8.RuneLen(begin):len(text)-utf8.RuneLen(end)], end)
	switch {
	case both && len(text) > utf8.RuneLen(begin)+utf8.RuneLen(end):
		e.head, e.tail = string(begin), string(end)
		e.core = text[len(e.head) : len(text)-len(e.tail)]
	case openStuck && !endStuck:
		e.core = strings.TrimLeftFunc(text, func(r rune) bool { return !wordLike(r) })
		e.head = text[:len(text)-len(e.core)]
	case endStuck && !openStuck && !unicode.Is(unicode.Pe, end):
		e.core = strings.TrimRightFunc(text, func(r rune) bool { return !wordLike(r) && !unicode.Is(unicode.Pe, r) })
		e.tail = text[len(e.core):]
	default:
		e.apart = true
	}
	if e.core == "" {
		e.head, e.core, e.tail = "", text, ""
	}
	return e
}

// spaces are what comes before and after, between what touches outside.
func (e emphasised) spaces(before, after rune) (lead, trail string) {
	if wordLike(before) && (e.apart && e.openStuck || e.spaceFirst) {
		lead = " "
	}
	if wordLike(after) && (e.apart && e.endStuck || e.spaceLast) {
		trail = " "
	}
	return lead, trail
}

// exact is what goes in place of the signs and all between them.
func (e emphasised) exact(before, after rune) string {
	lead, trail := e.spaces(before, after)
	return lead + e.head + e.signs + e.core + e.signs + e.tail + trail
}

// shown is the same for a hint: with what touches it, and a long text cut short.
func (e emphasised) shown(before, after rune) string {
	lead, trail := e.spaces(before, after)
	out := lead + e.head + e.signs + clip(e.core) + e.signs + e.tail + trail
	if wordLike(before) && (e.openStuck || e.spaceFirst) {
		out = "…" + string(before) + out
	}
	if wordLike(after) {
		out += string(after) + "…"
	}
	return out
}

func lastOf(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// pairsWith reports whether one sign ends what the other begins.
func pairsWith(begin, end rune) bool {
	const pairs = "()[]{}「」『』【】《》〈〉（）［］“”„“„”‘’‚‘‚’«»»«‹›\"\"''"
	r := []rune(pairs)
	for i := 0; i+1 < len(r); i += 2 {
		if r[i] == begin && r[i+1] == end {
			return true
		}
	}
	return false
}

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
	if !ok || d.Char != '*' && d.Char != '_' || len(m.delims) >= maxStuck {
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
			for length := 1; length <= 2; length++ {
				d.stuckIn(m.delims[i:end], sign, length)
			}
		}
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
	if open.canOpen && end.canClose || end.start-open.start > 2*maxLinkText {
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
	case open.sign == '_' && (open.length == 1 || spaced || !openStuck && !endStuck):
		return // names with underscores
	case open.length == 1 && (spaced || !openStuck && !endStuck):
		return
	case !spaced && !openStuck && !endStuck:
		return
	}
	signs := strings.Repeat(string(open.sign), open.length)
	write := d.unstuck(inside, signs, openStuck, endStuck, before, after)
	at := widget.Span{Start: open.start, End: end.start + end.length}
	if i := strings.IndexByte(inside, '\n'); i >= 0 {
		at.End = open.start + open.length + i
	}
	why := "a space stands inside of them"
	if !spaced {
		why = "a letter outside touches a sign inside of them"
	}
	d.report(at, diag.Warning, codeStuck, "these %s do not emphasise: %s", map[byte]string{'*': "asterisks", '_': "underscores"}[open.sign], why).
		hint("write %s", write)
}

// wordLike reports a letter or digit.
func wordLike(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// opens reports a sign that a quotation or a parenthesis begins with.
func opens(r rune) bool {
	return unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pf, unicode.Sc) || strings.ContainsRune("\"'¿¡#@&§…-–—", r)
}

// unstuck shows what to write: the signs that are in the way move out, or a
// space comes between where that would tear a pair of them.
func (d *document) unstuck(inside, signs string, openStuck, endStuck bool, before, after rune) string {
	text := strings.Join(strings.Fields(inside), " ")
	head, tail, space := "", "", ""
	begin, _ := utf8.DecodeRuneInString(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	both := pairsWith(begin, end) && !strings.ContainsRune(text[utf8.RuneLen(begin):len(text)-utf8.RuneLen(end)], end)
	core := text
	switch {
	case both && len(text) > utf8.RuneLen(begin)+utf8.RuneLen(end):
		head, tail = string(begin), string(end)
		core = text[len(head) : len(text)-len(tail)]
	case openStuck && !endStuck:
		core = strings.TrimLeftFunc(text, func(r rune) bool { return !wordLike(r) })
		head = text[:len(text)-len(core)]
	case endStuck && !openStuck && !unicode.Is(unicode.Pe, end):
		core = strings.TrimRightFunc(text, func(r rune) bool { return !wordLike(r) && !unicode.Is(unicode.Pe, r) })
		tail = text[len(core):]
	default:
		space = " "
	}
	if core == "" {
		core, head, tail = text, "", ""
	}
	out := head + signs + clip(core) + signs + tail
	if unicode.IsSpace(lastOf(inside)) && wordLike(after) {
		return out + " " + string(after) + "…"
	}
	switch {
	case space == "":
	case openStuck && wordLike(before):
		out = string(before) + space + out
	}
	switch {
	case !unicode.IsSpace(after) && wordLike(after):
		if space != "" && endStuck {
			out += space
		}
		out += string(after) + "…"
	}
	if openStuck && space == "" && wordLike(before) {
		out = "…" + string(before) + out
	} else if openStuck && space != "" {
		out = "…" + out
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

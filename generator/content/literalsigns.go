package content

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"playbook/generator/decode"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

var (
	emojiRE   = regexp.MustCompile(`^:([a-z][a-z0-9_+-]+|\+1|-1|100):`)
	formulaRE = regexp.MustCompile(`^\$\$[^$\n]+\$\$`)
)

func (l *literals) emoji(s []byte, i, start int) int {
	if i > 0 && (asciiWord(rune(s[i-1])) || s[i-1] == ':' || s[i-1] == '/') {
		return 0
	}
	m := emojiRE.FindSubmatch(s[i:])
	if m == nil {
		return 0
	}
	if after := i + len(m[0]); after < len(s) && (asciiWord(rune(s[after])) || s[after] == ':') {
		return 0
	}
	name := string(m[1])
	message := "\":" + clip(name) + ":\" is shown as it is written"
	if e := emojis[name]; e != "" {
		l.say(start+i, len(m[0]), message, "write "+e).repair(l.d.edit(start+i, start+i+len(m[0]), e))
	} else {
		l.say(start+i, len(m[0]), message, "paste the emoji itself")
	}
	return len(m[0])
}

// formula looks at "$$", between which other tools set formulas.
func (l *literals) formula(s []byte, at int) int {
	if len(s) < 2 || s[1] != '$' || len(s) > 2 && s[2] == '$' || at > 0 && (l.d.src[at-1] == '$' || asciiWord(rune(l.d.src[at-1]))) {
		return 0
	}
	m := formulaRE.Find(s)
	alone := len(bytes.TrimSpace(s)) == 2 && len(bytes.TrimLeft(l.d.src[bytes.LastIndexByte(l.d.src[:at], '\n')+1:at], " \t>")) == 0
	if m == nil && !alone {
		return 2
	}
	if l.mathClosed = alone && !l.mathClosed; alone && !l.mathClosed {
		return 2
	}
	l.say(at, max(len(m), 2), "there are no formulas: readers see $$ as text", "write it in words or with signs (× ÷ ≈ ²), or as a picture; put code between ``` lines")
	return max(len(m), 2)
}

// percents looks at "%%", which is no comment here: it ends nowhere.
func (l *literals) percents(s []byte, at int) int {
	if len(s) < 2 || s[1] != '%' {
		return 0
	}
	if before, _ := utf8.DecodeLastRune(l.d.src[:at]); percentage(before, s[2:]) {
		return 2
	}
	l.d.openComment(widget.Span{Start: at, End: at + 2}, "%%")
	return 2
}

// blockID looks at a name that another tool gives to a paragraph: text ^name.
func (l *literals) blockID(s []byte, i, start int) {
	if i > 0 && s[i-1] != ' ' {
		return
	}
	name := s[i+1:]
	if len(name) < 2 || bytes.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
		return
	}
	l.say(start+i, len(name)+1, "\"^"+clip(string(name))+"\" names a paragraph in another tool: it is shown as it is written", "remove it, and link to the heading above, which may end with {#id}").
		repair(l.d.edit(start+len(bytes.TrimRight(s[:i], " \t")), start+len(s), ""))
}

var (
	tagRE = regexp.MustCompile(`^#([\p{L}_][\p{L}\p{N}_-]*(?:/[\p{L}\p{N}_-]+)*)`)
	// vaultRE finds what only a vault of notes has: a tag in another, a line of tags, a
	// note put in, a name of a paragraph.
	vaultRE = regexp.MustCompile(`(?m)(?:^|[ \t])#[\p{L}_-]+/[\p{L}\p{N}_-]+(?:[\s.,;:!?)]|$)|^(?:#[\p{L}_][\p{L}\p{N}_/-]*[ \t]+)+#[\p{L}_][\p{L}\p{N}_/-]*[ \t]*$|!\[\[|[ \t]\^[\w-]{2,}[ \t]*$`)
)

// tag looks at a word with '#' before it, which tags a note in another tool. Elsewhere
// it is text, as the name of a channel is.
func (l *literals) tag(s []byte, i, start int) int {
	if i > 0 && s[i-1] != ' ' && s[i-1] != '\t' && s[i-1] != '(' {
		return 0
	}
	m := tagRE.FindSubmatch(s[i:])
	if m == nil || i+len(m[0]) < len(s) && (asciiWord(rune(s[i+len(m[0])])) || s[i+len(m[0])] == '/') {
		return 0
	}
	if l.vault == 0 {
		l.vault = 1
		if vaultRE.Match(l.d.src) {
			l.vault = 2
		}
	}
	if l.vault == 2 {
		l.say(start+i, len(m[0]), "\"#"+clip(string(m[1]))+"\" is a tag of another tool: it is shown as it is written",
			"write tags = [\""+clip(string(m[1]))+"\"] into the front matter; write \\# for a literal #")
	}
	return len(m[0])
}

var entityRE = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// entity looks at a character that is written by its number or name: none may
// come in that cannot be seen.
func (l *literals) entity(s []byte, at int) int {
	m := entityRE.Find(s)
	if m == nil {
		return 0
	}
	l.d.unseen(util.ResolveEntityNames(util.ResolveNumericReferences(m)), widget.Span{Start: at, End: at + len(m)})
	return len(m)
}

// unseen reports an invisible character that the source names.
func (d *document) unseen(text []byte, at widget.Span) {
	r, _ := utf8.DecodeRune(text)
	name := decode.OddRune(string(text))
	switch {
	case name == "":
	case decode.IsBidi(r):
		d.errorf(at, decode.CodeBidi, "%s is the bidi control character %s: readers would see other text than what is written", d.src[at.Start:at.End], name).
			hint("delete it; right-to-left text needs no control characters here").repair(d.edit(at.Start, at.End, ""))
	case decode.IsInvisible(r):
		d.report(at, diag.Warning, decode.CodeInvisible, "%s is the invisible character %s", d.src[at.Start:at.End], name).
			hint("delete it; it breaks search and anchors").repair(d.edit(at.Start, at.End, ""))
	case decode.IsControl(r):
		d.errorf(at, decode.CodeControl, "%s is the control character %s", d.src[at.Start:at.End], name).hint("delete it").repair(d.edit(at.Start, at.End, ""))
	}
}

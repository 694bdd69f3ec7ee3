package content

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// A lineForm is a line of another tool, by how it begins.
type lineForm struct {
	re            *regexp.Regexp
	message, hint string
}

const includeMessage = "another tool would include a file here: readers see the line as text"

// lineForms are by the first sign of the line.
var lineForms = map[byte][]lineForm{
	'-':  {{regexp.MustCompile(`^-{1,2}8<-{1,2}(?:[ \t]|$)`), includeMessage, "link to the page or file: [text](file.md)"}},
	';':  {{regexp.MustCompile(`^;-{1,2}8<-{1,2}(?:[ \t]|$)`), includeMessage, "link to the page or file: [text](file.md)"}},
	'@':  {{regexp.MustCompile(`^@(?:import|include)[ \t(]+["'\w./]`), includeMessage, "link to the page or file: [text](file.md)"}},
	'<':  {{regexp.MustCompile(`^<<<[ \t]*[@.\w/]+\.\w+`), includeMessage, "link to the page or file: [text](file.md)"}},
	'{':  {{regexp.MustCompile(`^\{!>?[ \t]*[^{}\n]+!\}`), includeMessage, "link to the page or file: [text](file.md)"}},
	'+':  {{regexp.MustCompile(`^\+(?:[-=:]{3,}\+)+[ \t]*$`), "this is not a table: it is shown as it is written", "write | a | b |, below it |---|---|, and a line for each row"}},
	'/':  {{regexp.MustCompile(`^///+[ \t]*[a-z][\w-]*(?:[ \t]*\|.*)?[ \t]*$`), "a block of another tool is shown as it is written", "write > [!NOTE] for a note, or ::: details title=\"…\""}},
	'#':  {{regexp.MustCompile(`^#\+[A-Za-z_]+:`), "a line of another tool's settings is shown as it is written", "remove it, or write it into the front matter"}},
	'\\': {{regexp.MustCompile(`^\\(?:newpage|pagebreak|clearpage|tableofcontents|maketitle|toc|bigskip|vspace\{[^}]*\}|begin\{\w+\}|end\{\w+\})[ \t]*$`), "a command of LaTeX is shown as it is written", "remove it: pages break automatically, and every page has a list of contents"}},
}

// lineForm looks at the begin of a line for what other tools have there.
func (l *literals) lineForm(s []byte, at int) int {
	line := bytes.TrimRight(s, "\n")
	for _, f := range lineForms[s[0]] {
		if f.re.Match(line) {
			l.say(at, len(line), f.message, f.hint)
			return len(s)
		}
	}
	return 0
}

var (
	insideMath = regexp.MustCompile(`^\$([^\s$][^$\n]{0,200}?)\$`)
	mathSigns  = regexp.MustCompile(`[\\^_{]|[A-Za-z]\s*=|=\s*[A-Za-z]`)
	inserted   = regexp.MustCompile(`^(?:\+\+([^\s+][^+\n]*[^\s+]|[^\s+])\+\+|\^\^([^\s^][^^\n]*[^\s^])\^\^)`)
	spoiler    = regexp.MustCompile(`^\|\|([^\s|](?:[^|\n]*[^\s|])?)\|\|`)
	lowered    = regexp.MustCompile(`^~([0-9]{1,3})~`)
	raised     = regexp.MustCompile(`^\^([^\s^~\[\]]{1,8})\^`)
	citation   = regexp.MustCompile(`^\[-?@[\w:.-]+(?:[,;][^\[\]\n]*)?\]`)
	erbTag     = regexp.MustCompile(`^<%[=#-]?[^\n]*?%>`)
	radioBox   = regexp.MustCompile(`^\(([ xX*])\)[ \t]+\S`)
	sizedAlt   = regexp.MustCompile(`(?:^|[^\\\s])(\|(\d{2,4})(?:x\d{1,4})?)$`)
)

// math looks at "$", between which other tools set formulas in a line.
func (l *literals) math(s []byte, at int) int {
	m := insideMath.FindSubmatch(s)
	if m == nil || bytes.HasSuffix(m[1], []byte(" ")) || !mathSigns.Match(m[1]) || at > 0 && asciiWord(rune(l.d.src[at-1])) {
		return 0
	}
	if len(s) > len(m[0]) && asciiWord(rune(s[len(m[0])])) {
		return 0
	}
	l.say(at, len(m[0]), "there are no formulas: readers see $ as text", "write it in words or with signs (× ÷ ≈ ²), or as a picture; write \\$ for a dollar sign")
	return len(m[0])
}

// signs looks at text between doubled or single signs that other tools know.
func (l *literals) signs(s []byte, at int) int {
	before := byte(' ')
	if at > 0 {
		before = l.d.src[at-1]
	}
	say := func(m []byte, message, hint, to string) int {
		f := l.say(at, len(m), message, hint)
		if to != "" {
			f.repair(l.d.edit(at, at+len(m), to))
		}
		return len(m)
	}
	switch {
	case s[0] == '+' || s[0] == '^' && len(s) > 1 && s[1] == '^':
		if m := inserted.FindSubmatch(s); m != nil && before != s[0] && !asciiWord(rune(before)) && !follows(s, len(m[0]), s[0]) {
			text := string(m[1]) + string(m[2])
			return say(m[0], "inserted text of another tool is shown with its signs", "write <ins>text</ins>", "<ins>"+text+"</ins>")
		}
	case s[0] == '|':
		if m := spoiler.FindSubmatch(s); m != nil && before != '|' && !follows(s, len(m[0]), '|') {
			return say(m[0], "hidden text of another tool is not hidden here", "write ::: details title=\"…\" around it", "")
		}
	case s[0] == '~':
		if m := lowered.FindSubmatch(s); m != nil && asciiLetter(before) {
			return say(m[0], "lowered text of another tool is shown with its signs", "write <sub>text</sub>", "<sub>"+string(m[1])+"</sub>")
		}
	case s[0] == '^':
		if m := raised.FindSubmatch(s); m != nil && asciiWord(rune(before)) && !follows(s, len(m[0]), '^') {
			return say(m[0], "raised text of another tool is shown with its signs", "write <sup>text</sup>", "<sup>"+string(m[1])+"</sup>")
		}
	}
	return 0
}

func follows(s []byte, at int, sign byte) bool { return at < len(s) && s[at] == sign }

func asciiLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == ')' }

// sizedPicture warns of a size in a picture's description: ![text|300](file).
func (d *document) sizedPicture(n *ast.Image) {
	start, end := d.locate(n.Destination, -1)
	text, ok := n.LastChild().(*ast.Text)
	if !ok || end <= start {
		return
	}
	m := sizedAlt.FindSubmatchIndex(text.Segment.Value(d.src))
	behind := bytes.IndexByte(d.src[end:], ')')
	if m == nil || behind < 0 {
		return
	}
	at := text.Segment.Start
	w := strings.TrimLeft(string(d.src[at+m[4]:at+m[5]]), "0")
	f := d.report(widget.Span{Start: at + m[2], End: at + m[3]}, diag.Warning, codeForeign, "a size in a picture's description is the form of another tool: screen readers read it aloud").
		hint("write {w=%s} after the picture", w)
	if closing := end + behind + 1; w != "" && closing <= len(d.src) && (closing == len(d.src) || d.src[closing] != '{') {
		f.repair(d.edit(at+m[2], at+m[3], ""), d.edit(closing, closing, "{w="+w+"}"))
	}
}

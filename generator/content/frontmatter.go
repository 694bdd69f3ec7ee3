package content

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const (
	codeDelimiter diag.Code = "PB1001"
	codeEmptyFile diag.Code = "PB1002"

	codeSecondHead diag.Code = "PB1018"
)

// maxHead bounds front matter, in bytes.
const maxHead = 64 << 10

// headKind is the language of a front matter.
type headKind uint8

const (
	noHead   headKind = iota
	tomlHead          // between +++ lines
	yamlHead          // between --- lines
	lostHead          // there is one, but it cannot be read; this has been reported
)

// A head is where a lesson's front matter stands: the bytes between the
// delimiters' lines, and the opening delimiter. It is lost when it cannot be
// read or nobody knows where it ends; this has been reported, and what is
// found in it is not reported.
type head struct {
	kind       headKind
	start, end int
	open       int
	lost       bool
}

// table reads what stands between the delimiters; nil if there is no front
// matter.
func (h head) table(f *diag.File) (*decode.Table, diag.List) {
	switch h.kind {
	case tomlHead:
		return decode.Parse(f, h.start, h.end, decode.Options{})
	case yamlHead:
		return decode.ParseYAML(f, h.start, h.end, decode.Options{})
	}
	return nil, nil
}

// splitFrontMatter finds the front matter and where the body begins. The
// delimiters stand alone on their lines, the opening one on the file's first.
// A delimiter that is nearly right is an error and taken for one, so that the
// keys below it are still read.
func splitFrontMatter(f *diag.File) (head, int, diag.List) {
	t := f.Text
	if len(bytes.TrimSpace(t)) == 0 {
		return head{lost: true}, len(t), diag.List{f.At(0, 0, diag.Error, codeEmptyFile, "the file is empty").
			WithHint(`write a title and text, or begin the file's name with "_" to leave the file out`)}
	}
	at := firstText(t)
	line := lineAt(t, at)
	mark, exact := delimiter(line)
	switch {
	case looksJSON(t[at:]):
		return jsonHead(f, at)
	case mark == "" || mark == "---" && !yamlFollows(t[at+len(line):]):
		return head{}, 0, nil
	}
	var ds diag.List
	if at > 0 || !exact {
		ds.Add(badOpening(f, at, line, mark))
	}
	h, body, more := findClosing(f, at, next(t, at), mark)
	ds = append(ds, more...)
	if !h.lost {
		to, again := second(f, body)
		body = max(body, to)
		ds = append(ds, again...)
	}
	return h, body, ds
}

// second reports front matter below the front matter, and where the body begins after
// it: it would be printed as text.
func second(f *diag.File, body int) (int, diag.List) {
	t := f.Text
	at := body
	for at < len(t) && len(bytes.TrimSpace(lineAt(t, at))) == 0 {
		at = next(t, at)
	}
	if at == len(t) {
		return 0, nil
	}
	mark := string(bytes.TrimRight(lineAt(t, at), " \t"))
	if mark != "+++" && mark != "---" {
		return 0, nil
	}
	keys := 0
	if len(bytes.TrimSpace(lineAt(t, next(t, at)))) == 0 {
		return 0, nil // a line across the page
	}
	for line := next(t, at); line < len(t) && line-at < maxHead; line = next(t, line) {
		text := bytes.TrimRight(lineAt(t, line), " \t")
		switch {
		case string(text) == mark && keys > 0:
			return next(t, line), diag.List{f.At(at, at+3, diag.Error, codeSecondHead, "the lesson has a second front matter").
				WithHint("move its keys into the first one, and delete it with its lines %s", mark)}
		case keyLine.Match(text):
			keys++
		case len(text) > 0 && text[0] != ' ' && text[0] != '\t' && text[0] != '#' && text[0] != '-' && text[0] != ']' && text[0] != '[' && text[0] != '}':
			return 0, nil
		}
	}
	return 0, nil
}

// keyLine finds a key with a value, as TOML and YAML write them.
var keyLine = regexp.MustCompile(`^["']?[a-z_][\w"'.-]* *(=|:( |$))`)

// LargeHead looks at the beginning of a file that is too large to be read, and
// reports front matter that passes its own limit: the nearer cause.
func LargeHead(source string, beginning []byte) diag.List {
	text, _ := checkEncoding(source, beginning)
	if text == nil {
		return nil
	}
	f := diag.NewFile(source, text)
	h, _, _ := splitFrontMatter(f)
	if h.kind == noHead || !h.lost && h.end-h.start <= maxHead {
		return nil
	}
	_, ds := decode.Parse(f, h.start, len(text), decode.Options{})
	return ds
}

// firstText returns the start of the first line that is not blank.
func firstText(t []byte) int {
	at := 0
	for len(bytes.TrimSpace(lineAt(t, at))) == 0 {
		at = next(t, at)
	}
	return at
}

// lineAt returns the line that begins at at, without its end.
func lineAt(t []byte, at int) []byte {
	if n := bytes.IndexByte(t[at:], '\n'); n >= 0 {
		return t[at : at+n]
	}
	return t[at:]
}

// next returns where the line after the one at at begins.
func next(t []byte, at int) int {
	return min(at+len(lineAt(t, at))+1, len(t))
}

// delimiterRE finds what was meant as a delimiter: indented, with text after
// it, or of two to five signs.
var delimiterRE = regexp.MustCompile(`^[ \t]*(\+{2,5}|---)([ \t]+[^ \t].*)?[ \t]*$`)

// delimiter returns the delimiter a line is or was meant to be, "" for other
// lines.
func delimiter(line []byte) (mark string, exact bool) {
	trimmed := bytes.TrimRight(line, " \t")
	switch string(trimmed) {
	case "+++", "---":
		return string(trimmed), true
	}
	if t := bytes.TrimLeft(trimmed, " \t"); len(line) > 200 || len(t) == 0 || t[0] != '+' && t[0] != '-' {
		return "", false
	}
	m := delimiterRE.FindSubmatch(line)
	switch {
	case m == nil:
		return "", false
	case m[1][0] == '+':
		return "+++", false
	}
	return "---", false
}

var yamlKeyRE = regexp.MustCompile(`^(#.*\n|\s*\n)*[\w"'-]+ *[:=]`)

// yamlFollows tells YAML front matter from a thematic break, which is written
// the same: a key, or the closing delimiter, follows.
func yamlFollows(t []byte) bool {
	t = bytes.TrimPrefix(t, []byte("\n"))
	return yamlKeyRE.Match(t[:min(len(t), 2000)]) || string(bytes.TrimRight(lineAt(t, 0), " \t")) == "---"
}

func looksJSON(t []byte) bool {
	rest, ok := bytes.CutPrefix(t, []byte("{"))
	rest = bytes.TrimSpace(rest[:min(len(rest), 200)])
	return ok && (bytes.HasPrefix(rest, []byte(`"`)) || bytes.HasPrefix(rest, []byte("}")))
}

// jsonHead reports front matter in JSON and steps over it.
func jsonHead(f *diag.File, at int) (head, int, diag.List) {
	body := len(f.Text)
	if n := bytes.Index(f.Text[at:], []byte("\n}")); n >= 0 {
		body = next(f.Text, at+n+1)
	}
	d := f.At(at, at+1, diag.Error, codeDelimiter, "front matter in JSON is not supported: expected TOML between two lines +++").
		WithHint(`write +++ on the first line, then title = "…", then +++`)
	return head{lost: true, open: at}, body, diag.List{d}
}

// badOpening says what is wrong with the opening delimiter.
func badOpening(f *diag.File, at int, line []byte, mark string) diag.Diagnostic {
	text := strings.TrimSpace(string(line))
	from := at + bytes.IndexByte(line, text[0])
	signs := len(text) - len(strings.TrimLeft(text, mark[:1]))
	switch {
	case signs == 3 && len(text) > 3:
		rest := strings.TrimSpace(text[3:])
		start := from + strings.LastIndex(text, rest)
		return f.At(start, start+len(rest), diag.Error, codeDelimiter, "unexpected text after the front matter's opening %s: it must be alone on its line", mark).
			WithHint("delete the text").WithRepair(f.Edit(from+3, at+len(line), ""))
	case signs != 3:
		return f.At(from, from+len(text), diag.Error, codeDelimiter, "the front matter's delimiter has %d characters: expected %q", signs, mark).
			WithHint("write %s", mark).WithRepair(f.Edit(at, at+len(line), mark))
	case from > at:
		return f.At(at, from+3, diag.Error, codeDelimiter, "the front matter's opening %s is indented: it must begin in the first column", mark).
			WithHint("delete the space before it").WithRepair(f.Edit(at, from, ""))
	}
	return f.At(from, from+3, diag.Error, codeDelimiter, "the front matter's opening %s is below an empty line: expected it on the first line", mark).
		WithHint("delete the empty lines above it").WithRepair(f.Edit(0, at, ""))
}

// findClosing finds the closing delimiter of front matter that begins at
// start.
func findClosing(f *diag.File, open, start int, mark string) (head, int, diag.List) {
	t := f.Text
	h := head{kind: tomlHead, start: start, open: open}
	if mark == "---" {
		h.kind = yamlHead
	}
	nearly := -1
	for at := start; at < len(t); at = next(t, at) {
		line := bytes.TrimRight(lineAt(t, at), " \t")
		if string(line) == mark || mark == "---" && string(line) == "..." {
			h.end = at
			return h, next(t, at), nil
		}
		if m, _ := delimiter(line); nearly < 0 && m != "" && at-start < maxHead {
			nearly = at
		}
	}
	return unclosed(f, h, nearly, mark)
}

// unclosed reports front matter without an end. It ends at what looks most
// like a delimiter, else at the first blank line.
func unclosed(f *diag.File, h head, nearly int, mark string) (head, int, diag.List) {
	t := f.Text
	if nearly >= 0 {
		line := lineAt(t, nearly)
		d := f.At(nearly, nearly+len(line), diag.Error, codeDelimiter, "the front matter's closing delimiter is not valid: expected %q alone on its line, in the first column", mark).
			WithHint("write %s", mark).WithRepair(f.Edit(nearly, nearly+len(line), mark))
		h.end = nearly
		return h, next(t, nearly), diag.List{d}
	}
	h.end = len(t)
	if n := bytes.Index(t[h.start:], []byte("\n\n")); n >= 0 {
		h.end = h.start + n + 1
	}
	h.end = min(h.end, h.start+maxHead)
	d := f.At(h.open, h.open+3, diag.Error, codeDelimiter, "the front matter is not closed: a second line %s is missing", mark).
		WithHint("%s", fmt.Sprintf("put a line %s below the last key", mark))
	h.lost = true
	return h, h.end, diag.List{d}
}

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

// maxHead is the largest size of front matter in bytes.
const maxHead = 64 << 10

// headKind is the format of front matter.
type headKind uint8

const (
	noHead   headKind = iota
	tomlHead          // between +++ lines
	yamlHead          // between --- lines
)

// A head is the position of a lesson's front matter.
type head struct {
	kind       headKind
	start, end int // of the text between the lines with the delimiters
	open       int // where the opening delimiter is
	// lost says that the front matter cannot be read, or that its end is unknown. This
	// has been reported. Mistakes inside it are then not reported.
	lost bool
}

// table parses the front matter; nil if there is none.
func (h head) table(f *diag.File) (*decode.Table, diag.List) {
	switch h.kind {
	case tomlHead:
		return decode.Parse(f, h.start, h.end, decode.Options{})
	case yamlHead:
		return decode.ParseYAML(f, h.start, h.end, decode.Options{})
	}
	return nil, nil
}

// splitFrontMatter returns the position of the front matter and where the body
// begins. A delimiter must be alone on its line, and the opening one must be on the
// first line. A delimiter that is nearly right is an error but works, so that the
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

// second reports a second front matter after the first, which would be shown as text. It
// returns where the body begins after it, 0 if there is none.
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
		return 0, nil // "---" is a thematic break
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

// keyLine matches a line with a key and a value in TOML or YAML.
var keyLine = regexp.MustCompile(`^["']?[a-z_][\w"'.-]* *(=|:( |$))`)

// LargeHead checks the beginning of a file that is too large to be read. If its front
// matter alone is too large, it reports that, which is the more precise mistake.
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

// delimiterRE matches a line that was probably meant as a delimiter: it may be
// indented, have text after it, or have two to five plus signs.
var delimiterRE = regexp.MustCompile(`^[ \t]*(\+{2,5}|---)([ \t]+[^ \t].*)?[ \t]*$`)

// delimiter returns the delimiter that a line is or was probably meant to be, "" for
// any other line. Exact is false if the line is not quite right.
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

// yamlFollows reports whether "---" begins YAML front matter, because a key or the
// closing delimiter comes next. Otherwise it is a thematic break.
func yamlFollows(t []byte) bool {
	t = bytes.TrimPrefix(t, []byte("\n"))
	return yamlKeyRE.Match(t[:min(len(t), 2000)]) || string(bytes.TrimRight(lineAt(t, 0), " \t")) == "---"
}

func looksJSON(t []byte) bool {
	rest, ok := bytes.CutPrefix(t, []byte("{"))
	rest = bytes.TrimSpace(rest[:min(len(rest), 200)])
	return ok && (bytes.HasPrefix(rest, []byte(`"`)) || bytes.HasPrefix(rest, []byte("}")))
}

// jsonHead reports front matter in JSON and returns where the body begins after it.
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

// unclosed reports front matter without a closing delimiter. It takes the line nearly,
// which looks like a delimiter, as the end, or else the first blank line.
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

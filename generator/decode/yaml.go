package decode

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"playbook/generator/diag"
)

// ParseYAML reads the YAML in the bytes [start, end) of f as [Parse] reads
// TOML, with the same bounds and the same result. What has no place in front
// matter is refused: anchors, aliases, merge keys, tags, keys that are not
// strings. The words yes, no, on, off are text, as in YAML 1.2.
func ParseYAML(f *diag.File, start, end int, o Options) (*Table, diag.List) {
	o = o.withDefaults()
	src := &source{file: f, yaml: true}
	end = max(0, min(end, len(f.Text)))
	start = max(0, min(start, end))
	y := &yamlReader{src: src, o: o, line: f.Pos(start).Line, start: start, end: end}
	root := &Table{src: src, Span: Span{start, end}}
	if end-start > o.Bytes {
		root.broken = true
		return root, diag.List{tooLarge(src, start, end, o)}
	}
	y.read(root)
	return root, y.diags
}

type yamlReader struct {
	src        *source
	o          Options
	line       int // the file's line the text begins in
	start, end int
	keys       int
	diags      diag.List
}

func (y *yamlReader) read(root *Table) {
	var doc yaml.Node
	if err := readYAML(y.src.file.Text[y.start:y.end], &doc); err != nil {
		root.broken = true
		y.diags.Add(y.explain(err))
		return
	}
	if len(doc.Content) == 0 {
		return
	}
	n := doc.Content[0]
	if n.Kind != yaml.MappingNode {
		if n.Tag == "!!null" {
			return
		}
		root.broken = true
		d := y.fail(y.span(n), CodeSyntax, "the front matter is not a list of keys")
		d.Hint = `write one "key: value" on each line`
		if strings.Contains(d.Excerpt, " = ") {
			d.Hint = "between --- lines it is YAML: write key: value; TOML needs +++ lines"
		}
		return
	}
	y.table(n, root, 1)
}

// readYAML calls the library; a panic of it is a finding about the text.
func readYAML(text []byte, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the text cannot be read as YAML")
		}
	}()
	if err := yaml.Unmarshal(text, doc); err != nil {
		return err
	}
	return nil
}

func (y *yamlReader) fail(at Span, code diag.Code, format string, args ...any) *diag.Diagnostic {
	y.diags.Add(y.src.errorAt(at, code, format, args...))
	return &y.diags[len(y.diags)-1]
}

var yamlLineRE = regexp.MustCompile(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// explain turns the library's error into a diagnostic. The library counts
// lines from the text's own beginning.
func (y *yamlReader) explain(err error) diag.Diagnostic {
	m := yamlLineRE.FindStringSubmatch(strings.TrimSpace(err.Error()))
	if m == nil {
		return y.src.errorAt(Span{y.start, y.start}, CodeSyntax, "%s", err)
	}
	n, _ := strconv.Atoi(m[1])
	from := y.src.file.Offset(y.line + max(n, 1) - 1)
	from = max(y.start, min(from, y.end))
	line := y.src.file.Text[from:y.end]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	d := y.src.errorAt(Span{from + indent, from + len(line)}, CodeSyntax, "%s", plain(m[2]))
	switch {
	case strings.Contains(m[2], "mapping values are not allowed"):
		if at := secondColon(line); at > 0 {
			d = y.src.errorAt(Span{from + at, from + at + 1}, CodeSyntax, "a second colon: the text before it is read as a key")
		}
		d.Hint = `text with a colon in it needs quotes, for example title: "Price: how to say it"`
	case strings.Contains(m[2], "unexpected end of stream") || strings.Contains(m[2], "scanning a quoted scalar"):
		if at := y.openQuote(); at >= 0 {
			d = y.src.errorAt(Span{at, at + 1}, CodeSyntax, "the text is not closed: its closing quote is missing")
		}
		d.Hint = "put the same quote at its end; an apostrophe inside single quotes is written twice"
	case strings.Contains(m[2], "did not find expected") && bytes.ContainsAny(line, "[{"):
		at := bytes.IndexAny(line, "[{")
		d = y.src.errorAt(Span{from + at, from + at + 1}, CodeSyntax, "the bracket %q is not closed, or a comma is missing in it", line[at:at+1])
		d.Hint = "write tags: [one, two]"
	case bytes.IndexByte(line, '\t') >= 0:
		d.Hint = "indent with spaces; YAML allows no tabs there"
	case bytes.Count(line, []byte(": ")) > 1:
		d.Hint = `text with a colon in it needs quotes, for example title: "Price: how to say it"`
	case bytes.Contains(line, []byte(" = ")):
		d.Hint = `between --- lines it is YAML: write key: value; TOML needs +++ lines`
	}
	return d
}

// secondColon returns where a line's second ": " is, -1 if there is none.
func secondColon(line []byte) int {
	first := bytes.Index(line, []byte(": "))
	if first < 0 {
		return -1
	}
	if n := bytes.Index(line[first+2:], []byte(":")); n >= 0 {
		return first + 2 + n
	}
	return -1
}

// openQuote returns where the last value is that begins with a quote and does
// not end on its line, -1 if there is none.
func (y *yamlReader) openQuote() int {
	at, found := y.start, -1
	for line := range bytes.Lines(y.src.file.Text[y.start:y.end]) {
		i := bytes.Index(line, []byte(": "))
		if value := bytes.TrimSpace(line[max(i, 0)+min(2, len(line)-max(i, 0)):]); i >= 0 && len(value) > 0 && (value[0] == '"' || value[0] == '\'') {
			if bytes.Count(value, value[:1])%2 == 1 {
				found = at + bytes.Index(line, value)
			}
		}
		at += len(line)
	}
	return found
}

// table reads a mapping.
func (y *yamlReader) table(n *yaml.Node, t *Table, depth int) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := y.span(k)
		if y.keys++; y.keys > y.o.Keys {
			t.broken = true
			if y.keys == y.o.Keys+1 {
				y.fail(at, CodeLimit, "%s has too many keys: the limit is %d", y.o.What, y.o.Keys)
			}
			return
		}
		if k.Kind != yaml.ScalarNode || k.Tag == "!!merge" || k.Tag == "!!null" {
			y.fail(at, CodeSyntax, "a key must be plain text")
			continue
		}
		if v.Tag == "!!null" && v.Kind == yaml.ScalarNode && v.Anchor == "" && v.Style&yaml.TaggedStyle == 0 {
			continue // a key that says nothing, as templates of other tools have them
		}
		if old := t.Get(k.Value); old != nil {
			y.fail(at, CodeDuplicate, "key %s is already set in line %d", quote(k.Value), y.src.file.Pos(old.KeySpan.Start).Line).
				Hint = "a key is set once: keep one of the two"
			continue
		}
		t.add(&Entry{Key: k.Value, KeySpan: at, Value: y.value(v, depth)})
	}
}

// value reads one value.
func (y *yamlReader) value(n *yaml.Node, depth int) *Value {
	v := &Value{Span: y.span(n)}
	switch {
	case n.Anchor != "" || n.Kind == yaml.AliasNode:
		y.fail(v.Span, CodeSyntax, "anchors and aliases (& and *) are not allowed in front matter").Hint = `text that begins with & or * needs quotes`
	case n.Style&yaml.TaggedStyle != 0:
		y.fail(v.Span, CodeSyntax, "tags (!) are not allowed in front matter").Hint = "text that begins with ! needs quotes"
	case depth > y.o.Depth:
		y.fail(v.Span, CodeLimit, "lists and tables are nested too deep: the limit is %d levels", y.o.Depth)
	case n.Kind == yaml.MappingNode:
		v.Kind, v.table = Map, &Table{src: y.src, Span: v.Span}
		y.table(n, v.table, depth+1)
	case n.Kind == yaml.SequenceNode:
		v.Kind = List
		for _, e := range n.Content {
			v.list = append(v.list, y.value(e, depth+1))
		}
	default:
		y.scalar(n, v)
	}
	return v
}

var yamlIntRE = regexp.MustCompile(`^[+-]?[0-9]+$`)

func (y *yamlReader) scalar(n *yaml.Node, v *Value) {
	v.Kind, v.scalar = String, n.Value
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return
	}
	switch n.Tag {
	case "!!null":
		v.Kind = Invalid
		y.fail(v.Span, CodeSyntax, "a value is missing").Hint = "leave the key out if there is nothing to say"
	case "!!bool":
		v.Kind, v.scalar = Bool, strings.EqualFold(n.Value, "true")
	case "!!int":
		if x, err := strconv.ParseInt(n.Value, 10, 64); err == nil && yamlIntRE.MatchString(n.Value) {
			v.Kind, v.scalar = Int, x
		}
	case "!!float":
		var x float64
		if n.Decode(&x) == nil {
			v.Kind, v.scalar = Float, x
		}
	case "!!timestamp":
		if validDate(n.Value) {
			v.Kind, v.scalar = Date, n.Value[:10]
		}
	}
}

// span finds a node in the file. The library gives where it begins; plain and
// quoted one-line values end where their text does.
func (y *yamlReader) span(n *yaml.Node) Span {
	text := y.src.file.Text
	from := y.src.file.Offset(y.line + max(n.Line, 1) - 1)
	for col := 1; col < n.Column && from < y.end && text[from] != '\n'; col++ {
		_, w := utf8.DecodeRune(text[from:])
		from += w
	}
	from = max(y.start, min(from, y.end))
	end := from
	if n.Kind == yaml.ScalarNode {
		end = y.scalarEnd(n, from)
	}
	return Span{from, max(end, min(from+1, y.end))}
}

func (y *yamlReader) scalarEnd(n *yaml.Node, from int) int {
	text := y.src.file.Text[from:y.end]
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		if bytes.HasPrefix(text, []byte(n.Value)) {
			return from + len(n.Value)
		}
		return from + len(bytes.TrimRight(text, " \t"))
	}
	q := text[:min(1, len(text))]
	for i := 1; i < len(text); i++ {
		if text[i] == '\\' && q[0] == '"' {
			i++
		} else if text[i] == q[0] {
			return from + i + 1
		}
	}
	return from + len(text)
}

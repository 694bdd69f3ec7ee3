package content

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"playbook/generator/config"
	"playbook/generator/diag"
)

var updateHeads = flag.Bool("update-heads", false, "write the expected output of the front matter tests")

// readHead reads a file's front matter as [Parse] does.
func readHead(name, raw string) (Meta, string, diag.List) {
	text, ds := checkEncoding("x.md", []byte(raw))
	if text == nil {
		return Meta{}, "", ds
	}
	f := diag.NewFile("x.md", text)
	h, body, more := splitFrontMatter(f)
	ds = append(ds, more...)
	table, of := h.table(f)
	m, more := decodeMeta(f, h, table, &fileName{index: strings.HasPrefix(name, "index"), path: strings.HasPrefix(name, "path"), task: strings.HasPrefix(name, "task")}, &Options{})
	if !h.lost {
		more = append(of, more...)
	}
	return m, string(text[body:]), append(ds, more...)
}

// TestFrontMatter holds files against what is said about their heads. A file
// whose name begins with "index", "path" or "task" is read as a section's or a
// learning path's page or an assignment.
func TestFrontMatter(t *testing.T) {
	const name = "testdata/frontmatter.txtar"
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(a.Files); i += 2 {
		in, want := a.Files[i], &a.Files[i+1]
		m, body, ds := readHead(in.Name, string(in.Data))
		ds = append(ds, CheckFields(kindOf(m), &m, "x.md", "")...)
		got := renderHead(m, body, ds)
		if got != string(want.Data) && !*updateHeads {
			t.Errorf("%s: got\n%s\nwant\n%s", in.Name, got, want.Data)
		}
		want.Data = []byte(got)
	}
	if *updateHeads {
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func kindOf(m Meta) *config.Kind {
	min, max := 1.5, 3.0
	for _, k := range config.Shipped() {
		if k.Key == m.Kind || m.Kind == "" && k.Key == "plain" {
			return k
		}
	}
	return &config.Kind{Label: config.Label{Key: m.Kind}, Fields: []config.KindField{
		{Key: "must", Type: config.TypeString, Required: true},
		{Key: "choice", Type: config.TypeString, OneOf: []string{"weak", "strong"}},
		{Key: "rate", Type: config.TypeNumber, Min: &min, Max: &max},
		{Key: "least", Type: config.TypeInt, Min: &min},
		{Key: "flag", Type: config.TypeBool},
		{Key: "link", Type: config.TypeURL},
	}}
}

func renderHead(m Meta, body string, ds diag.List) string {
	ds.Sort()
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d-%d %s: %s [%s]\n", d.Line, d.Col, d.End, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
	}
	line, _, _ := strings.Cut(body, "\n")
	fmt.Fprintf(&b, "title %q body %q broken %t\n", m.Title, line, m.Broken)
	return b.String()
}

// TestMeta reads every key, in TOML and in YAML, to the same value.
func TestMeta(t *testing.T) {
	a, err := txtar.ParseFile("testdata/meta.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, file := range a.Files[:2] {
		m, _, ds := readHead("path", string(file.Data))
		if len(ds) > 0 {
			t.Fatal(renderHead(m, "", ds))
		}
		if mark := m.Pos["tags[1]"]; mark.Line == 0 || mark.End != mark.Col+len(`"b c"`) {
			t.Errorf("tags[1] at %+v", mark)
		}
		m.Pos = nil
		for i := range m.Fields {
			m.Fields[i].At, m.Fields[i].KeyAt = Mark{}, Mark{}
		}
		shown = append(shown, strings.ReplaceAll(fmt.Sprintf("%+v", m), " ", "\n"))
	}
	if shown[0] != shown[1] {
		t.Errorf("TOML\n%s\nYAML\n%s", shown[0], shown[1])
	}
	if *updateHeads {
		a.Files[2].Data = []byte(shown[0])
		_ = os.WriteFile("testdata/meta.txtar", txtar.Format(a), 0o644)
	} else if want := strings.TrimSpace(string(a.Files[2].Data)); shown[0] != want {
		t.Errorf("got\n%s\nwant\n%s", shown[0], want)
	}
}

// TestEncodings: what is said of bytes that are no text, and where.
func TestEncodings(t *testing.T) {
	head := "+++\ntitle = \"A\"\n+++\n"
	for _, c := range []struct{ name, raw, want string }{
		{"latin-1", head + "Caf\xe9 list", `4:4 error PB1211 the file is not UTF-8: byte 0xE9, which is 'é'`},
		{"windows-1252", head + "\x93Hello\x94", `4:1 error PB1211 the file is not UTF-8: byte 0x93, which is '“'`},
		{"surrogate", head + "\xed\xa0\x80", `4:1 error PB1211 the file is not UTF-8: byte 0xED`},
		{"overlong", head + "\xc0\xaf", `4:1 error PB1211 the file is not UTF-8: byte 0xC0`},
		{"utf-16le", "\xff\xfe+\x00+\x00+\x00\n\x00", `1:1 error PB1212 the file is UTF-16`},
		{"utf-16be", "\xfe\xff\x00+\x00+\x00+\x00\n", `1:1 error PB1212 the file is UTF-16`},
		{"utf-16 without bom", "+\x00+\x00+\x00\n\x00t\x00i\x00", `1:1 error PB1212 the file is UTF-16`},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02", `1:1 error PB1213 the file is a PNG picture, not text`},
		{"cr", "+++\rtitle = \"A\"\r+++\r", `1:4 error PB1214 lines end with a single carriage return`},
		{"bom in the middle", head + "a\n\ufeffmore", `5:1 warning PB1217 invisible character U+FEFF (byte order mark)`},
		{"bidi", head + "if (ok\u2066) {", `4:7 error PB1216 bidi control character U+2066`},
		{"zero width", head + "## Pri\u200bce", `4:7 warning PB1217 invisible character U+200B (zero width space)`},
		{"control", head + "a\x1b[31m", `4:2 error PB1215 control character U+001B (escape)`},
		{"c1", head + "a\u0085", `4:2 error PB1215 control character U+0085 (next line)`},
		{"bom and crlf", "\ufeff+++\r\ntitle = \"A\"\r\n+++\r\n# B\r\n", ""},
		{"scripts", head + "Ünïcödé 漢字 עברית \u200fعربي 👩\u200d👩 می\u200cخواهم e\u0301", ""},
	} {
		_, _, ds := readHead("", c.raw)
		ds.Sort()
		got := ""
		if len(ds) > 0 {
			got = fmt.Sprintf("%d:%d %s %s %s", ds[0].Line, ds[0].Col, ds[0].Severity, ds[0].Code, ds[0].Message)
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLargeHeads: sizes that nobody writes by hand.
func TestLargeHeads(t *testing.T) {
	for name, c := range map[string]struct{ head, want string }{
		"title":   {`title = "` + strings.Repeat("A", 10000) + `"`, "2:9 the title is too long: 10000 characters, the limit is 200"},
		"tags":    {"title = 'A'\ntags = [" + strings.Repeat(`"t",`, 51) + "]", "3:8 too many tags: 51, the limit is 50"},
		"100k":    {"title = 'A'\ntags = [" + strings.Repeat(`"tag",`, 100000) + "]", "3:65525 front matter is too large: 585 KiB, the limit is 64 KiB"},
		"aliases": {"title = 'A'\naliases = [" + strings.Repeat(`"/x",`, 501) + "]", `3:11 the list "aliases" has too many entries: 501, the limit is 500`},
		"depth":   {"title = " + strings.Repeat("[", 3000000), "2:65537 front matter is too large: 2929 KiB, the limit is 64 KiB"},
		"dotted":  {strings.Repeat("a.", 8000) + "a = 1", "2:1 the key is nested too deep: more than 8 names joined by dots"},
		"owner":   {"title = 'A'\nowner = '" + strings.Repeat("x", 3000) + "'", `3:9 the value of "owner" is too long: 3000 characters, the limit is 2000`},
	} {
		_, _, ds := readHead("", "+++\n"+c.head+"\n+++\nx\n")
		var errs diag.List
		for _, d := range ds {
			if d.Severity == diag.Error {
				errs.Add(d)
			}
		}
		if len(errs) != 1 || fmt.Sprintf("%d:%d %s", errs[0].Line, errs[0].Col, errs[0].Message) != c.want {
			t.Errorf("%s: got %s", name, renderHead(Meta{}, "", errs[:min(len(errs), 3)]))
		}
		for _, d := range errs {
			if utf8.RuneCountInString(d.Excerpt) > 200 {
				t.Errorf("%s: an excerpt of %d characters", name, utf8.RuneCountInString(d.Excerpt))
			}
		}
	}
}

// TestLargeHead: the beginning of a file too large to read tells a large head
// from a large text.
func TestLargeHead(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"head":    {"+++\ntitle = " + strings.Repeat("[", 100000), 1},
		"text":    {"+++\ntitle = 'A'\n+++\n" + strings.Repeat("word ", 100000), 0},
		"no head": {strings.Repeat("word ", 100000), 0},
		"binary":  {"\x00" + strings.Repeat("word ", 100000), 0},
	} {
		if ds := LargeHead("x.md", []byte(c.text)); len(ds) != c.want {
			t.Errorf("%s: %s", name, renderHead(Meta{}, "", ds))
		}
	}
}

// TestReservedKeys: the keys a lesson kind cannot define are those every
// lesson has.
func TestReservedKeys(t *testing.T) {
	got := strings.Join(config.FrontMatterKeys(), " ")
	if want := strings.Join(commonKeys("index"), " "); got != want {
		t.Errorf("config has\n%s\nlessons have\n%s", got, want)
	}
}

// FuzzFrontMatter: any text is split and read, every place lies in the text,
// and the lines of head and body together are the file's.
func FuzzFrontMatter(f *testing.F) {
	a, err := txtar.ParseFile("testdata/frontmatter.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(a.Files); i += 2 {
		f.Add(a.Files[i].Data)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, ds := checkEncoding("x.md", raw)
		if text == nil {
			return
		}
		file := diag.NewFile("x.md", text)
		h, body, more := splitFrontMatter(file)
		if body < 0 || body > len(text) || h.start > h.end || h.end > body || h.open > len(text) {
			t.Fatalf("head %+v body %d of %d bytes", h, body, len(text))
		}
		if body > 0 && body < len(text) && text[body-1] != '\n' {
			t.Fatalf("the body begins in the middle of a line, at %d", body)
		}
		table, of := h.table(file)
		m, again := decodeMeta(file, h, table, &fileName{index: true, path: true, task: true}, &Options{})
		if !h.lost {
			ds = append(ds, of...)
		}
		ds = append(append(ds, more...), again...)
		ds = append(ds, CheckFields(kindOf(m), &m, "x.md", "here")...)
		lines := strings.Count(string(text), "\n") + 1
		for _, d := range ds {
			if d.Line < 1 || d.Line > lines || d.Col < 1 || !utf8.ValidString(d.Message+d.Hint) {
				t.Fatalf("bad diagnostic %+v", d)
			}
		}
	})
}

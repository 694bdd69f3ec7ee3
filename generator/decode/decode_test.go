package decode

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"playbook/generator/cputime"
	"playbook/generator/diag"
)

var update = flag.Bool("update", false, "write the expected output")

func parse(text string, o Options) (*Table, diag.List) {
	return Parse(diag.NewFile("x.toml", []byte(text)), 0, len(text), o)
}

// render prints findings as the tests keep them.
func render(ds diag.List) string {
	ds.Sort()
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d-%d %s [%s]\n", d.Line, d.Col, d.End, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
		}
	}
	return b.String()
}

// archive runs do on the inputs of a txtar file whose want follows them.
func archive(t *testing.T, name string, do func(name, text string) string) {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(a.Files); i += 2 {
		in, want := a.Files[i], &a.Files[i+1]
		got := do(in.Name, string(in.Data))
		if !*update && got != string(want.Data) {
			t.Errorf("%s %s: got\n%s\nwant\n%s", name, in.Name, got, want.Data)
		}
		want.Data = []byte(got)
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMistakes(t *testing.T) {
	archive(t, "testdata/mistakes.txtar", func(name, text string) string {
		table, ds := parse(text, Options{})
		if len(ds) == 0 {
			t.Errorf("%s: nothing found", name)
		}
		if e := table.Get("ok"); strings.Contains(text, "\nok = 1") && (e == nil || e.Value.Kind != Int) {
			t.Errorf("%s: the good line is lost", name)
		}
		return render(ds)
	})
}

func TestValues(t *testing.T) {
	archive(t, "testdata/values.txtar", func(_, text string) string {
		table, ds := parse(text, Options{})
		var b strings.Builder
		b.WriteString(render(ds))
		outline(&b, text, table, "")
		return b.String()
	})
}

// outline prints keys, values and the texts they span.
func outline(b *strings.Builder, text string, t *Table, indent string) {
	for _, e := range t.Entries() {
		v := e.Value
		span := strings.ReplaceAll(text[v.Span.Start:v.Span.End], "\n", "⏎")
		fmt.Fprintf(b, "%s%s <%s> = %s <%s>", indent, e.Key, text[e.KeySpan.Start:e.KeySpan.End], v.Kind, span)
		switch v.Kind {
		case Map:
			b.WriteByte('\n')
			outline(b, text, v.Table(), indent+"  ")
		case List:
			b.WriteByte('\n')
			for _, item := range v.List() {
				fmt.Fprintf(b, "%s  - %s <%s> %v\n", indent, item.Kind, strings.ReplaceAll(text[item.Span.Start:item.Span.End], "\n", "⏎"), item.Any())
				if item.Kind == Map {
					outline(b, text, item.Table(), indent+"    ")
				}
			}
		default:
			fmt.Fprintf(b, " %#v\n", v.Any())
		}
	}
}

// TestLimits: what would keep the library busy for ever is refused at once, at
// the place where the limit is passed.
func TestLimits(t *testing.T) {
	n := 60000
	for name, text := range map[string]string{
		"brackets":      "a = " + strings.Repeat("[", n),
		"inline tables": "a = " + strings.Repeat("{a=", n/3),
		"mixed":         "a = " + strings.Repeat("[{a=", n/4),
		"dotted":        strings.Repeat("a.", n/2) + "a = 1",
		"header":        "[" + strings.Repeat("a.", n/2) + "a]",
		"dotted inline": "a = {" + strings.Repeat("b.", n/2) + "c = 1}",
		"many keys":     manyLines(n/10, "k%d = 1\n"),
		"many tables":   manyLines(n/10, "[t%d]\n"),
		"many inline":   "a = {" + manyLines(n/10, "k%d = 1, ") + "}",
		"many [[t]]":    strings.Repeat("[[t]]\n", n/6),
		"too large":     "a = \"" + strings.Repeat("x", 70000) + "\"",
		"astray keys":   "[\n" + manyLines(n/10, "k%d = 1\n"),
	} {
		var ds diag.List
		took := cputime.Of(func() { _, ds = parse(text, Options{}) })
		found := false
		for _, d := range ds {
			found = found || d.Code == CodeLimit
		}
		if !found {
			t.Errorf("%s: no limit passed: %s", name, render(ds[:min(len(ds), 3)]))
		}
		if took > 2*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}

func manyLines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestCost: texts within the limits, made to be slow, are not.
func TestCost(t *testing.T) {
	n := 64000
	deep := strings.Repeat("[", 16) + strings.Repeat("]", 16)
	for name, text := range map[string]string{
		"long list":       "a = [" + strings.Repeat("1,", n/2-10) + "]",
		"deep lists":      "a = [" + strings.Repeat(deep[1:31]+",", n/31-2) + "]",
		"long string":     "a = \"" + strings.Repeat("x", n-20) + "\"",
		"escapes":         "a = \"" + strings.Repeat(`\\`, n/2-20) + "\"",
		"line joins":      "a = \"\"\"" + strings.Repeat("\\\n", n/2-20) + "\"\"\"",
		"bad lines":       strings.Repeat("x\n", n/2),
		"bad values":      strings.Repeat("a = “\n", n/8),
		"open lists":      strings.Repeat("a = [\n", n/6),
		"open strings":    strings.Repeat("a = \"\n", n/6),
		"one long line":   strings.Repeat("a ", n/2),
		"comment":         "#" + strings.Repeat("x", n-2),
		"newlines":        strings.Repeat("\n", n),
		"quotes":          strings.Repeat(`"`, n),
		"dates":           "a = [" + strings.Repeat("2026-11-22,", n/11-1) + "]",
		"inline in list":  "a = [" + strings.Repeat("{},", n/3-9) + "]",
		"overflow":        manyLines(199, "k%d = 99999999999999999999\n"),
		"duplicates":      strings.Repeat("a = 1\n", n/6),
		"duplicate heads": strings.Repeat("[a]\n", n/4),
		"wrong items":     "tags = [" + strings.Repeat("1,", n/2-10) + "]",
		"wrong nested":    "terms = [" + strings.Repeat("[1],", n/4-10) + "]",
		"continued":       strings.Repeat("a = [ \n\"x\n", n/9),
	} {
		took := cputime.Of(func() {
			table, _ := parse(text, Options{})
			_ = table.Into(&everything{})
		})
		t.Logf("%s: %s", name, took)
		if took > 2*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
		ParseYAML(diag.NewFile("x", []byte(text)), 0, len(text), Options{})
	}
}

func TestParts(t *testing.T) {
	f := diag.NewFile("x.md", []byte("+++\ntitle = 'é'\nb = \n+++\nbody = [\n"))
	table, ds := Parse(f, 4, 22, Options{})
	if len(ds) != 1 || ds[0].Line != 3 || ds[0].Excerpt != "b = " {
		t.Errorf("got %+v", ds)
	}
	if s := table.ValueSpan("title"); string(f.Text[s.Start:s.End]) != "'é'" {
		t.Errorf("span %v", s)
	}
	if !table.Broken() || !table.Has("b") || table.Get("b").Value.Kind != Invalid {
		t.Error("the broken key is not kept as broken")
	}
	if got, want := table.Keys(), []string{"title", "b"}; !reflect.DeepEqual(got, want) {
		t.Errorf("keys %v", got)
	}
}

func sprint(v reflect.Value) string { return fmt.Sprintf("%+v", v) }

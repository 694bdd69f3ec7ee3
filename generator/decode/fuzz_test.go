package decode

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"golang.org/x/tools/txtar"

	"playbook/generator/diag"
)

// seed adds the inputs of the golden tests to a corpus.
func seed(f *testing.F, names ...string) {
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(text).Files {
			if !strings.HasSuffix(file.Name, "want") {
				f.Add(string(file.Data))
			}
		}
	}
}

// FuzzParse holds [Parse] to its laws, for any text:
//   - it returns, and every position lies in the text;
//   - it finds nothing only if the library finds nothing, and then the values
//     are the library's;
//   - the text of a scalar's span, alone behind a key, reads as the same value.
func FuzzParse(f *testing.F) {
	seed(f, "testdata/mistakes.txtar", "testdata/values.txtar", "testdata/into.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 4096 {
			return
		}
		table, ds := parse(text, Options{})
		checkPlaces(t, text, ds)
		checkSpans(t, text, table)
		var dst everything
		checkPlaces(t, text, table.Into(&dst))
		if len(ds) > 0 {
			return
		}
		var m map[string]any
		if err := readTOML(text, &m); err != nil {
			t.Fatalf("the library finds: %v", err)
		}
		if got, want := canonical(table.Any()), canonical(m); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, the library reads %v", got, want)
		}
		checkScalars(t, text, table)
	})
}

func checkPlaces(t *testing.T, text string, ds diag.List) {
	t.Helper()
	lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
	for _, d := range ds {
		if d.Line < 1 || d.Line > lines || d.Col < 1 || d.Col > len(text)+1 || d.End != 0 && d.End <= d.Col {
			t.Fatalf("%d:%d-%d lies outside the text: %s", d.Line, d.Col, d.End, d.Message)
		}
		if d.Message == "" || d.Code == "" || !utf8.ValidString(d.Message) || !utf8.ValidString(d.Hint) {
			t.Fatalf("bad diagnostic %+v", d)
		}
	}
}

// checkSpans: spans lie in the text, in order and inside their table's text.
func checkSpans(t *testing.T, text string, table *Table) {
	t.Helper()
	for _, e := range table.Entries() {
		for _, s := range []Span{e.KeySpan, e.Value.Span} {
			if s.Start < 0 || s.Start > s.End || s.End > len(text) {
				t.Fatalf("%q: span %v of %d bytes", e.Key, s, len(text))
			}
		}
		eachTable(e.Value, func(sub *Table) { checkSpans(t, text, sub) })
	}
}

func eachTable(v *Value, do func(*Table)) {
	if v.Table() != nil {
		do(v.Table())
	}
	for _, e := range v.List() {
		eachTable(e, do)
	}
}

func checkScalars(t *testing.T, text string, table *Table) {
	t.Helper()
	for _, e := range table.Entries() {
		v := e.Value
		eachTable(v, func(sub *Table) { checkScalars(t, text, sub) })
		if v.Kind == List || v.Kind == Map {
			continue
		}
		var m map[string]any
		if _, err := toml.Decode("k = "+text[v.Span.Start:v.Span.End], &m); err != nil || canonical(m["k"]) != canonical(v.Any()) {
			t.Fatalf("%q spans %q, which reads as %v, want %v", e.Key, text[v.Span.Start:v.Span.End], m["k"], v.Any())
		}
	}
}

// canonical writes the library's values as ours, and nan as text so that it
// equals itself.
func canonical(x any) any {
	switch x := x.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, v := range x {
			m[k] = canonical(v)
		}
		return m
	case []any:
		l := []any{}
		for _, v := range x {
			l = append(l, canonical(v))
		}
		return l
	case []map[string]any:
		l := []any{}
		for _, v := range x {
			l = append(l, canonical(v))
		}
		return l
	case float64:
		if math.IsNaN(x) {
			return "nan"
		}
	case interface{ Format(string) string }:
		if fmt.Sprint(reflect.ValueOf(x).MethodByName("Location").Call(nil)[0]) == "time-local" {
			return x.Format("15:04:05")
		}
		return x.Format("2006-01-02")
	}
	return x
}

// FuzzYAML: [ParseYAML] returns, within the text.
func FuzzYAML(f *testing.F) {
	seed(f, "testdata/yaml.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 4096 {
			return
		}
		table, ds := ParseYAML(diag.NewFile("x", []byte(text)), 0, len(text), Options{})
		checkPlaces(t, text, ds)
		checkSpans(t, text, table)
		var dst everything
		checkPlaces(t, text, table.Into(&dst))
	})
}

// FuzzText: what [Text] returns is UTF-8 with LF line ends, has as many lines
// as findings say, and passes a second time unchanged.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\r\nb\rc\n", "\ufeffa", "a\ufeff", "\xff\xfea\x00", "+\x00a\x00", "\x89PNG\r\n\x1a\n\x00", "Caf\xe9", "\xed\xa0\x80", "\u202e\u200b\u2028", "a\x01\u0085"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, ds := Text("x.md", raw)
		if text == nil && len(raw) > 0 {
			if !ds.HasErrors() {
				t.Fatal("no text and no error")
			}
			return
		}
		if !utf8.Valid(text) || strings.ContainsAny(string(text), "\r\x00") || strings.HasPrefix(string(text), "\ufeff\ufeff") {
			t.Fatalf("%q came back as %q", raw, text)
		}
		for _, d := range ds {
			if d.Line < 1 || d.Col < 1 {
				t.Fatalf("place %d:%d", d.Line, d.Col)
			}
		}
		if !ds.HasErrors() {
			return
		}
		if _, again := Text("x.md", text); again.HasErrors() {
			t.Fatalf("errors a second time: %s", render(again))
		}
	})
}

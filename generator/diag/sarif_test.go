package diag

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sarifSchema compiles the official schema; testdata/sarif says where it is
// from.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s.Validate(v)
}

// TestSARIFSchema holds logs of every code there is, and of findings of every
// shape, against the schema; and a log with a mistake, which it must refuse.
func TestSARIFSchema(t *testing.T) {
	s := sarifSchema(t)
	odd := NewFile("content/ü b\\c/\x1b#?%41:d.md", []byte("\ufefftitle = “\x00x”\t\xff\n\n"+strings.Repeat("long é ", 60)))
	list := List{
		Whole("", Error, "PB1202", "no path"), Whole("content", Warning, "PB1202", "a folder"), Whole("../up.md", Hint, "PB1201", "above"),
		{Pos: Pos{Path: "a.md", Line: 3}, Severity: Error, Code: "PB1001", Message: "no column"},
		{Pos: Pos{Path: "C:/a.md", Line: 3, Col: 9}, End: 9, Severity: Error, Message: "no code, no width"},
		odd.At(0, 3, Error, "PB1217", "the mark \u202e"), odd.At(len(odd.Text), len(odd.Text), Error, "PB1001", "at the end"),
		odd.At(200, 190, Warning, "PB9999", "backwards").WithHint("a hint\nof two lines"),
	}
	for _, code := range Codes() {
		for _, sev := range []Severity{Hint, Warning, Error} {
			list.Add(odd.At(5, 9, sev, code, "of %s", code))
		}
	}
	for _, l := range []List{nil, list[:1], list} {
		var out bytes.Buffer
		if err := PrintSARIF(&out, l); err != nil {
			t.Fatal(err)
		}
		if err := valid(t, s, out.String()); err != nil {
			t.Errorf("%d findings: %#v", len(l), err)
		}
	}
	var out bytes.Buffer
	_ = PrintSARIF(&out, list)
	for good, bad := range map[string]string{`"level": "warning"`: `"level": "warn"`, `"startLine": 1,`: `"startLine": 0,`, `"ruleIndex"`: `"rule"`, `"columnKind"`: `"columns"`} {
		if broken := strings.Replace(out.String(), good, bad, 1); broken == out.String() || valid(t, s, broken) == nil {
			t.Errorf("a log with %s passes", bad)
		}
	}
}

package formula

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// env for the golden problems: c may be 0 by its range, d may not.
var testEnv = NewEnv(
	Var{Name: "a", Type: Number},
	Var{Name: "b", Type: Number},
	Var{Name: "c", Type: Number, Ranged: true, Min: 0, Max: 100},
	Var{Name: "d", Type: Number, Ranged: true, Min: 1, Max: 5},
	Var{Name: "yes", Type: Bool},
	Var{Name: "revenue", Type: Number},
)

// TestProblems reads testdata/problems.txt: formulas, one a line, each
// followed by what Compile says about it, under a line that marks the bytes.
func TestProblems(t *testing.T) {
	const name = "testdata/problems.txt"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "> ") {
			continue
		}
		src := line[2:]
		out.WriteString(line + "\n")
		prog, problems := Compile(src, testEnv)
		for _, p := range problems {
			mark := max(1, len([]rune(src[p.Start:p.End])))
			fmt.Fprintf(&out, "  %s%s\n  %s: %s: %s\n", strings.Repeat(" ", len([]rune(src[:p.Start]))), strings.Repeat("^", mark), p.Severity, p.Kind, p.Message)
			if p.Hint != "" {
				fmt.Fprintf(&out, "  hint: %s\n", p.Hint)
			}
		}
		if prog != nil {
			text, _ := json.Marshal(prog)
			fmt.Fprintf(&out, "  %s\n", text)
		}
		out.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if out.String() != string(data) {
		t.Errorf("%s differs; run with -update and read the change. Now:\n%s", name, out.String())
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      Kind
	}{
		{"500 bytes", strings.Repeat(" ", 499) + "1", ""},
		{"501 bytes", strings.Repeat(" ", 500) + "1", TooLong},
		{"a megabyte", strings.Repeat("1+", 500_000) + "1", TooLong},
		{"31 parentheses", strings.Repeat("(", 31) + "1" + strings.Repeat(")", 31), ""},
		{"32 parentheses", strings.Repeat("(", 32) + "1" + strings.Repeat(")", 32), TooDeep},
		{"10,000 parentheses", strings.Repeat("(", 10_000), TooLong},
		{"100 terms", strings.Repeat("1+", 99) + "1", ""},
		{"101 terms", strings.Repeat("1+", 100) + "1", TooBig},
	} {
		prog, problems := Compile(c.src, testEnv)
		switch {
		case c.want == "" && (prog == nil || len(problems) > 0):
			t.Errorf("%s: %v", c.name, problems)
		case c.want != "" && (prog != nil || problems[0].Kind != c.want):
			t.Errorf("%s: %v, want %s", c.name, problems, c.want)
		}
	}
}

func TestRound(t *testing.T) {
	for _, c := range []struct {
		x    float64
		d    int
		want float64
	}{
		{1.005, 2, 1.01},
		{-1.005, 2, -1.01},
		{2.5, 0, 3},
		{-2.5, 0, -3},
		{0.5, 0, 1},
		{0.49999999999999994, 0, 0},
		{1234, -2, 1200},
		{1250, -2, 1300},
		{50, -2, 100},
		{49, -2, 0},
		{1e300, 2, 1e300},
		{5e-324, 15, 0},
		{9.995, 2, 10},
		{99.5, 0, 100},
		{0.1 + 0.2, 15, 0.3},
		{9007199254740993, -1, 9007199254740990},
		{123, 0, 123},
	} {
		if got := round(c.x, c.d); got != c.want {
			t.Errorf("round(%v, %d) = %v, want %v", c.x, c.d, got, c.want)
		}
	}
	if z := round(-0.4, 0); z != 0 || !math.Signbit(z) {
		t.Errorf("round(-0.4) = %v, want -0", z)
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"a", "profit_per_hour", "x9", strings.Repeat("a", 40)} {
		if why := CheckName(name); why != "" {
			t.Errorf("%q: %s", name, why)
		}
	}
	for _, name := range []string{"", "A", "9x", "min", "if", "true", "and", "naïve", "a-b", strings.Repeat("a", 41)} {
		if CheckName(name) == "" {
			t.Errorf("%q is allowed", name)
		}
	}
}

func TestUses(t *testing.T) {
	prog, problems := Compile("b + a * b", testEnv)
	if prog == nil {
		t.Fatal(problems)
	}
	if got := fmt.Sprint(prog.Uses(), prog.Type()); got != "[1 0] number" {
		t.Error(got)
	}
}

func FuzzCompile(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.Src)
	}
	data, err := os.ReadFile("testdata/problems.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if src, ok := strings.CutPrefix(line, "> "); ok {
			f.Add(strings.TrimSuffix(src, "\n"))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		prog, problems := Compile(src, testEnv)
		for _, p := range problems {
			if p.Start < 0 || p.Start > p.End || p.End > len(src) || p.Message == "" {
				t.Errorf("%q: bad problem %+v", src, p)
			}
		}
		if prog == nil {
			if len(problems) == 0 {
				t.Errorf("%q: neither a program nor a problem", src)
			}
			return
		}
		var tree any
		data, err := json.Marshal(prog)
		if err != nil || json.Unmarshal(data, &tree) != nil {
			t.Fatalf("%q: emitted %s", src, data)
		}
		slots := []Value{Num(1), Num(-2.5), Num(0), Num(3), Yes(true), {}}
		if v, fault := prog.Eval(slots); fault == "" && v.Answered() && v.Type != prog.Type() {
			t.Errorf("%q gives a %s, declared a %s", src, v.Type, prog.Type())
		}
	})
}

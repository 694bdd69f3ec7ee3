package formula

import (
	"encoding/json"
	"os"
	"testing"
)

// A vector is a formula, the values of its names, and its value or the error
// it gives when it is compiled or evaluated.
type vector struct {
	Src   string         `json:"src"`
	Env   map[string]any `json:"env"`
	Value any            `json:"value"`
	Error string         `json:"error"`
	Stage string         `json:"stage"`
}

func readVectors(t testing.TB) []vector {
	t.Helper()
	var list []vector
	for _, name := range []string{"testdata/formula-vectors.json", "testdata/more-vectors.json"} {
		var part []vector
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &part); err != nil {
			t.Fatal(err)
		}
		list = append(list, part...)
	}
	return list
}

// env declares the vector's names in sorted order; null is an unanswered
// number.
func (v vector) env() (Env, []Value) {
	var vars []Var
	var slots []Value
	for _, name := range sortedKeys(v.Env) {
		x := Value{}
		typ := Number
		switch a := v.Env[name].(type) {
		case float64:
			x = Num(a)
		case bool:
			x, typ = Yes(a), Bool
		}
		vars, slots = append(vars, Var{Name: name, Type: typ}), append(slots, x)
	}
	return NewEnv(vars...), slots
}

// want is the vector's result as text: see show.
func (v vector) want() string {
	switch x := v.Value.(type) {
	case float64:
		return show(Num(x), "")
	case bool:
		return show(Yes(x), "")
	}
	return v.Error
}

func TestVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		env, slots := v.env()
		prog, problems := Compile(v.Src, env)
		if v.Stage == "compile" {
			if prog != nil || len(problems) == 0 || string(problems[0].Kind) != v.Error {
				t.Errorf("%q: compiled with %v, want %s", v.Src, problems, v.Error)
			}
			continue
		}
		if prog == nil {
			t.Errorf("%q: %v", v.Src, problems)
			continue
		}
		if got := show(prog.Eval(slots)); got != v.want() {
			t.Errorf("%q = %s, want %s", v.Src, got, v.want())
		}
	}
}

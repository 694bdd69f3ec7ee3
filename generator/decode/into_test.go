package decode

import (
	"reflect"
	"testing"

	"playbook/generator/diag"
)

type address struct {
	Street string `toml:"street,required"`
	No     int    `toml:"no"`
}

type base struct {
	Title string `toml:"title,required"`
	Date  string `toml:"date,date"`
}

type everything struct {
	base
	Weight  int                 `toml:"weight"`
	Big     int64               `toml:"big"`
	Rate    float64             `toml:"rate"`
	Min     *float64            `toml:"min"`
	Draft   bool                `toml:"draft"`
	Tags    []string            `toml:"tags"`
	Was     []string            `toml:"was,any"`
	Terms   [][]string          `toml:"terms"`
	Home    address             `toml:"home"`
	Others  []address           `toml:"others"`
	Params  map[string]any      `toml:"params"`
	Words   map[string][]string `toml:"words"`
	Any     any                 `toml:"any"`
	Raw     *Table              `toml:"raw"`
	Pathish string              `toml:"pathish,in=path"`
	Skipped string              `toml:"-"`
	NoTag   string
}

const good = `
title = "A"
date = 2026-11-22
weight = -3
big = 9007199254740993
rate = 2
min = 1.5
draft = true
tags = ["a", "b"]
was = "old"
terms = [["a", "b"], ["c", "d"]]
any = [1, "x", { k = 2026-01-02 }]
home = { street = "S", no = 1 }
[[others]]
street = "T"
[params]
x = 1
[words]
en = ["a"]
[raw]
k = 1
`

func TestInto(t *testing.T) {
	table, ds := parse(good, Options{})
	var got everything
	ds = append(ds, table.Into(&got)...)
	if len(ds) > 0 {
		t.Fatal(render(ds))
	}
	if got.Raw.Get("k") == nil {
		t.Error("the raw table is empty")
	}
	got.Raw = nil
	min := 1.5
	want := everything{
		base: base{"A", "2026-11-22"}, Weight: -3, Big: 9007199254740993, Rate: 2, Min: &min, Draft: true,
		Tags: []string{"a", "b"}, Was: []string{"old"}, Terms: [][]string{{"a", "b"}, {"c", "d"}},
		Any: []any{int64(1), "x", map[string]any{"k": "2026-01-02"}}, Home: address{"S", 1}, Others: []address{{Street: "T"}},
		Params: map[string]any{"x": int64(1)}, Words: map[string][]string{"en": {"a"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestIntoMistakes(t *testing.T) {
	archive(t, "testdata/into.txtar", func(_, text string) string {
		table, ds := parse(text, Options{})
		var dst everything
		return render(append(ds, table.Into(&dst)...))
	})
}

func TestIntoGroupsAndRest(t *testing.T) {
	table, _ := parse("title = 'A'\npathish = 'x'\nother = 1\n", Options{})
	var dst struct {
		everything
		Rest []*Entry `toml:",rest"`
	}
	if ds := table.Into(&dst, "path"); len(ds) > 0 || dst.Pathish != "x" || len(dst.Rest) != 1 || dst.Rest[0].Key != "other" {
		t.Errorf("got %+v, %s", dst.Rest, render(ds))
	}
	dst.Rest = nil
	if _ = table.Into(&dst); len(dst.Rest) != 2 {
		t.Errorf("without the group: %d keys left, want 2", len(dst.Rest))
	}
}

// TestYAML: the same results as from TOML, and YAML's own mistakes.
func TestYAML(t *testing.T) {
	archive(t, "testdata/yaml.txtar", func(_, text string) string {
		f := diag.NewFile("x.md", []byte("---\n"+text+"---\n"))
		table, ds := ParseYAML(f, 4, 4+len(text), Options{})
		var dst everything
		ds = append(ds, table.Into(&dst)...)
		return render(ds) + dump(dst)
	})
}

func dump(e everything) string {
	v := reflect.ValueOf(e)
	out := ""
	for i := range v.NumField() {
		if f := v.Type().Field(i); !v.Field(i).IsZero() && f.Name != "Raw" && f.Name != "Min" {
			out += f.Name + ": " + sprint(v.Field(i)) + "\n"
		}
	}
	return out
}

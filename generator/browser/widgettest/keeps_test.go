package widgettest

import (
	"encoding/json"
	"os"
	"strings"
	"sync"

	themes "playbook/generator/theme"
	"playbook/templates"
)

// declarations are what the kinds and pages declare that they keep, by place.
var declarations = sync.OnceValue(func() []themes.Keeps {
	all, err := themes.ReadKeeps(templates.FS)
	if err != nil {
		panic(err)
	}
	return all
})

// keeping is put before the script that runs first on every page: what is stored and
// not declared is an error in the console.
var keeping = sync.OnceValue(func() string {
	type keep struct {
		What   string   `json:"what"`
		Keys   []string `json:"keys"`
		Fields []string `json:"fields,omitempty"`
		Names  string   `json:"names,omitempty"`
		In     []string `json:"in,omitempty"`
	}
	all := map[string][]keep{}
	for _, place := range declarations() {
		for _, k := range place.List {
			all[place.Place] = append(all[place.Place], keep{k.What, k.Keys, k.Fields, k.Names, k.In})
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	script, err := os.ReadFile("testdata/keeps.js")
	if err != nil {
		panic(err)
	}
	return strings.Replace(string(script), "{{declared}}", string(raw), 1)
})

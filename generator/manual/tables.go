package manual

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A schema is what a JSON Schema of ours says of one value.
type schema struct {
	Type        string
	Description string
	Default     any
	Enum        []any
	Format      string
	Properties  map[string]*schema
	Items       *schema
	AnyOf       []*schema
	// AdditionalProperties is false or a schema.
	AdditionalProperties json.RawMessage
	Examples             []any
}

// more is the schema of the keys that an author names, nil if there are none.
func (s *schema) more() *schema {
	var m schema
	if json.Unmarshal(s.AdditionalProperties, &m) != nil || m.Type == "" {
		return nil
	}
	return &m
}

// tables writes one table of keys for each table of a file: keys first, then what
// the file's tables hold.
func tables(raw []byte, what string) (string, error) {
	var root schema
	if err := json.Unmarshal(raw, &root); err != nil {
		return "", err
	}
	var b strings.Builder
	root.write(&b, what, "")
	return b.String(), nil
}

// write writes the keys of a table called name, and then the tables in it.
func (s *schema) write(b *strings.Builder, what, name string) {
	var inner []string
	rows := 0
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[key]
		if p.isTable() {
			inner = append(inner, key)
			continue
		}
		if rows++; rows == 1 {
			fmt.Fprintf(b, "\n| %s | takes | what for |\n|---|---|---|\n", what)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", key, cell(p.takes()), cell(p.purpose()))
	}
	for _, key := range inner {
		p, full := s.Properties[key], key
		if name != "" {
			full = name + "." + key
		}
		p.table(b, full)
	}
}

// isTable reports whether the value is a table of its own in the file.
func (s *schema) isTable() bool {
	return s.Type == "object" || s.Items != nil && s.Items.Type == "object"
}

// table writes a heading and what the table holds.
func (s *schema) table(b *strings.Builder, name string) {
	title := "[" + name + "]"
	keys := s
	if s.Items != nil {
		title, keys = "[["+name+"]]", s.Items
	}
	fmt.Fprintf(b, "\n## `%s` {#%s}\n\n", title, strings.ReplaceAll(strings.ReplaceAll(name, ".", "-"), "_", "-"))
	if s.Description != "" {
		fmt.Fprintf(b, "%s.\n", sentence(cell(s.Description)))
	}
	if len(keys.Properties) > 0 {
		keys.write(b, "key", name)
	}
	if m := keys.more(); m != nil {
		fmt.Fprintf(b, "\nOne table for each name, `[%s.name]`.\n", name)
		m.write(b, "key", name+".name")
	}
}

// takes says what a value may be.
func (s *schema) takes() string {
	switch {
	case len(s.Enum) > 0:
		return list(s.Enum)
	case len(s.AnyOf) > 0:
		var all []string
		for _, a := range s.AnyOf {
			if t := a.takes(); t != "" && !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
		return strings.Join(all, ", or ")
	case s.Items != nil && len(s.Items.Enum) > 0:
		return "a list of " + list(s.Items.Enum)
	}
	if len(s.Properties) > 0 {
		var keys []any
		for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
			keys = append(keys, key)
		}
		return "a table of " + list(keys)
	}
	if s.Format == "date" {
		return "a date, 2026-03-31, without quotes"
	}
	return map[string]string{"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "array": "a list of texts", "object": "a table"}[s.Type]
}

func list(values []any) string {
	var words []string
	for _, v := range values {
		words = append(words, fmt.Sprintf("`%v`", v))
	}
	return strings.Join(words, ", ")
}

// purpose says what a value is for, and what holds without it.
func (s *schema) purpose() string {
	text := s.Description
	if s.Default != nil {
		text += fmt.Sprintf("; without it `%v`", s.Default)
	}
	return text
}

package manual

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/generator/theme"
	"playbook/generator/widget"
	"playbook/templates"
)

var (
	head  = regexp.MustCompile(`(?s)^\+\+\+\n.*?\n\+\+\+\n+`)
	title = regexp.MustCompile(`^# .*\n+`)
)

// example is a kind's own example: what comes of it, with its Markdown below each block.
func (f Facts) example(kind string) (string, error) {
	raw, err := fs.ReadFile(f.Templates, "widgets/"+kind+"/example.md")
	if err != nil {
		return "", err
	}
	raw = title.ReplaceAll(head.ReplaceAll(raw, nil), nil)
	return string(pipeline.WithSource(raw)), nil
}

// attributes are tables of what a kind, or a thing that is no widget, takes.
func (f Facts) attributes(name string) (string, error) {
	var all []widget.Takes
	for _, k := range kinds.All() {
		if k.Name == name {
			all = k.Takes
		}
	}
	for _, t := range content.Takes() {
		if t.What == name {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return "", fmt.Errorf("nothing is called %q", name)
	}
	var b strings.Builder
	for _, t := range all {
		if len(t.Attributes) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n| %s | takes | what for |\n|---|---|---|\n", cell(t.What))
		for _, a := range t.Attributes {
			value := a.Value
			if value == "" {
				value = "nothing"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", a.Name, cell(value), cell(a.Does))
		}
	}
	return b.String(), nil
}

// cell is text that stands in a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", `\<`, "*", `\*`, "{{", `\{{`, "{", `\{`).Replace(text)
}

func (f Facts) settings(string) (string, error) {
	raw, err := config.Schema()
	if err != nil {
		return "", err
	}
	return tables(raw, "site.toml")
}

func (f Facts) frontMatter(string) (string, error) {
	raw, err := content.HeadSchema(nil)
	if err != nil {
		return "", err
	}
	text, err := tables(raw, "key")
	return text + kindKeys(), err
}

// kindKeys are the keys of the shipped kinds of lesson.
func kindKeys() string {
	var b strings.Builder
	words, _ := theme.LoadWords(templates.FS, "en")
	for _, k := range config.SpeakKinds(config.Shipped(), words, "en") {
		if len(k.Fields) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## kind = \"%s\" {#kind-%s}\n\n%s.\n\n| key | takes | what for |\n|---|---|---|\n", k.Key, k.Key, cell(k.Label.Label))
		for _, f := range k.Fields {
			takes := map[string]string{
				config.TypeInt: "a whole number", config.TypeNumber: "a number", config.TypeBool: "true or false", config.TypeDate: "a date, without quotes",
				config.TypeList: "a list of texts", config.TypePairs: "a list of pairs of texts", config.TypeURL: "an address",
			}[f.Type]
			if takes == "" {
				takes = "text"
			}
			if f.Required {
				takes += "; required"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Key, takes, cell(f.Label.Label))
		}
	}
	return b.String()
}

// codes are the codes that begin in one way, each with its text.
func (f Facts) codes(prefix string) (string, error) {
	var b bytes.Buffer
	for _, code := range diag.Codes() {
		if !strings.HasPrefix(string(code), prefix) {
			continue
		}
		text, _ := diag.Explain(string(code)) // every listed code has a text
		fmt.Fprintf(&b, "\n## %s {#%s}\n\n%s\n", code, strings.ToLower(string(code)), strings.TrimSpace(text))
	}
	if b.Len() == 0 {
		return "", fmt.Errorf("no code begins with %q", prefix)
	}
	return b.String(), nil
}

// commands are the commands of the program with their flags.
func (f Facts) commands(string) (string, error) {
	var b strings.Builder
	for _, c := range f.Commands {
		name, _, _ := strings.Cut(c.Use, "[")
		fmt.Fprintf(&b, "\n## %s\n\n%s.\n\n", strings.TrimSpace(name), sentence(cell(c.Short)))
		if c.Long != "" {
			b.WriteString(prose(c.Long) + "\n\n")
		}
		fmt.Fprintf(&b, "```text\n%s\n%s```\n", c.Use, examples(c.Example))
		if len(c.Flags) == 0 {
			continue
		}
		b.WriteString("\n| flag | what it does |\n|---|---|\n")
		for _, f := range c.Flags {
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.TrimSpace(f.Name+" "+f.Value), cell(f.Usage))
		}
	}
	return b.String(), nil
}

// prose is a text of several paragraphs. Indented lines at the end of one, each a word and
// what it means, are a list.
func prose(text string) string {
	parts := strings.Split(text, "\n\n")
	for i := range parts {
		lines := strings.Split(parts[i], "\n  ")
		parts[i] = cell(lines[0])
		for n, line := range lines[1:] {
			word, means, _ := strings.Cut(line, " ")
			if n == 0 {
				parts[i] += "\n"
			}
			parts[i] += "\n- `" + word + "`: " + cell(strings.TrimSpace(means))
		}
	}
	return strings.Join(parts, "\n\n")
}

// kept are tables of what the browser keeps for a reader, one for each kind of block and
// each other place; with "places", of the places of the browser alone.
func (f Facts) kept(which string) (string, error) {
	words, _ := theme.LoadWords(f.Templates, "en")
	all, err := theme.Kept(f.Templates, words["en"])
	if err != nil {
		return "", err
	}
	places := []string{"storage", "session", "database", "cache"}
	var b strings.Builder
	for _, p := range all {
		if slices.Contains(places, p.Place) != (which == "places") {
			continue
		}
		fmt.Fprintf(&b, "\n### %s {#kept-%s}\n\n| what | may name somebody | in exports | key |\n|---|---|---|---|\n", p.Title, p.Place)
		for _, r := range p.Rows {
			private := "yes"
			switch {
			case which == "places":
				private = "no"
				if r.Names != "" && r.What == "record" {
					private = "yes"
				}
			case r.Private:
				private = "only if ticked"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", cell(r.Words), cell(r.Names), private, strings.Join(r.Keys, "`, `"))
		}
	}
	return b.String(), nil
}

// ways is a table of what leaves the browser, and when.
func (f Facts) ways(string) (string, error) {
	words, _ := theme.LoadWords(f.Templates, "en")
	var b strings.Builder
	b.WriteString("\n| what leaves | when, and with what |\n|---|---|\n")
	for _, w := range theme.Ways(words["en"]) {
		fmt.Fprintf(&b, "| %s | %s |\n", cell(w[0]), cell(w[1]))
	}
	return b.String(), nil
}

// views are what each layout and partial sees, with all fields.
func (f Facts) views(string) (string, error) { return theme.Views(), nil }

// workflow is the file that publishes a playbook on a host.
func (f Facts) workflow(host string) (string, error) {
	w, ok := f.Workflows[host]
	if !ok {
		return "", fmt.Errorf("there is no workflow for %q", host)
	}
	kind := strings.TrimPrefix(path.Ext(w.Path), ".")
	return fmt.Sprintf("```%s title=\"%s\"\n%s\n```\n", kind, w.Path, strings.TrimRight(w.Text, "\n")), nil
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// examples are those of a command's help, without their indent.
func examples(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	for line := range strings.Lines(text + "\n") {
		b.WriteString(strings.TrimPrefix(line, "  "))
	}
	return b.String()
}

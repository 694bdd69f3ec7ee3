// Package manual is the manual of Playbook: a playbook itself, in the binary.
//
// Its pages are written by hand in content/. What the program knows better is not
// written again: a line "<!-- manual: … -->" stands for an example, a table of
// attributes, settings, codes or commands, and [Source] puts it there. So a kind, a
// key, a code or a flag cannot be missing from the manual, or stand there in another
// way than the program has it.
package manual

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing/fstest"
)

//go:embed site.toml content
var pages embed.FS

// Facts are what only the command knows.
type Facts struct {
	Commands []Command
	// Workflows are the files that 'generate init --host' writes, by the host's name.
	Workflows map[string]Workflow
	// Templates hold the examples of the kinds, widgets/<kind>/example.md.
	Templates fs.FS
}

// A Workflow is a file that publishes a playbook.
type Workflow struct{ Path, Text string }

// A Command is one command of the program.
type Command struct {
	Use, Short, Long, Example string
	Flags                     []Flag
}

// A Flag is one flag of a command, as "--date" with the value "date".
type Flag struct{ Name, Value, Usage string }

// place is a line that stands for what the program knows.
var place = regexp.MustCompile(`(?m)^<!-- manual: (\S+)(?: (\S+))? -->$`)

// Source returns the manual as the folder of a playbook, "site.toml" and "content".
func Source(facts Facts) (fs.FS, error) {
	out := fstest.MapFS{reportFile: {Data: report, Mode: 0o444}}
	err := fs.WalkDir(pages, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := pages.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".md") {
			text, err := facts.fill(string(raw))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			raw = []byte(text)
		}
		out[name] = &fstest.MapFile{Data: raw, Mode: 0o444}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the manual: %w", err)
	}
	return out, nil
}

// fill puts what the program knows into a page.
func (f Facts) fill(text string) (string, error) {
	var failed error
	text = place.ReplaceAllStringFunc(text, func(line string) string {
		m := place.FindStringSubmatch(line)
		write, ok := writers[m[1]]
		if !ok {
			failed = fmt.Errorf("there is no %q to put here", m[1])
			return line
		}
		out, err := write(f, m[2])
		if err != nil {
			failed = fmt.Errorf("%s %s: %w", m[1], m[2], err)
		}
		return strings.TrimRight(out, "\n")
	})
	return text, failed
}

// writers write what a line stands for, by its first word; the second one says of what.
var writers = map[string]func(Facts, string) (string, error){
	"example":       Facts.example,
	"attributes":    Facts.attributes,
	"settings":      Facts.settings,
	"front-matter":  Facts.frontMatter,
	"codes":         Facts.codes,
	"commands":      Facts.commands,
	"workflow":      Facts.workflow,
	"kept":          Facts.kept,
	"ways":          Facts.ways,
	"views":         Facts.views,
	"accessibility": Facts.accessibility,
}

package importer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"playbook/generator/output"
)

// summarize completes titles and the report.
func (d *Draft) summarize() {
	r := d.Report
	r.Pages, r.Assets = len(d.Pages), len(d.assets)
	r.Files = nil
	for _, p := range d.Pages {
		r.Words += wordsIn(p.Body.b)
		r.Files = append(r.Files, FileReport{From: p.From, To: "content/" + p.file(), Changes: p.changes})
	}
	d.candidates()
	r.Next = []string{"run `generate` in the new folder and open public/index.html"}
	if len(r.Losses) > 0 {
		r.Next = append(r.Next, "read below what was lost, and decide which of it you need")
	}
	if len(r.Candidates) > 0 {
		r.Next = append(r.Next, "turn the most useful of the lists below into widgets; `gallery.html` of `generate --watch` shows how")
	}
	r.Next = append(r.Next, "set title, description and roles in site.toml", "delete import-report.* when you have done with them")
	r.sort()
}

func wordsIn(b []byte) int {
	return len(bytes.FieldsFunc(b, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }))
}

var (
	taskItem   = regexp.MustCompile(`^[ \t]*[-*+] \[[ xX]\] `)
	analogyRow = regexp.MustCompile(`^\|[ \t:-]+\|[ \t:-]+\|[ \t]*\n?$`)
	question   = regexp.MustCompile(`^#{2,6}[ \t].*\?[ \t]*\n?$`)
)

// candidates counts what could become a widget.
func (d *Draft) candidates() {
	tasks, tables, questions := 0, 0, 0
	for _, p := range d.Pages {
		last, n := -2, 0 // the last line of a list of tasks, and the lines so far
		for line := range bytes.Lines(p.Body.b) {
			switch {
			case bytes.Contains(line, []byte("] ")) && taskItem.Match(line):
				if last != n-1 {
					tasks++
				}
				last = n
			case last == n-1 && (len(bytes.TrimSpace(line)) == 0 || line[0] == ' ' || line[0] == '\t'):
				last = n
			case line[0] == '|' && analogyRow.Match(line):
				tables++
			case line[0] == '#' && question.Match(line):
				questions++
			}
			n++
		}
	}
	add := func(n int, what, hint string) {
		if n > 0 {
			d.Report.Candidates = append(d.Report.Candidates, Candidate{n, what, hint})
		}
	}
	add(tasks, "task lists", "readers can tick them as they are; `::: checklist` adds a title, a pass mark and repetition")
	add(tables, "tables of two columns", "tables that compare two things can go into `::: analogy`")
	add(questions, "headings that ask a question", "questions with answers can go into `::: cards` for practice")
}

// lesson writes the file of a page.
func (p *Page) lesson() []byte {
	front := p.front()
	body := p.Body.b
	if front != "" && p.Meta.Title == "" {
		if title := withoutID(p.heading()); title != "" {
			p.Meta.Title = oneLine(title, 200)
		} else {
			p.Meta.Title = p.fallbackTitle()
		}
		front = p.front()
	} else if front == "" && p.To != "index.md" && p.heading() == "" {
		p.Meta.Title = p.fallbackTitle()
		front = p.front()
	}
	var b bytes.Buffer
	b.WriteString(front)
	if front != "" && len(body) > 0 && body[0] != '\n' {
		b.WriteByte('\n')
	}
	b.Write(body)
	out := b.Bytes()
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	if len(bytes.TrimSpace(out)) == 0 {
		out = []byte("+++\ntitle = " + tomlString(p.fallbackTitle()) + "\n+++\n")
	}
	if p.CRLF {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out
}

// fallbackTitle is the title of a page that says none: its first heading, or its name.
func (p *Page) fallbackTitle() string {
	for _, part := range p.outline() {
		if isTop(part) && strings.TrimSpace(part.Text) != "" {
			return oneLine(withoutID(part.Text), 200)
		}
	}
	name := strings.TrimSuffix(path.Base(p.From), path.Ext(p.From))
	if indexName.MatchString(name) {
		if name = path.Base(path.Dir(p.From)); name == "." || path.Dir(p.From) == p.d.Base {
			name = p.d.siteTitle()
		}
	}
	return oneLine(titleOf(name), 200)
}

// withoutID cuts a heading's own id off its text.
func withoutID(s string) string {
	return strings.TrimSpace(strings.TrimSuffix(s, ownID.FindString(s)))
}

func (d *Draft) siteTitle() string {
	if d.Title != "" {
		return d.Title
	}
	return titleOf(d.Source.Name)
}

// settings writes site.toml.
func (d *Draft) settings() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# The settings of this playbook. 'generate schema site' prints all there are.")
	line("title = %s", tomlString(oneLine(d.siteTitle(), 100)))
	id := d.Options.SiteID
	if id == "" {
		id = "playbook"
	}
	line("site_id = %s # browsers store readers' ticks under this name: never change it", tomlString(id))
	if s := oneLine(d.Description, 300); s != "" {
		line("description = %s", tomlString(s))
	}
	line("language = %s", tomlString(d.Language))
	if slices.ContainsFunc(d.Pages, func(p *Page) bool {
		return p.Meta.Draft || p.Meta.ExpiryDay != "" || p.Meta.PublishDate != "" || p.Meta.Date > d.Options.Date
	}) {
		line("\n[findings]")
		line(`warn = ["PB1413"] # links to drafts: they are text until the draft is published`)
	}
	line("\n[languages.%s]", d.Language)
	for _, l := range d.Languages {
		line("[languages.%s]", l)
	}
	return []byte(b.String())
}

// Files are the files of the new playbook, with the report in three forms.
func (d *Draft) Files() []output.File {
	var files []output.File
	add := func(name string, write func(io.Writer) error) {
		files = append(files, output.File{Path: name, Write: write})
	}
	bytesOf := func(name string, b []byte) {
		add(name, func(w io.Writer) error { _, err := w.Write(b); return err })
	}
	bytesOf("site.toml", d.settings())
	for _, p := range d.Pages {
		bytesOf("content/"+p.file(), p.lesson())
	}
	var froms []string
	for from := range d.assets {
		froms = append(froms, from)
	}
	slices.Sort(froms)
	for _, from := range froms {
		add("content/"+d.assets[from], func(w io.Writer) error { return d.Source.CopyTo(w, from) })
	}
	for _, r := range []struct{ name, format string }{{"import-report.md", "text"}, {"import-report.json", "json"}, {"import-report.sarif", "sarif"}} {
		add(r.name, func(w io.Writer) error { return d.Report.Write(w, r.format) })
	}
	return files
}

// Write makes the playbook in a folder that is new or empty, whole or not at all.
func (d *Draft) Write(ctx context.Context, dir string) error {
	return output.Create(ctx, dir, d.Files(), func(done, total int) { d.step("writing files", done, total) })
}

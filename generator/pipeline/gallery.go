package pipeline

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"playbook/generator/content"
	"playbook/generator/kinds"
)

// galleryUID is the uid under which a reader's input in the gallery is stored.
const galleryUID = "gallery"

var (
	exampleHead  = regexp.MustCompile(`(?s)^\+\+\+\n(.*?)\n\+\+\+\n`)
	exampleTitle = regexp.MustCompile(`(?m)^title = "(.*)"$`)
	topHeading   = regexp.MustCompile(`(?m)^# `)
	nextHeading  = regexp.MustCompile(`(?m)^## `)
)

// galleryKey is the input of the gallery.
type galleryKey struct{ examples, settings, spoken sum }

// gallery makes the page with the example of every widget kind, as one lesson. It is
// for authors: builds with drafts have it, such as those of --watch. Published sites do
// not, so their pages need no styles of kinds that they do not use.
func (b *Builder) gallery(set settings, t *templateFiles, words loadedWords) parsed {
	if !b.Options.Drafts {
		return parsed{}
	}
	g, _ := do(b.memo, galleryKey{t.examples, set.sum, words.spoken}, func() (parsed, error) { // it never fails
		var all bytes.Buffer
		all.WriteString("+++\ntitle = \"Gallery\"\nsearch = false\n+++\n")
		for _, k := range kinds.All() {
			raw, err := fs.ReadFile(t.files, "widgets/"+k.Name+"/example.md")
			if err != nil {
				continue // a kind of the site's own may be without one
			}
			all.Write(WithSource(section(raw)))
			all.WriteString("\n\n")
		}
		for _, own := range b.blockExamples(set, t, words).list {
			all.Write(WithSource(section(own.text)))
			all.WriteString("\n\n")
		}
		l, ds := content.Parse("gallery.md", "templates/widgets", all.Bytes(), b.parseOptions(set.cfg, words))
		if l != nil {
			l.Meta.UID = galleryUID
		}
		return parsed{l, ds}, nil
	})
	return g
}

var (
	blockOpens = regexp.MustCompile(`^(:{3,})[ \t]*[\pL]`)
	taskItem   = regexp.MustCompile(`^[-*+] \[[ xX]\] `)
	codeSigns  = regexp.MustCompile("`{3,}")
)

// WithSource returns an example with the Markdown of each block below the block, for
// copying.
func WithSource(raw []byte) []byte {
	var out, block bytes.Buffer
	end := "" // the line that ends the block; " " for a list
	flush := func() {
		if block.Len() == 0 {
			return
		}
		signs := "```"
		for _, m := range codeSigns.FindAllString(block.String(), -1) {
			if len(m) >= len(signs) {
				signs = m + "`"
			}
		}
		fmt.Fprintf(&out, "\n%smarkdown title=\"Markdown\"\n%s\n%s\n\n", signs, strings.TrimRight(block.String(), "\n"), signs)
		block.Reset()
		end = ""
	}
	for line := range strings.Lines(string(raw)) {
		text := strings.TrimRight(line, " \t\r\n")
		if end == " " && !taskItem.MatchString(text) && !strings.HasPrefix(text, "  ") {
			flush()
		}
		if m := blockOpens.FindStringSubmatch(text); end == "" && m != nil {
			end = m[1]
		} else if end == "" && taskItem.MatchString(text) {
			end = " "
		}
		out.WriteString(line)
		if end != "" {
			block.WriteString(line)
		}
		if text == end && end != "" {
			flush()
		}
	}
	flush()
	return out.Bytes()
}

// section returns an example as a section of the gallery: its title becomes a heading,
// and its own headings move down a level.
func section(raw []byte) []byte {
	title := ""
	if m := exampleHead.FindSubmatch(raw); m != nil {
		if t := exampleTitle.FindSubmatch(m[1]); t != nil {
			title = "## " + string(t[1]) + "\n\n"
		}
		raw = raw[len(m[0]):]
	}
	raw = nextHeading.ReplaceAll(raw, []byte("### "))
	return append([]byte(title), topHeading.ReplaceAll(raw, []byte("## "))...)
}

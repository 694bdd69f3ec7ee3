package pipeline

import (
	"bytes"
	"io/fs"
	"regexp"

	"playbook/generator/content"
	"playbook/generator/kinds"
)

// galleryUID is what a reader's trials on the gallery are kept under.
const galleryUID = "gallery"

var (
	exampleHead  = regexp.MustCompile(`(?s)^\+\+\+\n(.*?)\n\+\+\+\n`)
	exampleTitle = regexp.MustCompile(`(?m)^title = "(.*)"$`)
	topHeading   = regexp.MustCompile(`(?m)^# `)
	nextHeading  = regexp.MustCompile(`(?m)^## `)
)

// galleryKey is what the gallery is made of.
type galleryKey struct{ templates, settings sum }

// gallery is the page of every widget kind's own example, one lesson of them
// all. It is for authors: it is there in builds with drafts, as watching makes
// them, and never in what is published, whose pages need not carry the
// styles of kinds they do not use.
func (b *Builder) gallery(set settings, t *templateFiles) parsed {
	if !b.Options.Drafts {
		return parsed{}
	}
	g, _ := do(b.memo, galleryKey{t.theme, set.sum}, func() (parsed, error) { // it never fails
		var all bytes.Buffer
		all.WriteString("+++\ntitle = \"Gallery\"\nsearch = false\n+++\n")
		for _, k := range kinds.All() {
			raw, err := fs.ReadFile(t.files, "widgets/"+k.Name+"/example.md")
			if err != nil {
				continue // a kind of the site's own may be without one
			}
			all.Write(section(raw))
			all.WriteString("\n\n")
		}
		l, ds := content.Parse("gallery.md", "templates/widgets", all.Bytes(), b.parseOptions(set.cfg))
		if l != nil {
			l.Meta.UID = galleryUID
		}
		return parsed{l, ds}, nil
	})
	return g
}

// section is an example as a part of the gallery: its title as a heading, its
// own headings a level down.
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

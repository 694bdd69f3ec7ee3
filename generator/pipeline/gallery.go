package pipeline

import (
	"bytes"
	"regexp"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
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

// keptGallery is what came of the examples.
type keptGallery struct {
	text, settings hash
	lesson         *content.Lesson
	ds             diag.List
}

// gallery is the page of every widget kind's own example, one lesson of them
// all. It is for authors: it is there in builds with drafts, as watching makes
// them, and never in what is published, whose pages need not carry the
// styles of kinds they do not use.
func (b *Builder) gallery(cfg *config.Config) (*content.Lesson, diag.List) {
	if !b.Options.Drafts {
		return nil, nil
	}
	var all bytes.Buffer
	all.WriteString("+++\ntitle = \"Gallery\"\nsearch = false\n+++\n")
	for _, k := range kinds.All() {
		raw, err := b.memo.templates.ReadFile("widgets/" + k.Name + "/example.md")
		if err != nil {
			continue // a kind of the site's own may be without one
		}
		all.Write(section(raw))
		all.WriteString("\n\n")
	}
	key := keptGallery{text: content.Hash(all.Bytes()), settings: b.memo.settings.hash}
	if m := b.memo.gallery; m.lesson != nil && m.text == key.text && m.settings == key.settings {
		return m.lesson, m.ds
	}
	key.lesson, key.ds = content.Parse("gallery.md", "templates/widgets", all.Bytes(), b.parseOptions(cfg))
	if key.lesson != nil {
		key.lesson.Meta.UID = galleryUID
	}
	b.memo.gallery = key
	return key.lesson, key.ds
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

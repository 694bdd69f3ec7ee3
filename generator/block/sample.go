package block

import (
	"fmt"
	"strings"

	"playbook/generator/config"
)

// SampleAnchor is the id of a [Sample].
const SampleAnchor = "a-block-to-try"

// Sample is a block to try a template with: one that has all there can be, or one
// that has no more than there must be. A template that fails with either would fail
// in some lesson.
func Sample(d *config.Block, full bool) *Block {
	b := newBlock(d, "")
	for i := range d.Attributes {
		a := &d.Attributes[i]
		if a.Type == config.TypeBool {
			b.Attr[a.Key] = full
		} else if full || a.Required || a.Default != "" {
			b.Attr[a.Key] = sampleValue(a)
		}
	}
	if full {
		b.Anchor = SampleAnchor
	}
	if d.Body != config.BodyNone {
		b.Body = "<p>Text</p>\n"
	}
	if d.Body == config.BodyList || d.Body == config.BodyHeadings {
		b.Items = []Item{{Title: "Title", Text: "Text", HTML: "<p>Text</p>\n"}, {Text: "Text", HTML: "<p>Text</p>\n"}}
	}
	return b
}

func sampleValue(a *config.BlockAttribute) any {
	text := a.Sample()
	switch a.Type {
	case config.TypeInt, config.TypeNumber:
		return figure(a, text)
	case config.TypeLink:
		return `href="#"`
	case config.TypePicture:
		return `src="#"`
	}
	return text
}

// Example is Markdown that an author may begin with, "" for a block that needs a
// picture: its file is not there.
func Example(d *config.Block) string {
	var b strings.Builder
	b.WriteString("::: " + d.Key)
	for i := range d.Attributes {
		switch a := &d.Attributes[i]; a.Type {
		case config.TypePicture:
			if a.Required {
				return ""
			}
		case config.TypeBool:
			b.WriteString(" " + a.Key)
		default:
			fmt.Fprintf(&b, " %s=\"%s\"", a.Key, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Sample()))
		}
	}
	b.WriteString("\n" + map[string]string{
		config.BodyAny:      "Text.\n",
		config.BodyList:     "- **First** and what there is to say of it.\n- **Second** and so on.\n",
		config.BodyHeadings: "### First\n\nWhat there is to say of it.\n\n### Second\n\nAnd so on.\n",
		config.BodyTable:    "| First | Second |\n|---|---|\n| a | b |\n",
	}[d.Body])
	return b.String() + ":::\n"
}

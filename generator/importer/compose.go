package importer

import (
	"fmt"
	"strconv"
	"strings"
)

// A block is a part of a document that stands by itself. Readers of formats
// that are no Markdown make blocks, and writeBlocks writes them as CommonMark.
type block struct {
	kind   blockKind
	text   []inline      // of a paragraph or heading; the title of an alert or details
	level  int           // of a heading
	id     string        // of a heading that a link leads to
	blocks []block       // in a quote, alert or details
	items  []listEntry   // of a list
	start  int           // the number a list begins with, 0 for bullets
	rows   [][]tableCell // of a table; the first is its head
	code   []string      // the lines of a code block
	info   string        // the language of code; the name of an alert
	note   string        // the name of a footnote
	drawn  string        // ready Markdown
}

type blockKind uint8

const (
	paraBlock blockKind = iota
	headBlock
	listBlock
	tableBlock
	quoteBlock
	alertBlock
	detailsBlock
	codeBlock
	ruleBlock
	noteBlock
	readyBlock // Markdown that is written already
)

// A listEntry is one item of a list; box is ' ' or 'x' if it can be ticked.
type listEntry struct {
	blocks []block
	box    rune
}

// A tableCell is one cell of a table: running text, what were paragraphs apart by
// breaks.
type tableCell []inline

// writeBlocks writes blocks with one blank line between them.
func writeBlocks(blocks []block) string {
	c := composer{}
	lines := c.blocks(blocks, false)
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// A composer writes blocks as lines.
type composer struct {
	inside int // how many lists and quotes are open: no ::: block can stand in them
}

func (c *composer) blocks(blocks []block, tight bool) []string {
	var lines []string
	other := false // the list before this one was written with the other sign
	for i, b := range blocks {
		apart := i > 0 && b.kind == listBlock && blocks[i-1].kind == listBlock && (b.start > 0) == (blocks[i-1].start > 0)
		other = apart && !other
		next := c.block(b, other)
		if len(next) == 0 {
			continue
		}
		if len(lines) > 0 && !(tight && b.kind == listBlock) {
			lines = append(lines, "")
		}
		lines = append(lines, next...)
	}
	return lines
}

func (c *composer) block(b block, other bool) []string {
	switch b.kind {
	case paraBlock:
		return nonEmpty(writeInlines(b.text, inParagraph))
	case headBlock:
		return writeHeading(b)
	case listBlock:
		return c.list(b, other)
	case tableBlock:
		return tableLines(b.rows)
	case quoteBlock:
		return c.quoted(c.nested(b.blocks))
	case alertBlock:
		head := "[!" + b.info + "]"
		if title := writeInlines(b.text, inHeading); title != "" {
			head += " " + title
		}
		lines := []string{head}
		if len(b.blocks) > 0 && b.blocks[0].kind != paraBlock {
			lines = append(lines, "")
		}
		return c.quoted(append(lines, c.nested(b.blocks)...))
	case detailsBlock:
		return c.details(b)
	case codeBlock:
		return fence(b)
	case ruleBlock:
		return []string{"---"}
	case noteBlock:
		return c.footnote(b)
	case readyBlock:
		return strings.Split(strings.TrimRight(b.drawn, "\n"), "\n")
	}
	return nil
}

func nonEmpty(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func writeHeading(b block) []string {
	text := strings.TrimSpace(writeInlines(b.text, inHeading))
	if text == "" {
		return nil
	}
	if b.id != "" {
		text += " {#" + b.id + "}"
	}
	return []string{strings.Repeat("#", min(max(b.level, 1), 6)) + " " + text}
}

// nested writes the blocks in a quote or an item.
func (c *composer) nested(blocks []block) []string {
	c.inside++
	defer func() { c.inside-- }()
	return c.blocks(blocks, false)
}

func (c *composer) quoted(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight("> "+l, " ")
	}
	return out
}

// list writes a list; its items stand close together if each is one paragraph
// and lists below it.
func (c *composer) list(b block, other bool) []string {
	tight := true
	for _, it := range b.items {
		for i, in := range it.blocks {
			tight = tight && (i == 0 && in.kind == paraBlock || i > 0 && in.kind == listBlock && in.start < 2) // another number interrupts no paragraph
		}
	}
	c.inside++
	defer func() { c.inside-- }()
	var lines []string
	for i, it := range b.items {
		marker := "- "
		if other {
			marker = "* "
		}
		if b.start > 0 {
			marker = strconv.Itoa(b.start+i) + ". "
			if other {
				marker = strconv.Itoa(b.start+i) + ") "
			}
		}
		body := c.blocks(it.blocks, tight)
		if len(body) == 0 {
			continue
		}
		indent := strings.Repeat(" ", len(marker))
		if it.box != 0 {
			marker += "[" + string(it.box) + "] "
		}
		if !tight && len(lines) > 0 {
			lines = append(lines, "")
		}
		for j, l := range body {
			switch {
			case j == 0:
				l = marker + l
			case l != "":
				l = indent + l
			}
			lines = append(lines, l)
		}
	}
	return lines
}

// tableLines writes a table; rows that are short get empty cells.
func tableLines(rows [][]tableCell) []string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width == 0 {
		return nil
	}
	var lines []string
	for i, r := range rows {
		var b strings.Builder
		b.WriteByte('|')
		for k := range width {
			text := ""
			if k < len(r) {
				text = strings.TrimSpace(strings.ReplaceAll(writeInlines(r[k], inCell), "\n", " "))
			}
			if text != "" {
				text = " " + text
			}
			b.WriteString(text + " |")
		}
		lines = append(lines, b.String())
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", width))
		}
	}
	return lines
}

// details writes a part that can be folded: a ::: block, or where none can
// stand its HTML.
func (c *composer) details(b block) []string {
	title := strings.Join(strings.Fields(inlineText(b.text)), " ")
	if title == "" {
		title = "…"
	}
	if c.inside > 0 {
		body := c.blocks(b.blocks, false)
		head := "<details><summary>" + writeInlines([]inline{{text: title}}, inHeading) + "</summary>"
		return append(append([]string{head, ""}, body...), "", "</details>")
	}
	colons := strings.Repeat(":", 3+detailsDepth(b.blocks))
	head := colons + ` details title="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(title) + `"`
	return append(append([]string{head, ""}, c.blocks(b.blocks, false)...), "", colons)
}

// detailsDepth counts how deep details stand in each other.
func detailsDepth(blocks []block) int {
	depth := 0
	for _, b := range blocks {
		if b.kind == detailsBlock {
			depth = max(depth, 1+detailsDepth(b.blocks))
		}
	}
	return depth
}

func fence(b block) []string {
	run := 2
	var body []string
	for _, text := range b.code {
		run = longestRun(text, '`', run)
		body = append(body, strings.Split(text, "\n")...)
	}
	for len(body) > 0 && strings.TrimSpace(body[len(body)-1]) == "" {
		body = body[:len(body)-1]
	}
	ticks := strings.Repeat("`", run+1)
	return append(append([]string{ticks + b.info}, body...), ticks)
}

func (c *composer) footnote(b block) []string {
	body := c.nested(b.blocks)
	if len(body) == 0 {
		body = []string{"…"}
	}
	for i, l := range body {
		switch {
		case i == 0:
			body[i] = "[^" + b.note + "]: " + l
		case l != "":
			body[i] = "    " + l
		}
	}
	return body
}

func pictureWidth(w int) string { return fmt.Sprintf("{w=%d}", w) }

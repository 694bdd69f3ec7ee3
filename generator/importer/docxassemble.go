package importer

import (
	"slices"
	"strings"
)

// A wordOpen is a list that has not ended yet.
type wordOpen struct {
	num    string // the id of the list in Word
	ilvl   int    // its level, from 0
	order  bool   // its items are numbered
	indent int
	list   *block
}

// An assembler turns paragraphs into blocks: it joins items into lists, lines of code
// into one block, and quoted paragraphs into one quote.
type assembler struct {
	r    *wordReader
	out  []*block
	open []wordOpen
	last *wordPara
}

func (r *wordReader) assemble(paras []*wordPara) []block {
	a := assembler{r: r}
	for _, p := range paras {
		a.add(p)
	}
	blocks := make([]block, 0, len(a.out))
	for _, b := range a.out {
		blocks = append(blocks, *b)
	}
	return blocks
}

func (a *assembler) add(p *wordPara) {
	blank := p.block == nil && len(strings.TrimSpace(inlineText(p.text))) == 0 && !hasPicture(p.text) && !slices.ContainsFunc(p.text, func(n inline) bool { return n.kind == inNote })
	defer func() {
		if len(p.boxes) > 0 {
			for i := range p.boxes {
				a.put(&p.boxes[i], p)
			}
			a.last = nil
		}
	}()
	switch {
	case p.rule:
		a.open, a.last = nil, nil
		a.out = append(a.out, &block{kind: ruleBlock})
	case p.block != nil:
		a.put(p.block, p)
		a.last = p
	case blank && !(p.code && a.last != nil && a.last.code):
		a.anchors(p)
		if a.last != nil && a.last.code {
			a.last = nil
		}
	case p.level != 0:
		a.open = nil
		a.out = append(a.out, &block{kind: headBlock, level: max(p.level, 0), text: plainHeading(p.text)})
		a.last = p
	case p.num != "" || p.box != 0:
		a.item(p)
		a.last = p
	case p.code:
		a.code(p)
		a.last = p
	case p.quoted:
		a.quote(p)
		a.last = p
	default:
		a.put(&block{kind: paraBlock, text: p.text}, p)
		a.last = p
	}
}

// anchors adds the bookmarks of an empty paragraph to the block before it.
func (a *assembler) anchors(p *wordPara) {
	if k := len(a.out); k > 0 && len(p.text) > 0 {
		b := a.out[k-1]
		for _, n := range p.text {
			if n.kind == inAnchor && (b.kind == paraBlock || b.kind == headBlock) {
				b.text = append(b.text, n)
			}
		}
	}
}

// plainHeading removes formatting that covers a whole heading.
func plainHeading(in []inline) []inline {
	out := slices.Clone(in)
	for i := range out {
		out[i].marks &^= markBold | markUnderline | markHighlight
	}
	return out
}

// put adds a block to the innermost list item whose indent it has, or outside lists.
func (a *assembler) put(b *block, p *wordPara) {
	for len(a.open) > 0 {
		o := a.open[len(a.open)-1]
		if p.num != "" || p.indent > 0 && o.indent > 0 && p.indent >= o.indent-100 {
			it := &o.list.items[len(o.list.items)-1]
			it.blocks = append(it.blocks, *b)
			return
		}
		a.open = a.open[:len(a.open)-1]
	}
	a.out = append(a.out, b)
}

// item adds a paragraph to the list it belongs to, or begins one.
func (a *assembler) item(p *wordPara) {
	level := wordLevel{indent: -1}
	if n := a.r.lists.nums[p.num]; n != nil {
		level = n.levels[p.ilvl]
	}
	order := level.ordered && p.box == 0
	indent := p.indent
	if indent < 0 {
		indent = level.indent
	}
	for len(a.open) > 0 {
		o := a.open[len(a.open)-1]
		if o.ilvl < p.ilvl || o.ilvl == p.ilvl && o.order == order && (o.num == p.num || !order) {
			break
		}
		a.open = a.open[:len(a.open)-1]
	}
	it := listEntry{blocks: []block{{kind: paraBlock, text: p.text}}, box: p.box}
	if k := len(a.open); k > 0 && a.open[k-1].ilvl == p.ilvl {
		o := &a.open[k-1]
		o.list.items = append(o.list.items, it)
		return
	}
	b := block{kind: listBlock, items: []listEntry{it}}
	if order {
		b.start = max(p.number, 1)
	}
	var at *block
	if k := len(a.open); k > 0 {
		items := a.open[k-1].list.items
		outer := &items[len(items)-1]
		outer.blocks = append(outer.blocks, b)
		at = &outer.blocks[len(outer.blocks)-1]
	} else {
		a.out = append(a.out, &b)
		at = &b
	}
	a.open = append(a.open, wordOpen{p.num, p.ilvl, order, indent, at})
}

// code adds a line of code to the block before it, or begins one.
func (a *assembler) code(p *wordPara) {
	text := codeText(p.text)
	if a.last != nil && a.last.code && a.last.num == "" && len(a.out) > 0 && len(a.open) == 0 {
		if b := a.out[len(a.out)-1]; b.kind == codeBlock {
			b.code = append(b.code, text)
			return
		}
	}
	a.open = nil
	a.out = append(a.out, &block{kind: codeBlock, code: []string{text}})
}

// codeText is the text of a paragraph of code, with its spaces.
func codeText(in []inline) string {
	return strings.TrimRight(strings.ReplaceAll(inlineText(in), "\u00a0", " "), " ")
}

// quote adds a paragraph to the quote before it, or begins one.
func (a *assembler) quote(p *wordPara) {
	b := block{kind: paraBlock, text: p.text}
	if a.last != nil && a.last.quoted && len(a.out) > 0 {
		if q := a.out[len(a.out)-1]; q.kind == quoteBlock {
			q.blocks = append(q.blocks, b)
			return
		}
	}
	a.open = nil
	a.out = append(a.out, &block{kind: quoteBlock, blocks: []block{b}})
}

package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A wordPara is a paragraph of a .docx, or a block that stands where one could.
type wordPara struct {
	text   []inline
	level  int    // of a heading, -1 for the title, 0 for others
	num    string // the list it belongs to, "" for none
	ilvl   int
	number int  // its number in the list
	box    rune // ' ' or 'x' if it begins with a box to tick
	indent int  // of its left edge in twips, -1 if not said
	quoted bool
	code   bool
	rule   bool
	join   bool   // the next paragraph goes on in it: its end was deleted, or it is a large first letter
	letter bool   // it is a large first letter
	block  *block // a table instead of a paragraph
	boxes  []block
}

// container reads what stands in a body, a cell, a note or a text box.
func (r *wordReader) container(e *element) []block {
	var paras []*wordPara
	r.collect(e, &paras)
	return r.assemble(paras)
}

// collect reads the paragraphs and tables in an element, in order.
func (r *wordReader) collect(e *element, paras *[]*wordPara) {
	if e == nil {
		return
	}
	for _, k := range e.kids {
		switch k.name {
		case "w:p":
			p := r.paragraph(k)
			if n := len(*paras); n > 0 && (*paras)[n-1].join && p.block == nil {
				(*paras)[n-1] = joinParas((*paras)[n-1], p)
				continue
			}
			*paras = append(*paras, p)
		case "w:tbl":
			if r.dropping() {
				r.leaveOut(k)
				continue
			}
			*paras = append(*paras, r.table(k)...)
		case "w:sdt":
			if isContents(k) {
				r.leaveOut(k)
				continue
			}
			r.collect(k.child("w:sdtContent"), paras)
		case "w:ins", "w:moveTo":
			r.note("a tracked insertion: kept", wordChanged)
			r.collect(k, paras)
		case "w:customXml", "w:smartTag":
			r.collect(k, paras)
		case "w:del", "w:moveFrom":
			r.note("a tracked deletion: left out", wordLeft)
		case "mc:AlternateContent":
			r.collect(alternative(k), paras)
		case "w:bookmarkStart":
			r.pending = append(r.pending, k.attr("w:name"))
		case "w:altChunk":
			r.note("a file put into the document: it is not read", wordLost)
		case "m:oMathPara", "m:oMath":
			p := &wordPara{indent: -1}
			r.at = p
			r.math(k)
			*paras = append(*paras, p)
		}
	}
}

// joinParas joins a paragraph to the one before, which has the first words.
func joinParas(first, next *wordPara) *wordPara {
	if first.letter {
		next.text = append(first.text, next.text...)
		next.boxes = append(first.boxes, next.boxes...)
		return next
	}
	first.text = append(append(first.text, inline{text: " "}), next.text...)
	first.boxes, first.join = append(first.boxes, next.boxes...), next.join
	return first
}

// isContents reports a content control that holds the list of contents.
func isContents(sdt *element) bool {
	return strings.EqualFold(sdt.path("w:sdtPr", "w:docPartObj", "w:docPartGallery").attr("w:val"), "Table of Contents")
}

// alternative picks the version of a part that is read: the drawing of today, else
// the one for old programs.
func alternative(e *element) *element {
	for _, k := range e.kids {
		if k.name == "mc:Choice" {
			return k
		}
	}
	return e.child("mc:Fallback")
}

// paragraph reads one paragraph.
func (r *wordReader) paragraph(e *element) *wordPara {
	pPr := e.child("w:pPr")
	style := pPr.child("w:pStyle").attr("w:val")
	p := &wordPara{indent: r.indent(pPr, style)}
	outer := r.at
	r.at = p
	defer func() { r.at = outer }()
	p.level = r.headingLevel(pPr)
	if p.level > 0 {
		r.endContents() // a contents field that never ends must not swallow the text
	}
	if p.level == 0 && r.named(style, titleNames) {
		p.level = -1
	}
	p.quoted = r.named(style, quoteNames)
	p.code = r.named(style, codeNames)
	for _, name := range r.pending {
		p.text = append(p.text, inline{kind: inAnchor, text: name})
	}
	r.pending = nil
	toc := false
	r.chain(style, func(s *wordStyle) bool { toc = tocNames.MatchString(s.name); return true })
	if toc && r.inContents(e) {
		r.leaveOut(e)
		r.skip(e)
		return p
	}
	r.inlines(e, "")
	if !p.code {
		p.code = allCode(p.text)
	}
	cap := pPr.child("w:framePr").attr("w:dropCap")
	p.letter = cap == "drop" || cap == "margin"
	p.join = p.letter || pPr.path("w:rPr", "w:del") != nil
	p.rule = p.rule || len(p.text) == 0 && pPr.path("w:pBdr", "w:bottom") != nil
	r.number(p, pPr, style)
	if words := strings.TrimSpace(inlineText(p.text)); words != "" {
		r.near = words
		if p.level != 0 {
			r.lastHead = words
		}
	}
	return p
}

// inContents reports whether a paragraph in a style of contents is one: it leads
// somewhere, or a field fills it.
func (r *wordReader) inContents(e *element) bool {
	if r.dropping() {
		return true
	}
	found := false
	e.each(func(k *element) {
		found = found || k.name == "w:hyperlink" && k.attr("w:anchor") != "" || k.name == "w:instrText" && strings.Contains(k.text, "PAGEREF")
	})
	return found
}

// leaveOut notes a list of contents, and keeps its words apart.
func (r *wordReader) leaveOut(e *element) {
	r.note("a list of contents: left out, every page has its own", wordLeft)
	e.each(func(k *element) {
		switch k.name {
		case "w:t":
			r.file.leftOut.WriteString(k.text)
		case "w:p", "w:tab", "w:br":
			r.file.leftOut.WriteByte(' ')
		}
	})
	r.file.leftOut.WriteByte('\n')
}

// skip passes over a paragraph but for the fields that begin and end in it.
func (r *wordReader) skip(e *element) {
	e.each(func(k *element) {
		switch k.name {
		case "w:fldChar":
			r.fieldChar(k)
		case "w:instrText":
			r.instruction(k.text)
		}
	})
}

// indent is a paragraph's left edge, from its own properties or its style's.
func (r *wordReader) indent(pPr *element, style string) int {
	n := wordIndent(pPr)
	if n >= 0 {
		return n
	}
	r.chain(style, func(s *wordStyle) bool { n = s.indent; return n >= 0 })
	return n
}

// number finds the list that a paragraph belongs to, and counts it.
func (r *wordReader) number(p *wordPara, pPr *element, style string) {
	num, level := numberOf(pPr)
	if num == "" {
		r.chain(style, func(s *wordStyle) bool {
			if s.num != "" {
				num = s.num
				if pPr.path("w:numPr", "w:ilvl") == nil {
					level = s.level
				}
			}
			return num != ""
		})
	}
	if num == "" || num == "0" {
		return
	}
	if len(strings.TrimSpace(inlineText(p.text))) == 0 && !hasPicture(p.text) {
		return
	}
	if p.level != 0 {
		r.note("the number of a heading: left out", wordChanged)
		return
	}
	n := r.lists.nums[num]
	if n == nil {
		return
	}
	if n.levels[level].none {
		if p.indent < 0 {
			p.indent = n.levels[level].indent
		}
		return
	}
	p.num, p.ilvl, p.number = num, level, r.lists.next(num, level)
	l := n.levels[level]
	if l.letters {
		r.note("a list counted with letters or Roman numbers: counted 1, 2, 3", wordChanged)
	}
	if p.box == 0 {
		p.box = l.box
	}
}

func hasPicture(in []inline) bool {
	return slices.ContainsFunc(in, func(n inline) bool { return n.kind == inPicture })
}

// allCode reports a paragraph that is code from its begin to its end and long
// enough to stand alone.
func allCode(in []inline) bool {
	some := false
	for _, n := range in {
		switch {
		case n.kind == inAnchor || n.kind == inBreak:
		case n.kind != inText || n.marks&markCode == 0 && strings.TrimSpace(n.text) != "" || n.link != "":
			return false
		default:
			some = some || strings.TrimSpace(n.text) != ""
		}
	}
	return some
}

// A wordOpen is a list that is not at its end.
type wordOpen struct {
	num    string
	ilvl   int
	order  bool
	indent int
	list   *block
}

// An assembler makes blocks of paragraphs: it joins items to lists, lines of code
// to one block, quoted paragraphs to one quote.
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

// anchors keeps the bookmarks of a paragraph without text for the block after it.
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

// plainHeading takes the marks that a heading has as a whole off its text.
func plainHeading(in []inline) []inline {
	out := slices.Clone(in)
	for i := range out {
		out[i].marks &^= markBold | markUnderline | markHighlight
	}
	return out
}

// put adds a block: to the item it is moved in to, or to the top.
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

// table reads a table. One with a single cell is a frame: it becomes a quote.
func (r *wordReader) table(e *element) []*wordPara {
	p := &wordPara{indent: -1}
	t := wordTable{r: r}
	t.rows(e)
	if len(t.cells) == 0 {
		return nil
	}
	if len(t.cells) == 1 && len(t.cells[0]) == 1 {
		r.note("a table of one cell: it is a quote", wordChanged)
		p.block = &block{kind: quoteBlock, blocks: t.cells[0][0]}
		return []*wordPara{p}
	}
	b := &block{kind: tableBlock}
	for _, row := range t.cells {
		var cells []tableCell
		for _, blocks := range row {
			cells = append(cells, r.flatten(blocks))
		}
		b.rows = append(b.rows, cells)
	}
	p.block = b
	return []*wordPara{p}
}

// A wordTable is a table on its way: the blocks of each cell, nil where a merged
// cell goes on.
type wordTable struct {
	r     *wordReader
	cells [][][]block
}

func (t *wordTable) rows(e *element) {
	for _, k := range e.kids {
		switch k.name {
		case "w:tr":
			if k.path("w:trPr", "w:del") != nil {
				t.r.note("a tracked deletion: left out", wordLeft)
				continue
			}
			var row [][]block
			t.merged(&row, gridCount(k.path("w:trPr", "w:gridBefore")))
			t.row(k, &row)
			if len(row) > 0 {
				t.cells = append(t.cells, row)
			}
		case "w:sdt":
			t.rows(orEmpty(k.child("w:sdtContent")))
		case "w:ins", "w:customXml":
			t.rows(k)
		}
	}
}

func (t *wordTable) row(e *element, row *[][]block) {
	for _, k := range e.kids {
		switch k.name {
		case "w:tc":
			pr := k.child("w:tcPr")
			span := max(gridCount(pr.child("w:gridSpan")), 1)
			merge := pr.child("w:vMerge")
			blocks := t.r.container(k)
			if merge != nil && merge.attr("w:val") != "restart" {
				t.r.note("merged cells of a table: the text stands in the first, the others are empty", wordChanged)
			} else if span > 1 {
				t.r.note("merged cells of a table: the text stands in the first, the others are empty", wordChanged)
			}
			*row = append(*row, blocks)
			t.merged(row, span-1)
		case "w:sdt":
			t.row(orEmpty(k.child("w:sdtContent")), row)
		case "w:customXml", "w:ins":
			t.row(k, row)
		}
	}
}

// maxWordCells bounds the tables of one file.
const maxWordCells = 500_000

// merged adds n cells in which another goes on.
func (t *wordTable) merged(row *[][]block, n int) {
	if t.r.cells += n + 1; t.r.cells > maxWordCells {
		t.r.fail(notWord(t.r.name, fmt.Sprintf("its tables have more than %d cells", maxWordCells)))
		return
	}
	for range n {
		*row = append(*row, nil)
	}
}

func orEmpty(e *element) *element {
	if e == nil {
		return &element{}
	}
	return e
}

// gridCount reads a number of columns; no table has more than 200.
func gridCount(e *element) int {
	n, err := strconv.Atoi(e.attr("w:val"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), 200)
}

// flatten makes running text of the blocks in a cell.
func (r *wordReader) flatten(blocks []block) tableCell {
	return flattenBlocks(blocks, func(what string) { r.note(what, wordChanged) })
}

// flattenBlocks makes running text of blocks, for the cell of a table; it says what is
// changed by that.
func flattenBlocks(blocks []block, note func(what string)) tableCell {
	var out tableCell
	line := func(in ...inline) {
		if len(out) > 0 {
			out = append(out, inline{kind: inBreak})
		}
		out = append(out, in...)
	}
	for _, b := range blocks {
		switch b.kind {
		case paraBlock:
			line(b.text...)
		case headBlock:
			text := slices.Clone(b.text)
			for i := range text {
				text[i].marks |= markBold
			}
			line(text...)
		case listBlock:
			for i, it := range b.items {
				sign := "• "
				if b.start > 0 {
					sign = strconv.Itoa(b.start+i) + ". "
				} else if it.box != 0 {
					sign = map[rune]string{' ': "☐ ", 'x': "☑ "}[it.box]
				}
				line(append(tableCell{{text: sign}}, flattenBlocks(it.blocks, note)...)...)
			}
			note("a list in a cell of a table: its items are lines")
		case tableBlock:
			for _, row := range b.rows {
				var in []inline
				for i, c := range row {
					if i > 0 {
						in = append(in, inline{text: " · "})
					}
					in = append(in, c...)
				}
				line(in...)
			}
			note("a table in a cell of another: its rows are lines")
		case codeBlock:
			for _, text := range b.code {
				line(inline{text: text, marks: markCode})
			}
		case quoteBlock, alertBlock, detailsBlock:
			if len(b.text) > 0 {
				line(b.text...)
			}
			line(flattenBlocks(b.blocks, note)...)
		}
	}
	return out
}

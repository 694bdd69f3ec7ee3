package importer

import (
	"slices"
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

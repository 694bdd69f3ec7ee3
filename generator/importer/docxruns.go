package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// inlines reads the text in an element. If link is set, all of the text links to it.
func (r *wordReader) inlines(e *element, link string) {
	if e == nil {
		return
	}
	for _, k := range e.kids {
		switch k.name {
		case "w:r":
			r.run(k, link)
		case "w:hyperlink":
			r.inlines(k, r.hyperlink(k))
		case "w:fldSimple":
			r.simpleField(k, link)
		case "w:sdt":
			r.control(k, link)
		case "w:ins", "w:moveTo":
			r.note("a tracked insertion: kept", wordChanged)
			r.inlines(k, link)
		case "w:del", "w:moveFrom":
			r.note("a tracked deletion: left out", wordLeft)
		case "w:smartTag", "w:customXml", "w:dir", "w:bdo":
			r.inlines(k, link)
		case "mc:AlternateContent":
			r.inlines(alternative(k), link)
		case "w:bookmarkStart":
			r.bookmark(k.attr("w:name"))
		case "m:oMath", "m:oMathPara":
			r.math(k)
		case "w:subDoc":
			r.note("another file put into the document: it is not read", wordLost)
		}
	}
}

// put adds an inline to the paragraph, unless it is inside a field whose result is left out.
func (r *wordReader) put(n inline) {
	if r.dropping() || r.at == nil {
		r.file.leftOut.WriteString(n.text)
		return
	}
	if f := r.field(); f != nil && n.link == "" {
		n.link = r.fieldLink()
	}
	r.at.text = append(r.at.text, n)
}

// bookmark adds an anchor for links in the document.
func (r *wordReader) bookmark(name string) {
	if name != "" && name != "_GoBack" && r.at != nil {
		r.at.text = append(r.at.text, inline{kind: inAnchor, text: name})
	}
}

// hyperlink returns the target of a link: an address, or bookmarkLink and a bookmark.
func (r *wordReader) hyperlink(e *element) string {
	dest := ""
	if rel, ok := r.part.rels[e.attr("r:id")]; ok && rel.external {
		dest = rel.target
	}
	if anchor := e.attr("w:anchor"); anchor != "" {
		if dest == "" {
			return bookmarkLink + anchor
		}
		if !strings.Contains(dest, "#") {
			dest += "#" + anchor
		}
	}
	return r.address(dest)
}

// bookmarkLink begins the target of a link to a bookmark until the final address is known.
const bookmarkLink = "bookmark:"

// address returns dest as a lesson can link to it, "" if a lesson cannot link to it.
func (r *wordReader) address(dest string) string {
	dest = strings.TrimSpace(dest)
	scheme, _, ok := strings.Cut(dest, ":")
	if !ok || strings.ContainsAny(scheme, "/#?. ") {
		return strings.ReplaceAll(dest, `\`, "/")
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return dest
	}
	r.note("a link that does not lead to the web: its text is kept", wordLost)
	return ""
}

// control reads a content control: a check box or text.
func (r *wordReader) control(e *element, link string) {
	if isContents(e) {
		r.leaveOut(e)
		return
	}
	if box := e.path("w:sdtPr", "w14:checkbox"); box != nil && r.at != nil {
		first := r.at.box == 0 && strings.TrimSpace(inlineText(r.at.text)) == ""
		if first && !r.inNote {
			r.at.box = ' '
			if on, _ := isOn14(box); on {
				r.at.box = 'x'
			}
			return
		}
	}
	r.inlines(e.child("w:sdtContent"), link)
}

// isOn14 reports whether a check box is ticked; said is false if the file does not say.
func isOn14(box *element) (on, said bool) {
	v := box.child("w14:checked").attr("w14:val")
	return v == "1" || v == "true" || v == "on", v != ""
}

// run reads a run: a piece of text with one format.
func (r *wordReader) run(e *element, link string) {
	rPr := e.child("w:rPr")
	m, hidden := r.runMarks(rPr)
	if rPr.child("w:del") != nil {
		return
	}
	for _, k := range e.kids {
		if hidden {
			switch k.name {
			case "w:fldChar", "w:instrText":
			case "w:t":
				if !r.dropping() && strings.TrimSpace(k.text) != "" {
					r.note("hidden text: left out", wordLeft)
					r.file.leftOut.WriteString(k.text)
				}
				continue
			default:
				continue
			}
		}
		r.runPart(k, m, link, rPr)
	}
}

func (r *wordReader) runPart(k *element, m marks, link string, rPr *element) {
	switch k.name {
	case "w:t":
		r.text(k.text, m, link, rPr.child("w:rFonts").attr("w:ascii"))
	case "w:tab", "w:ptab":
		r.put(inline{text: " ", marks: m &^ markCode, link: link})
	case "w:br":
		if t := k.attr("w:type"); t == "page" || t == "column" {
			r.put(inline{text: " "})
			return
		}
		r.put(inline{kind: inBreak})
	case "w:cr":
		r.put(inline{kind: inBreak})
	case "w:noBreakHyphen":
		r.put(inline{text: "\u2011", marks: m, link: link})
	case "w:sym":
		r.symbol(k, m, link)
	case "w:fldChar":
		r.fieldChar(k)
	case "w:instrText":
		r.instruction(k.text)
	case "w:footnoteReference":
		r.noteReference(r.footnotes, "footnote", k.attr("w:id"))
	case "w:endnoteReference":
		r.noteReference(r.endnotes, "endnote", k.attr("w:id"))
	case "w:drawing", "w:pict", "w:object":
		r.drawing(k, link)
	case "mc:AlternateContent":
		for _, in := range orEmpty(alternative(k)).kids {
			r.runPart(in, m, link, rPr)
		}
	case "w:ruby":
		for _, in := range orEmpty(k.child("w:rubyBase")).kids {
			if in.name == "w:r" {
				r.run(in, link)
			}
		}
		r.note("a reading beside a word (ruby): left out", wordLost)
	}
}

// text adds text. The code of a character in a symbol font is replaced by the Unicode
// character that looks like it.
func (r *wordReader) text(s string, m marks, link, font string) {
	clean, bidi := cleanText(s)
	if bidi {
		r.note("characters that change the direction of text: left out", wordLeft)
	}
	if strings.ContainsFunc(clean, isPrivate) {
		clean = strings.Map(func(c rune) rune {
			if !isPrivate(c) {
				return c
			}
			return r.drawn(c, font)
		}, clean)
	}
	r.put(inline{text: clean, marks: m, link: link})
}

func isPrivate(c rune) bool { return c >= 0xe000 && c <= 0xf8ff }

// symbol adds a character of a symbol font.
func (r *wordReader) symbol(e *element, m marks, link string) {
	code, err := strconv.ParseUint(e.attr("w:char"), 16, 32)
	if err != nil {
		return
	}
	c := rune(code)
	if !isPrivate(c) && c < 0x100 {
		c += 0xf000
	}
	if isPrivate(c) {
		c = r.drawn(c, e.attr("w:font"))
	}
	r.put(inline{text: string(c), marks: m, link: link})
}

// symbols maps the codes of the fonts Symbol and Wingdings to Unicode characters.
var symbols = map[string]map[rune]rune{
	"symbol": {
		0xf0b7: '•', 0xf0ae: '→', 0xf0ac: '←', 0xf0ad: '↑', 0xf0af: '↓', 0xf0de: '⇒', 0xf0b3: '≥', 0xf0a3: '≤', 0xf0b1: '±', 0xf0b4: '×', 0xf0b8: '÷',
		0xf0b9: '≠', 0xf0bb: '≈', 0xf0d6: '√', 0xf0a5: '∞', 0xf061: 'α', 0xf062: 'β', 0xf06d: 'μ', 0xf070: 'π', 0xf053: 'Σ', 0xf044: 'Δ', 0xf0b0: '°', 0xf0e4: '™', 0xf0d2: '®', 0xf0d3: '©',
	},
	"wingdings": {
		0xf0fc: '✔', 0xf0fb: '✘', 0xf0fe: '☑', 0xf0fd: '☒', 0xf0a8: '☐', 0xf06f: '☐', 0xf071: '☐', 0xf072: '☐', 0xf0e0: '→', 0xf0e8: '→', 0xf0df: '←', 0xf0e1: '↑', 0xf0e2: '↓',
		0xf0f0: '⇨', 0xf0a7: '▪', 0xf06e: '■', 0xf06c: '●', 0xf04a: '☺', 0xf04b: '😐', 0xf04c: '☹', 0xf0d8: '➢', 0xf076: '❖', 0xf028: '☎', 0xf02a: '✉', 0xf046: '☞', 0xf04e: '☠', 0xf09f: '•',
	},
}

// drawn returns the Unicode character that looks like code c of a symbol font.
func (r *wordReader) drawn(c rune, font string) rune {
	name := strings.ToLower(font)
	switch {
	case strings.HasPrefix(name, "wingdings"):
		name = "wingdings"
	case name == "" || strings.HasPrefix(name, "symbol"):
		name = "symbol"
	}
	if to := symbols[name][c]; to != 0 {
		return to
	}
	if to := symbols["wingdings"][c]; to != 0 && font == "" {
		return to
	}
	r.note("a sign of the font "+font+": shown as □", wordLost)
	return '□'
}

// noteReference adds a reference to a footnote or an endnote. At the first reference to
// it, the note itself is read.
func (r *wordReader) noteReference(p *wordPart, kind, id string) {
	if p == nil || r.inNote || r.dropping() {
		return
	}
	key := kind + "/" + id
	name, ok := r.noteNames[key]
	if !ok {
		e := r.noteAt[key]
		if e == nil {
			r.note("a reference to a note that is missing: left out", wordLost)
			return
		}
		name = strconv.Itoa(len(r.noteNames) + 1)
		r.noteNames[key] = name
		r.readNote(p, e, name)
	}
	r.put(inline{kind: inNote, text: name})
}

func (r *wordReader) readNote(p *wordPart, e *element, name string) {
	part, at, near, fields, pending := r.part, r.at, r.near, r.fields, r.pending
	r.part, r.inNote, r.fields, r.pending = p, true, nil, nil
	r.file.notes[name] = block{kind: noteBlock, note: name, blocks: r.container(e)}
	r.part, r.inNote, r.at, r.near, r.fields, r.pending = part, false, at, near, fields, pending
}

// math adds a formula as one line of text.
func (r *wordReader) math(e *element) {
	var b strings.Builder
	linearMath(e, &b)
	if text := strings.Join(strings.Fields(b.String()), " "); text != "" {
		r.put(inline{text: text})
		r.note("a formula: its signs are in one line", wordLost)
	}
}

// linearMath writes a formula in one line: a fraction as (a)/(b), a power as a^2.
func linearMath(e *element, b *strings.Builder) {
	part := func(name, before, after string) {
		if k := e.child(name); k != nil {
			var in strings.Builder
			linearMath(k, &in)
			if s := in.String(); s != "" {
				if before == "(" && utf8.RuneCountInString(s) == 1 {
					before, after = "", ""
				}
				b.WriteString(before + s + after)
			}
		}
	}
	switch e.name {
	case "m:t":
		b.WriteString(e.text)
	case "m:f":
		part("m:num", "(", ")")
		b.WriteString("/")
		part("m:den", "(", ")")
	case "m:rad":
		part("m:deg", "", "")
		b.WriteString("√")
		part("m:e", "(", ")")
	case "m:sSup":
		part("m:e", "", "")
		b.WriteString("^")
		part("m:sup", "(", ")")
	case "m:sSub":
		part("m:e", "", "")
		b.WriteString("_")
		part("m:sub", "(", ")")
	case "m:sSubSup":
		part("m:e", "", "")
		b.WriteString("_")
		part("m:sub", "(", ")")
		b.WriteString("^")
		part("m:sup", "(", ")")
	case "m:nary":
		sign := e.path("m:naryPr", "m:chr").attr("m:val")
		if sign == "" {
			sign = "∫"
		}
		b.WriteString(sign)
		part("m:sub", "_(", ")")
		part("m:sup", "^(", ")")
		b.WriteString(" ")
		part("m:e", "", "")
	case "m:d":
		open, end := "(", ")"
		if pr := e.child("m:dPr"); pr != nil {
			if c := pr.child("m:begChr"); c != nil {
				open = c.attr("m:val")
			}
			if c := pr.child("m:endChr"); c != nil {
				end = c.attr("m:val")
			}
		}
		b.WriteString(open)
		for i, k := range e.kids {
			if k.name == "m:e" {
				if i > 0 && e.kids[i-1].name == "m:e" {
					b.WriteString(", ")
				}
				linearMath(k, b)
			}
		}
		b.WriteString(end)
	default:
		for _, k := range e.kids {
			if k.name == "m:mr" {
				b.WriteString(" ; ")
			}
			linearMath(k, b)
		}
	}
}

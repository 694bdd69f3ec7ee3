package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A wordStyle is a style of a .docx. What it does not say itself it has from the
// style it is based on.
type wordStyle struct {
	name    string // in lower case
	basedOn string
	outline int // the heading's level from 1, 0 if none
	num     string
	level   int
	indent  int // of the left edge in twips, -1 if not said
	run     runStyle
}

// A runStyle is what is said of running text: marks that are on, and those that
// are off though an outer style has them.
type runStyle struct {
	on, off marks
	hidden  bool
	shown   bool
}

// monospaced finds the fonts in which code is set.
var monospaced = regexp.MustCompile(`(?i)courier|consolas|monaco|menlo|mono|lucida console|source code|fira code|inconsolata|andale|terminal|typewriter`)

var headingNames = regexp.MustCompile(`(?i)^(?:heading|überschrift|berschrift|titre|kop|nagłówek|nagwek|заголовок|título|ttulo|titolo|rubrik|overskrift|otsikko|címsor|nadpis|başlık|antraštė|naslov|titlu|标题|標題|見出し|제목)\s*([1-9])$`)

// Names of styles, in English as Word keeps them, and as other programs and old
// files have them in some languages.
var (
	titleNames   = []string{"title", "titel", "titre", "tytuł", "название", "título", "titolo"}
	quoteNames   = []string{"quote", "intense quote", "block text", "quotations", "zitat", "intensives zitat", "citation", "citation intense", "citaat", "duidelijk citaat", "cytat", "cytat intensywny", "цитата", "выделенная цитата"}
	codeNames    = []string{"source code", "html preformatted", "code", "code block", "preformatted text", "verbatim", "macro text", "quellcode"}
	codeRunNames = []string{"verbatim char", "html code", "html keyboard", "html typewriter", "html sample", "source text", "code", "inline code", "code char"}
	tocNames     = regexp.MustCompile(`(?i)^(?:toc \d|toc heading|contents heading|contents \d|verzeichnis \d|table of figures|index \d)$`)
)

// readWordStyles reads styles.xml; p may be nil.
func readWordStyles(p *wordPart) map[string]*wordStyle {
	styles := map[string]*wordStyle{}
	if p == nil {
		return styles
	}
	for _, e := range p.root.kids {
		if e.name != "w:style" {
			continue
		}
		s := &wordStyle{indent: -1}
		s.name = strings.ToLower(strings.TrimSpace(e.child("w:name").attr("w:val")))
		s.basedOn = e.child("w:basedOn").attr("w:val")
		pPr := e.child("w:pPr")
		s.outline = outlineOf(pPr)
		s.num, s.level = numberOf(pPr)
		s.indent = wordIndent(pPr)
		s.run = runStyleOf(e.child("w:rPr"))
		styles[e.attr("w:styleId")] = s
	}
	return styles
}

// outlineOf is the level of a heading that paragraph properties say, 0 for none.
func outlineOf(pPr *element) int {
	n, err := strconv.Atoi(pPr.child("w:outlineLvl").attr("w:val"))
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return n + 1
}

// numberOf is the list that paragraph properties name and the level in it; "" if
// they name none, "0" if they take the paragraph out of a list.
func numberOf(pPr *element) (num string, level int) {
	e := pPr.child("w:numPr")
	level, err := strconv.Atoi(e.child("w:ilvl").attr("w:val"))
	if err != nil {
		level = 0
	}
	return e.child("w:numId").attr("w:val"), min(max(level, 0), 8)
}

// wordIndent is how far a paragraph is moved in, in twips; -1 if that is not said.
func wordIndent(pPr *element) int {
	e := pPr.child("w:ind")
	for _, key := range []string{"w:left", "w:start"} {
		if n, err := strconv.Atoi(e.attr(key)); err == nil {
			return max(n, 0)
		}
	}
	return -1
}

// isOn reads a property that is on or off; said is false if it is missing.
func isOn(rPr *element, name string) (on, said bool) {
	e := rPr.child(name)
	if e == nil {
		return false, false
	}
	v := e.attr("w:val")
	return v != "0" && v != "false" && v != "off" && v != "none", true
}

// runStyleOf reads the properties of running text.
func runStyleOf(rPr *element) runStyle {
	var s runStyle
	set := func(m marks, on bool) {
		if on {
			s.on |= m
		} else {
			s.off |= m
		}
	}
	for _, p := range []struct {
		name string
		mark marks
	}{
		{"w:b", markBold},
		{"w:i", markItalic},
		{"w:strike", markStrike},
		{"w:dstrike", markStrike},
		{"w:u", markUnderline},
		{"w:highlight", markHighlight},
	} {
		if on, said := isOn(rPr, p.name); said {
			set(p.mark, on)
		}
	}
	switch rPr.child("w:vertAlign").attr("w:val") {
	case "superscript":
		set(markSuper, true)
	case "subscript":
		set(markSub, true)
	case "baseline":
		set(markSuper|markSub, false)
	}
	if fonts := rPr.child("w:rFonts"); fonts != nil && fonts.attr("w:ascii") != "" {
		set(markCode, monospaced.MatchString(fonts.attr("w:ascii")))
	}
	if on, said := isOn(rPr, "w:vanish"); said {
		s.hidden, s.shown = on, !on
	}
	return s
}

// chain calls f for a style and those it is based on, until f returns true.
func (r *wordReader) chain(id string, f func(*wordStyle) bool) {
	for range 20 {
		s := r.styles[id]
		if s == nil || f(s) {
			return
		}
		id = s.basedOn
	}
}

// named reports whether a style, or one it is based on, has one of some names.
func (r *wordReader) named(id string, names []string) bool {
	found := slices.Contains(names, strings.ToLower(id)) && r.styles[id] == nil
	r.chain(id, func(s *wordStyle) bool {
		found = slices.Contains(names, s.name)
		return found
	})
	return found
}

// headingLevel is the level that a paragraph's properties and style give it, 0 if
// it is no heading.
func (r *wordReader) headingLevel(pPr *element) int {
	if pPr.child("w:outlineLvl") != nil {
		if n := outlineOf(pPr); n > 0 {
			return n
		}
		return 0
	}
	id := pPr.child("w:pStyle").attr("w:val")
	level := 0
	if m := headingNames.FindStringSubmatch(id); m != nil && r.styles[id] == nil {
		level, _ = strconv.Atoi(m[1])
	}
	r.chain(id, func(s *wordStyle) bool {
		if m := headingNames.FindStringSubmatch(s.name); m != nil {
			level, _ = strconv.Atoi(m[1])
		} else if s.outline > 0 {
			level = s.outline
		}
		return level > 0
	})
	return level
}

// runMarks are the marks of a run and whether it is hidden, from its own
// properties and its character style.
func (r *wordReader) runMarks(rPr *element) (m marks, hidden bool) {
	id := rPr.child("w:rStyle").attr("w:val")
	link := false
	var chain []runStyle
	r.chain(id, func(s *wordStyle) bool {
		run := s.run
		if slices.Contains(codeRunNames, s.name) {
			run.on |= markCode
		}
		link = link || strings.Contains(s.name, "hyperlink")
		chain = append(chain, run)
		return false
	})
	slices.Reverse(chain)
	for _, s := range append(chain, runStyleOf(rPr)) {
		m = m&^s.off | s.on
		hidden = hidden && !s.shown || s.hidden
	}
	if link {
		m &^= markUnderline
	}
	return m, hidden
}

package importer

import (
	"strconv"
	"strings"
)

// wordLists are the lists of a .docx and how far each has counted.
type wordLists struct {
	nums  map[string]*wordNum
	count map[string]*[9]int // by abstract list
}

// A wordNum is a list as paragraphs name it.
type wordNum struct {
	abstract string
	levels   [9]wordLevel
	restart  [9]int // what a level starts with again, 0 if it goes on counting
	begun    bool
}

// A wordLevel is how one level of a list is drawn.
type wordLevel struct {
	ordered bool
	letters bool // counted with letters or Roman numbers
	none    bool // without any sign
	box     rune // ' ' or 'x' if its bullet is a box to tick
	start   int
	indent  int
}

// readWordLists reads numbering.xml; p may be nil.
func readWordLists(p *wordPart, styles map[string]*wordStyle) wordLists {
	l := wordLists{nums: map[string]*wordNum{}, count: map[string]*[9]int{}}
	if p == nil {
		return l
	}
	abstract := map[string]*element{}
	for _, e := range p.root.kids {
		if e.name == "w:abstractNum" {
			abstract[e.attr("w:abstractNumId")] = e
		}
	}
	nums := map[string]*element{}
	for _, e := range p.root.kids {
		if e.name == "w:num" {
			nums[e.attr("w:numId")] = e
		}
	}
	for id, e := range nums {
		key := e.child("w:abstractNumId").attr("w:val")
		a := abstract[key]
		if link := a.child("w:numStyleLink").attr("w:val"); link != "" && styles[link] != nil {
			if to := nums[styles[link].num]; to != nil {
				key = to.child("w:abstractNumId").attr("w:val")
				a = abstract[key]
			}
		}
		n := &wordNum{abstract: key}
		n.read(a)
		for _, o := range e.kids {
			i, err := strconv.Atoi(o.attr("w:ilvl"))
			if o.name != "w:lvlOverride" || err != nil || i < 0 || i > 8 {
				continue
			}
			n.level(i, o.child("w:lvl"))
			if s, err := strconv.Atoi(o.child("w:startOverride").attr("w:val")); err == nil {
				n.restart[i] = max(s, 1)
			}
		}
		l.nums[id] = n
	}
	return l
}

// read reads the levels of an abstract list.
func (n *wordNum) read(a *element) {
	for i := range n.levels {
		n.levels[i] = wordLevel{start: 1, indent: -1}
	}
	if a == nil {
		return
	}
	for _, e := range a.kids {
		if i, err := strconv.Atoi(e.attr("w:ilvl")); e.name == "w:lvl" && err == nil && i >= 0 && i <= 8 {
			n.level(i, e)
		}
	}
}

// level reads one level; e may be nil.
func (n *wordNum) level(i int, e *element) {
	if e == nil {
		return
	}
	l := wordLevel{start: 1, indent: wordIndent(e.child("w:pPr"))}
	if s, err := strconv.Atoi(e.child("w:start").attr("w:val")); err == nil {
		l.start = max(s, 1)
	}
	switch f := e.child("w:numFmt").attr("w:val"); f {
	case "bullet":
		l.none = strings.TrimSpace(e.child("w:lvlText").attr("w:val")) == ""
		l.box = boxOf(e.child("w:lvlText").attr("w:val"), e.find("w:rFonts").attr("w:ascii"))
	case "none":
		l.none = true
	default:
		l.ordered = true
		l.letters = strings.Contains(f, "Letter") || strings.Contains(f, "Roman")
	}
	n.levels[i] = l
}

// boxOf says whether a bullet is a box to tick.
func boxOf(sign, font string) rune {
	wingdings := strings.HasPrefix(font, "Wingdings")
	switch sign {
	case "☐", "□", "❏", "❑", "❒", "▢":
		return ' '
	case "☑", "☒":
		return 'x'
	case "\uf0a8", "\uf06f", "\uf071", "\uf072", "\uf070":
		if wingdings {
			return ' '
		}
	case "\uf0fe", "\uf0fd", "\uf078":
		if wingdings {
			return 'x'
		}
	}
	return 0
}

// next counts a paragraph of a list, and returns its number.
func (l *wordLists) next(num string, level int) int {
	n := l.nums[num]
	if n == nil {
		return 1
	}
	c := l.count[n.abstract]
	if c == nil {
		c = &[9]int{}
		l.count[n.abstract] = c
	}
	if !n.begun {
		n.begun = true
		for i, s := range n.restart {
			if s > 0 {
				c[i] = s - 1
			}
		}
		if n.restart[level] > 0 {
			c[level] = n.restart[level] - 1
		}
	}
	if c[level] == 0 {
		c[level] = n.levels[level].start - 1
	}
	c[level]++
	for i := level + 1; i < 9; i++ {
		c[i] = 0
	}
	return c[level]
}

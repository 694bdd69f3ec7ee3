package importer

import (
	"bytes"
	"regexp"
	"strings"

	"playbook/generator/content"
)

// headingID writes the id of a heading as ids are written here, if an offset is in a
// line that has one.
func headingID(b []byte, at int) []Edit {
	start := bytes.LastIndexByte(b[:at], '\n') + 1
	line := bytes.TrimRight(b[start:start+lineLength(b[start:])], " \t\n")
	m := oddID.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	id := strings.Trim(content.Slug(string(line[m[2]:m[3]])), "-_")
	if id == "" {
		return []Edit{{start + m[0], start + m[1], "", "attributes that mean nothing here are removed"}}
	}
	return []Edit{{start + m[2], start + m[3], id, "the id of a heading keeps only letters, digits and hyphens"}}
}

var anchorTag = regexp.MustCompile(`<a\s+(?:id|name)=["']?[^"'<>\s]*["']?\s*(?:/>|></a>)`)

var oddID = regexp.MustCompile(`[ \t]*\{#([^{}\n]*)\}$`)

var openBox = regexp.MustCompile(`^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\] `)

// noBoxes makes text of the boxes of the list that an offset is in.
func (p *Page) noBoxes(at int) []Edit {
	p.Lose(lostBoxes, at, "")
	var edits []Edit
	for _, l := range linesOf(p.Body.b) {
		if l.end < at || l.fenced {
			continue
		}
		m := openBox.FindStringSubmatchIndex(l.text)
		if m == nil && l.start > at && l.indent == 0 && !l.blank() {
			break
		}
		if m != nil {
			edits = append(edits, Edit{l.start + m[3], l.start + m[3], `\`, ruleAsText})
		}
	}
	return edits
}

// endFence ends a block of code where what holds it ends: a list or a quotation, or the
// text.
func endFence(b []byte, at int, parts []content.Part) []Edit {
	start := bytes.LastIndexByte(b[:at], '\n') + 1
	fence := b[at : at+lineLength(b[at:])]
	n := len(fence) - len(bytes.TrimLeft(fence, string(fence[:1])))
	prefix := strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' ' // the marker of a list
	}, string(b[start:at]))
	end := len(b)
	for _, part := range parts {
		if part.Kind == content.PartCode && part.Block && part.Start <= at && at < part.End {
			end = part.End
			// The outline takes the line behind code for its fence.
			if last := bytes.LastIndexByte(b[:end-1], '\n') + 1; end < len(b) && last > at {
				end = last
			}
		}
	}
	mark := prefix + strings.Repeat(string(fence[:1]), max(n, 3)) + "\n"
	if end > 0 && b[end-1] != '\n' {
		mark = "\n" + mark
	}
	return []Edit{{end, end, mark, "code that is never closed is closed"}}
}

// braces takes the attributes in braces round an offset out.
func braces(b []byte, at int) []Edit {
	start := bytes.LastIndexByte(b[:at], '\n') + 1
	line := b[start : start+lineLength(b[start:])]
	for _, m := range anchorTag.FindAllIndex(line, -1) {
		if start+m[0] <= at && at < start+m[1] {
			return []Edit{{start + m[0], start + m[1], "", "an anchor with the name of another is removed"}}
		}
	}
	open := bytes.LastIndexByte(line[:min(at-start+1, len(line))], '{')
	if open < 0 {
		open = bytes.IndexByte(line, '{')
	}
	if open < 0 {
		return nil
	}
	end := bytes.IndexByte(line[open:], '}')
	if end < 0 {
		return []Edit{{start + open, start + open, `\`, ruleAsText}}
	}
	for open > 0 && line[open-1] == ' ' {
		open--
		end++
	}
	return []Edit{{start + open, start + open + end + 1, "", "attributes that mean nothing here are removed"}}
}

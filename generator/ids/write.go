package ids

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Inserts says how to write a lesson's derived ids into its file; for headings, only
// those that a translation has from its lesson. A list without a container can have ids
// for its items, but not for itself.
func Inserts(l *content.Lesson, raw []byte) []diag.Edit {
	var out []diag.Edit
	taken := map[string]bool{} // ids of lists, which a heading cannot have as well
	for _, p := range l.Widgets {
		if p.Static {
			continue
		}
		taken[p.ID] = !p.Bare
		if p.Derived && !p.Bare {
			if col := afterKind(raw, p); col > 0 {
				out = append(out, insert(p.Pos.Line, col, " #"+p.ID))
			}
		}
		for _, it := range widget.IdentityOf(p.Widget).Items {
			if !it.Derived {
				continue
			}
			text := " {#" + it.ID + "}"
			if it.InBraces {
				text = "#" + it.ID + " "
			}
			out = append(out, insert(it.Insert.Line, it.Insert.Col, text))
		}
	}
	for _, h := range l.Headings {
		if !h.Shared || taken[h.ID] {
			continue
		}
		if col := afterHeading(raw, h); col > 0 {
			out = append(out, insert(h.Pos.Line, col, " {#"+h.ID+"}"))
		}
	}
	return out
}

func insert(line, col int, text string) diag.Edit {
	return diag.Edit{Pos: diag.Pos{Line: line, Col: col}, EndLine: line, EndCol: col, Text: text}
}

// atxLine matches a heading with # before it and none after it, to which an id can be
// added without other changes.
var atxLine = regexp.MustCompile(`^[ \t]{0,3}#{1,6}[ \t].*[^#\s]`)

// afterHeading returns the column after a heading's words, or 0.
func afterHeading(raw []byte, h content.Heading) int {
	line := bytes.TrimRight(lineOf(raw, h.Pos.Line), " \t")
	if m := atxLine.Find(line); m != nil && len(m) == len(line) {
		return utf8.RuneCount(line) + 1
	}
	return 0
}

var opening = regexp.MustCompile(`^[ \t]{0,3}:{3,}[ \t]*[^\s:#{=][^\s=]*`)

// afterKind returns the column after the kind on a container's opening line, or 0.
func afterKind(raw []byte, p content.Placed) int {
	line := lineOf(raw, p.Pos.Line)
	m := opening.Find(line)
	if m == nil {
		return 0
	}
	return utf8.RuneCount(m) + 1
}

func lineOf(raw []byte, n int) []byte {
	f := diag.NewFile("", raw)
	at := f.Offset(n)
	end := at
	for end < len(raw) && raw[end] != '\n' && raw[end] != '\r' {
		end++
	}
	return raw[at:end]
}

package importer

import (
	"regexp"
	"strings"
)

// A wordField is a field that is open: an instruction, then what it gave when the
// file was saved.
type wordField struct {
	instruction string
	result      bool // the instruction is read
	kind        string
	drop        bool // the result is left out
	link        string
	box         string // the sign of a form's box to tick
}

// fieldChar begins a field, separates its instruction from its result, or ends
// it.
func (r *wordReader) fieldChar(e *element) {
	switch e.attr("w:fldCharType") {
	case "begin":
		f := &wordField{}
		if box := e.path("w:ffData", "w:checkBox"); box != nil {
			f.box = "☐"
			on, said := isOn(box, "w:checked")
			if !said {
				on, _ = isOn(box, "w:default")
			}
			if on {
				f.box = "☑"
			}
		}
		if len(r.fields) < 64 {
			r.fields = append(r.fields, f)
		}
	case "separate":
		if f := r.field(); f != nil {
			f.result = true
			r.understand(f)
		}
	case "end":
		if f := r.field(); f != nil {
			if !f.result {
				r.understand(f)
			}
			r.fields = r.fields[:len(r.fields)-1]
			if f.kind == "FORMCHECKBOX" && f.box != "" {
				r.put(inline{text: f.box})
			}
		}
	}
}

// field is the innermost open field; nil if none is.
func (r *wordReader) field() *wordField {
	if len(r.fields) == 0 {
		return nil
	}
	return r.fields[len(r.fields)-1]
}

func (r *wordReader) instruction(text string) {
	if f := r.field(); f != nil && !f.result && len(f.instruction) < 4000 {
		f.instruction += text
	}
}

// dropping reports whether what is read belongs to an instruction, or to a
// result that is left out.
func (r *wordReader) dropping() bool {
	for _, f := range r.fields {
		if !f.result || f.drop {
			return true
		}
	}
	return false
}

// fieldLink is where the result of an open field leads.
func (r *wordReader) fieldLink() string {
	for i := len(r.fields) - 1; i >= 0; i-- {
		if r.fields[i].link != "" {
			return r.fields[i].link
		}
	}
	return ""
}

// endContents gives up the open fields that leave their results out.
func (r *wordReader) endContents() {
	for i, f := range r.fields {
		if f.drop && f.kind == "TOC" {
			r.fields = r.fields[:i]
			return
		}
	}
}

// instructionWords finds the words of an instruction; those between quotation
// marks are one.
var instructionWords = regexp.MustCompile(`"([^"]*)"|\S+`)

// understand reads an instruction.
func (r *wordReader) understand(f *wordField) {
	var words []string
	for _, m := range instructionWords.FindAllStringSubmatch(f.instruction, 200) {
		word := m[0]
		if strings.HasPrefix(word, `"`) {
			word = m[1]
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return
	}
	f.kind = strings.ToUpper(words[0])
	has := func(flag string) int {
		for i, w := range words {
			if strings.EqualFold(w, flag) {
				return i
			}
		}
		return -1
	}
	first := ""
	if len(words) > 1 && !strings.HasPrefix(words[1], `\`) {
		first = words[1]
	}
	switch f.kind {
	case "TOC", "INDEX", "TOA":
		f.drop = true
		what := map[string]string{"TOC": "a list of contents: left out, every page has its own", "INDEX": "an index: left out, the search finds the words", "TOA": "a list of sources by page: left out"}
		r.note(what[f.kind], wordLeft)
	case "HYPERLINK":
		if i := has(`\l`); i > 0 && i+1 < len(words) {
			if first == "" || first == words[i+1] {
				f.link = bookmarkLink + words[i+1]
				return
			}
			first += "#" + words[i+1]
		}
		f.link = r.address(first)
	case "REF", "PAGEREF", "NOTEREF":
		if has(`\h`) > 0 && first != "" {
			f.link = bookmarkLink + first
		}
	case "XE", "TC", "RD", "ASK", "SET", "PRIVATE":
		f.drop = true
	}
}

// simpleField reads a field that is one element.
func (r *wordReader) simpleField(e *element, link string) {
	f := &wordField{instruction: e.attr("w:instr"), result: true}
	r.understand(f)
	if len(r.fields) >= 64 {
		return
	}
	r.fields = append(r.fields, f)
	r.inlines(e, link)
	if n := len(r.fields); n > 0 && r.fields[n-1] == f {
		r.fields = r.fields[:n-1]
	}
}

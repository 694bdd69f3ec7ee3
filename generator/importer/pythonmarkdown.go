package importer

import (
	"regexp"
	"strings"

	"playbook/generator/content"
)

const ruleAttrs = "attributes of another tool are removed"

// python edits what Python-Markdown's extensions write in running text.
func (p *Page) python() {
	p.replaceAnywhere(fenceBraces, "a code block names its language in the usual way", func(m []string) string {
		lang := ""
		if c := fenceClass.FindStringSubmatch(m[2]); c != nil {
			lang = c[1]
		}
		return m[1] + lang
	})
	p.replace(tocLine, "a list of contents is removed: every page has its own", func([]string, int) (string, bool) { return "", true })
	p.replace(annotation, "", func(m []string, _ int) (string, bool) { return "(" + m[1] + ")", true })
	p.replace(criticSwap, "an editor's mark becomes Markdown", func(m []string, _ int) (string, bool) { return "~~" + m[1] + "~~ " + m[2], true })
	p.replace(critic, "an editor's mark becomes Markdown", func(m []string, at int) (string, bool) {
		switch m[1] {
		case "++":
			return m[2], true
		case "--":
			return "~~" + m[2] + "~~", true
		case "==":
			return "==" + m[2] + "==", true
		}
		return "", true // a comment
	})
	p.attributes()
	p.replace(keys, "keys become <kbd>", func(m []string, _ int) (string, bool) {
		var out []string
		for _, k := range strings.Split(m[1], "+") {
			out = append(out, "<kbd>"+titleOf(k)+"</kbd>")
		}
		return strings.Join(out, "+"), true
	})
	p.replace(inserted, "inserted text becomes <ins>", func(m []string, _ int) (string, bool) { return "<ins>" + m[1] + "</ins>", true })
	p.replace(icon, "", func(m []string, at int) (string, bool) {
		p.Lose("an icon", at, m[0])
		return "", true
	})
	p.emoji()
	p.abbreviations()
}

// emoji writes signs for their names.
func (p *Page) emoji() {
	p.replace(emoji, "an emoji's name becomes the sign", func(m []string, at int) (string, bool) {
		if at > 0 && (isWordByte(p.Body.b[at-1]) || p.Body.b[at-1] == ':') {
			return "", false
		}
		sign := content.Emoji(m[1])
		return sign, sign != ""
	})
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// replaceAnywhere edits what a pattern finds, in code too.
func (p *Page) replaceAnywhere(re *regexp.Regexp, rule string, as func(m []string) string) {
	var edits []Edit
	for _, m := range re.FindAllSubmatchIndex(p.Body.b, -1) {
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = string(p.Body.b[m[2*i]:m[2*i+1]])
			}
		}
		edits = append(edits, Edit{m[0], m[1], as(groups), rule})
	}
	p.Apply(edits)
}

// attributes takes lists of attributes out, but for the id of a heading and the width
// of a picture that stands alone.
func (p *Page) attributes() {
	p.replace(attrList, ruleAttrs, func(m []string, at int) (string, bool) {
		b := p.Body.b
		if strings.Contains(m[0], "{{") || at > 0 && (b[at-1] == '{' || b[at-1] == '$') || at+len(m[0]) < len(b) && b[at+len(m[0])] == '}' {
			return "", false
		}
		inner := strings.TrimSpace(m[1])
		if inner == "" || !strings.ContainsAny(inner, "#.=") {
			return "", false
		}
		start := strings.LastIndexByte(string(b[max(0, at-4000):at]), '\n') + 1 + max(0, at-4000)
		before := strings.TrimSpace(string(b[start:at]))
		if id := attrID.FindStringSubmatch(inner); id != nil && strings.HasPrefix(before, "#") {
			return " {#" + id[1] + "}", true
		}
		if w := attrWidth.FindStringSubmatch(inner); w != nil && strings.HasPrefix(before, "![") && strings.Count(before, "](") == 1 && lineLength(b[at:])-len(m[0]) <= 1 {
			return "{w=" + w[1] + "}", true
		}
		return "", true
	})
}

// abbreviations puts the meaning of an abbreviation where it first stands.
func (p *Page) abbreviations() {
	found := abbrLine.FindAllSubmatchIndex(p.Body.b, -1)
	if len(found) == 0 {
		return
	}
	code := p.codeRanges()
	texts := p.outline()
	var edits []Edit
	for _, m := range found {
		if code.holds(m[0], m[1]) {
			continue
		}
		short, long := string(p.Body.b[m[2]:m[3]]), string(p.Body.b[m[4]:m[5]])
		edits = append(edits, Edit{m[0], m[1], "", "an abbreviation is explained where it first appears"})
		word := regexp.MustCompile(`\b` + regexp.QuoteMeta(short) + `\b`)
		for _, part := range texts {
			if part.Kind != content.PartText || part.Start >= m[0] && part.Start < m[1] {
				continue
			}
			if at := word.FindIndex(p.Body.b[part.Start:part.End]); at != nil {
				edits = append(edits, Edit{part.Start + at[0], part.Start + at[1], `<abbr title="` + strings.ReplaceAll(long, `"`, "&quot;") + `">` + short + "</abbr>", ""})
				break
			}
		}
	}
	p.Apply(edits)
}

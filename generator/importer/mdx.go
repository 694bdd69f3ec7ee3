package importer

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"strings"
)

// mdx edits Markdown with components: what a component says stays, what it draws goes.
type mdx struct {
	d *Draft
	// always says that files ending in .md are read as those ending in .mdx are.
	always bool
	root   string
}

// text edits a page.
func (m *mdx) text(p *Page) {
	imports := p.scripts()
	p.vueParts()
	m.components(p, imports, 0)
	p.replace(jsxComment, "a comment is removed", func([]string, int) (string, bool) { return "", true })
	p.replace(jsxSpace, "", func(s []string, _ int) (string, bool) { return s[1], true })
	if strings.EqualFold(path.Ext(p.From), ".mdx") || m.always {
		p.expressions()
	}
	p.replaceAnywhere(fenceLabel, "", func(s []string) string {
		return s[1] + ` title="` + strings.ReplaceAll(s[2], `"`, "'") + `"`
	})
	p.replaceAnywhere(fenceMarks, "", func(s []string) string { return s[1] + s[2] })
	p.colonBlocks()
	p.replace(vueInclude, "an included file is inserted", func(s []string, at int) (string, bool) {
		if text, ok := p.included(strings.TrimPrefix(s[1], "@/")); ok {
			return text, true
		}
		p.Lose("a snippet that is not there", at, s[1])
		return "", true
	})
	p.replace(vueSnippet, "an included file is inserted", func(s []string, at int) (string, bool) {
		name, _, _ := strings.Cut(strings.TrimPrefix(s[1], "@/"), "#")
		if text, ok := p.included(name); ok {
			return fenced(onlyRegion.ReplaceAllString(text, ""), strings.TrimPrefix(path.Ext(name), ".")), true
		}
		p.Lose("a snippet that is not there", at, s[1])
		return "", true
	})
	p.replace(tocLine, "a list of contents is removed: every page has its own", func([]string, int) (string, bool) { return "", true })
	p.attributes()
	p.emoji()
}

var (
	jsxComment = regexp.MustCompile(`(?s)\{/\*.*?\*/\}`)
	jsxSpace   = regexp.MustCompile("\\{(?:'([^'{}\n]*)'|\"[^\"{}\n]*\"|`[^`{}\n]*`)\\}")
	fenceLabel = regexp.MustCompile("(?m)^([ \t>]*(?:`{3,}|~{3,})[ \t]*[\\w+#.-]*)[^\n\\[]*?[ \t]*\\[([^\\]\n]+)\\][ \t]*$")
	fenceMarks = regexp.MustCompile("(?m)^([ \t>]*(?:`{3,}|~{3,})[ \t]*[\\w+#.-]+)[ \t]*(?:\\{[\\d,: -]*\\}|:line-numbers(?:=\\d+)?|:no-line-numbers)([^\n]*)$")
	vueInclude = regexp.MustCompile(`<!--[ \t]*@include:[ \t]*([^\s{]+)[^>]*-->`)
	vueSnippet = regexp.MustCompile(`(?m)^[ \t]*<<<[ \t]+([^\s{\[]+).*$`)
	onlyRegion = regexp.MustCompile(`(?m)^.*#(?:end)?region.*\n?`)
	esLine     = regexp.MustCompile(`^(?:import[ \t{*'"]|export[ \t]+(?:default|const|let|var|function|async|class|\{|\*))`)
	importFile = regexp.MustCompile(`(?m)^import[ \t]+(?:\*[ \t]+as[ \t]+)?(\w+)[ \t]+from[ \t]+['"]([^'"]+)['"]`)
)

// scripts takes imports and exports out, and returns the files that names were imported
// from.
func (p *Page) scripts() map[string]string {
	imports := map[string]string{}
	for _, m := range importFile.FindAllStringSubmatch(string(p.Body.b), -1) {
		imports[m[1]] = m[2]
	}
	var edits []Edit
	depth, in := 0, false
	before := true // blank lines or other scripts stand above
	for _, l := range linesOf(p.Body.b) {
		if !in && before && !l.fenced && esLine.MatchString(l.text) {
			in, depth = true, 0
		}
		before = l.blank() || in
		if !in {
			continue
		}
		depth += strings.Count(l.text, "{") + strings.Count(l.text, "(") + strings.Count(l.text, "[") - strings.Count(l.text, "}") - strings.Count(l.text, ")") - strings.Count(l.text, "]")
		if l.blank() && depth <= 0 {
			in = false
			continue
		}
		edits = append(edits, Edit{l.start, min(l.end+1, len(p.Body.b)), "", "a line of script is removed"})
		if t := strings.TrimSpace(l.text); depth <= 0 && (strings.HasSuffix(t, ";") || strings.HasSuffix(t, "'") || strings.HasSuffix(t, `"`)) {
			in = false
			before = true
		}
	}
	p.Apply(edits)
	return imports
}

var vueBlock = regexp.MustCompile(`(?ms)^<(script|style)\b[^>]*>.*?^</(?:script|style)>[ \t]*\n?`)

// vueParts takes the scripts and styles of a page out.
func (p *Page) vueParts() {
	p.replace(vueBlock, "", func(m []string, at int) (string, bool) {
		p.Lose(lostScript, at, "<"+m[1]+">")
		return "", true
	})
}

// components edits the components of a text, and dedents what stands in them.
func (m *mdx) components(p *Page, imports map[string]string, inside int) {
	b := p.Body.b
	if bytes.IndexByte(b, '<') < 0 {
		return
	}
	var edits []Edit
	depth, level := 0, 1
	var dedents []int
	for _, l := range linesOf(b) {
		text := strings.TrimSpace(l.text)
		if mm := headingLine.FindStringSubmatch(text); mm != nil && !l.fenced {
			level = len(mm[1])
		}
		if depth > 0 && !l.blank() {
			if len(dedents) < depth {
				for len(dedents) < depth {
					dedents = append(dedents, l.indent)
				}
			}
			cut := min(dedents[depth-1], l.indent)
			if cut > 0 {
				edits = append(edits, Edit{l.start, l.start + bytesOf(l.text, cut), "", ""})
			}
		}
		if l.fenced {
			continue
		}
		edits = m.line(p, l, imports, edits, &depth, level, inside)
		if depth < len(dedents) {
			dedents = dedents[:max(depth, 0)]
		}
	}
	p.Apply(edits)
}

// line edits the tags that begin in a line.
func (m *mdx) line(p *Page, l line, imports map[string]string, edits []Edit, depth *int, level, inside int) []Edit {
	b := p.Body.b
	for i := l.start; i < l.end; i++ {
		switch b[i] {
		case '`':
			n := 1
			for i+n < l.end && b[i+n] == '`' {
				n++
			}
			if end := bytes.Index(b[i+n:l.end], bytes.Repeat([]byte("`"), n)); end >= 0 {
				i += n + end + n - 1
			} else {
				i += n - 1
			}
			continue
		case '\\':
			i++
			continue
		case '<':
		default:
			continue
		}
		t, ok := scanJSX(b, i)
		if !ok {
			continue
		}
		isComponent := t.name == "" || t.name[0] >= 'A' && t.name[0] <= 'Z' || strings.ContainsRune(t.name, '.')
		if !isComponent && !t.hasBraces && t.attrs["className"] == "" {
			continue
		}
		if t.closing {
			*depth = max(*depth-1, 0)
		} else if !t.selfClosed {
			*depth++
		}
		as, rule := "", ruleHTML
		if isComponent {
			as, rule = m.component(p, &t, imports, level, l, inside)
		} else {
			as = t.plain(imports, p)
		}
		edits = append(edits, Edit{t.start, t.end, as, rule})
		i = t.end - 1
	}
	return edits
}

// plain writes a tag of HTML whose values were JavaScript.
func (t *jsxTag) plain(imports map[string]string, p *Page) string {
	if t.closing {
		return "</" + t.name + ">"
	}
	var s strings.Builder
	s.WriteString("<" + t.name)
	for _, key := range t.order {
		v := p.imported(t.attrs[key], imports)
		if v == "" || key == "className" || key == "style" || strings.HasPrefix(key, "on") || strings.HasPrefix(v, "{") {
			continue
		}
		s.WriteString(" " + key + `="` + strings.ReplaceAll(v, `"`, "&quot;") + `"`)
	}
	if t.selfClosed {
		s.WriteString(" /")
	}
	return s.String() + ">"
}

// imported is a value, or the file that its name was imported from.
func (p *Page) imported(v string, imports map[string]string) string {
	if name, ok := strings.CutPrefix(v, "{"); ok {
		name = strings.TrimSuffix(strings.TrimSuffix(name, "}"), ".src")
		return strings.TrimPrefix(strings.TrimPrefix(imports[name], "@site/static"), "~")
	}
	return v
}

// arranging are components that only arrange what they hold.
var arranging = setOf("tabs cardgrid steps filetree fragment head layout preview linkbuttons codegroup columns column row col grid cards accordions client clientonly")

// component is what a component becomes.
func (m *mdx) component(p *Page, t *jsxTag, imports map[string]string, level int, l line, inside int) (as, rule string) {
	name := strings.ToLower(t.name)
	get := func(keys ...string) string {
		for _, k := range keys {
			if v := p.imported(t.attrs[k], imports); v != "" && v != "true" && !strings.HasPrefix(v, "{") {
				return v
			}
		}
		return ""
	}
	switch {
	case name == "tabitem" || name == "tab" || name == "codeblocktab":
		if t.closing {
			return "\n", ""
		}
		return "\n" + tabHead(cmp.Or(get("label", "title"), titleOf(get("value"))), level, l.indent > 0) + "\n\n", "a tab becomes a heading"
	case t.name == "" || arranging[name]:
		return "", "a block that only changes the layout is removed"
	case name == "aside" || name == "admonition" || name == "callout" || name == "note" || name == "tip" || name == "warning" || name == "caution" || name == "danger" || name == "info":
		if t.closing {
			return "\n:::\n", ""
		}
		kind := cmp.Or(get("type"), name)
		if kind == "aside" || kind == "admonition" || kind == "callout" {
			kind = "note"
		}
		return "\n:::" + kind + "[" + get("title") + "]\n", "a component becomes an alert"
	case name == "details" || name == "accordion" || name == "collapse" || name == "spoiler":
		if t.closing {
			return "\n:::\n", ""
		}
		return "\n:::details[" + cmp.Or(get("summary", "title", "label"), "Details") + "]\n", "a folded block becomes details"
	case name == "linkcard" || name == "linkbutton" || name == "card" || name == "link" || name == "button" || name == "doccard":
		return m.card(p, t, get)
	case name == "image" || name == "img" || name == "themedimage" || name == "picture":
		if t.closing {
			return "", ""
		}
		if src := get("src", "light"); src != "" {
			return "![" + get("alt", "title") + "](" + destination(src) + ")", ruleHTML
		}
	case name == "badge" && !t.closing:
		return get("text", "label") + " ", "a component becomes text"
	}
	if file := imports[t.name]; isText(file) && !t.closing {
		if text, ok := m.partial(p, file, inside); ok {
			return "\n" + text + "\n", "an included file is inserted"
		}
	}
	if t.closing {
		return "", ""
	}
	p.Lose("a component, <"+t.name+">", t.start, string(p.Body.b[t.start:min(t.end, t.start+120)]))
	if src := get("src", "url", "href"); outside.MatchString(src) {
		return "[" + cmp.Or(get("title", "label", "name"), src) + "](" + destination(src) + ")", ""
	}
	if s := get("title", "label", "text", "caption", "name", "description"); s != "" && strings.Contains(s, " ") {
		return "**" + s + "** ", ""
	}
	return "", ""
}

// card is what a link with a frame becomes.
func (m *mdx) card(_ *Page, t *jsxTag, get func(...string) string) (string, string) {
	const rule = "a component becomes a link"
	href, title := get("href", "to", "link"), get("title", "label", "text")
	switch {
	case t.closing && (strings.EqualFold(t.name, "link") || strings.EqualFold(t.name, "linkbutton") || strings.EqualFold(t.name, "button")):
		return "</a>", ""
	case t.closing:
		return "\n", ""
	case title == "" && href != "" && !t.selfClosed:
		return `<a href="` + href + `">`, rule
	case title == "":
		return "", rule
	case href == "":
		return "\n**" + title + "**\n\n", "a component becomes text"
	}
	s := "\n[" + title + "](" + destination(href) + ")"
	if d := get("description"); d != "" {
		s += ": " + d
	}
	return s + "\n\n", rule
}

// partial is the text of a file that a component stands for. Inside counts the files
// that it is put into.
func (m *mdx) partial(p *Page, file string, inside int) (string, bool) {
	f := path.Join(path.Dir(p.From), file)
	if rest, ok := strings.CutPrefix(file, "@site/"); ok {
		f = path.Join(m.root, rest)
	}
	if !m.d.Source.Has(f) || m.d.Excluded(f) && !underscored(f) || m.d.isDraft(f) || inside > 3 {
		return "", false
	}
	text, err := m.d.Source.Text(f)
	if err != nil || !p.fits(text) {
		return "", false
	}
	_, _, _, body := cutHead([]byte(text))
	q := &Page{From: f, d: m.d, Body: newText([]byte(text[body:]), 1), changes: map[string]int{}}
	m.components(q, q.scripts(), inside+1)
	return strings.TrimSpace(string(q.Body.b)), true
}

var expression = regexp.MustCompile(`\{([A-Za-z_$][\w$.]*(?:\([^{}\n]*\))?|[^{}\n]*=>[^{}\n]*|[\w$.]+[ \t]*(?:\?|&&|\|\|)[^{}\n]*)\}`)

// expressions takes JavaScript in the text out.
func (p *Page) expressions() {
	p.replace(expression, "", func(m []string, at int) (string, bool) {
		b := p.Body.b
		if at > 0 && (b[at-1] == '{' || b[at-1] == '\\' || b[at-1] == '$' || b[at-1] == '=') || at+len(m[0]) < len(b) && b[at+len(m[0])] == '}' {
			return "", false
		}
		p.Lose("an expression of JavaScript", at, m[0])
		return "", true
	})
}

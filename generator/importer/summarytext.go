package importer

import (
	"cmp"
	"path"
	"regexp"
	"strings"
)

var (
	hintOpen   = regexp.MustCompile(`^\{%[ \t]*hint(?:[ \t]+style="([^"]*)")?[^%]*%\}$`)
	hintClose  = regexp.MustCompile(`^\{%[ \t]*endhint[ \t]*%\}$`)
	tabTag     = regexp.MustCompile(`^\{%[ \t]*tab[ \t]+title="([^"]*)"[^%]*%\}$`)
	groupTag   = regexp.MustCompile(`^\{%[ \t]*(?:tabs|endtabs|endtab|stepper|endstepper|step|endstep|columns|endcolumns|column[^%]*|endcolumn|code[^%]*|endcode|content-ref[^%]*|endcontent-ref|updates[^%]*|endupdates|update[^%]*|endupdate)[ \t]*%\}$`)
	embedTag   = regexp.MustCompile(`\{%[ \t]*(?:embed|file)[ \t]+(?:url|src)="([^"]*)"[^%]*%\}`)
	endEmbed   = regexp.MustCompile(`\{%[ \t]*end(?:embed|file)[ \t]*%\}`)
	includeTag = regexp.MustCompile(`\{%[ \t]*include[ \t]+"([^"]*)"[ \t]*%\}`)
	liquidTag  = regexp.MustCompile(`\{%[^%\n]*%\}`)
	codeTitle  = regexp.MustCompile(`title="([^"]*)"`)
)

// gitbookText edits GitBook's blocks.
func (p *Page) gitbookText() {
	var edits []Edit
	quoted, level := false, 1
	for _, l := range linesOf(p.Body.b) {
		text := strings.TrimSpace(l.text)
		if m := headingLine.FindStringSubmatch(text); m != nil && !l.fenced {
			level = len(m[1])
		}
		at := l.start + bytesOf(l.text, l.indent)
		whole := func(s, rule string) { edits = append(edits, Edit{at, l.end, s, rule}) }
		switch m := hintOpen.FindStringSubmatch(text); {
		case l.fenced:
			if quoted {
				edits = append(edits, Edit{at, at, "> ", ""})
			}
		case m != nil:
			whole("> "+alertHead(cmp.Or(m[1], "info"), "", ""), "a hint becomes an alert")
			quoted = true
		case hintClose.MatchString(text):
			whole("", "")
			quoted = false
		case tabTag.MatchString(text):
			whole(tabHead(tabTag.FindStringSubmatch(text)[1], level, l.indent > 0 || quoted), "a tab becomes a heading")
		case strings.HasPrefix(text, "{% tab"), groupTag.MatchString(text):
			title := ""
			if t := codeTitle.FindStringSubmatch(text); t != nil {
				title = "**" + t[1] + "**"
			}
			whole(title, "a block that only changes the layout is removed")
		case quoted && l.blank():
			edits = append(edits, Edit{l.start, l.end, ">", ""})
		case quoted:
			edits = append(edits, Edit{at, at, "> ", ""})
		}
	}
	p.Apply(edits)
	p.replace(embedTag, "", func(m []string, at int) (string, bool) {
		if outside.MatchString(m[1]) && strings.Contains(m[0], "embed") {
			p.Lose(lostEmbedded, at, m[1])
		}
		return "[" + cmp.Or(path.Base(m[1]), m[1]) + "](" + destination(m[1]) + ")", true
	})
	p.replace(endEmbed, "", func([]string, int) (string, bool) { return "", true })
	p.replace(includeTag, "", func(m []string, at int) (string, bool) {
		if f := path.Join(path.Dir(p.From), m[1]); p.d.Source.Has(f) && !p.d.Excluded(f) {
			if text, err := p.d.Source.Text(f); err == nil && p.fits(text) {
				p.Changed("a snippet is inserted")
				return text, true
			}
		}
		p.Lose("a snippet that is not there", at, m[1])
		return "", true
	})
	p.replace(liquidTag, "", func(m []string, at int) (string, bool) {
		p.Lose("a tag of another tool", at, m[0])
		return "", true
	})
	p.emoji()
}

var (
	docsifyNote  = regexp.MustCompile(`(?m)^([ \t]*)([!?])>[ \t]+`)
	docsifyID    = regexp.MustCompile(`\?id=([^)\s"&]+)`)
	docsifyAttr  = regexp.MustCompile(`[ \t]+['"]:(?:include|ignore|target|disabled|class|id|size|crossorgin|tab|no-zoom)[^'"]*['"]`)
	docsifyEmbed = regexp.MustCompile(`\[([^\]\n]*)\]\(([^)\s]+)[ \t]+['"]:include[^'"]*['"]\)`)
	docsifyTab   = regexp.MustCompile(`(?m)^[ \t]*<!--[ \t]*tab:[ \t]*(.*?)[ \t]*-->[ \t]*$`)
)

// docsifyText edits docsify's own signs.
func (p *Page) docsifyText() {
	p.replace(docsifyNote, "a note becomes an alert", func(m []string, _ int) (string, bool) {
		kind := map[string]string{"!": "WARNING", "?": "TIP"}[m[2]]
		return m[1] + "> [!" + kind + "]\n" + m[1] + "> ", true
	})
	p.replace(docsifyTab, "a tab becomes a heading", func(m []string, _ int) (string, bool) { return "#### " + m[1], true })
	p.replace(docsifyEmbed, "a file to include becomes a link", func(m []string, at int) (string, bool) {
		if f := path.Join(path.Dir(p.From), m[2]); isText(f) && p.d.Source.Has(f) && !p.d.Excluded(f) {
			if text, err := p.d.Source.Text(f); err == nil && p.fits(text) {
				return text, true
			}
		}
		return "[" + m[1] + "](" + m[2] + ")", true
	})
	p.replace(docsifyAttr, ruleAttrs, func([]string, int) (string, bool) { return "", true })
	p.replace(docsifyID, "a link to a heading is written as usual", func(m []string, _ int) (string, bool) { return "#" + m[1], true })
	p.emoji()
}

var mdbookInclude = regexp.MustCompile(`(?m)^([ \t>]*)\{\{#(?:rustdoc_)?include[ \t]+([^}\s]+)[ \t]*\}\}|\\?\{\{#(playground|playpen|title|template)[ \t]+([^}]*?)[ \t]*\}\}`)

// mdbookText puts in what mdBook includes.
func (p *Page) mdbookText() {
	p.replaceAnywhere(mdbookInclude, "an included file is inserted", func(m []string) string {
		if m[3] == "title" {
			p.Meta.Title = cmp.Or(p.Meta.Title, oneLine(m[4], 200))
			return ""
		}
		if m[3] != "" {
			return m[0]
		}
		name, part := m[2], ""
		if i := strings.IndexByte(name, ':'); i >= 0 {
			name, part = name[:i], name[i+1:]
		}
		f := path.Join(path.Dir(p.From), name)
		if !p.d.Source.Has(f) || p.d.Excluded(f) {
			p.d.Report.Lose(Loss{Construct: "a snippet that is not there", Path: p.From, Text: m[2]})
			return ""
		}
		text, err := p.d.Source.Text(f)
		if err != nil || !p.fits(text) {
			p.d.Report.Lose(Loss{Construct: "a snippet that is not there", Path: p.From, Text: m[2]})
			return ""
		}
		text = anchored(text, part)
		return prefixed(strings.TrimRight(text, "\n"), m[1])
	})
}

var (
	anchorLine = regexp.MustCompile(`ANCHOR(?:_END)?:[ \t]*([\w-]+)`)
	onlyAnchor = regexp.MustCompile(`(?m)^.*ANCHOR(?:_END)?:[ \t]*[\w-]+.*\n?`)
)

// anchored cuts the part out of a file that mdBook names: a range of lines or an anchor.
func anchored(text, part string) string {
	lines := strings.Split(text, "\n")
	from, to, isRange := strings.Cut(part, ":")
	if part != "" && strings.Trim(part, "0123456789:") == "" {
		a, b := atoi(from), len(lines)
		if isRange && to != "" {
			b = atoi(to)
		} else if !isRange {
			b = a
		}
		lines = lines[min(max(a-1, 0), len(lines)):min(max(b, 0), len(lines))]
	} else if part != "" {
		var out []string
		in := false
		for _, l := range lines {
			if m := anchorLine.FindStringSubmatch(l); m != nil && m[1] == part {
				in = !strings.Contains(l, "ANCHOR_END")
				continue
			}
			if in {
				out = append(out, l)
			}
		}
		lines = out
	}
	return onlyAnchor.ReplaceAllString(strings.Join(lines, "\n"), "")
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<24 {
			return n
		}
		n = n*10 + int(c-'0')
	}
	return n
}

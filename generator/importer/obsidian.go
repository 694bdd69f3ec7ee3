package importer

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/content"
)

// obsidian reads a vault of Obsidian, and wikis with links by name.
var obsidian = Family{
	Name: "obsidian", Title: "an Obsidian vault",
	Recognise: func(src *Source) string {
		if src.HasFolder(".obsidian") {
			return ".obsidian"
		}
		return namedLinks(src)
	},
	Read: readObsidian,
}

// A vault finds notes and files by their names, as Obsidian does.
type vault struct {
	d      *Draft
	notes  map[string][]*Page  // by base name without ending, in lower case, and by alias
	files  map[string][]string // by base name, in lower case
	blocks map[*Page]map[string]string
}

func readObsidian(d *Draft) error {
	d.Exclude(ignoredNotes(d.Source))
	v := vault{d: d, notes: map[string][]*Page{}, files: map[string][]string{}, blocks: map[*Page]map[string]string{}}
	var pages []*Page
	for _, f := range d.Source.Files() {
		rel := strings.TrimPrefix(f, "/")
		if hidden(rel) {
			continue
		}
		if !isText(f) && !d.Excluded(f) {
			name := strings.ToLower(path.Base(f))
			v.files[name] = append(v.files[name], f)
			if path.Ext(f) == ".canvas" || path.Ext(f) == ".base" {
				d.Report.Lose(Loss{Construct: "a canvas or a base", Path: f})
			}
			continue
		}
		if !isText(f) {
			continue
		}
		p := d.Page(f)
		if p == nil {
			continue
		}
		pages = append(pages, p)
		name := strings.ToLower(strings.TrimSuffix(path.Base(f), path.Ext(f)))
		v.notes[name] = append(v.notes[name], p)
		for _, key := range []string{"aliases", "alias"} { // names, not addresses
			for _, a := range words(p.Keys[key]) {
				v.notes[strings.ToLower(a)] = append(v.notes[strings.ToLower(a)], p)
			}
		}
		p.Meta.Aliases = nil
		if link := textAt(p.Keys, "permalink"); link != "" {
			p.Old = append(p.Old, "/"+link)
		}
		if p.Keys["publish"] == false {
			p.Meta.Draft = true
		}
		if p.Meta.Title == "" {
			if _, has := p.firstHeading(); !has {
				p.Meta.Title = oneLine(strings.TrimSuffix(path.Base(f), path.Ext(f)), 200)
			}
		}
	}
	each(pages, (*Page).uncomment)
	for _, p := range pages {
		v.namedBlocks(p)
	}
	for _, p := range pages {
		v.embeds(p, 0)
	}
	each(pages, func(p *Page) {
		v.links(p)
		p.obsidianText()
	})
	d.Resolve = func(p *Page, dest string) (*Page, string) { return v.find(p, dest) }
	return nil
}

// find is what a name leads to: the note or file at that path, else the nearest of that
// name.
func (v *vault) find(p *Page, name string) (*Page, string) {
	name = strings.Trim(strings.TrimSpace(name), "/")
	if name == "" {
		return nil, ""
	}
	low := strings.ToLower(strings.TrimSuffix(name, ".md"))
	if notes := v.notes[path.Base(low)]; len(notes) > 0 {
		for _, q := range notes {
			stem := strings.ToLower(strings.TrimSuffix(q.From, path.Ext(q.From)))
			if stem == low || strings.HasSuffix(stem, "/"+low) || !strings.Contains(low, "/") {
				if len(notes) == 1 || stem == low || path.Dir(q.From) == path.Dir(p.From) {
					return q, ""
				}
			}
		}
		return notes[0], ""
	}
	if notes := v.notes[low]; len(notes) > 0 {
		return notes[0], ""
	}
	files := v.files[path.Base(strings.ToLower(name))]
	for _, f := range files {
		if strings.EqualFold(f, name) || path.Dir(f) == path.Dir(p.From) {
			return nil, f
		}
	}
	if len(files) > 0 {
		return nil, files[0]
	}
	return nil, ""
}

var blockComment = regexp.MustCompile(`(?s)%%.*?%%`)

// uncomment takes comments out, over paragraphs too.
func (p *Page) uncomment() {
	p.replace(blockComment, "a comment is removed", func(m []string, at int) (string, bool) {
		if at > 0 && p.Body.b[at-1] >= '0' && p.Body.b[at-1] <= '9' {
			return "", false // 50%% of them
		}
		return "", true
	})
}

var blockName = regexp.MustCompile(`(?m)(?:^[ \t>]*|[ \t]+|\b|\))\^([A-Za-z0-9-]+)[ \t]*$`)

// namedBlocks finds the paragraphs that have a name, which links and embeds use. An
// anchor takes the place of the name.
func (v *vault) namedBlocks(p *Page) {
	v.blocks[p] = map[string]string{}
	b := p.Body.b
	code := p.codeRanges()
	for _, m := range blockName.FindAllSubmatchIndex(b, -1) {
		if code.holds(m[2], m[3]) {
			continue
		}
		start := strings.LastIndex(string(b[:m[0]]), "\n\n") + 1
		if i := strings.LastIndexByte(string(b[:m[0]]), '\n'); i >= 0 && listItem.Match(b[i+1:m[0]]) {
			start = i + 1
		}
		v.blocks[p][strings.ToLower(string(b[m[2]:m[3]]))] = strings.TrimSpace(string(b[max(start, 0):m[0]]))
	}
}

var listItem = regexp.MustCompile(`^[ \t]*(?:[-*+]|\d+[.)])[ \t]`)

var (
	wikiEmbed = regexp.MustCompile(`!\[\[([^\[\]\n|]+)(?:\\?\|([^\[\]\n]*))?\]\]`)
	wikiLink  = regexp.MustCompile(`\[\[([^\[\]\n|]+?)(?:\\?\|([^\[\]\n]*))?\]\]`)
)

var pictureEndings = map[string]bool{".avif": true, ".gif": true, ".jpg": true, ".jpeg": true, ".png": true, ".svg": true, ".webp": true, ".bmp": true}

// embeds puts pictures and the texts of other notes in.
func (v *vault) embeds(p *Page, depth int) {
	p.replace(wikiEmbed, "an embedded page is inserted", func(m []string, at int) (string, bool) {
		name, place, _ := strings.Cut(strings.TrimSpace(m[1]), "#")
		q, file := p, ""
		if name != "" {
			q, file = v.find(p, name)
		}
		switch {
		case file != "" && pictureEndings[strings.ToLower(path.Ext(file))]:
			alt := m[2]
			if strings.Trim(alt, "0123456789x") == "" {
				alt = strings.TrimSuffix(path.Base(file), path.Ext(file))
			}
			return "![" + alt + "](" + destination("/"+file) + ")", true
		case file != "":
			p.Lose(lostEmbedded, at, m[1])
			return "[" + cmp.Or(m[2], path.Base(file)) + "](" + destination("/"+file) + ")", true
		case q == nil:
			if pictureEndings[strings.ToLower(path.Ext(name))] {
				p.Lose(LostPicture, at, m[1])
			} else {
				p.Lose(LostLink, at, m[1])
			}
			return cmp.Or(m[2], strings.TrimSuffix(name, path.Ext(name))), true
		}
		text, ok := v.part(q, place)
		if !ok || q.Meta.Draft && !p.Meta.Draft || !p.fits(text) || depth > 3 || q == p && place == "" {
			p.Lose("an embedded part that does not exist", at, m[1])
			return "[" + cmp.Or(m[2], titleOfNote(q)) + "](" + destination("/"+q.From) + ")", true
		}
		// What is put in is read as a quotation that names where it is from.
		text = wikiEmbed.ReplaceAllString(text, "[[$1]]")
		line := string(p.Body.b[strings.LastIndexByte(string(p.Body.b[:at]), '\n')+1 : at])
		if strings.TrimSpace(line) != "" {
			return strings.Join(strings.Fields(text), " "), true
		}
		return strings.TrimPrefix(prefixed(strings.TrimSpace(text), line+"> "), line), true
	})
}

func titleOfNote(p *Page) string {
	return cmp.Or(p.Meta.Title, strings.TrimSuffix(path.Base(p.From), path.Ext(p.From)))
}

// part is the text of a note, or of a heading or a paragraph of it.
func (v *vault) part(p *Page, place string) (string, bool) {
	b := string(p.Body.b)
	if id, ok := strings.CutPrefix(place, "^"); ok {
		s, ok := v.blocks[p][strings.ToLower(id)]
		return s, ok
	}
	if place == "" {
		return b, true
	}
	if i := strings.LastIndexByte(place, '#'); i >= 0 {
		place = place[i+1:]
	}
	parts := p.outline()
	for _, h := range parts {
		if h.Kind != content.PartHeading || bare(h.Text) != bare(place) {
			continue
		}
		end := len(b)
		for _, next := range parts {
			if next.Kind == content.PartHeading && next.Start > h.Start && next.Level <= h.Level {
				end = strings.LastIndexByte(b[:next.Start], '\n') + 1
				break
			}
		}
		start := min(h.End+lineLength(p.Body.b[h.End:]), end)
		return b[start:end], true
	}
	return "", false
}

// links turns links by name into links to files.
func (v *vault) links(p *Page) {
	p.replace(wikiLink, "a link by name becomes a link", func(m []string, at int) (string, bool) {
		if at > 0 && p.Body.b[at-1] == '!' {
			return "", false
		}
		name, place, has := strings.Cut(strings.TrimSpace(m[1]), "#")
		text := m[2]
		if text == "" {
			text = strings.TrimSpace(strings.NewReplacer("#^", " ", "#", " > ").Replace(strings.TrimPrefix(m[1], "#")))
			text = strings.TrimSuffix(text, ".md")
		}
		text = strings.NewReplacer("[", `\[`, "]", `\]`).Replace(text)
		q, file := p, ""
		if name != "" {
			q, file = v.find(p, name)
		}
		switch {
		case file != "":
			return "[" + text + "](" + destination("/"+file) + ")", true
		case q == nil:
			p.Lose(LostLink, at, m[1])
			return text, true
		}
		to := ""
		if q != p {
			to = destination("/" + q.From)
		}
		if has && place != "" {
			if i := strings.LastIndexByte(place, '#'); i >= 0 {
				place = place[i+1:]
			}
			to = strings.TrimSuffix(to, ">") + "#" + content.Slug(strings.TrimPrefix(place, "^"))
			if strings.HasPrefix(to, "<") {
				to += ">"
			}
		}
		if to == "" {
			return text, true
		}
		return "[" + text + "](" + to + ")", true
	})
}

var (
	calloutLine = regexp.MustCompile(`(?m)^([ \t>]*>[ \t]?)\[!([\w-]+)(?:\|[^\]\n]*)?\]([-+]?)[ \t]*(.*)$`)
	dataview    = regexp.MustCompile("(?ms)^[ \t]*```(?:dataview|dataviewjs|tasks|query|base)\n.*?^[ \t]*```[ \t]*$")
	inlineField = regexp.MustCompile(`[\[(]([\w -]+)::[ \t]*([^\])\n]*)[\])]`)
	tagInText   = regexp.MustCompile(`(?:^|\s)#([\p{L}][\p{L}\p{N}/_-]*)`)
	oddState    = regexp.MustCompile(`(?m)^([ \t]*[-*+][ \t]+)\[([^ xX\]\n])\]([ \t])`)
	pictureSize = regexp.MustCompile(`!\[([^\]\n]*)\|(\d+)(?:x\d+)?\]`)
)

// obsidianText edits callouts, names of paragraphs, and what plugins draw.
func (p *Page) obsidianText() {
	p.replace(calloutLine, "a callout becomes an alert", func(m []string, _ int) (string, bool) {
		if content.KnownAlert(m[2]) && !strings.Contains(m[0], "|") {
			return "", false
		}
		return m[1] + alertHead(m[2], m[3], m[4]), true
	})
	p.replace(blockName, "the name of a paragraph becomes an anchor", func(m []string, _ int) (string, bool) {
		before := strings.TrimRight(m[0][:strings.IndexByte(m[0], '^')], " \t")
		if len(m[1]) < 2 && before == "" && m[0][0] == '^' {
			return "", false // a power
		}
		return before + ` <a id="` + strings.ToLower(m[1]) + `"></a>`, true
	})
	p.replace(pictureSize, "the size of a picture is removed", func(m []string, _ int) (string, bool) { return "![" + m[1] + "]", true })
	p.replace(oddState, "a box with another state is now open", func(m []string, at int) (string, bool) {
		p.Lose("a state of a box besides open and done", at, m[2])
		return m[1] + "[ ]" + m[3], true
	})
	p.replaceAnywhere(dataview, "", func(m []string) string {
		p.d.Report.Lose(Loss{Construct: "a list that a plugin makes", Path: p.From, Text: m[0]})
		return ""
	})
	p.replace(inlineField, "a field in the text is text", func(m []string, _ int) (string, bool) { return m[1] + ": " + m[2], true })
	for _, m := range tagInText.FindAllSubmatch(p.Body.b, 50) {
		if t := string(m[1]); !slices.Contains(p.Meta.Tags, t) && strings.Trim(t, "0123456789abcdefABCDEF") != "" {
			p.Meta.Tags = append(p.Meta.Tags, t)
		}
	}
	p.emoji()
}

package importer

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"playbook/generator/content"
)

// anchor corrects a link whose heading is not there: to the heading that is written
// alike, or to the top of the page.
func (p *Page) anchor(part content.Part) []Edit {
	file, rest := cutDest(part.Dest)
	fragment := strings.TrimPrefix(rest, "#")
	target := p
	if part.Kind == content.PartWiki {
		return p.wikiAnchor(part)
	}
	if file != "" {
		to := strings.TrimPrefix(file, "/")
		if !strings.HasPrefix(file, "/") {
			to = path.Join(path.Dir(p.file()), file)
		}
		target = p.d.byTo(to)
	}
	if target != nil && part.DestEnd > part.DestStart {
		if id := target.headingLike(fragment); id != "" && id != fragment {
			return []Edit{{part.DestStart, part.DestEnd, file + "#" + id, "a link names its heading by its new id"}}
		}
	}
	if file == "" {
		return p.dead(part, lostAnchor)
	}
	p.Lose(lostAnchor, part.Start, part.Dest)
	if part.DestEnd <= part.DestStart {
		return nil
	}
	raw := string(p.Body.b[part.DestStart:part.DestEnd])
	before, _, _ := strings.Cut(raw, "#")
	return []Edit{{part.DestStart, part.DestEnd, before, "a link to a heading that is not there leads to the page"}}
}

// wikiAnchor takes the place on a page out of a link by name; the name stays.
func (p *Page) wikiAnchor(part content.Part) []Edit {
	p.Lose(lostAnchor, part.Start, part.Dest)
	name, place, _ := strings.Cut(part.Dest, "#")
	text := part.Text
	if text == "" {
		text = strings.Trim(strings.NewReplacer("#^", " ", "#", " > ").Replace(name+"#"+place), " >")
	}
	if strings.TrimSpace(name) == "" {
		return []Edit{{part.Start, part.End, text, ruleDead}}
	}
	return []Edit{{part.Start, part.End, "[[" + name + "|" + text + "]]", "a link to a heading that is not there leads to the page"}}
}

// byTo finds a page by its file below content/.
func (d *Draft) byTo(to string) *Page {
	if d.pagesTo == nil {
		d.pagesTo = map[string]*Page{}
		for _, p := range d.Pages {
			d.pagesTo[p.file()] = p
		}
	}
	return d.pagesTo[to]
}

// headingLike is the id of the heading that a fragment of another tool names, "" if
// there is none: only letters and digits are compared.
func (p *Page) headingLike(fragment string) string {
	if p.anchors == nil {
		p.anchors = map[string]string{}
		for _, part := range p.outline() {
			if part.Kind != content.PartHeading {
				continue
			}
			text, id := part.Text, ""
			if m := ownID.FindStringSubmatch(text); m != nil {
				text, id = strings.TrimSpace(strings.TrimSuffix(text, m[0])), m[1]
			}
			if id == "" {
				id = content.Slug(text)
			}
			for _, key := range []string{bare(text), bare(id)} {
				if key != "" && p.anchors[key] == "" {
					p.anchors[key] = id
				}
			}
		}
	}
	if id := p.anchors[bare(fragment)]; id != "" {
		return id
	}
	// "text-1" is the second of two equal headings, or one that only this tool counts.
	return p.anchors[bare(strings.TrimRight(strings.TrimRight(fragment, "0123456789"), "-_"))]
}

var ownID = regexp.MustCompile(`\{#([^\s}]+)[^}]*\}$`)

// bare is a text's letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

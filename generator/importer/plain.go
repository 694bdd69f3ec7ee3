package importer

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"playbook/generator/content"
)

// plain is a folder of Markdown: a wiki, a repository's docs.
var plain = Family{
	Name: "markdown", Title: "a folder of Markdown",
	Recognise: func(src *Source) string {
		for _, f := range src.Files() {
			if isText(f) && !hidden(f) {
				return f
			}
		}
		return ""
	},
	Read: readPlain,
}

// hidden reports whether a file or a folder above it begins with a dot.
func hidden(f string) bool { return strings.HasPrefix(f, ".") || strings.Contains(f, "/.") }

// wikiPart names the parts of a GitHub or GitLab wiki that stand beside every page.
var wikiPart = regexp.MustCompile(`(?i)^_(sidebar|footer|header)\.(md|markdown)$`)

func readPlain(d *Draft) error {
	wiki := d.Source.First("Home.md", "home.md", "_Sidebar.md", "_sidebar.md") != ""
	for _, f := range d.Source.Files() {
		switch {
		case !isText(f):
			continue
		case hidden(f):
			d.Report.LeaveOut(f, "its name, or that of a folder above it, begins with a dot")
			continue
		case wikiPart.MatchString(path.Base(f)):
			d.Report.LeaveOut(f, "it is the sidebar or footer of a wiki; the playbook has its own")
			continue
		}
		if strings.Contains("/"+f, "/_drafts/") {
			d.Report.LeaveOut(f, "it is in a folder of drafts")
			continue
		}
		p := d.Page(f)
		if p == nil {
			continue
		}
		if path.Dir(f) == "." && strings.EqualFold(strings.TrimSuffix(f, path.Ext(f)), "home") && d.Source.First("index.md", "README.md") == "" {
			p.To = "index.md"
		}
		if wiki {
			p.Old = append(p.Old, "/"+strings.TrimSuffix(f, path.Ext(f)))
		}
	}
	if wiki {
		wikiNames(d)
	}
	return nil
}

// wikiNames makes links of the links by name of a wiki, [[page]], [[text|page]] or
// [[page|text]]: spaces in a name are hyphens in the file's.
func wikiNames(d *Draft) {
	names := map[string]*Page{}
	key := func(s string) string { return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), " ", "-")) }
	for _, p := range d.Pages {
		names[key(strings.TrimSuffix(path.Base(p.From), path.Ext(p.From)))] = p
	}
	for _, p := range d.Pages {
		p.replace(wikiLink, "a link by name becomes a link", func(m []string, _ int) (string, bool) {
			text, name := m[1], cmp.Or(m[2], m[1])
			place := ""
			for range 2 {
				page, rest, has := strings.Cut(name, "#")
				if q := names[key(page)]; q != nil {
					if has {
						place = "#" + content.Slug(rest)
					}
					return "[" + text + "](" + destination("/"+q.From+place) + ")", true
				}
				text, name = name, text
			}
			return "", false
		})
	}
}

package importer

import (
	"path"
	"regexp"
	"strings"
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
			d.Report.LeaveOut(f, "it stands beside every page of a wiki; the playbook has its own contents")
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
	return nil
}

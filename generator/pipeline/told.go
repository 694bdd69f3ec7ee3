package pipeline

import (
	"fmt"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// toldWords are the scripts that bring their words along, and the table of the
// strings files that holds them. None is wanted at once, and few readers load most
// of them, so the words are in no page: each language has a script of its own.
var toldWords = map[string]string{"banner.js": "storage", "copy.js": "copy", "export.js": "export", "help.js": "help", "orphans.js": "storage", "reading.js": "reading"}

// told are those scripts in all languages of a site.
type told struct {
	client *client
	theme  *theme.Theme
	langs  string
	urls   map[string]map[string]string // by language, then by name
	files  []output.File
}

// tell puts words before scripts, anew only if either are others.
func (b *Builder) tell(c *client, t *theme.Theme, s *site.Site) *told {
	var codes []string
	for _, l := range s.Langs {
		codes = append(codes, l.Code)
	}
	langs := strings.Join(codes, " ")
	if m := b.memo.told; m != nil && m.client == c && m.theme == t && m.langs == langs {
		return m
	}
	m := &told{client: c, theme: t, langs: langs, urls: map[string]map[string]string{}}
	for _, lang := range codes {
		m.urls[lang] = map[string]string{}
		for _, f := range c.told {
			name, table := strings.TrimSuffix(f.Name, ".js"), toldWords[f.Name]
			words := fmt.Appendf(nil, "(playbook.lib.page.config().widgets??={}).%s=%s;\n", table, t.Table(lang, "client_"+table))
			told := assets.Named(name+"-"+lang+".js", append(words, f.Data...))
			m.urls[lang][name] = told.URL
			m.files = append(m.files, fixed(told.URL, told.Data))
		}
	}
	b.memo.told = m
	return m
}

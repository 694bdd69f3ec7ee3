package importer

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// What a script of settings says in plain words is read: titles, addresses, languages, and
// lists of texts.

var scriptEnding = map[string]bool{".js": true, ".mjs": true, ".cjs": true, ".ts": true, ".mts": true}

var (
	scriptTitle = regexp.MustCompile(`(?m)\btitle:[ \t]*['"\x60]([^'"\x60\n]+)['"\x60]`)
	scriptURL   = regexp.MustCompile(`(?m)^[ \t]*(?:url|site):[ \t]*['"\x60](https?://[^'"\x60\n]+)['"\x60]`)
	scriptBase  = regexp.MustCompile(`(?m)^[ \t]*(?:baseUrl|base):[ \t]*['"\x60](/[^'"\x60\n]*)['"\x60]`)
	scriptLangs = []*regexp.Regexp{ // the first that matches says it
		regexp.MustCompile(`\bdefaultLocale:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
		regexp.MustCompile(`\broot:[ \t]*\{[^{}]*\blang:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
		regexp.MustCompile(`\blang:[ \t]*['"\x60]([A-Za-z-]+)['"\x60]`),
	}
	scriptDocs  = regexp.MustCompile(`(?m)\bpath:[ \t]*['"\x60](\.{0,2}/?[\w./-]*docs[\w./-]*)['"\x60]`)
	scriptRoute = regexp.MustCompile(`(?m)\brouteBasePath:[ \t]*['"\x60]/?([\w./-]*)['"\x60]`)
)

var (
	scriptSource  = regexp.MustCompile(`\bsrcDir:[ \t]*['"\x60]([^'"\x60$\n]+)['"\x60]\s*[,}]`)
	scriptExclude = scriptList("srcExclude")
	scriptText    = regexp.MustCompile(`['"\x60]([^'"\x60\n]+)['"\x60]`)
)

// scriptList finds a list of texts in a script, by its key.
func scriptList(key string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)\b` + key + `:[ \t]*\[((?:[^\]'"\x60]|'[^'\n]*'|"[^"\n]*"|\x60[^\x60\n]*\x60)*)\]\s*[,}]`)
}

// textsOf reads the patterns in the first list that an expression finds; ok is false if
// there is something else in it, or no such list.
func textsOf(list *regexp.Regexp, text string) (patterns ignoreList, ok bool) {
	m := list.FindStringSubmatch(text)
	if m == nil || strings.Trim(scriptText.ReplaceAllString(m[1], ""), " \t\r\n,") != "" || strings.Contains(m[1], "${") {
		return nil, false
	}
	for _, s := range scriptText.FindAllStringSubmatch(m[1], -1) {
		for _, p := range alternatives(s[1]) {
			patterns = append(patterns, ignorePattern{re: globRE("/" + strings.TrimPrefix(p, "./"))})
		}
	}
	return patterns, true
}

// vitepressTexts reads where the texts of a site of VitePress lie, and the patterns of
// those that it leaves out. What is no plain text cannot be read, and is refused: pages
// might be shown that the site does not show.
func (d *Draft) vitepressTexts(script, top, text string) error {
	d.Base = top
	if m := scriptSource.FindStringSubmatch(text); m != nil {
		d.Base = path.Join(top, m[1])
	} else if strings.Contains(text, "srcDir") {
		return Unknown{fmt.Sprintf("%q computes srcDir, the folder of its texts, with a program", script), "write the folder as a plain text and import again"}
	}
	if d.Base == "." {
		d.Base = ""
	}
	if !strings.Contains(text, "srcExclude") {
		return nil
	}
	patterns, ok := textsOf(scriptExclude, text)
	if !ok {
		return Unknown{fmt.Sprintf("%q computes its list srcExclude with a program, so import cannot tell which pages it leaves out", script), "write the patterns into the list as plain texts and import again"}
	}
	d.Exclude(func(from string) string {
		if patterns.match(strings.TrimPrefix(from, d.Base+"/")) {
			return "srcExclude names it"
		}
		return ""
	})
	return nil
}

// scriptSettings reads what a script of settings says in plain words.
func (d *Draft) scriptSettings(f string) (text string) {
	text, err := d.Source.Text(f)
	if err != nil {
		return ""
	}
	get := func(re *regexp.Regexp) string {
		if m := re.FindStringSubmatch(text); m != nil {
			return m[1]
		}
		return ""
	}
	d.Title = get(scriptTitle)
	for _, re := range scriptLangs {
		if l := strings.ToLower(get(re)); languageCode.MatchString(l) && l != "root" {
			d.Language = strings.SplitN(l, "-", 2)[0]
			break
		}
	}
	u, base := strings.TrimSuffix(get(scriptURL), "/"), get(scriptBase)
	if u != "" {
		d.Site = append(d.Site, u+cmp.Or(base, "/"))
	}
	if base != "" && base != "/" {
		d.Site = append(d.Site, base)
	}
	return text
}

// excludeKey finds a list exclude, or a name that stands for one; an expression is of a tool
// that reads code.
var excludeKey = regexp.MustCompile(`\bexclude:[ \t\n]*[\[\w$]`)

// docusaurusExcludes reads the patterns of texts that Docusaurus leaves out; those that it
// has by itself stand for partials and tests.
func (d *Draft) docusaurusExcludes(script, top, text string) error {
	own := scriptList("exclude")
	for _, key := range excludeKey.FindAllStringIndex(text, -1) {
		list, ok := textsOf(own, text[key[0]:])
		if at := own.FindStringIndex(text[key[0]:]); !ok || at[0] > 0 {
			return Unknown{fmt.Sprintf("%q computes a list exclude with a program, so import cannot tell which pages it leaves out", script), "write the patterns into the list as plain texts and import again"}
		}
		d.patterns = append(d.patterns, list...)
	}
	d.Exclude(func(from string) string {
		rel := from
		for _, dir := range []string{d.Base, path.Join(top, "blog"), path.Join(top, "src/pages")} {
			if below(from, dir) {
				rel = strings.TrimPrefix(from, dir+"/")
			}
		}
		switch {
		case underscored(rel):
			return "its name, or that of a folder above it, begins with _: it is included in pages"
		case strings.Contains("/"+rel, "/__tests__/") || strings.HasSuffix(strings.TrimSuffix(rel, path.Ext(rel)), ".test"):
			return "it is a test"
		case d.patterns.match(rel):
			return "exclude names it"
		}
		return ""
	})
	return nil
}

var (
	literalStart = regexp.MustCompile(`(?:module\.exports[ \t]*=|export[ \t]+default|sidebars?(?:[ \t]*:[ \t]*[\w.]+)?[ \t]*=)[ \t]*\{`)
	constName    = regexp.MustCompile(`\}[ \t]*(?:satisfies|as)[ \t]+[\w.]+`)
)

// withoutComments is a script without its comments. In a string, as '**/*.md', there is
// none.
func withoutComments(s string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0:
			switch {
			case c == '\\' && i+1 < len(s):
				b.WriteByte(c)
				i++
				c = s[i]
			case c == quote || c == '\n' && quote != '`':
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case strings.HasPrefix(s[i:], "//"):
			end := strings.IndexByte(s[i:], '\n')
			if end < 0 {
				return b.String()
			}
			i += end - 1
			continue
		case strings.HasPrefix(s[i:], "/*"):
			end := strings.Index(s[i+2:], "*/")
			if end < 0 {
				return b.String()
			}
			i += end + 3
			c = ' '
		}
		b.WriteByte(c)
	}
	return b.String()
}

// literalOf reads an object that a script holds as plain data, nil if it does not.
func literalOf(text string) map[string]any {
	text = constName.ReplaceAllString(withoutComments(text), "}")
	start := strings.IndexByte(text, '{')
	if m := literalStart.FindStringIndex(text); m != nil {
		start = m[1] - 1
	} else if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return nil
	}
	if start < 0 {
		return nil
	}
	end := braceEndLong([]byte(text), start)
	if end < 0 {
		return nil
	}
	data := strings.ReplaceAll(text[start:end], "\t", "  ")
	t, ds := decode.ParseYAML(diag.NewFile("sidebars", []byte(data)), 0, len(data), decode.Options{Bytes: 4 << 20, Keys: 200_000, Depth: 100})
	if ds.HasErrors() {
		return nil
	}
	return t.Any()
}

func braceEndLong(b []byte, i int) int {
	depth := 0
	for k := i; k < len(b); k++ {
		switch b[k] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return -1
}

package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"playbook/generator/content"
	"playbook/generator/decode"
	"playbook/generator/diag"
)

// Meta is the front matter of a lesson, as far as other tools have any of it.
type Meta struct {
	Title, Summary                        string
	Weight                                int
	HasWeight                             bool
	Date, Updated, PublishDate, ExpiryDay string
	Draft                                 bool
	Slug                                  string
	Aliases, Tags                         []string
	Owner                                 string
	NoSearch, NoTOC                       bool
}

// SetWeight puts the page in its place among its neighbors.
func (m *Meta) SetWeight(n int) { m.Weight, m.HasWeight = n, true }

// readHead cuts the front matter off a text and reads it. Keys that nothing here
// stands for are counted in the report.
func (p *Page) readHead(text []byte) {
	mark, start, end, body := cutHead(text)
	p.Body = newText(text[body:], 1+bytes.Count(text[:body], []byte("\n")))
	if mark == "" {
		return
	}
	p.head = true
	f := diag.NewFile(p.From, text)
	read, o := decode.ParseYAML, decode.Options{Bytes: 1 << 20, Keys: 10_000, Depth: 64}
	if mark == "+++" {
		read = decode.Parse
	}
	if mark == "{" {
		read, start, end = decode.ParseYAML, start-1, end+1 // JSON is YAML
	}
	t, ds := read(f, start, end, o)
	p.Keys = t.Any()
	if t.Broken() || ds.HasErrors() && len(p.Keys) == 0 {
		p.Keys = lenientKeys(text[start:end])
	}
	p.takeKeys()
}

var headLine = regexp.MustCompile(`^(---|\+\+\+)[ \t]*$`)

// cutHead finds front matter: its delimiter, what lies between, and where the body
// begins. Without front matter the delimiter is "".
func cutHead(text []byte) (mark string, start, end, body int) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	m := headLine.FindSubmatch(bytes.TrimRight(line, "\r"))
	if m == nil {
		return cutJSON(text)
	}
	mark = string(m[1])
	start = min(len(line)+1, len(text))
	for at := start; at < len(text); {
		next := at + lineLength(text[at:])
		if got := string(bytes.TrimRight(text[at:next], " \t\r\n")); got == mark || mark == "---" && got == "..." {
			if mark == "---" && !yamlish(text[start:at]) {
				break
			}
			return mark, start, at, next
		}
		at = next
	}
	return "", 0, 0, 0
}

// yamlish reports whether what stands between two lines --- is front matter and not
// text between two rules.
func yamlish(b []byte) bool {
	for line := range bytes.Lines(b) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		return yamlKey.Match(line)
	}
	return true // empty
}

var yamlKey = regexp.MustCompile(`^["']?[\p{L}_][\p{L}\p{N} _.@/-]*["']?[ \t]*:([ \t]|$)`)

// cutJSON finds front matter in JSON, which only Hugo has.
func cutJSON(text []byte) (string, int, int, int) {
	if !bytes.HasPrefix(text, []byte("{\n")) {
		return "", 0, 0, 0
	}
	if i := bytes.Index(text, []byte("\n}\n")); i > 0 && bytes.Contains(text[:i], []byte(`":`)) {
		return "{", 1, i + 1, i + 3
	}
	return "", 0, 0, 0
}

func lineLength(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}

var lenientKey = regexp.MustCompile(`^([A-Za-z_][\w.-]*)[ \t]*[:=][ \t]*(.*?)[ \t]*$`)

// lenientKeys reads what can be read of front matter that is not right: one key a line.
func lenientKeys(b []byte) map[string]any {
	keys := map[string]any{}
	for line := range strings.Lines(string(b)) {
		m := lenientKey.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil || m[2] == "" || keys[m[1]] != nil {
			continue
		}
		switch v := strings.Trim(m[2], `"'`); {
		case v == "true", v == "false":
			keys[m[1]] = v == "true"
		case strings.HasPrefix(v, "["):
			var list []any
			for _, item := range strings.Split(strings.Trim(v, "[]"), ",") {
				list = append(list, strings.Trim(strings.TrimSpace(item), `"'`))
			}
			keys[m[1]] = list
		default:
			keys[m[1]] = v
		}
	}
	return keys
}

// counterparts are the keys of other tools, by the key here. What stands first wins.
var counterparts = []struct {
	key   string
	names []string
	set   func(m *Meta, v any) bool
}{
	{"title", []string{"title", "Title"}, func(m *Meta, v any) bool { m.Title = oneLine(v, 200); return m.Title != "" }},
	{"summary", []string{"summary", "description", "Summary", "Description", "excerpt", "subtitle"}, func(m *Meta, v any) bool { m.Summary = oneLine(v, 2000); return m.Summary != "" }},
	{"weight", []string{"weight", "sidebar_position", "nav_order", "order", "position", "menu_order"}, setWeight},
	{"slug", []string{"slug"}, func(m *Meta, v any) bool { m.Slug = oneLine(v, 200); return m.Slug != "" }},
	{"aliases", []string{"aliases", "alias", "redirect_from", "redirects"}, func(m *Meta, v any) bool { m.Aliases = words(v); return len(m.Aliases) > 0 }},
	{"tags", []string{"tags", "tag", "categories", "Tags"}, func(m *Meta, v any) bool { m.Tags = append(m.Tags, words(v)...); return true }},
	{"draft", []string{"draft", "Draft"}, func(m *Meta, v any) bool { m.Draft = v == true || v == "true"; return true }},
	{"hidden", []string{"hidden", "private", "unlisted"}, func(m *Meta, v any) bool { m.Draft = m.Draft || v == true || v == "true"; return true }},
	{"published", []string{"published", "publish"}, func(m *Meta, v any) bool { m.Draft = m.Draft || v == false || v == "false"; return true }},
	{"date", []string{"date", "Date", "created"}, func(m *Meta, v any) bool { m.Date = day(v); return m.Date != "" }},
	{"updated", []string{"updated", "lastmod", "last_updated", "last_modified", "modified"}, func(m *Meta, v any) bool { m.Updated = day(v); return m.Updated != "" }},
	{"publish_date", []string{"publishDate", "publishdate", "publish_date"}, func(m *Meta, v any) bool { m.PublishDate = day(v); return m.PublishDate != "" }},
	{"expiry_date", []string{"expiryDate", "expirydate", "expiry_date"}, func(m *Meta, v any) bool { m.ExpiryDay = day(v); return m.ExpiryDay != "" }},
	{"owner", []string{"owner", "author", "authors", "maintainer", "maintainers"}, func(m *Meta, v any) bool { m.Owner = oneLine(strings.Join(words(v), ", "), 200); return m.Owner != "" }},
	{"toc", []string{"toc", "hide_table_of_contents"}, nil},
}

// takeKeys fills the page's front matter from the keys of the source.
func (p *Page) takeKeys() {
	used := map[string]bool{}
	for _, c := range counterparts {
		for _, name := range c.names {
			v, ok := p.Keys[name]
			if !ok || v == nil {
				continue
			}
			switch {
			case c.set == nil:
				p.Meta.NoTOC = name == "toc" && v == false || name != "toc" && v == true
				used[name] = true
			case c.set(&p.Meta, v):
				used[name] = true
			}
			if used[name] && c.key != "tags" {
				break
			}
		}
	}
	if s, ok := p.Keys["search"].(map[string]any); ok && s["exclude"] == true || p.Keys["pagefind"] == false || p.Keys["search"] == false {
		p.Meta.NoSearch = true
		used["search"], used["pagefind"] = true, true
	}
	for key := range p.Keys {
		if !used[key] {
			p.d.Report.key(key)
		}
	}
	p.Changed("front matter gets the keys of a playbook")
}

func setWeight(m *Meta, v any) bool {
	switch n := v.(type) {
	case int64:
		m.SetWeight(int(max(min(n, 1<<29), -(1 << 29))))
	case float64:
		if math.IsNaN(n) || math.Abs(n) > 1<<20 {
			return false
		}
		m.SetWeight(int(math.Round(n * 100))) // 2.5 stands between 2 and 3
	case string:
		i, err := strconv.Atoi(n)
		if err != nil || i > 1<<29 {
			return false
		}
		m.SetWeight(i)
	default:
		return false
	}
	return true
}

// oneLine is a value as one line of text of at most so many characters.
func oneLine(v any, most int) string {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case int64, float64, bool:
		s = fmt.Sprint(v)
	}
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if decode.IsBidi(r) || decode.IsInvisible(r) || decode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)), " ")
	if utf8.RuneCountInString(s) > most {
		s = strings.TrimRightFunc(string([]rune(s)[:most-1]), unicode.IsSpace) + "…"
	}
	return s
}

// words are the texts of a list, or of one text with commas between them.
func words(v any) []string {
	var out []string
	switch v := v.(type) {
	case string:
		for _, s := range strings.Split(v, ",") {
			if s = oneLine(s, 200); s != "" {
				out = append(out, s)
			}
		}
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				e = cmp.Or(oneLine(m["name"], 200), oneLine(m["label"], 200))
			}
			if s := oneLine(e, 200); s != "" {
				out = append(out, s)
			}
		}
	case map[string]any:
		if s := oneLine(v["name"], 200); s != "" {
			out = append(out, s)
		}
	}
	return out
}

var dayRE = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)`)

// day is a date as YYYY-MM-DD, "" for what is none.
func day(v any) string {
	s, _ := v.(string)
	m := dayRE.FindString(strings.TrimSpace(s))
	return m
}

// front writes the front matter of the lesson, "" if it needs none.
func (p *Page) front() string {
	m := &p.Meta
	var b strings.Builder
	put := func(key, value string) { fmt.Fprintf(&b, "%s = %s\n", key, value) }
	text := func(key, value string) {
		if value != "" {
			put(key, tomlString(value))
		}
	}
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = tomlString(v)
		}
		put(key, "["+strings.Join(quoted, ", ")+"]")
	}
	text("title", noVariable(m.Title))
	text("summary", noVariable(m.Summary))
	if m.HasWeight {
		put("weight", strconv.Itoa(m.Weight))
	}
	if m.Draft {
		put("draft", "true")
	}
	for _, d := range []struct{ key, value string }{{"date", m.Date}, {"updated", m.Updated}, {"publish_date", m.PublishDate}, {"expiry_date", m.ExpiryDay}} {
		if d.value != "" {
			put(d.key, d.value)
		}
	}
	text("slug", m.Slug)
	list("aliases", m.Aliases)
	list("tags", m.Tags)
	text("owner", m.Owner)
	if m.NoSearch {
		put("search", "false")
	}
	if m.NoTOC {
		put("toc", "false")
	}
	if b.Len() == 0 {
		return ""
	}
	return "+++\n" + b.String() + "+++\n"
}

// noVariable keeps braces that are text from being read as a variable.
func noVariable(s string) string { return strings.ReplaceAll(s, "{{", `\{{`) }

// tomlString writes a string as TOML does.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// tidyTags keeps the tags that a lesson may have.
func tidyTags(tags []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range tags {
		t = oneLine(strings.TrimLeft(t, "#"), 60)
		if key := content.Slug(t); key != "" && strings.Trim(key, "-_") != "" && !seen[key] && len(out) < 50 {
			seen[key] = true
			out = append(out, t)
		}
	}
	return slices.Clip(out)
}

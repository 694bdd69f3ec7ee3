package theme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// widget returns the hook that draws the lesson's widgets: the template
// widgets/<kind>/<kind>.html with the widget's own struct as dot. What it
// draws may hold tokens of links and of widgets inside, which are resolved on
// the way out.
func (v *View) widget(l *content.Lesson, h Hooks) func(io.Writer, int) error {
	h.Widget = func(w io.Writer, i int) error {
		if i >= len(l.Widgets) {
			return nil
		}
		p := l.Widgets[i]
		name := "widgets/" + p.Kind
		if p.Widget == nil {
			return nil
		}
		if v.r.theme.trees[name] == nil {
			return fmt.Errorf("draw %s %q: template %q is missing", p.Kind, p.ID, name)
		}
		buf := buffers.Get().(*bytes.Buffer)
		buf.Reset()
		defer keep(buf)
		if err := v.draw(buf, name, p.Widget); err != nil {
			return fmt.Errorf("draw %s %q: %w", p.Kind, p.ID, err)
		}
		return v.r.env.Resolve(w, buf.Bytes(), h)
	}
	return h.Widget
}

// clientConfig is what the client is told of the page, as JSON.
type clientConfig struct {
	Site   string            `json:"site"`
	Lang   string            `json:"lang"`
	Root   string            `json:"root"`
	Langs  []clientLang      `json:"langs,omitempty"`
	Assets map[string]string `json:"assets,omitempty"`
	Search *clientSearch     `json:"search,omitempty"`
	// Pages are the addresses of pages that scripts send the reader to, by
	// name, from the root.
	Pages map[string]string `json:"pages,omitempty"`
	Words json.RawMessage   `json:"words,omitempty"`
	// Paths are the learning paths, on the home page alone.
	Paths *clientPaths `json:"paths,omitempty"`
	// Widgets are the words of the widget kinds and other scripts of the page.
	Widgets map[string]json.RawMessage `json:"widgets,omitempty"`
}

// clientSearch says where the search indexes are: the page's own, and those of
// the other languages.
type clientSearch struct {
	Index  string        `json:"index"`
	Others []searchOther `json:"others,omitempty"`
}

type searchOther struct {
	Lang  string `json:"lang"`
	Name  string `json:"name"`
	Index string `json:"index"`
	Home  string `json:"home"`
}

// search is what the client is told of the indexes, nil without one.
func (v *View) search() *clientSearch {
	if v.r.env.Search == nil {
		return nil
	}
	own := v.r.env.Search(v.page.Lang.Code)
	if own == "" {
		return nil
	}
	s := &clientSearch{Index: own}
	for _, l := range v.r.site.Langs {
		if addr := v.r.env.Search(l.Code); l != v.page.Lang && addr != "" {
			s.Others = append(s.Others, searchOther{l.Code, l.Label, addr, l.Home.URL})
		}
	}
	return s
}

type clientLang struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	Root  string `json:"root"` // the folder of the language, from the root
}

// writeConfig writes the client's settings: the words it needs on this page
// and the scripts it may load. All but what the lesson says of itself is kept.
func (v *View) writeConfig() error {
	type key struct {
		lang, root, kinds, system string
		part                      site.PageType
		path                      *site.Path
		locked                    bool
	}
	kinds, locks := v.widgetKinds(), v.locks()
	k := once(v.r, key{v.Lang, v.Root, strings.Join(kinds, " "), v.System, v.part(), v.page.Path, locks != nil}, func() kept {
		html, err := v.config(kinds, locks != nil)
		return kept{html, err}
	})
	if k.err != nil {
		return k.err
	}
	v.out.WriteString(`<script type="application/json" id="pb-config">{`)
	if v.UID != "" {
		f := factsOf(v.lesson)
		own, err := json.Marshal(struct {
			UID  string                    `json:"uid"`
			Was  []string                  `json:"was,omitempty"`
			Asks []string                  `json:"asks,omitempty"`
			Revs map[string]map[string]int `json:"revs,omitempty"`
			// Locks are, on paths with lock = true, what comes first, by path.
			Locks map[string][]clientFirst `json:"locks,omitempty"`
		}{v.UID, v.was(), f.Asks, f.Revs, locks})
		if err != nil {
			return err
		}
		v.out.Write(own[1 : len(own)-1])
		v.out.WriteByte(',')
	}
	v.out.Write(k.html)
	v.out.WriteString("</script>")
	return nil
}

// mayLoad reports whether a script is of use on the page: what belongs to a kind,
// to a system page or to where the reader stands is named only there.
func (v *View) mayLoad(name string, kinds []string) bool {
	kind, of, _ := cutLast(name, "-")
	home, system := v.page.Type == site.HomePage, v.page.Type == site.SystemPage
	switch {
	case of == "more":
		return slices.Contains(kinds, kind)
	case of == "due":
		return home || v.System == "progress"
	case of == "practice" || name == "practice":
		return v.System == "practice"
	case name == "home":
		return home
	case name == "progress" || name == "my-data":
		return v.System == name
	case name == "menu":
		return len(kinds) > 0 || system
	}
	return true
}

// ofState reports whether a script is of use only where something may be saved.
func ofState(name string) bool { return name == "banner" || name == "export" || name == "orphans" }

// cutLast cuts s at the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// was are the earlier uids of the page's lesson.
func (v *View) was() []string {
	if v.lesson == nil {
		return nil
	}
	return v.lesson.Meta.Was
}

// config is the block without its opening brace and what the lesson says of
// itself.
func (v *View) config(kinds []string, locked bool) ([]byte, error) {
	c := clientConfig{
		Site: v.SiteID, Lang: v.Lang, Root: v.Root, Words: v.ls.words.table("client"),
		Assets: map[string]string{}, Pages: map[string]string{}, Widgets: map[string]json.RawMessage{},
	}
	c.Search = v.search()
	for _, l := range v.r.site.Langs {
		c.Langs = append(c.Langs, clientLang{l.Code, l.Label, l.Prefix})
	}
	for name, p := range v.r.pages(v.page.Lang).system {
		c.Pages[name] = p.URL
	}
	for name, addr := range v.r.env.Assets.Lazy {
		if v.mayLoad(name, kinds) {
			c.Assets[name] = addr
		}
	}
	for _, k := range kinds {
		if js := v.r.env.Assets.Widgets[k].JS; js != "" {
			c.Assets[k] = js
		}
	}
	for _, name := range append(slices.Clone(kinds), strings.ReplaceAll(v.System, "-", "")) {
		if words := v.ls.words.table("client_" + name); name != "" && words != nil {
			c.Widgets[name] = words
		}
	}
	for name, addr := range v.r.env.Assets.Told[v.page.Lang.Code] {
		if len(c.Widgets) > 0 || !ofState(name) {
			c.Assets[name] = addr
		}
	}
	if words := v.ls.words.table("client_offline"); v.r.env.Offline {
		c.Widgets["offline"] = words
	}
	v.tellStanding(&c)
	v.tellScripts(&c, locked)
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return body[1:], nil
}

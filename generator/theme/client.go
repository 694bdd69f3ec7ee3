package theme

import (
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"playbook/generator/site"
)

// clientConfig is the page's settings block for scripts, as JSON.
type clientConfig struct {
	Site   string            `json:"site"`
	Lang   string            `json:"lang"`
	Root   string            `json:"root"`
	Langs  []clientLang      `json:"langs,omitempty"`
	Assets map[string]string `json:"assets,omitempty"`
	Search *clientSearch     `json:"search,omitempty"`
	// Pages are the addresses of pages to which scripts send the reader, by name, from
	// the root.
	Pages map[string]string `json:"pages,omitempty"`
	Words json.RawMessage   `json:"words,omitempty"`
	// Paths are the learning paths, on the home page only.
	Paths *clientPaths `json:"paths,omitempty"`
	// Widgets are the words of the widget kinds and other scripts of the page.
	Widgets map[string]json.RawMessage `json:"widgets,omitempty"`
	// Forget is the time after which readers are asked whether to erase old data.
	Forget string `json:"forget,omitempty"`
	// Keeps are the declarations of stored data, only on the page of the reader's data.
	Keeps map[string]json.RawMessage `json:"keeps,omitempty"`
}

// clientSearch has the addresses of the search indexes: the page's own, and those of
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

// search returns the addresses of the indexes, or nil without an index.
func (r *Renderer) search(lang *site.Lang) *clientSearch {
	own := r.env.Search[lang.Code]
	if own == "" {
		return nil
	}
	s := &clientSearch{Index: own}
	for _, l := range r.site.Langs {
		if addr := r.env.Search[l.Code]; l != lang && addr != "" {
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

// configKey is the input of the settings block without its lesson. It is the same for
// most lessons of a language.
type configKey struct {
	lang   *site.Lang
	root   string
	kinds  string // of widgets, with a space between
	page   site.PageType
	system string
	locked bool
	// at and path are set on pages that show a reader's progress.
	at   origin
	path *site.Path
}

func (v *View) configKey(kinds []string, locked bool) configKey {
	k := configKey{lang: v.page.Lang, root: v.Root, kinds: strings.Join(kinds, " "), page: v.page.Type, system: v.System, locked: locked}
	switch v.page.Type {
	case site.HomePage, site.PathPage, site.PathListPage, site.SystemPage:
		k.at, k.path = v.at, v.page.Path
	default:
		k.page = site.LessonPage
	}
	return k
}

// Config is the settings of the scripts: the words they need on this page and the scripts
// they may load.
func (v *View) Config() (template.HTML, error) {
	locks := v.locks()
	shared, err := v.r.parts.configs.get(v.configKey(v.widgetKinds(), locks != nil), v.r.config)
	if err != nil {
		return "", err
	}
	own := []byte{}
	if v.UID != "" {
		f := factsOf(v.lesson)
		own, err = json.Marshal(struct {
			UID     string                    `json:"uid"`
			Was     []string                  `json:"was,omitempty"`
			Asks    []string                  `json:"asks,omitempty"`
			Then    []string                  `json:"then,omitempty"`
			Revs    map[string]map[string]int `json:"revs,omitempty"`
			Signoff bool                      `json:"signoff,omitempty"`
			// Locks are the prerequisites on paths with lock = true, by path.
			Locks map[string][]clientFirst `json:"locks,omitempty"`
		}{v.UID, v.was(), f.Asks, f.Then, f.Revs, v.page.Signoff && v.page.Type == site.LessonPage, locks})
		if err != nil {
			return "", err
		}
		own = append(own[1:len(own)-1], ',')
	}
	return template.HTML(`<script type="application/json" id="pb-config">{` + string(own) + string(shared) + "</script>"), nil
}

// was returns the earlier uids of the page's lesson.
func (v *View) was() []string {
	if v.lesson == nil {
		return nil
	}
	return v.lesson.Meta.Was
}

// config returns the settings block without its opening brace and without the lesson's
// part.
func (r *Renderer) config(k configKey) ([]byte, error) {
	words, kinds := r.langs[k.lang].words.words, strings.Fields(k.kinds)
	c := clientConfig{
		Site: r.site.Config.SiteID, Lang: k.lang.Code, Root: k.root, Words: words.table("client"), Search: r.search(k.lang),
		Forget: r.site.Config.ForgetAfter,
		Assets: map[string]string{}, Pages: map[string]string{}, Widgets: map[string]json.RawMessage{},
	}
	for _, l := range r.site.Langs {
		if r.packing != nil && l != k.lang {
			continue
		}
		c.Langs = append(c.Langs, clientLang{l.Code, l.Label, l.Prefix})
	}
	for name, p := range r.langs[k.lang].system {
		if r.packing == nil {
			c.Pages[name] = p.URL
		}
	}
	tell := func(name string) {
		if w := words.table("client_" + name); name != "" && w != nil {
			c.Widgets[name] = w
		}
	}
	for _, kind := range kinds {
		tell(kind)
	}
	tell(strings.ReplaceAll(k.system, "-", ""))
	where := Where{Kinds: kinds, Page: k.page, System: k.system, Locked: k.locked, Saves: len(c.Widgets) > 0, Standing: k.standing() && r.packing == nil, Forgets: r.site.Config.ForgetAfter != ""}
	if where.Locked && r.packing == nil {
		tell("lock")
	}
	if r.env.Offline {
		tell("offline")
	}
	if k.system == "my-data" {
		c.Keeps = r.keepsConfig()
	}
	if k.system == "team" {
		tell("send") // the words for the content of a file are the same
	}
	if where.Standing {
		tell("standing")
		c.Paths = r.pathsOf(&k)
	}
	if css := r.env.Assets.TeamCSS; css != "" && (k.system == "progress" || k.page == site.LessonPage) {
		c.Assets["team.css"] = css
	}
	for _, s := range r.env.Assets.Scripts {
		named := s.Load == OnDemand && (s.on == nil || s.on(&where)) || s.Load == WithKind && slices.Contains(kinds, s.Name)
		if r.packing != nil && !onLMS(s.Name) {
			continue
		}
		if url := s.in(k.lang.Code); named && url != "" {
			c.Assets[s.Name] = url
		}
	}
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return body[1:], nil
}

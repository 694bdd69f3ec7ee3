package theme

import (
	"slices"

	"playbook/generator/site"
)

// A Script describes one script of the client: where its source is, when a page loads
// it and which words it contains. [Scripts] is the only list of them.
type Script struct {
	// Name is the script's name in client code; Path is its source below templates/.
	Name, Path string
	Load       Timing
	// Words is the table client_<Words> of the strings files that the script contains;
	// there is one file for each language. It is "" for a script without words, or with
	// words in the page. A script whose table is empty has none either.
	Words string
	// on reports whether a page may load it; nil for every page.
	on func(*Where) bool
}

// Timing says when a script is loaded.
type Timing uint8

// The times of loading.
const (
	OnDemand Timing = iota // when client code loads it by name
	Early                  // before anything is drawn
	Deferred               // after the page is parsed
	WithKind               // with the pages that show a widget of the kind Name
	Offline                // like Deferred, on a site with offline reading
	Worker                 // by the browser itself, at its own address
	Packed                 // before all others, in a package for a learning platform
)

// Where has the properties of a page that decide which scripts it loads.
type Where struct {
	Kinds  []string // of widgets on the page
	Page   site.PageType
	System string
	// Forgets says that readers are asked about old data.
	Forgets bool
	// Locked says that the lesson waits for prerequisites on a path, Saves that
	// something on the page is saved, Standing that the page shows a reader's progress.
	Locked, Saves, Standing bool
}

func onSystem(name string) func(*Where) bool { return func(w *Where) bool { return w.System == name } }

func saves(w *Where) bool { return w.Saves }

func isLesson(w *Where) bool { return w.Page == site.LessonPage }

// teamBookOn reports whether a page loads the data for the team's pages.
func teamBookOn(w *Where) bool {
	return w.System == "team" || w.System == "progress" || w.System == "verify"
}

// TeamBookScript is the script with the data that [TeamBook] writes.
func TeamBookScript(urls map[string]string) LoadedScript {
	return LoadedScript{Script: Script{Name: "teambook", on: teamBookOn}, URLs: urls}
}

// Scripts returns the scripts of a site that uses these kinds of widget. A theme need
// not have all of them.
func Scripts(kinds []string) []Script {
	list := []Script{
		{Name: "theme", Path: "client/theme.js", Load: Early},
		{Name: "main", Path: "client/main.js", Load: Deferred},
		{Name: "kit", Path: "client/kit.js", Words: "dates"},
		{Name: "reading", Path: "client/reading.js", Words: "reading"},
		{Name: "standing", Path: "client/standing.js"},
		{Name: "home", Path: "client/home.js", on: func(w *Where) bool { return w.Page == site.HomePage }},
		{Name: "lock", Path: "client/lock.js", on: func(w *Where) bool { return w.Locked }},
		{Name: "path", Path: "client/path.js", on: func(w *Where) bool { return w.Page == site.PathPage }},
		{Name: "progress", Path: "client/progress.js", on: onSystem("progress")},
		{Name: "practice", Path: "client/practice.js", on: onSystem("practice")},
		{Name: "banner", Path: "client/banner.js", Words: "storage", on: func(w *Where) bool {
			return w.Saves || w.Standing && w.Page != site.PathListPage // the reader's choices there are saved
		}},
		{Name: "old", Path: "client/privacy/ask.js", Words: "old", on: func(w *Where) bool { return w.Forgets && (w.Saves || w.Standing) }},
		{Name: "export", Path: "client/export.js", Words: "export", on: saves},
		{Name: "menu", Path: "client/menu.js", on: func(w *Where) bool { return len(w.Kinds) > 0 || w.Page == site.SystemPage }},
		{Name: "orphans", Path: "client/orphans.js", Words: "storage", on: saves},
		{Name: "help", Path: "client/help.js", Words: "help"},
		{Name: "nav", Path: "client/nav.js"},
		{Name: "copy", Path: "client/copy.js", Words: "copy"},
		{Name: "search", Path: "client/search/search.js"},
		{Name: "typo", Path: "client/search/typo.js"},
		{Name: "mark", Path: "client/search/mark.js"},
		{Name: "my-data", Path: "client/mydata.js", on: onSystem("my-data")},
		{Name: "lms", Path: "client/scorm/lms.js", Load: Packed},
		{Name: "team", Path: "client/team/page.js", on: onSystem("team")},
		{Name: "verify", Path: "client/team/verify.js", on: onSystem("verify")},
		{Name: "send", Path: "client/team/send.js", Words: "send", on: onSystem("progress")},
		{Name: "inbox", Path: "client/team/inbox.js", Words: "inbox", on: onSystem("progress")},
		{Name: "said", Path: "client/team/said.js", Words: "said", on: isLesson},
		{Name: "meeting", Path: "client/team/meeting.js", Words: "meeting", on: isLesson},
		{Name: "offline", Path: "client/offline/page.js", Load: Offline},
		{Name: "sw", Path: "client/offline/sw.js", Load: Worker},
		{Name: "sw-gone", Path: "client/offline/gone.js", Load: Worker},
	}
	for _, k := range kinds {
		path := "widgets/" + k + "/"
		list = append(list, Script{Name: k, Path: path + k + ".js", Load: WithKind},
			Script{Name: k + "-more", Path: path + "more.js", Words: k + "_more", on: func(w *Where) bool { return slices.Contains(w.Kinds, k) }},
			Script{Name: k + "-due", Path: path + "due.js", on: func(w *Where) bool { return w.Page == site.HomePage || w.System == "progress" }},
			Script{Name: k + "-team", Path: path + "team.js", on: onSystem("progress")},
			Script{Name: k + "-practice", Path: path + "practice.js", on: onSystem("practice")})
	}
	return list
}

// A LoadedScript is a script with its address, or if it contains words with an address
// for each language. Addresses are relative to the site's root.
type LoadedScript struct {
	Script
	URL  string
	URLs map[string]string
}

// in is the script's address in a language.
func (s *LoadedScript) in(lang string) string {
	if s.URLs != nil {
		return s.URLs[lang]
	}
	return s.URL
}

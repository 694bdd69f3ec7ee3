package theme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"playbook/generator/kinds"
)

// A Keep is one entry of a keeps.json: a kind of widget, or a page, declares what it
// stores in the browser. The scripts of the reader's data read the same file.
type Keep struct {
	What string `json:"-"`
	// Keys are patterns of keys; <…> stands for any segment. Fields are the fields of a
	// value that is an object.
	Keys   []string `json:"keys"`
	Fields []string `json:"fields"`
	// Names says how the value may contain a name, one of [KeepNames], or "". In lists
	// the fields that may. With lists the prefixes of all keys that belong to the name
	// or entry.
	Names string   `json:"names"`
	In    []string `json:"in"`
	With  []string `json:"with"`
}

// KeepNames are the ways in which stored data may contain a name: the value is a name;
// words of the reader; words that are signed and cannot change; the reader's own name;
// whole records.
var KeepNames = []string{"whole", "text", "sealed", "reader", "record"}

// Private reports whether exports leave out the keys unless the reader includes them,
// see client/lib/leaves.js.
func (k Keep) Private() bool {
	return slices.ContainsFunc(k.Keys, func(key string) bool { return strings.HasPrefix(key, "~") || strings.Contains(key, "/~") })
}

// Keeps are the declarations of one place: a kind of widget, or one of [clientPlaces].
type Keeps struct {
	Place string
	List  []Keep
}

// clientPlaces are the places in the client's keeps.json: the record of a lesson and
// the reader's own record, apart from widgets, and the storages of the browser.
var clientPlaces = []string{"lesson", "settings", "storage", "session", "database", "cache"}

// ReadKeeps reads the declarations of the kinds in order, and of the pages of a theme.
// A kind without a file stores nothing.
func ReadKeeps(fsys fs.FS) ([]Keeps, error) {
	var all []Keeps
	for _, k := range kinds.All() {
		raw, err := fs.ReadFile(fsys, "widgets/"+k.Name+"/keeps.json")
		if err != nil {
			continue
		}
		list, err := keepList(raw)
		if err != nil {
			return nil, fmt.Errorf("widgets/%s/keeps.json: %w", k.Name, err)
		}
		all = append(all, Keeps{k.Name, list})
	}
	raw, err := fs.ReadFile(fsys, clientKeeps)
	if err != nil {
		return all, nil
	}
	places := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &places); err != nil {
		return nil, fmt.Errorf("%s: %w", clientKeeps, err)
	}
	for _, place := range clientPlaces {
		list, err := keepList(places[place])
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", clientKeeps, place, err)
		}
		all = append(all, Keeps{place, list})
	}
	return all, nil
}

const clientKeeps = "client/keeps.json"

// keepList reads one object of declarations in its order.
func keepList(raw []byte) ([]Keep, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var list []Keep
	for d.More() {
		what, err := d.Token()
		if err != nil {
			return nil, err
		}
		k := Keep{What: fmt.Sprint(what)}
		if err := d.Decode(&k); err != nil {
			return nil, err
		}
		if k.Names != "" && !slices.Contains(KeepNames, k.Names) {
			return nil, fmt.Errorf("%s: names %q is none of %v", k.What, k.Names, KeepNames)
		}
		list = append(list, k)
	}
	return list, nil
}

// A KeptPlace is a table of the page of the reader's data: what a kind or a page
// keeps, in words.
type KeptPlace struct {
	Place string    // the kind of block, or another place that keeps something
	Title string    // the place in words
	Rows  []KeptRow // what it keeps
}

// A KeptRow is one thing that is kept: where, whether it may name somebody, and
// whether it stays out of exports.
type KeptRow struct {
	What    string   // the name of what is kept, as the declaration has it
	Words   string   // what is kept, in words
	Keys    []string // the keys in the browser's storage
	Names   string   // how it may name somebody, in words, "" if it cannot
	Private bool     // it stays out of exports unless the reader ticks it
}

// Kept is what the browser keeps for a reader, for the page of their data.
func (v *View) Kept() ([]KeptPlace, error) { return Kept(v.r.theme.fsys, v.ls.words) }

// Kept describes in words what the kinds and pages of a theme store in the browser.
func Kept(fsys fs.FS, words *Strings) ([]KeptPlace, error) {
	all, err := ReadKeeps(fsys)
	if err != nil {
		return nil, err
	}
	var out []KeptPlace
	for _, k := range all {
		p := KeptPlace{Place: k.Place, Title: keptTitle(words, k.Place)}
		for _, keep := range k.List {
			row := KeptRow{What: keep.What, Words: keepWords(words, k.Place, keep.What), Keys: keep.Keys, Private: keep.Private()}
			if keep.Names != "" {
				row.Names = words.Get("keeps.names_" + keep.Names)
			}
			p.Rows = append(p.Rows, row)
		}
		out = append(out, p)
	}
	return out, nil
}

// keptTitle returns the name of a place: for a kind, the first of the words by which
// people search for it.
func keptTitle(words *Strings, place string) string {
	if slices.Contains(clientPlaces, place) {
		return words.Get("keeps.place_" + place)
	}
	name, _, _ := strings.Cut(words.Get("search_tools."+place), ":")
	return name
}

// keepWords returns the words for stored data in a place: a kind's own, or those of the
// pages, which share words for the same data.
func keepWords(words *Strings, place, what string) string {
	for _, key := range []string{"keeps." + place + "_" + what, "keeps." + what} {
		if words.forms[key] != nil {
			return words.Get(key)
		}
	}
	return what
}

// Ways are the ways in which something leaves the browser, for the page of the
// reader's data.
func (v *View) Ways() [][2]string { return Ways(v.ls.words) }

// Ways are the ways in which data leaves the browser: what it is, and when it leaves.
// The levels of a progress file have the same words as in the form that makes it.
func Ways(words *Strings) [][2]string {
	var out [][2]string
	for _, way := range []string{"export", "table", "link", "calendar", "level_1", "level_2", "level_3", "extra", "answer", "misses", "lms", "paper"} {
		title, more := words.Get("keeps.way_"+way), words.Get("keeps.way_"+way+"_more")
		if strings.HasPrefix(way, "level_") {
			title, more = words.Fill("keeps.way_progress", words.Get("client_send."+way)), words.Get("client_send."+way+"_more")
		}
		out = append(out, [2]string{title, more})
	}
	return out
}

// keepsConfig returns the declarations for the scripts of the reader's data, by place;
// "client" is the client's own file.
func (r *Renderer) keepsConfig() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	add := func(name, file string) {
		var b bytes.Buffer
		if raw, err := fs.ReadFile(r.theme.fsys, file); err == nil && json.Compact(&b, raw) == nil {
			out[name] = slices.Clone(b.Bytes())
		}
	}
	for _, k := range kinds.All() {
		add(k.Name, path.Join("widgets", k.Name, "keeps.json"))
	}
	add("client", clientKeeps)
	return out
}

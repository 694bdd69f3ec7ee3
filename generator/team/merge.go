package team

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A Team is a set of progress files with a manager's additions. Merge is commutative,
// associative and idempotent: files are independent of each other, and everything else
// is a map in which the later entry wins.
type Team struct {
	Site  string
	files map[string]*File // by id
	// keys are the keys that a person's files were signed with, each with the time of
	// its first file.
	keys map[string]map[string]int64
	same map[string]Join // "a b": two persons that are the same
	// comments and signs are entries of the files, by id.
	comments, signs map[string]dict
}

// A Join says since when two persons count as one, or no longer do.
type Join struct {
	At   int64 `json:"at"`
	Join bool  `json:"join"`
}

// New returns an empty team.
func New(site string) *Team {
	return &Team{
		Site: site, files: map[string]*File{}, keys: map[string]map[string]int64{}, same: map[string]Join{},
		comments: map[string]dict{}, signs: map[string]dict{},
	}
}

func (t *Team) add(f *File) {
	t.files[f.id()] = f
	if f.Key == "" {
		return
	}
	t.addKey(f.Person, f.Key, f.At)
}

func (t *Team) addKey(person, key string, at int64) {
	if t.keys[person] == nil {
		t.keys[person] = map[string]int64{}
	}
	if was, ok := t.keys[person][key]; !ok || at < was {
		t.keys[person][key] = at
	}
}

// id identifies a file by its sum, its key and its signature. The same text with two
// signatures is two files, because we do not know which one is forged.
func (f *File) id() string {
	sig, _ := f.raw["sig"].(string)
	return f.Sum + f.Key + sig
}

// Merge adds everything from another team.
func (t *Team) Merge(other *Team) {
	maps.Copy(t.files, other.files)
	for person, keys := range other.keys {
		for key, at := range keys {
			t.addKey(person, key, at)
		}
	}
	for pair, j := range other.same {
		if old, ok := t.same[pair]; !ok || j.At > old.At || j.At == old.At && j.Join {
			t.same[pair] = j
		}
	}
	later(t.comments, other.comments)
	later(t.signs, other.signs)
	t.reduce()
}

// later keeps the later of two entries. If both have the same time, it keeps the one
// with the greater text.
func later(into, from map[string]dict) {
	for id, x := range from {
		old, ok := into[id]
		if !ok || newerDict(x, old) {
			into[id] = x
		}
	}
}

func newerDict(a, b dict) bool {
	if c := cmp.Compare(a["at"].(int64), b["at"].(int64)); c != 0 {
		return c > 0
	}
	return compareUnits(string(canonical(nil, a)), string(canonical(nil, b))) > 0
}

// parts reports which parts a file has. The latest file counts for each part
// separately, so a later file with fewer parts does not remove an earlier part.
func (f *File) parts() []bool {
	return []bool{true, f.Results != nil, f.Answers != nil, f.Extra != nil}
}

// A place identifies a part of the files from one device.
type place struct {
	person, device string
	part           int
}

// newest finds the latest file of every person, device and part.
func (t *Team) newest() map[place]*File {
	best := map[place]*File{}
	for _, f := range t.files {
		for part, has := range f.parts() {
			at := place{f.Person, f.Device, part}
			if old := best[at]; has && (old == nil || f.At > old.At || f.At == old.At && f.id() > old.id()) {
				best[at] = f
			}
		}
	}
	return best
}

// reduce drops the files whose every part is in a later file.
func (t *Team) reduce() {
	sums := map[string]bool{}
	for _, f := range t.newest() {
		sums[f.Sum] = true
	}
	maps.DeleteFunc(t.files, func(_ string, f *File) bool { return !sums[f.Sum] })
}

// sorted returns the files in an order that does not depend on the order of merging.
func (t *Team) sorted() []*File {
	return slices.SortedFunc(maps.Values(t.files), func(a, b *File) int {
		return cmp.Or(strings.Compare(a.Person, b.Person), strings.Compare(a.Device, b.Device), cmp.Compare(a.At, b.At), strings.Compare(a.id(), b.id()))
	})
}

// JSON returns the team file: the same bytes for the same content, whatever the order
// of merging.
func (t *Team) JSON() []byte {
	files := []any{}
	for _, f := range t.sorted() {
		files = append(files, f.raw)
	}
	keys, same, comments, signs := dict{}, dict{}, dict{}, dict{}
	for person, list := range t.keys {
		one := dict{}
		for key, at := range list {
			one[key] = at
		}
		keys[person] = one
	}
	for pair, j := range t.same {
		same[pair] = dict{"at": j.At, "join": j.Join}
	}
	for id, c := range t.comments {
		comments[id] = c
	}
	for id, s := range t.signs {
		signs[id] = s
	}
	m := dict{
		"format": teamFormat, "v": int64(Version), "site": t.Site,
		"files": files, "keys": keys, "same": same, "comments": comments, "signs": signs,
	}
	m["sum"] = sumOf(m)
	return append(canonical(nil, m), '\n')
}

func readTeam(m dict, site, today string) (*Team, *Problem) {
	c, newer, p := admit(m, "team", site)
	if p != nil {
		return nil, p
	}
	if newer {
		m = c
	}
	t := New(site)
	files, _ := m["files"].([]any)
	for _, x := range files {
		one, ok := x.(dict)
		if !ok {
			return nil, &Problem{Code: "damaged"}
		}
		f, p := readFile(one, site, today)
		if p != nil {
			return nil, p
		}
		t.add(f)
	}
	var rest struct {
		Keys map[string]map[string]int64
		Same map[string]Join
	}
	if err := json.Unmarshal(canonical(nil, dict{"keys": c["keys"], "same": c["same"]}), &rest); err != nil {
		return nil, &Problem{Code: "damaged"}
	}
	for person, keys := range rest.Keys {
		for key, at := range keys {
			t.addKey(person, key, at)
		}
	}
	t.same = rest.Same
	for _, part := range []struct {
		name string
		into map[string]dict
	}{{"comments", t.comments}, {"signs", t.signs}} {
		for id, x := range c[part.name].(dict) {
			part.into[id] = x.(dict)
		}
	}
	for _, s := range t.signs {
		if s["sum"] != sumOf(s) || s["site"] != site {
			return nil, &Problem{Code: "altered"}
		}
	}
	t.reduce()
	return t, nil
}

// persons maps each person to the smallest id of the group of persons that they are
// joined with.
func (t *Team) persons() map[string]string {
	of := map[string]string{}
	for _, f := range t.files {
		of[f.Person] = f.Person
	}
	var root func(string) string
	root = func(p string) string {
		if of[p] == p || of[p] == "" {
			return p
		}
		return root(of[p])
	}
	for _, pair := range slices.Sorted(maps.Keys(t.same)) {
		a, b, ok := strings.Cut(pair, " ")
		if !ok || !t.same[pair].Join || of[a] == "" || of[b] == "" {
			continue
		}
		if a, b = root(a), root(b); a != b {
			of[max(a, b)] = min(a, b)
		}
	}
	for p := range of {
		of[p] = root(p)
	}
	return of
}

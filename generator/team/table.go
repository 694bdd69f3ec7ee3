package team

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

const (
	leastGroup = 5  // the smallest group that is counted together
	silentDays = 14 // days without a file
	soonDays   = 7  // days before its date that something due is shown
)

// A Table is what a manager sees on a date.
type Table struct {
	On      string   `json:"on"`
	Columns []Column `json:"columns"`
	People  []Person `json:"people"`
	Weak    []Weak   `json:"weak"`
	Tallies []Tally  `json:"tallies"`
}

// A Column is a lesson.
type Column struct {
	UID   string `json:"uid"`
	Title string `json:"title"`
}

// A Person is one row.
type Person struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Path    string            `json:"path"`
	Since   string            `json:"since"`
	Percent int               `json:"percent"` // of the path's minutes, -1 without a path
	Learnt  int               `json:"learnt"`
	Of      int               `json:"of"`
	Cells   map[string]Cell   `json:"cells"`
	Miles   map[string]string `json:"miles"`
	Tasks   map[string]Task   `json:"tasks"`
	Asks    map[string]Ask    `json:"asks"` // requests without an answer
	Signed  map[string]Signed `json:"signed"`
	Due     []Due             `json:"due"`
	Last    string            `json:"last"`
	Silent  bool              `json:"silent"`
	Level   int               `json:"level"`
	Devices int               `json:"devices"`
	// Newer says that a file is of a later version. Unsigned says that the latest file
	// has no signature although an earlier one had. Keys is the number of keys.
	Newer    bool `json:"newer"`
	Unsigned bool `json:"unsigned"`
	Keys     int  `json:"keys"`

	results map[string]map[string]Result
	answers map[string]map[string]map[string]string
}

// A Due is something that a person has to do by a day.
type Due struct {
	On   string `json:"on"`
	Late bool   `json:"late"`
	What string `json:"what"` // mile/<path>/<n> or task/<id>
	Text string `json:"text"`
}

// Weak is an item that several people get wrong or find hard.
type Weak struct {
	Lesson string         `json:"lesson"`
	Widget string         `json:"widget"`
	Item   string         `json:"item"`
	Count  int            `json:"count"`
	Of     int            `json:"of"`
	Places map[string]int `json:"places"` // number of answers at each place of a scale
}

// A Tally counts the votes of a poll by voter.
type Tally struct {
	Lesson string         `json:"lesson"`
	Widget string         `json:"widget"`
	Of     int            `json:"of"`
	Votes  map[string]int `json:"votes"`
}

// Table makes the table of a team.
func (t *Team) Table(f *Facts, today string) *Table {
	files := map[string][]map[int]*File{} // by person, one for each device
	of := t.persons()
	byDevice := map[place]map[int]*File{}
	best := t.newest()
	for _, at := range slices.SortedFunc(maps.Keys(best), func(a, b place) int {
		return cmp.Or(strings.Compare(a.person, b.person), strings.Compare(a.device, b.device), cmp.Compare(a.part, b.part))
	}) {
		device := place{at.person, at.device, 0}
		if byDevice[device] == nil {
			byDevice[device] = map[int]*File{}
			files[of[at.person]] = append(files[of[at.person]], byDevice[device])
		}
		byDevice[device][at.part] = best[at]
	}
	table := &Table{On: today, People: []Person{}, Columns: []Column{}}
	for id, devices := range files {
		table.People = append(table.People, t.person(f, id, devices, today))
	}
	slices.SortFunc(table.People, func(a, b Person) int {
		return cmp.Or(compareUnits(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.ID, b.ID))
	})
	table.columns(f)
	table.Weak, table.Tallies = weak(f, table.People), tallies(f, table.People)
	return table
}

// person combines the latest files of a person's devices.
func (t *Team) person(f *Facts, id string, devices []map[int]*File, today string) Person {
	p := Person{
		ID: id, Percent: -1, Devices: len(devices), Due: []Due{},
		Cells: map[string]Cell{}, Miles: map[string]string{}, Tasks: map[string]Task{}, Asks: map[string]Ask{}, Signed: map[string]Signed{},
	}
	var latest *File
	for _, d := range devices {
		if base := d[0]; latest == nil || base.At > latest.At || base.At == latest.At && base.id() > latest.id() {
			latest = base
		}
	}
	p.Name, p.Last, p.Level = latest.Name, latest.On, latest.Level
	p.Silent = addDays(p.Last, silentDays) < today
	if latest.Path != nil {
		p.Path, p.Since = latest.Path.UID, latest.Path.Since
	}
	for _, d := range devices {
		p.take(f, d[0])
	}
	for who, to := range t.persons() {
		if to == id {
			p.Keys += len(t.keys[who])
		}
	}
	p.Unsigned = latest.Key == "" && p.Keys > 0
	for _, s := range t.signs {
		if ask, ok := s["ask"].(string); ok {
			delete(p.Asks, ask)
		}
	}
	p.results = newestOf(f, devices, 1, func(x *File) map[string]map[string]Result { return x.Results })
	p.answers = newestOf(f, devices, 2, func(x *File) map[string]map[string]map[string]string { return x.Answers })
	p.count(f)
	p.due(f, today)
	return p
}

// take adds the content of one device's file.
func (p *Person) take(f *Facts, x *File) {
	p.Newer = p.Newer || x.Newer
	for uid, c := range x.Lessons {
		uid = f.uid(uid)
		if old, ok := p.Cells[uid]; !ok || better(c, old) {
			p.Cells[uid] = c
		}
	}
	for m, on := range x.Miles {
		if old, ok := p.Miles[m]; !ok || on < old {
			p.Miles[m] = on
		}
	}
	for id, task := range x.Tasks {
		old, ok := p.Tasks[id]
		if ok {
			task.Took = min(task.Took, old.Took)
			task.Done = earlier(task.Done, old.Done)
			task.Title, task.Due = max(task.Title, old.Title), max(task.Due, old.Due)
		}
		p.Tasks[id] = task
	}
	maps.Copy(p.Asks, x.Asks)
	maps.Copy(p.Signed, x.Signed)
}

func earlier(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return min(a, b)
}

var ranks = map[string]int{"begun": 0, "learnt": 1, "practice": 2}

// better reports whether a is further than b for the same lesson: a valid state comes
// before one that is stale or expired, more progress before less, then the earlier day.
func better(a, b Cell) bool {
	begun := func(c Cell) int { return truth(c.State != "begun") }
	return cmp.Or(
		begun(a)-begun(b), truth(a.Flag == "")-truth(b.Flag == ""), ranks[a.State]-ranks[b.State],
		strings.Compare(b.On, a.On), strings.Compare(b.Done, a.Done), strings.Compare(b.Flag, a.Flag),
	) > 0
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// newestOf returns each widget's entry from the latest file that has one, under its
// present ids. Entries that are no longer in the playbook are left out.
func newestOf[T any](f *Facts, devices []map[int]*File, part int, of func(*File) map[string]map[string]T) map[string]map[string]T {
	out := map[string]map[string]T{}
	var files []*File
	for _, d := range devices {
		if d[part] != nil {
			files = append(files, d[part])
		}
	}
	slices.SortFunc(files, func(a, b *File) int { return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.id(), b.id())) })
	for _, x := range files {
		for uid, widgets := range of(x) {
			l := f.byUID[uid]
			for id, entry := range widgets {
				if l == nil || l.widget(id) == nil {
					continue
				}
				if out[l.UID] == nil {
					out[l.UID] = map[string]T{}
				}
				out[l.UID][l.widget(id).ID] = entry
			}
		}
	}
	return out
}

// count computes the person's progress on the path.
func (p *Person) count(f *Facts) {
	path := f.path(p.Path)
	if path == nil {
		return
	}
	done, all := 0, 0
	for _, i := range path.Lessons {
		l := f.Lessons[i]
		all += l.Minutes
		p.Of++
		if c, ok := p.Cells[l.UID]; ok && c.State != "begun" {
			p.Learnt++
			done += l.Minutes
		}
	}
	if all == 0 {
		done, all = p.Learnt, p.Of
	}
	p.Percent = 0
	if all > 0 {
		p.Percent = 100 * done / all
	}
}

func (p *Person) due(f *Facts, today string) {
	soon := addDays(today, soonDays)
	add := func(on, what, text string) {
		if on <= soon {
			p.Due = append(p.Due, Due{on, on < today, what, text})
		}
	}
	if path := f.path(p.Path); path != nil && p.Since != "" {
		for _, m := range path.Miles {
			what := path.UID + "/" + m.ID
			if m.Day > 0 && p.Miles[what] == "" {
				add(addDays(p.Since, m.Day-1), "mile/"+what, m.At+": "+m.Do)
			}
		}
	}
	for id, task := range p.Tasks {
		if task.Due != "" && task.Done == "" {
			add(task.Due, "task/"+id, task.Title)
		}
	}
	slices.SortFunc(p.Due, func(a, b Due) int { return cmp.Or(strings.Compare(a.On, b.On), compareUnits(a.What, b.What)) })
}

// columns sets the columns: the lessons that somebody has begun or has on their path,
// in the playbook's order, then lessons that the playbook no longer has.
func (t *Table) columns(f *Facts) {
	wanted := map[string]bool{}
	for _, p := range t.People {
		for uid := range p.Cells {
			wanted[uid] = true
		}
		if path := f.path(p.Path); path != nil {
			for _, i := range path.Lessons {
				wanted[f.Lessons[i].UID] = true
			}
		}
	}
	for _, l := range f.Lessons {
		if wanted[l.UID] {
			t.Columns = append(t.Columns, Column{l.UID, l.Title})
			delete(wanted, l.UID)
		}
	}
	for _, uid := range slices.SortedFunc(maps.Keys(wanted), compareUnits) {
		t.Columns = append(t.Columns, Column{uid, uid})
	}
}

// weak returns the items that two or more people get wrong or find hard, those with the
// greatest share first. Groups of fewer than five people are not counted.
func weak(f *Facts, people []Person) []Weak {
	out := []Weak{}
	for _, l := range f.Lessons {
		for _, w := range l.Widgets {
			of, low := 0, map[string]map[string]int{}
			for _, p := range people {
				r, ok := p.results[l.UID][w.ID]
				if !ok {
					continue
				}
				of++
				seen := map[string]bool{}
				for _, id := range slices.SortedFunc(maps.Keys(r.Low), compareUnits) {
					item, place := w.item(id), r.Low[id]
					if item == "" || seen[item] {
						continue
					}
					seen[item] = true
					if low[item] == nil {
						low[item] = map[string]int{}
					}
					low[item][itoa(place)]++
				}
			}
			if of < leastGroup {
				continue
			}
			for _, it := range w.Items {
				n := 0
				for _, c := range low[it.ID] {
					n += c
				}
				if n >= 2 {
					out = append(out, Weak{l.UID, w.ID, it.ID, n, of, low[it.ID]})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Weak) int { return cmp.Or(b.Count*a.Of-a.Count*b.Of, b.Of-a.Of) })
	return out
}

// tallies counts votes. Groups of fewer than five voters are not counted.
func tallies(f *Facts, people []Person) []Tally {
	out := []Tally{}
	for _, l := range f.Lessons {
		for _, w := range l.Widgets {
			if w.Share["tally"] == "" {
				continue
			}
			of, votes := 0, map[string]int{}
			for _, p := range people {
				counted := false
				for _, id := range slices.SortedFunc(maps.Keys(p.answers[l.UID][w.ID]), compareUnits) {
					if item := w.item(id); item != "" && !counted {
						votes[item]++
						counted = true
					}
				}
				of += truth(counted)
			}
			if of >= leastGroup {
				out = append(out, Tally{l.UID, w.ID, of, votes})
			}
		}
	}
	return out
}

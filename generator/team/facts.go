package team

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Facts are what the table knows of the playbook: the lessons of its paths with what
// can be shared of them. The build writes them for the browser (theme.Renderer.Book).
type Facts struct {
	Lessons []Lesson `json:"lessons"`
	Paths   []Path   `json:"paths"`

	byUID map[string]*Lesson
}

// A Lesson is a column of the table.
type Lesson struct {
	UID     string   `json:"uid"`
	Was     []string `json:"was"`
	Title   string   `json:"title"`
	Minutes int      `json:"min"`
	Widgets []Widget `json:"widgets"`
}

// A Widget is one whose results or answers a reader may share.
type Widget struct {
	ID    string            `json:"id"`
	Was   string            `json:"was"`
	Share map[string]string `json:"share"`
	Items []Item            `json:"items"`
}

// An Item is a question, a statement, an option.
type Item struct {
	ID  string `json:"id"`
	Was string `json:"was"`
}

// A Path is a learning path; Lessons are places in Facts.Lessons.
type Path struct {
	UID     string `json:"uid"`
	Title   string `json:"title"`
	Lessons []int  `json:"lessons"`
	Miles   []Mile `json:"miles"`
}

// A Mile is a milestone, due on a day of the path, 0 for none.
type Mile struct {
	ID  string `json:"id"`
	At  string `json:"at"`
	Do  string `json:"do"`
	Day int    `json:"day"`
}

// ReadFacts reads what the build wrote.
func ReadFacts(data []byte) (*Facts, error) {
	f := &Facts{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("read the facts of the playbook: %w", err)
	}
	f.byUID = map[string]*Lesson{}
	for i := range f.Lessons {
		l := &f.Lessons[i]
		for _, was := range l.Was {
			if f.byUID[was] == nil {
				f.byUID[was] = l
			}
		}
	}
	for i := range f.Lessons {
		f.byUID[f.Lessons[i].UID] = &f.Lessons[i] // a uid of today goes before one of earlier
	}
	return f, nil
}

// uid is today's uid of a lesson that a file may call by an earlier one.
func (f *Facts) uid(uid string) string {
	if l := f.byUID[uid]; l != nil {
		return l.UID
	}
	return uid
}

func (f *Facts) path(uid string) *Path {
	if i := slices.IndexFunc(f.Paths, func(p Path) bool { return p.UID == uid }); i >= 0 {
		return &f.Paths[i]
	}
	return nil
}

// widget finds a widget of a lesson by today's id or an earlier one.
func (l *Lesson) widget(id string) *Widget {
	for _, earlier := range []bool{false, true} {
		for i := range l.Widgets {
			if w := &l.Widgets[i]; w.ID == id && !earlier || w.Was == id && earlier {
				return w
			}
		}
	}
	return nil
}

// item finds today's id of an item, "" for one that is gone.
func (w *Widget) item(id string) string {
	for _, earlier := range []bool{false, true} {
		for _, it := range w.Items {
			if it.ID == id && !earlier || it.Was == id && earlier {
				return it.ID
			}
		}
	}
	return ""
}

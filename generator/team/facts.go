package team

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Facts are what the table needs to know of the playbook: the lessons of its paths with
// what can be shared of them. The build writes them for the browser
// (theme.Renderer.Book).
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

// A Widget is a widget whose results or answers a reader may share.
type Widget struct {
	ID    string            `json:"id"`
	Was   string            `json:"was"`
	Share map[string]string `json:"share"`
	Items []Item            `json:"items"`
}

// An Item is a question, a statement or an option.
type Item struct {
	ID  string `json:"id"`
	Was string `json:"was"`
}

// A Path is a learning path. Lessons are indexes of Facts.Lessons.
type Path struct {
	UID     string `json:"uid"`
	Title   string `json:"title"`
	Lessons []int  `json:"lessons"`
	Miles   []Mile `json:"miles"`
}

// A Mile is a milestone. Day is the day of the path on which it is due, 0 for none.
type Mile struct {
	ID  string `json:"id"`
	At  string `json:"at"`
	Do  string `json:"do"`
	Day int    `json:"day"`
}

// ReadFacts reads the facts that the build wrote.
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
		f.byUID[f.Lessons[i].UID] = &f.Lessons[i] // a present uid takes precedence over an earlier one
	}
	return f, nil
}

// uid returns the present uid of a lesson. A file may have an earlier one.
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

// widget finds a widget of a lesson by its present id or an earlier one.
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

// item returns the present id of an item, or "" if it no longer exists.
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

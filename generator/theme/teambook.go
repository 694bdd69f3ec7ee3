package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"playbook/generator/content"
	"playbook/generator/decode"
	"playbook/generator/site"
	"playbook/generator/widget"
)

// teamBook is the data about the playbook for the team's pages: the lessons of its
// learning paths, with everything that a reader may send of them. Package team reads
// the same data (team.Facts). The browser gets it as a separate script.
type teamBook struct {
	Lessons []teamLesson `json:"lessons"`
	Paths   []teamPath   `json:"paths"`
	// Tasks are the prepared assignments.
	Tasks []teamTask `json:"tasks,omitempty"`
	// Keys are the public keys of those who may sign.
	Keys []string `json:"keys,omitempty"`
}

type teamLesson struct {
	UID     string       `json:"uid"`
	Was     []string     `json:"was,omitempty"`
	URL     string       `json:"url"` // from the site's root
	Title   string       `json:"title"`
	Lang    string       `json:"lang,omitempty"` // of a title that is not translated
	Minutes int          `json:"min"`
	Signoff bool         `json:"signoff,omitempty"`
	Widgets []teamWidget `json:"widgets,omitempty"`
}

// teamWidget is a widget that stores data. Share and Items are set if its results or
// answers may be sent, see [widget.Track].
type teamWidget struct {
	ID    string            `json:"id"`
	Kind  string            `json:"kind"`
	Was   string            `json:"was,omitempty"`
	Title string            `json:"title,omitempty"`
	At    string            `json:"at,omitempty"`
	Share map[string]string `json:"share,omitzero"`
	Items []teamItem        `json:"items,omitempty"`
}

type teamItem struct {
	ID   string `json:"id"`
	Was  string `json:"was,omitempty"`
	Text string `json:"text"`
}

type teamPath struct {
	UID     string       `json:"uid"`
	URL     string       `json:"url"`
	Title   string       `json:"title"`
	Lessons []int        `json:"lessons"`
	Signoff bool         `json:"signoff,omitempty"`
	Valid   int          `json:"valid,omitempty"`
	Miles   []clientMile `json:"miles,omitempty"`
}

// teamTask is a prepared assignment for the form of the team's page. ID is the same for
// everybody who assigns it. Due is a date, Days the number of days from the day of
// assignment.
type teamTask struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	From       string   `json:"from,omitempty"`
	Text       string   `json:"text,omitempty"`
	Lessons    []string `json:"lessons"`
	Checklists []string `json:"checklists,omitempty"`
	Due        string   `json:"due,omitempty"`
	Days       int      `json:"days,omitempty"`
}

// bookless is the number of lessons that a team can see of a playbook without paths.
const bookless = 300

// TeamBook writes the data for the team's pages in a language, as JSON.
func TeamBook(s *site.Site, lang *site.Lang) ([]byte, error) {
	b := teamBook{Lessons: []teamLesson{}, Paths: []teamPath{}, Keys: s.Config.TeamKeys}
	places := map[*site.Page]int{}
	add := func(p *site.Page) int {
		n, ok := places[p]
		if !ok {
			n = len(b.Lessons)
			places[p] = n
			b.Lessons = append(b.Lessons, teamLessonOf(s, p))
		}
		return n
	}
	for _, path := range lang.Paths {
		p := teamPath{UID: path.Page.UID, URL: path.Page.URL, Title: path.Page.Title, Lessons: []int{}, Signoff: path.Page.Signoff, Valid: Days(path.Valid), Miles: miles(path)}
		for _, l := range path.Lessons {
			p.Lessons = append(p.Lessons, add(l))
		}
		b.Paths = append(b.Paths, p)
	}
	if len(b.Paths) == 0 {
		for _, l := range lang.Lessons[:min(len(lang.Lessons), bookless)] {
			add(l)
		}
	}
	for _, t := range lang.Assignments {
		b.Tasks = append(b.Tasks, teamTaskOf(t))
		for _, l := range t.Lessons {
			add(l)
		}
	}
	data, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("write the data of the team's pages: %w", err)
	}
	return data, nil
}

func teamTaskOf(a *site.Assignment) teamTask {
	sum := sha256.Sum256([]byte("assignment " + a.Name))
	t := teamTask{ID: hex.EncodeToString(sum[:8]), Title: a.Title, From: a.From, Text: a.Message, Checklists: a.Checklists, Lessons: []string{}}
	for _, l := range a.Lessons {
		t.Lessons = append(t.Lessons, l.UID)
	}
	if decode.IsDay(a.Due) {
		t.Due = a.Due
	} else {
		t.Days = Days(a.Due)
	}
	return t
}

func teamLessonOf(s *site.Site, p *site.Page) teamLesson {
	l := teamLesson{UID: p.UID, URL: p.URL, Title: p.Title, Minutes: p.Minutes, Signoff: p.Signoff}
	if p.Fallback {
		l.Lang = s.Config.Language
	}
	if p.Lesson == nil {
		return l
	}
	l.Was = p.Lesson.Meta.Was
	for _, placed := range p.Lesson.Widgets {
		if w, ok := teamWidgetOf(placed); ok {
			l.Widgets = append(l.Widgets, w)
		}
	}
	return l
}

func teamWidgetOf(placed content.Placed) (w teamWidget, keeps bool) {
	if _, ok := placed.Widget.(widget.Keeper); !ok {
		return w, false
	}
	id := widget.IdentityOf(placed.Widget)
	w = teamWidget{ID: placed.ID, Kind: placed.Kind, Was: id.Was, Title: id.Title, Share: widget.TrackOf(placed.Widget).Share}
	if anchors := widget.AnchorsOf(placed.Widget); len(anchors) > 0 && anchors[0] != w.ID {
		w.At = anchors[0]
	}
	if w.Share != nil {
		for _, it := range id.Items {
			w.Items = append(w.Items, teamItem{it.ID, it.Was, strings.TrimSpace(it.Text)})
		}
	}
	return w, true
}

package theme

import (
	"fmt"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// A Stop is one lesson of a path.
type Stop struct {
	Row
	No    int    // the lesson's number in the path, from 1
	After string // the numbers of the path's lessons to read before
}

// A Leg is a run of a path's lessons in one section.
type Leg struct {
	Link
	Stops []Stop // the lessons
}

// Legs are the path's lessons, all of them, split where the section changes.
func (v *View) Legs() []Leg {
	path := v.page.Path
	if path == nil {
		return nil
	}
	number := map[*site.Page]int{}
	for i, p := range path.Lessons {
		number[p] = i + 1
	}
	var legs []Leg
	no := 0
	for _, run := range bySection(path.Lessons) {
		leg := Leg{Link: v.sectionLink(run[0].Section)}
		leg.Count, leg.Minutes = len(run), minutes(run)
		if run[0].Section.Parent == nil {
			leg.Title = v.ls.words.Get("term.ungrouped")
		}
		for _, p := range run {
			no++
			leg.Stops = append(leg.Stops, Stop{Row: v.row(p), No: no, After: after(p, number)})
		}
		legs = append(legs, leg)
	}
	return legs
}

// after lists the numbers of the path's lessons that come before p.
func after(p *site.Page, number map[*site.Page]int) string {
	var list []string
	for _, q := range p.Prereq {
		if n := number[q]; n > 0 {
			list = append(list, strconv.Itoa(n))
		}
	}
	return strings.Join(list, ", ")
}

// Pace is how long the path takes, in its author's words.
func (v *View) Pace() string { return v.page.Path.Pace }

// Milestones are the path's dated steps.
func (v *View) Milestones() []content.Milestone { return v.page.Path.Milestones }

// Completion says when the path is done, in its author's words.
func (v *View) Completion() string { return v.page.Path.Completion }

// A Map is a path drawn as lanes, one a kind of lesson, from left to right. All
// measures are in the drawing's own units.
type Map struct {
	W      int       // the width
	H      int       // the height
	Lanes  []Lane    // the lanes, from the top
	Routes []string  // path data from a lesson to the one that follows from it
	Stops  []MapStop // the lessons
}

// A Lane is one kind of lesson.
type Lane struct {
	Class string // the style class of the kind's colour
	Icon  string // the kind's icon, for the function icon
	Title string // the name of the kind
	X1    int    // where the line begins, from the left
	X2    int    // where the line ends, from the left
	Y     int    // where the line is, from the top
	IconY int    // where the icon is, from the top
	TextY int    // where the foot of the name is, from the top
}

// A MapStop is one lesson on the map.
type MapStop struct {
	Class string // the style class of the kind's colour
	UID   string // the lesson's uid
	X     int    // the middle of the stop, from the left
	Y     int    // the middle of the stop, from the top
	TextY int    // where the foot of the number is, from the top
	No    int    // the lesson's number in the path, from 1
}

// The measures of the drawing.
const (
	mapWidth    = 1300
	mapLabels   = 190 // the lanes' names
	mapLane     = 62  // from lane to lane
	mapTop      = 40
	mapMargin   = 30
	mapMaxStops = 40 // with more, numbers would touch
	mapMinStops = 4  // with fewer, the list is clearer
	mapMaxLanes = 7
)

// Map draws the path, nil if it is too short, too long or too mixed for one.
func (v *View) Map() *Map {
	path := v.page.Path
	if path == nil || len(path.Lessons) < mapMinStops || len(path.Lessons) > mapMaxStops {
		return nil
	}
	m := &Map{W: mapWidth}
	lane := map[string]int{}
	step := (mapWidth - mapLabels - 2*mapMargin) / max(1, len(path.Lessons)-1)
	at := map[*site.Page]MapStop{}
	for i, p := range path.Lessons {
		key := laneKey(p)
		if _, ok := lane[key]; !ok {
			lane[key] = len(lane)
			m.Lanes = append(m.Lanes, v.lane(p, lane[key]))
		}
		y := mapTop + mapLane*lane[key]
		stop := MapStop{Class: kindClass(p.Kind), UID: p.UID, X: mapLabels + mapMargin + i*step, Y: y, TextY: y + 4, No: i + 1}
		m.Stops = append(m.Stops, stop)
		at[p] = stop
	}
	if len(m.Lanes) > mapMaxLanes {
		return nil
	}
	for _, p := range path.Lessons {
		for _, q := range p.Prereq {
			if from, ok := at[q]; ok && from.X < at[p].X {
				m.Routes = append(m.Routes, route(from, at[p]))
			}
		}
	}
	m.H = 2*mapTop + mapLane*(len(m.Lanes)-1)
	return m
}

// laneKey returns the lane of a lesson: its kind, or its section if it has no kind.
func laneKey(p *site.Page) string {
	if p.Kind != nil && p.Kind.Key != "plain" {
		return p.Kind.Key
	}
	if p.Section != nil {
		return "/" + p.Section.Dir
	}
	return "/"
}

func (v *View) lane(p *site.Page, n int) Lane {
	y := mapTop + mapLane*n
	l := Lane{Class: kindClass(p.Kind), Icon: "plain", X1: mapLabels, X2: mapWidth, Y: y, IconY: y - 11, TextY: y + 4}
	if p.Kind != nil && p.Kind.Key != "plain" {
		l.Icon, l.Title = p.Kind.Icon, p.Kind.In(v.Lang)
	} else if p.Section != nil && p.Section.Page != nil {
		l.Title = p.Section.Page.Title
	}
	return l
}

// route returns the line from one stop to another: along the lane, or down and around
// the corner.
func route(a, b MapStop) string {
	const r = 14
	switch {
	case a.Y == b.Y:
		return fmt.Sprintf("M%d %dH%d", a.X, a.Y, b.X)
	case a.Y < b.Y:
		return fmt.Sprintf("M%d %dV%dq0 %d %d %dH%d", a.X, a.Y, b.Y-r, r, r, r, b.X)
	}
	return fmt.Sprintf("M%d %dV%dq0 -%d %d -%dH%d", a.X, a.Y, b.Y+r, r, r, r, b.X)
}

// MapLabel describes the map in words.
func (v *View) MapLabel() string {
	m := v.Map()
	return v.ls.words.Fill("path.map_label", len(m.Stops), len(m.Lanes))
}

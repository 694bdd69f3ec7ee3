package content

import (
	"playbook/generator/output"
	"playbook/generator/widget"
)

// An Outline is a lesson without its page: all that the rest of the site, the
// record of ids and the search index look at. It is plain data, to be written
// down and read again instead of the lesson.
type Outline struct {
	// Lesson has no Widgets: theirs is what Widgets say.
	Lesson  Lesson
	Widgets []OutlinedWidget
	Extra   []string
	Texts   []byte
}

// An OutlinedWidget is what others see of a placed widget.
type OutlinedWidget struct {
	Placed   Placed // without the Widget
	Identity widget.Identity
	Anchors  []string
	Track    widget.Track
}

// Outline returns the lesson's outline; false if it has none, because plain
// data cannot say all of it.
func (l *Lesson) Outline() (Outline, bool) {
	m := &l.Meta
	for _, list := range [][]string{m.Aliases, m.Tags, m.Roles, m.Prereq, m.Takeaways, m.Was, m.Lessons} {
		if list != nil && len(list) == 0 {
			return Outline{}, false // an empty list is another thing than none
		}
	}
	for _, f := range m.Fields {
		switch f.Value.(type) {
		case string, bool, int64, float64:
		default:
			return Outline{}, false
		}
	}
	texts, err := l.texts.Bytes(nil)
	if err != nil {
		return Outline{}, false
	}
	o := Outline{Lesson: *l, Extra: l.extra, Texts: texts}
	o.Lesson.Widgets = nil
	for _, p := range l.Widgets {
		w := OutlinedWidget{Placed: p}
		w.Placed.Widget = nil
		w.Identity, w.Anchors = widget.IdentityOf(p.Widget), widget.AnchorsOf(p.Widget)
		w.Track = widget.TrackOf(p.Widget)
		o.Widgets = append(o.Widgets, w)
	}
	return o, true
}

// Outlined reports whether the lesson was made from an outline: then its page
// cannot be drawn, and its widgets have no other ids than they had.
func (l *Lesson) Outlined() bool { return l.outlined }

// FromOutline returns the lesson that o outlines.
func FromOutline(o Outline, store *output.Store) *Lesson {
	l := o.Lesson
	l.extra, l.texts, l.outlined = o.Extra, store.Keep(o.Texts), true
	for _, w := range o.Widgets {
		w.Placed.Widget = outlined{w.Identity, w.Anchors, w.Track}
		l.Widgets = append(l.Widgets, w.Placed)
	}
	return &l
}

// outlined is a widget of which only the outline is known.
type outlined struct {
	identity widget.Identity
	anchors  []string
	track    widget.Track
}

func (w outlined) SearchText() []string      { return nil }
func (w outlined) Identity() widget.Identity { return w.identity }
func (w outlined) Anchors() []string         { return w.anchors }
func (w outlined) Track() widget.Track       { return w.track }

package theme

import (
	"html/template"
	"strings"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// A Pool is what one lesson gives the daily practice.
type Pool struct {
	Link
	// Asks are the ids of the blocks to answer before the lesson is learnt, with commas
	// between.
	Asks string
	HTML template.HTML // the questions and cards of the lesson, drawn
}

// practised returns the lesson's widgets whose items are asked again after some days.
func practised(l *content.Lesson) []content.Placed {
	var out []content.Placed
	if l == nil {
		return nil
	}
	for _, p := range l.Widgets {
		if widget.TrackOf(p.Widget).Practised {
			out = append(out, p)
		}
	}
	return out
}

// Pools are the lessons with something to practise, each drawn with its kinds'
// template practice.html.
func (v *View) Pools() ([]Pool, error) {
	var out []Pool
	for _, p := range v.page.Lang.Lessons {
		own := v.r.view(p)
		own.at, own.left = v.at, v.left
		list := practised(own.lesson)
		if len(list) == 0 {
			continue
		}
		var b strings.Builder
		for _, placed := range list {
			if err := own.drawWidget(own.lesson.Writer(&b, own.hooks()), "widgets/"+placed.Kind+"/practice", placed, p.UID+"--"); err != nil {
				return nil, err
			}
		}
		out = append(out, Pool{*v.link(p), strings.Join(factsOf(own.lesson).Asks, ","), template.HTML(b.String())})
	}
	return out, nil
}

package theme

import (
	"bytes"
	"fmt"
	"html/template"

	"playbook/generator/content"
	"playbook/generator/widget"
)

// A Pool is what one lesson gives the daily practice.
type Pool struct {
	Link
	HTML template.HTML
}

// practised are the lesson's widgets whose items are asked again after days.
func practised(l *content.Lesson) []content.Placed {
	var out []content.Placed
	if l == nil {
		return nil
	}
	for _, p := range l.Widgets {
		if _, ok := p.Widget.(widget.Practised); ok && widget.TrackOf(p.Widget).Practised {
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
		list := practised(p.Lesson)
		if len(list) == 0 {
			continue
		}
		pool := Pool{Link: *v.link(p)}
		// The lesson's links, from where this page is.
		here := *p
		here.URL = v.page.URL
		w := *v
		w.page, w.lesson, w.TextLang = &here, p.Lesson, pool.Lang
		hooks := w.hooks(p.Lesson)
		var b bytes.Buffer
		for _, placed := range list {
			html, err := w.practice(placed, p.UID+"--")
			if err == nil {
				err = v.r.env.Resolve(&b, html, hooks)
			}
			if err != nil {
				return nil, err
			}
		}
		pool.HTML = template.HTML(b.String())
		out = append(out, pool)
	}
	return out, nil
}

// practice draws one widget for the page of the daily practice.
func (v *View) practice(p content.Placed, prefix string) ([]byte, error) {
	name := "widgets/" + p.Kind + "/practice"
	if v.r.theme.trees[name] == nil {
		return nil, fmt.Errorf("draw %s %q to practise: template %q is missing", p.Kind, p.ID, name)
	}
	var b bytes.Buffer
	if err := v.draw(&b, name, p.Widget.(widget.Practised).Practice(prefix)); err != nil {
		return nil, fmt.Errorf("draw %s %q to practise: %w", p.Kind, p.ID, err)
	}
	return b.Bytes(), nil
}

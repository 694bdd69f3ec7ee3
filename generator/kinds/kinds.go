// Package kinds is the list of widget kinds. 'generate new widget' adds one: 16 files, or
// 20 if the kind keeps something, most of them in two folders of its name.
package kinds

import (
	"playbook/generator/widget"
	"playbook/generator/widget/analogy"
	"playbook/generator/widget/bars"
	"playbook/generator/widget/cards"
	"playbook/generator/widget/checklist"
	"playbook/generator/widget/flow"
	"playbook/generator/widget/followup"
	"playbook/generator/widget/journal"
	"playbook/generator/widget/matrix"
	"playbook/generator/widget/mix"
	"playbook/generator/widget/poll"
	"playbook/generator/widget/quiz"
	"playbook/generator/widget/roleplay"
	"playbook/generator/widget/scorecard"
	"playbook/generator/widget/timeline"
	"playbook/generator/widget/tree"
)

// All returns every kind, in the order of the authors' documentation.
func All() []widget.Kind {
	return []widget.Kind{
		analogy.Kind,
		timeline.Kind,
		flow.Kind,
		bars.Kind,
		matrix.Kind,
		checklist.Kind,
		mix.Kind,
		scorecard.Kind,
		quiz.Kind,
		poll.Kind,
		cards.Kind,
		journal.Kind,
		followup.Kind,
		tree.Kind,
		roleplay.Kind,
	}
}

// ByName returns every kind by its name.
func ByName() map[string]widget.Kind {
	m := map[string]widget.Kind{}
	for _, k := range All() {
		m[k.Name] = k
	}
	return m
}

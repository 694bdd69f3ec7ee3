package kinds

import (
	"reflect"

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

// Types are what the template of each kind sees.
func Types() map[string]reflect.Type {
	return map[string]reflect.Type{
		"analogy":   reflect.TypeFor[*analogy.Analogy](),
		"timeline":  reflect.TypeFor[*timeline.Timeline](),
		"flow":      reflect.TypeFor[*flow.Flow](),
		"bars":      reflect.TypeFor[*bars.Bars](),
		"matrix":    reflect.TypeFor[*matrix.Matrix](),
		"checklist": reflect.TypeFor[*checklist.Checklist](),
		"mix":       reflect.TypeFor[*mix.Mix](),
		"scorecard": reflect.TypeFor[*scorecard.Scorecard](),
		"quiz":      reflect.TypeFor[*quiz.Quiz](),
		"poll":      reflect.TypeFor[*poll.Poll](),
		"cards":     reflect.TypeFor[*cards.Deck](),
		"journal":   reflect.TypeFor[*journal.Journal](),
		"followup":  reflect.TypeFor[*followup.Followup](),
		"tree":      reflect.TypeFor[*tree.Tree](),
		"roleplay":  reflect.TypeFor[*roleplay.Roleplay](),
	}
}

package config

import (
	"maps"
)

// Speech is how the languages call what comes with the generator. Words missing in
// a language are those of English.
type Speech interface {
	Speaks(lang string) bool
	Say(lang, key string) string
}

// Shipped returns the lesson kinds that come with the generator. Their labels are in
// the languages' strings files, see [Config.Speak]. The list is the caller's own.
func Shipped() []*Kind {
	one, five, seven := 1.0, 5.0, 7.0
	return []*Kind{
		kind("campaign",
			field("campaign", TypeString),
			field("held", TypeDate),
			field("sides", TypeList),
			field("terms", TypePairs),
		),
		kind("followup",
			field("sin", TypeInt).between(&one, &seven),
			field("sounds_like", TypeString),
			field("costs_you", TypeString),
			field("fear", TypeString),
			field("do_instead", TypeString),
		),
		kind("mix",
			field("compared", TypeList),
		),
		kind("qualification",
			field("property", TypeInt).between(&one, &five),
			field("question", TypeString),
			field("if_missing", TypeString),
		),
		kind("mindset"),
		kind("plain"),
	}
}

// kind makes a kind whose icon and colour have its name; the plain one is the
// colour of ink.
func kind(key string, fields ...KindField) *Kind {
	k := &Kind{Label: Label{Key: key}, Icon: key, Color: key, Fields: fields}
	if key == "plain" {
		k.Color = "ink"
	}
	return k
}

func field(key, typ string) KindField {
	return KindField{Key: key, Label: Label{Key: key}, Type: typ}
}

func (f KindField) between(low, high *float64) KindField {
	f.Min, f.Max = low, high
	return f
}

// Speak returns the settings with the words of the languages where the settings say
// nothing: what each language is called, and the labels of the shipped kinds and
// their keys.
func (c *Config) Speak(s Speech) *Config {
	out := *c
	out.Languages = make([]Language, len(c.Languages))
	for i, l := range c.Languages {
		if l.Label == "" {
			l.Label = l.Code
			if s.Speaks(l.Code) {
				l.Label = s.Say(l.Code, "language.name")
			}
		}
		out.Languages[i] = l
	}
	out.Kinds = SpeakKinds(c.Kinds, s, c.Language, out.Languages...)
	return &out
}

// SpeakKinds returns kinds with labels in a site's main language and its others,
// where they have none yet.
func SpeakKinds(kinds []*Kind, s Speech, main string, others ...Language) []*Kind {
	label := func(l Label, key string) Label {
		if l.Label != "" {
			return l
		}
		labels := map[string]string{}
		for _, o := range others {
			labels[o.Code] = s.Say(o.Code, key)
		}
		maps.Copy(labels, l.Labels)
		l.Labels, l.Label = labels, s.Say(main, key)
		if own := labels[main]; own != "" {
			l.Label = own
		}
		return l
	}
	out := make([]*Kind, len(kinds))
	for i, k := range kinds {
		spoken := *k
		spoken.Label = label(k.Label, "kinds."+k.Key)
		spoken.Fields = make([]KindField, len(k.Fields))
		for j, f := range k.Fields {
			f.Label = label(f.Label, "kind_keys."+k.Key+"."+f.Key)
			spoken.Fields[j] = f
		}
		out[i] = &spoken
	}
	return out
}

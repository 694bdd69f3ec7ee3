package config

import (
	"maps"
)

// Speech gives the interface's words in each language. The words that a language
// lacks are those of English.
type Speech interface {
	// Speaks reports whether there are words in a language.
	Speaks(lang string) bool
	// Say returns the words for a key of the strings files.
	Say(lang, key string) string
}

// Shipped returns the lesson kinds that come with the generator, as a new list. They have
// no labels yet: [Config.Speak] takes the labels from the languages' strings files.
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

// kind returns a kind whose icon and color have the name of its key. The plain kind has
// the color of text.
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

// Speak returns a copy of the settings in which labels that the settings leave out are
// filled in from s: the names of the languages, and the labels of the shipped kinds and
// their fields.
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

// SpeakKinds returns copies of kinds in which missing labels are filled in from s, in the
// site's main language and in its other languages.
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

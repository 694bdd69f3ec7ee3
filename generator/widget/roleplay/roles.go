package roleplay

import (
	"slices"
	"strings"

	"playbook/generator/widget"
)

const debrief = "debrief"

// A part is one of the parts of a roleplay with the headings that name it, by
// language; the first of a language is the one to propose.
type part struct {
	name  string
	words map[string][]string
}

func parts() []part {
	return []part{
		{"seller", map[string][]string{"en": {"Seller", "Salesperson"}, "nl": {"Verkoper", "Verkoopster"}, "de": {"Verkäufer", "Verkäuferin"}, "ru": {"Продавец"}, "pl": {"Sprzedawca", "Sprzedawczyni"}}},
		{"customer", map[string][]string{"en": {"Customer", "Client", "Buyer"}, "nl": {"Klant", "Koper"}, "de": {"Kunde", "Kundin"}, "ru": {"Клиент", "Покупатель"}, "pl": {"Klient", "Klientka"}}},
		{"observer", map[string][]string{"en": {"Observer"}, "nl": {"Waarnemer", "Observator"}, "de": {"Beobachter", "Beobachterin"}, "ru": {"Наблюдатель"}, "pl": {"Obserwator", "Obserwatorka"}}},
		{debrief, map[string][]string{"en": {"Debrief", "Afterwards"}, "nl": {"Nabespreking"}, "de": {"Nachbesprechung"}, "ru": {"Разбор"}, "pl": {"Omówienie"}}},
	}
}

// roleNames are the flags that say which part a heading begins.
func roleNames() []string {
	var out []string
	for _, p := range parts() {
		out = append(out, p.name)
	}
	return out
}

// roleFlags are those flags with what they are for.
func roleFlags() []widget.Attribute {
	var flags []widget.Attribute
	for _, name := range roleNames() {
		flags = append(flags, widget.Attribute{Name: name, Does: "the heading begins this part, whatever its words"})
	}
	return flags
}

// roleOf returns the part that a heading begins: its flag's, or that of its
// words in any of the languages; "" for none.
func roleOf(h widget.Part) string {
	for _, name := range roleNames() {
		if h.Attrs.Flag(name) {
			return name
		}
	}
	for _, p := range parts() {
		for _, words := range p.words {
			if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, h.Text.Plain) }) {
				return p.name
			}
		}
	}
	return ""
}

// spokenIn are the headings of a language, those of English where it has none.
func spokenIn(lang string) []string {
	var out []string
	for _, p := range parts() {
		words := p.words[lang]
		if words == nil {
			words = p.words["en"]
		}
		out = append(out, words...)
	}
	return out
}

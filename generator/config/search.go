package config

import (
	"strings"

	"playbook/generator/decode"
)

// synonyms reads groups of words: a list for the site's own language, or a
// table with one list a language.
func (r *reader) synonyms(main string) map[string][][]string {
	e := r.t.Lookup("search", "synonyms")
	if e == nil {
		return nil
	}
	out := map[string][][]string{}
	switch v := e.Value; v.Kind {
	case decode.List:
		out[main] = r.groups(v)
	case decode.Map:
		for _, l := range v.Table().Entries() {
			if !r.hasLanguage(l.Key) {
				r.meant(l.KeySpan, codeSynonyms, l.Key, r.langs, "the site has no language %q", clip(l.Key))
				continue
			}
			out[l.Key] = r.groups(l.Value)
		}
	case decode.Invalid:
	default:
		r.wrongSynonyms(v)
	}
	return out
}

func (r *reader) wrongSynonyms(v *decode.Value) {
	r.at(v.Span, codeSynonyms, "synonyms takes a list of groups of words, found %s", v.Kind).
		Hint = `write synonyms = [["price", "cost"], ["rep", "salesperson"]], or one such list for each language below [search.synonyms]`
}

// groups reads the groups of one language.
func (r *reader) groups(v *decode.Value) [][]string {
	if v.Kind != decode.List {
		if v.Kind != decode.Invalid {
			r.wrongSynonyms(v)
		}
		return nil
	}
	var groups [][]string
	for _, g := range v.List() {
		var words []string
		for _, w := range g.List() {
			if s := strings.TrimSpace(w.Str()); w.Kind == decode.String && s != "" {
				words = append(words, s)
			}
		}
		if g.Kind != decode.List || len(words) != len(g.List()) || len(words) < 2 {
			r.at(g.Span, codeSynonyms, "a group of synonyms is a list of two words or more").Hint = `write ["price", "cost"]`
			continue
		}
		groups = append(groups, words)
	}
	return groups
}

const expandForm = `write, below [search.expand.en], five-properties = ["lead scoring", "is this lead any good"]: the uid of a lesson and what readers type to find it`

// expansions reads what readers type who look for a page: a table a language, in it a list of phrases a uid.
func (r *reader) expansions() (out []Expansion) {
	e := r.t.Lookup("search", "expand")
	if e == nil || e.Value.Kind == decode.Invalid {
		return nil
	}
	if e.Value.Kind != decode.Map {
		r.wrongExpansion(e.Value)
		return nil
	}
	for _, l := range e.Value.Table().Entries() {
		switch {
		case !r.hasLanguage(l.Key):
			r.meant(l.KeySpan, codeExpand, l.Key, r.langs, "the site has no language %q", clip(l.Key))
		case l.Value.Kind == decode.Map:
			for _, page := range l.Value.Table().Entries() {
				if x := (Expansion{Lang: l.Key, UID: page.Key, Phrases: r.phrases(page.Value)}); len(x.Phrases) > 0 {
					x.At.Line, x.At.Col, x.At.End = r.mark(page.KeySpan)
					out = append(out, x)
				}
			}
		case l.Value.Kind != decode.Invalid:
			r.wrongExpansion(l.Value)
		}
	}
	return out
}

func (r *reader) wrongExpansion(v *decode.Value) {
	r.at(v.Span, codeExpand, "expand takes a table with one table for each language, found %s", v.Kind).Hint = expandForm
}

// phrases reads what leads to one page.
func (r *reader) phrases(v *decode.Value) (out []string) {
	if v.Kind != decode.List {
		if v.Kind != decode.Invalid {
			r.at(v.Span, codeExpand, "what readers type must be a list of phrases, found %s", v.Kind).Hint = expandForm
		}
		return nil
	}
	for _, p := range v.List() {
		s := strings.TrimSpace(p.Str())
		if p.Kind != decode.String || s == "" {
			if p.Kind != decode.Invalid {
				r.at(p.Span, codeExpand, "what readers type must be a phrase that is not blank").Hint = expandForm
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

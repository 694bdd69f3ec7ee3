package theme

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// spoken reports whether lessons and settings are read with the help of a key: what a
// language is called, what it calls the kinds of lesson and their keys, and the
// spellings that authors and other programs use, the tables [spellings]. A change of
// such words reads every lesson again.
func spoken(key string) bool {
	return strings.HasPrefix(key, "language.") || strings.HasPrefix(key, "kinds.") || strings.HasPrefix(key, "kind_keys.") || alternatives(key)
}

// alternatives reports whether a key's forms are spellings of one thing and no plural forms.
func alternatives(key string) bool {
	return strings.HasPrefix(key, "spellings.") || strings.Contains(key, ".spellings.")
}

// Say is what a language says for a key that lessons and settings are read with; "" if
// neither the language nor English says anything.
func (w Words) Say(lang, key string) string {
	if list := w.Spellings(lang, key); len(list) > 0 {
		return list[0]
	}
	return ""
}

// Spellings are the spellings of a key in a language; for "" those of all languages,
// English first.
func (w Words) Spellings(lang, key string) (list []string) {
	if !spoken(key) {
		panic("theme: lessons are not read anew when " + key + " changes")
	}
	if lang != "" {
		return w.of(lang).forms[key]
	}
	list = slices.Clone(w.of(fallbackLang).forms[key])
	for _, code := range slices.Sorted(maps.Keys(w)) {
		for _, s := range w[code].forms[key] {
			if !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// Spoken holds everything that [Words.Spellings] may say, to make a key of.
func (w Words) Spoken() []byte {
	var out []byte
	text := func(s string) { out = append(binary.AppendUvarint(out, uint64(len(s))), s...) }
	for _, code := range slices.Sorted(maps.Keys(w)) {
		text(code)
		for _, key := range slices.Sorted(maps.Keys(w[code].forms)) {
			if spoken(key) {
				text(key)
				text(strings.Join(w[code].forms[key], "\x00"))
			}
		}
	}
	return out
}

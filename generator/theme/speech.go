package theme

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// spoken reports whether the words of a key are needed to read lessons and settings: the
// names of languages, the labels of lesson kinds and their fields, and the spellings that
// authors may use (tables [spellings]). If such words change, every lesson is read again.
func spoken(key string) bool {
	return strings.HasPrefix(key, "language.") || strings.HasPrefix(key, "kinds.") || strings.HasPrefix(key, "kind_keys.") || alternatives(key)
}

// alternatives reports whether the forms of a key are different spellings. The forms of
// other keys are singular and plural.
func alternatives(key string) bool {
	return strings.HasPrefix(key, "spellings.") || strings.Contains(key, ".spellings.")
}

// Say returns the words of a language for a key that is [spoken], "" if neither the
// language nor English has them.
func (w Words) Say(lang, key string) string {
	if list := w.Spellings(lang, key); len(list) > 0 {
		return list[0]
	}
	return ""
}

// Spellings returns the spellings of a key in a language. If lang is "", it returns those of
// all languages, English first.
func (w Words) Spellings(lang, key string) (list []string) {
	if !spoken(key) {
		panic("theme: spoken must report true for " + key + ", so that a change reads lessons again")
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

// Spoken returns all words that [Words.Spellings] can return, for use in a memo key.
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

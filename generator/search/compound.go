package search

import (
	"strings"
	"unicode/utf8"
)

const (
	minPart     = 4
	minCompound = 8
)

// splitter finds the parts of compounds among the words of the site.
type splitter struct {
	lang  *language
	forms map[string]int32 // key to its first form
	all   []form
}

func newSplitter(l *language, forms []form) *splitter {
	s := &splitter{lang: l, forms: make(map[string]int32, len(forms)), all: forms}
	for i := len(forms) - 1; i >= 0; i-- {
		s.forms[forms[i].key] = int32(i)
	}
	return s
}

// parts returns the forms that a word is composed of, or nothing. If there are several ways, it takes the one with
// the longest last part, which has the meaning and the ending.
func (s *splitter) parts(key string) []int32 {
	if utf8.RuneCountInString(key) < minCompound {
		return nil
	}
	for at := range key {
		if utf8.RuneCountInString(key[:at]) < minPart {
			continue
		}
		tail, ok := s.forms[key[at:]]
		if !ok || utf8.RuneCountInString(key[at:]) < minPart || s.onlyEnding(key[at:]) {
			continue
		}
		if head := s.head(key[:at]); head != nil {
			return append(head, tail)
		}
	}
	return nil
}

// onlyEnding reports whether a part is more likely an ending than a word: wachs|enden.
func (s *splitter) onlyEnding(part string) bool { return s.lang.strip[part] }

// head reads what stands before the last part, with or without a linking element; it may be a compound itself.
func (s *splitter) head(key string) []int32 {
	if f, ok := s.forms[key]; ok {
		return append([]int32{f}, s.parts(key)...)
	}
	for _, l := range s.lang.linkers {
		base, ok := strings.CutSuffix(key, l)
		if !ok || utf8.RuneCountInString(base) < minPart {
			continue
		}
		if f, ok := s.forms[base]; ok {
			return append([]int32{f}, s.parts(base)...)
		}
	}
	return s.parts(key)
}

package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxToken is the length of the longest word that is indexed, in UTF-16 units. Longer ones are hashes or keys that
// nobody searches for.
const maxToken = 64

// maxParts is how many parts a joined word may have: e-mail has two, up-to-date three.
const maxParts = 3

// softHyphen marks a place inside a word where a line may break. It is dropped from the word.
const softHyphen = '\u00ad'

// Tokens calls yield for each word of text, in lower case. A word is a run of letters, numbers and combining marks.
// Runs that belong together are yielded one by one and then as one joined word: e-mail gives e, mail and email; 3.5
// also gives 3.5, user's also users, C++ also c++. An article cut short before a vowel is dropped: l'offre gives offre.
// The slice is only valid during the call.
//
// The client's words.js has the same rules; testdata/words.txt has test cases for both.
func Tokens(text string, yield func(word []byte, joined bool)) {
	t := tokenizer{text: text, yield: yield}
	t.run()
}

type tokenizer struct {
	text   string
	yield  func([]byte, bool)
	word   []byte // the run being read
	joined []byte // the chain of runs so far
	parts  int
}

func (t *tokenizer) run() {
	for i := 0; i < len(t.text); {
		next := t.read(i)
		if next == i {
			i += t.gap(i)
			continue
		}
		i = next
		if n := t.elision(i); n > 0 {
			i += n
			continue
		}
		t.emit(t.word, false)
		if t.parts == 0 && t.endsHere(i) { // a single word: the fast path for most words
			continue
		}
		t.joined = append(t.joined, t.word...)
		t.parts++
		i += t.join(i)
	}
}

// read puts the run at i into t.word, in lower case, and returns where it ends.
func (t *tokenizer) read(i int) int {
	word := t.word[:0]
scan:
	for i < len(t.text) {
		switch c := t.text[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			word = append(word, c)
			i++
		case 'A' <= c && c <= 'Z':
			word = append(word, c+'a'-'A')
			i++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(t.text[i:])
			if r != softHyphen {
				if !inWord(r) {
					break scan
				}
				word = utf8.AppendRune(word, unicode.ToLower(r))
			} else if len(word) == 0 {
				break scan
			}
			i += size
		default:
			break scan
		}
	}
	t.word = word
	return i
}

// elision returns the size of the apostrophe at i if the run before it is a word cut short before a vowel, as in
// French: one letter or qu, as in l’offre, d'avance, qu'elle. Else it returns 0.
func (t *tokenizer) elision(i int) int {
	if t.parts > 0 || i >= len(t.text) || utf8.RuneCount(t.word) > 1 && string(t.word) != "qu" {
		return 0
	}
	r, size := utf8.DecodeRuneInString(t.text[i:])
	if r != '\'' && r != '’' {
		return 0
	}
	next, _ := utf8.DecodeRuneInString(t.text[i+size:])
	if key := Fold(string(next)); key != "" && strings.ContainsRune("aeiouh", rune(key[0])) {
		return size
	}
	return 0
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// endsHere is a quick check: if it returns true, the character at i cannot join two runs.
func (t *tokenizer) endsHere(i int) bool {
	if i == len(t.text) {
		return true
	}
	switch c := t.text[i]; c {
	case '-', '\'', '_', '&', '.', ',', '+', '#':
		return false
	default:
		return c < utf8.RuneSelf
	}
}

// letter returns the size of the rune at i if it can be part of a word, else 0.
func (t *tokenizer) letter(i int) int {
	if i >= len(t.text) {
		return 0
	}
	if c := t.text[i]; c < utf8.RuneSelf {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			return 1
		}
		return 0
	}
	if r, size := utf8.DecodeRuneInString(t.text[i:]); inWord(r) {
		return size
	}
	return 0
}

// gap returns the size of the rune at i, which is not part of a word.
func (t *tokenizer) gap(i int) int {
	if t.text[i] < utf8.RuneSelf {
		return 1
	}
	_, size := utf8.DecodeRuneInString(t.text[i:])
	return size
}

// join looks at the character after a run. If it joins the next run to this one, join returns its size. If not, join
// ends the chain.
func (t *tokenizer) join(i int) int {
	if n := t.pluses(i); n > 0 {
		t.joined = append(t.joined, t.text[i:i+n]...)
		t.parts = 2
		t.end()
		return n
	}
	if i < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[i:])
		if t.letter(i+size) > 0 && t.ties(r, i+size) {
			return size
		}
	}
	t.end()
	return 0
}

// pluses counts the signs at the end of C++, C# and F#. They come after a short run and no letter follows.
func (t *tokenizer) pluses(i int) int {
	n := 0
	for i+n < len(t.text) && (t.text[i+n] == '+' || t.text[i+n] == '#') {
		n++
	}
	if n > 2 || t.parts != 1 || units(t.word) > 2 || t.letter(i+n) > 0 {
		return 0
	}
	return n
}

func (t *tokenizer) ties(r rune, next int) bool {
	switch r {
	case '-', '‐', '‑', '\'', '’', '_', '&':
		return true
	case '.', ',':
		if digit(t.text[next]) && digit(t.word[len(t.word)-1]) {
			t.joined = append(t.joined, '.')
			return true
		}
	}
	return false
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func (t *tokenizer) end() {
	if t.parts > 1 && t.parts <= maxParts {
		t.emit(t.joined, true)
	}
	t.joined, t.parts = t.joined[:0], 0
}

func (t *tokenizer) emit(word []byte, joined bool) {
	if len(word) <= maxToken || units(word) <= maxToken {
		t.yield(word, joined)
	}
}

// units counts UTF-16 units, as the browser does.
func units(word []byte) int {
	n := 0
	for _, c := range word {
		if c < 0x80 || c >= 0xc0 {
			n++
		}
		if c >= 0xf0 {
			n++
		}
	}
	return n
}

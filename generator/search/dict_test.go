package search

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// entry is a form as read from a dictionary block.
type entry struct {
	word        string
	group, form int32
}

// readBlock is the model for the client's reader.
func readBlock(text string, first int32) []entry {
	head, body, _ := strings.Cut(text, " ")
	forms := map[int32]int32{}
	for _, pair := range strings.Split(head, ",") {
		if back, count, ok := strings.Cut(pair, ":"); ok {
			b, _ := strconv.Atoi(back)
			c, _ := strconv.Atoi(count)
			forms[first-int32(b)] = int32(c)
		}
	}
	var out []entry
	var word []uint16
	next := first
	for i := 0; i < len(body); {
		shared := int(body[i] - 'A')
		back, n := int32(0), 0
		for i++; i < len(body) && strings.IndexByte(backDigits, body[i]) >= 0; i++ {
			back, n = back*8+int32(strings.IndexByte(backDigits, body[i])), n+1
		}
		if i < len(body) && strings.IndexByte(dfDigits, body[i]) >= 0 {
			i++
		}
		end := i
		for end < len(body) && (body[end] < 'A' || body[end] > 'Z') {
			end++
		}
		word = append(word[:shared:shared], utf16.Encode([]rune(body[i:end]))...)
		group := next - back
		if n == 0 {
			next++
		}
		out = append(out, entry{string(utf16.Decode(word)), group, forms[group]})
		forms[group]++
		i = end
	}
	return out
}

// checkDictionary writes a vocabulary and reads it back.
func checkDictionary(t *testing.T, lang string, words []string) {
	t.Helper()
	seen := map[string]bool{}
	var forms []form
	for i, w := range words {
		if !seen[w] {
			seen[w] = true
			forms = append(forms, form{word: w, key: Fold(w), df: int32(i%700 + 1)})
		}
	}
	b := &builder{lang: languageOf(lang), forms: forms}
	sortForms(b.forms)
	b.group()
	counts := map[int32]int32{}
	i := 0
	for _, block := range dictionary(b.forms, b.groupOf) {
		for _, e := range readBlock(block.text, block.firstGroup) {
			g := b.groupOf[i]
			if want := (entry{b.forms[i].word, g, counts[g]}); e != want {
				t.Fatalf("form %d: got %+v, expected %+v", i, e, want)
			}
			counts[g]++
			i++
		}
	}
	if i != len(b.forms) {
		t.Fatalf("read %d forms of %d", i, len(b.forms))
	}
}

func TestDictionaryReadsBack(t *testing.T) {
	var words []string
	for _, l := range made(120) {
		for _, p := range l.Passages {
			Tokens(p.Text, func(w []byte, _ bool) { words = append(words, string(w)) })
		}
	}
	for _, lang := range []string{"en", "de", "nl", "xx"} {
		checkDictionary(t, lang, words)
	}
}

func FuzzDictionary(f *testing.F) {
	f.Add("customer customers custom Größe grosse große 3.5 c++ e-mail 𝒜𝒷𝒸 𝒜𝒷", "de")
	f.Add("клиент клиента клиентов йод", "ru")
	f.Fuzz(func(t *testing.T, text, lang string) {
		var words []string
		Tokens(text, func(w []byte, _ bool) { words = append(words, string(w)) })
		checkDictionary(t, lang, words)
	})
}

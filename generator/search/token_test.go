package search

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// vectors reads testdata/words.txt: texts and the keys they must give.
func vectors(t *testing.T) [][2]string {
	t.Helper()
	data, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out [][2]string
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if text, keys, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out = append(out, [2]string{text, keys})
		}
	}
	return out
}

func keysOf(text string) string {
	var keys []string
	Tokens(text, func(word []byte, joined bool) {
		key := Fold(string(word))
		if joined {
			key = "+" + key
		}
		keys = append(keys, key)
	})
	return strings.Join(keys, " ")
}

func TestTokens(t *testing.T) {
	for _, v := range vectors(t) {
		if got := keysOf(v[0]); got != v[1] {
			t.Errorf("%q: got %q, expected %q", v[0], got, v[1])
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("e-mail C++ 3.5 и\u0306 \xff\u0301")
	f.Add("İ🙂-_'.,&")
	f.Fuzz(func(t *testing.T, text string) {
		Tokens(text, func(word []byte, _ bool) {
			if len(word) == 0 || units(word) > maxToken || !utf8.Valid(word) {
				t.Fatalf("%q gives the word %q", text, word)
			}
			if strings.ContainsAny(string(word), "ABCDEFGHIJKLMNOPQRSTUVWXYZ \"\\<>") {
				t.Fatalf("%q gives the word %q, which a dictionary block cannot hold", text, word)
			}
			key := Fold(string(word))
			if again := Fold(key); again != key {
				t.Fatalf("%q folds to %q and that to %q", word, key, again)
			}
		})
	})
}

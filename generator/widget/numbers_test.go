package widget

import (
	"encoding/json"
	"os"
	"testing"
)

// TestNumbers reads the vectors that the browser's number.js is held to.
func TestNumbers(t *testing.T) {
	raw, err := os.ReadFile("../browser/clienttest/testdata/numbers.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct{ Parse, Marked [][]any }
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors.Parse) < 30 || len(vectors.Marked) < 20 {
		t.Fatalf("found %d and %d vectors", len(vectors.Parse), len(vectors.Marked))
	}
	for _, v := range vectors.Parse {
		lang, text, want := v[0].(string), v[1].(string), v[2].(float64)
		if got, _, ok := NumbersIn(lang).Read(text); !ok || got != want {
			t.Errorf("%s %q is %v, %v, expected %v", lang, text, got, ok, want)
		}
	}
	for _, v := range vectors.Marked {
		lang, text, why := v[0].(string), v[1].(string), v[2].(string)
		if _, elsewhere, ok := NumbersIn(lang).Read(text); ok || elsewhere != (why == "ambiguous") {
			t.Errorf("%s %q: read %v, elsewhere %v, expected %s", lang, text, ok, elsewhere, why)
		}
	}
}

func TestSample(t *testing.T) {
	for lang, want := range map[string]string{"en": "1,234.5", "nl": "1.234,5", "de": "1.234,5", "pl": "1 234,5", "ru": "1 234,5", "ar": "1,234.5", "xx": "1,234.5", "": "1,234.5"} {
		if got := NumbersIn(lang).Sample(); got != want {
			t.Errorf("%q writes %q, expected %q", lang, got, want)
		}
	}
}

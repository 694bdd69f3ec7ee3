package content

import (
	"strings"
	"testing"
)

// TestNames holds that a name is refused if it cannot be seen as what it is.
func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"invoice\u202egpj":   "U+202E (right-to-left override)",
		"pri\u200bce":        "U+200B (zero width space)",
		"bell\x07":           "control or invalid",
		"\u0645\u0631\u062d": "",
		"naïve-👩\u200d💻x":    "",
	} {
		_, ds := splitName("s/"+name+".md", "content/s/"+name+".md", []string{"en"}, false)
		if want == "" && len(ds) > 0 || want != "" && (len(ds) != 1 || !strings.Contains(ds[0].Message, want)) {
			t.Errorf("%q: %v, want %q", name, ds, want)
		}
	}
}

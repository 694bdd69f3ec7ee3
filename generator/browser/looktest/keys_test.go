package looktest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// TestKeys runs the scripts in testdata/keys, which use the shipped playbook with the
// keyboard alone. The command "reach" presses Tab until an element has the focus.
func TestKeys(t *testing.T) {
	browser.Start(t)
	files := shipped(t)
	scripts, err := filepath.Glob("testdata/keys/*.txt")
	must(t, err)
	if len(scripts) == 0 {
		t.Fatal("no scripts in testdata/keys")
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			script, err := os.ReadFile(path)
			must(t, err)
			if line := browser.Pointing(script); line != "" {
				t.Fatalf("%s does something that the keyboard cannot: %s", path, line)
			}
			browser.Script(t, path, string(script), files)
		})
	}
}

package looktest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"playbook/generator/browser"
)

// TestKeys runs what a reader does on the shipped playbook with the keyboard
// alone: testdata/keys holds a script for each part of it. "reach" walks with Tab.
func TestKeys(t *testing.T) {
	browser.Start(t)
	files := shipped(t)
	scripts, err := filepath.Glob("testdata/keys/*.txt")
	must(t, err)
	if len(scripts) == 0 {
		t.Fatal("there are no scripts")
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			script, err := os.ReadFile(path)
			must(t, err)
			if line := browser.Pointing(script); line != "" {
				t.Fatalf("%s is no script of the keyboard alone: %s", path, line)
			}
			browser.Script(t, path, string(script), files)
		})
	}
}

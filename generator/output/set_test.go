package output

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	cases := []struct {
		paths string
		want  string // sorted paths, or what the error says
	}{
		{"", ""},
		{"b a/c a/b", "a/b a/c b"},
		{"index.html nl/index.html a-b a/b", "a-b a/b index.html nl/index.html"},
		{"a a", `two generated files are named "a"`},
		{"a a/b", `"a" is both a generated file and a folder`},
		{"a a-b a/b/c", `"a" is both a generated file and a folder`},
		{"Logo.png logo.png", `"Logo.png" and "logo.png" differ only in case`},
		{"Img/a.png img/b.png", `"Img" and "img" differ only in case`},
		{"A/b a", `"A" and "a" differ only in case`},
		{"Img/a.png Img/b.png", "Img/a.png Img/b.png"},
		{"../a /b", `"/b" is absolute`},
		{"../a /b", `path "../a"`},
		{strings.Repeat("../a ", 30), "and 39 more"},
	}
	for _, c := range cases {
		var s Set
		for _, p := range strings.Fields(c.paths) {
			s.Add(File{Path: p})
		}
		files, err := s.Sorted()
		var got []string
		for _, f := range files {
			got = append(got, f.Path)
		}
		text := strings.Join(got, " ")
		if err != nil {
			text = err.Error()
		}
		if err == nil && text != c.want || err != nil && (c.want == "" || !strings.Contains(text, c.want)) {
			t.Errorf("%s: got %s, want %s", c.paths, text, c.want)
		}
		if err == nil && s.Len() != len(files) {
			t.Errorf("%s: %d added, %d sorted", c.paths, s.Len(), len(files))
		}
	}
}

// paths is what ValidPath must say.
var paths = map[string]bool{
	"a": true, "a/b.html": true, "nl/índice.html": true, ".nojekyll": true, "a b/c": true, "..a": true, "a..": true,
	strings.Repeat("x", 255): true, ".playbook": true, ".playbook.next-": true, ".playbook.next-x": true,
	"": false, "/": false, "/a": false, ".": false, "..": false, "a/": false, "a//b": false, "a/./b": false,
	"a/../b": false, "../a": false, "a\\b": false, "a\x00b": false, "a\nb": false, "a\x7fb": false, "\xff": false,
	strings.Repeat("x", 256): false, strings.Repeat("x/", 2001) + "x": false,
	".playbook.json": false, ".playbook.lock": false, ".playbook.next-12": false, "..playbook.json.next-1": false,
}

func TestValidPath(t *testing.T) {
	for p, want := range paths {
		if err := ValidPath(p); (err == nil) != want {
			t.Errorf("%q: %v", p, err)
		}
	}
}

// A path that is accepted names a file below the output, and comes back from
// a walk under the same name.
func FuzzValidPath(f *testing.F) {
	for p := range paths {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if ValidPath(p) != nil || len(p) > 1000 {
			return
		}
		if !filepath.IsLocal(filepath.FromSlash(p)) || filepath.ToSlash(filepath.Clean(p)) != p {
			t.Fatalf("%q is not local or not clean", p)
		}
		dir := filepath.Join(t.TempDir(), "o")
		mustPublish(t, dir, site{p: "x"}, quick)
		if err := os.Remove(filepath.Join(dir, manifestName)); err != nil {
			t.Fatal(err)
		}
		found, err := findForeign(dir, manifest{})
		if err != nil || !slices.Equal(found.files, []string{p}) {
			t.Fatalf("published as %q, found %q (%v)", p, found.files, err)
		}
	})
}

// A manifest that was read is written the same, byte for byte.
func TestManifest(t *testing.T) {
	m := manifest{Format: 1, Generator: `play"book é`, Files: []entry{{"a", "", 0}, {"b/é\u2028", "k\"\\", 12}}}
	want := "{\"format\":1,\"generator\":\"play\\\"book é\",\"files\":[\n{\"path\":\"a\",\"size\":0},\n{\"path\":\"b/é\\u2028\",\"key\":\"k\\\"\\\\\",\"size\":12}\n]}\n"
	if got := string(m.bytes()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	back, err := parseManifest(m.bytes())
	if err != nil || string(back.bytes()) != want {
		t.Errorf("read back as %+v, %v", back, err)
	}
	for _, bad := range []string{"", "[]", "{}", `{"format":1,"files":[{"path":"/etc/passwd"}]}`, `{"format":1,"files":[{"path":".playbook.json"}]}`} {
		if _, err := parseManifest([]byte(bad)); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

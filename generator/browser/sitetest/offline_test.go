package sitetest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// offlinePlaybook is a playbook of two languages with the option on, and with files
// laid over it; an empty one is taken away.
func offlinePlaybook(over map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	all := map[string]string{
		"site.toml":           "title = \"Small\"\nsite_id = \"small\"\nlanguage = \"en\"\n[languages.en]\nlabel = \"English\"\n[languages.nl]\nlabel = \"Nederlands\"\n[build]\noffline = true\n",
		"content/index.md":    "# First edition\n\nWelcome.\n",
		"content/index.nl.md": "# Eerste druk\n\nWelkom.\n",
		"content/s/index.md":  "# Section\n\nText.\n",
		"content/s/one.md":    "# One\n\nAbout the gatekeeper.\n\n::: checklist #list title=\"Before\"\n- [ ] Read the orders {#orders}\n- [ ] Call them {#call}\n:::\n",
		"content/s/one.nl.md": "# Een\n\nOver de portier.\n\n::: checklist #list title=\"Vooraf\"\n- [ ] Lees de orders {#orders}\n- [ ] Bel hen {#call}\n:::\n",
		"content/s/two.md":    "# Two\n\nAbout the invoice.\n\n::: quiz #q title=\"Quick\"\n1. Which is due? {#due}\n   - [ ] The first\n   - [x] The second\n:::\n",
	}
	for name, text := range over {
		all[name] = text
	}
	for name, text := range all {
		if text != "" {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return files
}

// TestOfflineSizes holds the worker and what asks for it to their budgets, gzip.
func TestOfflineSizes(t *testing.T) {
	on, off := testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{}), testsite.Warm(t, without(offlinePlaybook(nil)), pipeline.Options{})
	sizes := map[string]int{"worker": gzipped(t, on.Files["sw.js"]), "remover": gzipped(t, off.Files["sw.js"])}
	for name, text := range on.Files {
		if strings.HasPrefix(name, "assets/offline.") {
			sizes["page"] = gzipped(t, text)
		}
	}
	t.Log(sizes)
	for name, limit := range map[string]int{"worker": 2048, "page": 704, "remover": 256} {
		if n := sizes[name]; n == 0 || n > limit {
			t.Errorf("the %s takes %d bytes, expected at most %d", name, n, limit)
		}
	}
}

func gzipped(t testing.TB, text string) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// without is site.toml without the option.
func without(files fstest.MapFS) fstest.MapFS {
	files["site.toml"] = &fstest.MapFile{Data: bytes.ReplaceAll(files["site.toml"].Data, []byte("offline = true"), nil)}
	return files
}

// withClient builds files with another client: the templates with a file that adds to one.
func withClient(t testing.TB, files fs.FS, name, more string) testsite.Site {
	t.Helper()
	theme := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.FS, p)
		if p == name {
			data = append(data, more...)
		}
		theme[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return testsite.Rebuild(t, &pipeline.Builder{Source: files, Templates: theme, Options: pipeline.Options{Date: testsite.Date}})
}

type offlineList struct {
	Version string
	Files   map[string]string
}

func listOf(t testing.TB, s testsite.Site) (l offlineList) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.Files["offline.json"]), &l); err != nil {
		t.Fatal(err, s.Result.Diags)
	}
	if want := fmt.Sprintf("self.copy={version:%q,", l.Version); !strings.HasPrefix(s.Files["sw.js"], want) {
		t.Errorf("the worker begins %.80q, expected %q", s.Files["sw.js"], want)
	}
	return l
}

// holds compares the list with the files: every page, script, style and file of
// the index, with its hash, and nothing that is for machines.
func (l offlineList) holds(t testing.TB, s testsite.Site) {
	t.Helper()
	for name, text := range s.Files {
		h := sha256.Sum256([]byte(text))
		want := base64.StdEncoding.EncodeToString(h[:9])
		switch name {
		case "sw.js", "offline.json", "_headers", "_redirects", "robots.txt", "llms.txt", "sitemap.xml":
			want = ""
		}
		if strings.HasSuffix(name, "404.html") || strings.HasSuffix(name, "feed.xml") {
			want = ""
		}
		if l.Files[name] != want {
			t.Errorf("%s: listed with %q, expected %q", name, l.Files[name], want)
		}
	}
	if !strings.Contains(s.Files["sw.js"], "all:true") {
		t.Errorf("not all is listed: %.80q", s.Files["sw.js"])
	}
}

func TestOfflineList(t *testing.T) {
	o := pipeline.Options{BaseURL: "https://example.com/a/b/"}
	s := testsite.Warm(t, offlinePlaybook(nil), o)
	l := listOf(t, s)
	l.holds(t, s)
	if len(l.Files) < 50 {
		t.Errorf("only %d files are listed", len(l.Files))
	}
	if again := listOf(t, testsite.Warm(t, offlinePlaybook(nil), o)); again.Version != l.Version {
		t.Error("another build of the same has another version")
	}
}

// TestOfflineOff: without the option pages do not know of it, and sw.js rids
// browsers of an earlier one. While watching it is off, too.
func TestOfflineOff(t *testing.T) {
	off := testsite.Warm(t, without(offlinePlaybook(nil)), pipeline.Options{})
	watching := testsite.Site{Files: map[string]string{}}
	lazy, err := (&pipeline.Builder{Source: offlinePlaybook(nil), Templates: templates.FS, Options: pipeline.Options{Date: testsite.Date, Lazy: true}}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(slices.Collect(maps.Keys(off.Files)), "offline.json", "offline.html") {
		var b strings.Builder
		if f, ok := lazy.Find(name); ok && f.Write(&b) == nil {
			watching.Files[name] = b.String()
		}
	}
	for name, s := range map[string]testsite.Site{"off": off, "watching": watching} {
		t.Run(name, func(t *testing.T) {
			if got := s.Files["sw.js"]; !strings.Contains(got, "unregister") || strings.Contains(got, `"fetch"`) || len(got) > 400 {
				t.Errorf("sw.js is %q", got)
			}
			if _, ok := s.Files["offline.json"]; ok {
				t.Error("there is a list")
			}
			for file, text := range s.Files {
				if strings.HasPrefix(file, "assets/offline") || strings.HasSuffix(file, ".html") && strings.Contains(text, "assets/offline.") {
					t.Errorf("%s has to do with it", file)
				}
			}
		})
	}
	on := testsite.Warm(t, offlinePlaybook(nil), pipeline.Options{})
	if !strings.Contains(on.Files["index.html"], "assets/offline.") || on.Files["offline.html"] == "" || on.Files["nl/offline.html"] == "" {
		t.Error("with the option, pages do not ask for the worker, or there is no page for what is not kept")
	}
	reserved := buildSiteDiags(t, offlinePlaybook(map[string]string{"content/offline.md": "# Mine\n"}))
	if !strings.Contains(reserved, "PB1503") {
		t.Errorf("a lesson may stand at the address of that page: %s", reserved)
	}
}

func buildSiteDiags(t *testing.T, files fs.FS) string {
	t.Helper()
	r, err := (&pipeline.Builder{Source: files, Templates: templates.FS, Options: pipeline.Options{Date: testsite.Date}}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(r.Diags)
}

// TestOfflineKeys: the worker has another key when the text of any lesson has
// changed, so that publishing writes it again, and then lists few other hashes. A
// builder that goes on from the first says the same.
func TestOfflineKeys(t *testing.T) {
	key := func(s testsite.Site) string {
		for _, f := range s.Result.Files {
			if f.Path == "sw.js" {
				return f.Key
			}
		}
		return ""
	}
	files := offlinePlaybook(nil)
	warm := &pipeline.Builder{Source: files, Templates: templates.FS, Options: pipeline.Options{Date: testsite.Date}}
	one := testsite.Rebuild(t, warm)
	files["content/s/two.md"] = &fstest.MapFile{Data: append(bytes.Clone(files["content/s/two.md"].Data), "\nOne more word.\n"...)}
	two := testsite.Rebuild(t, warm)
	if key(one) == "" || key(one) == key(two) {
		t.Errorf("keys %q and %q", key(one), key(two))
	}
	a, b := listOf(t, one), listOf(t, two)
	b.holds(t, two)
	var changed []string
	for name, hash := range a.Files {
		if b.Files[name] != hash && !strings.HasPrefix(name, "search/") {
			changed = append(changed, name)
		}
	}
	// The lesson, its twin, in the other language the same text, and the pages that hold all texts.
	if len(changed) == 0 || len(changed) > 8 || a.Version == b.Version {
		t.Errorf("versions %s and %s, changed are %v", a.Version, b.Version, changed)
	}
}

// TestOfflineLarge: of a site above the limit only scripts, styles and first pages
// are kept from the start.
func TestOfflineLarge(t *testing.T) {
	s := testsite.Warm(t, largePlaybook(t), pipeline.Options{})
	l := listOf(t, s)
	for name := range l.Files {
		if strings.HasSuffix(name, ".html") && strings.TrimPrefix(name, "nl/") != "index.html" && strings.TrimPrefix(name, "nl/") != "offline.html" || strings.HasSuffix(name, ".png") || strings.HasPrefix(name, "search/") {
			t.Errorf("%s is kept from the start", name)
		}
	}
	if len(l.Files) < 20 || l.Files["index.html"] == "" || !strings.Contains(s.Files["sw.js"], "all:false") {
		t.Errorf("%d files: %.80q", len(l.Files), s.Files["sw.js"])
	}
}

// largePlaybook has a picture of 33 MiB.
func largePlaybook(t testing.TB) fstest.MapFS {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	picture.Write(make([]byte, 33<<20))
	files := offlinePlaybook(map[string]string{"content/s/two.md": "# Two\n\nAbout the invoice.\n\n![A bill](bill.png)\n"})
	files["content/s/bill.png"] = &fstest.MapFile{Data: picture.Bytes()}
	return files
}

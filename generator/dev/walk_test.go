package dev_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"playbook/generator/dev"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestRandomWalk edits, renames, moves, deletes, restores, breaks and fixes files at
// random, on a real disk. In the end the served and the published files must equal those
// of clean builds. PLAYBOOK_LONG=1 walks 2,000 steps from 8 seeds.
func TestRandomWalk(t *testing.T) {
	seeds, steps := 1, 200
	if long() {
		seeds, steps = 8, 2000
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(seed), 5))
			dir := filepath.Join(t.TempDir(), "playbook")
			write(t, dir, small)
			w := watch(t, dir)
			for i := range steps {
				step(t, r, dir, i)
				time.Sleep(time.Duration(r.IntN(6)) * time.Millisecond)
				if i%50 == 49 {
					w.same()
				}
			}
			fix(t, dir)
			w.same()
			w.until("the output to follow", func() bool { return published(t, w) == "" })
		})
	}
}

// step does one thing to the folder.
func step(t *testing.T, r *rand.Rand, dir string, i int) {
	content := filepath.Join(dir, "content")
	sections := []string{"s", "t", "t/u", "v"}
	lesson := func() string {
		return filepath.Join(content, sections[r.IntN(len(sections))], fmt.Sprintf("l%d.md", r.IntN(6)))
	}
	text := fmt.Sprintf("+++\ntitle = \"Step %d\"\nuid = \"u%d\"\n+++\nText %d.\n", i, i, i)
	// What is not there cannot be moved: such a step does nothing.
	switch r.IntN(14) {
	case 0, 1, 2, 3:
		put(t, lesson(), text)
	case 4:
		name := lesson()
		put(t, name+".tmp.1", text)
		_ = os.Rename(name+".tmp.1", name)
	case 5:
		_ = os.Remove(lesson())
	case 6:
		_ = os.Rename(lesson(), lesson())
	case 7:
		_ = os.Rename(filepath.Join(content, "t"), filepath.Join(content, fmt.Sprintf("w%d", r.IntN(3))))
	case 8:
		_ = os.RemoveAll(filepath.Join(content, fmt.Sprintf("w%d", r.IntN(3))))
	case 9:
		put(t, lesson(), text[:r.IntN(len(text))])
	case 10:
		put(t, filepath.Join(dir, "site.toml"), fmt.Sprintf("title = \"T%d\"\nsite_id = \"test\"\n[params]\nproduct = \"P\"\n%s", r.IntN(3), []string{"", "", "titel = 1\n"}[r.IntN(3)]))
	case 11:
		put(t, filepath.Join(dir, "templates/partials/foot.html"), []string{"<p>foot</p></body></html>", "{{if}}"}[r.IntN(2)])
	case 12:
		_ = os.RemoveAll(filepath.Join(dir, "templates"))
	case 13:
		_ = os.Rename(content, content+"2")
		time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond)
		_ = os.Rename(content+"2", content)
	}
}

// fix removes every file in which a clean build finds an error.
func fix(t *testing.T, dir string) {
	t.Helper()
	put(t, filepath.Join(dir, "site.toml"), "title = \"End\"\nsite_id = \"test\"\n[params]\nproduct = \"P\"\n")
	_ = os.RemoveAll(filepath.Join(dir, "templates"))
	for range 200 {
		_, ds := clean(t, dir)
		i := slices.IndexFunc(ds, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
		if i < 0 {
			return
		}
		if err := os.Remove(filepath.Join(dir, ds[i].Path)); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("there is no end of mistakes")
}

// clean is a plain cold build.
func clean(t *testing.T, dir string) (map[string]string, diag.List) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := &pipeline.Builder{Source: root.FS(), Templates: layered{root.FS(), templates.FS}, Options: pipeline.Options{Date: testDate}}
	r, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := output.Draw(r.Files)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for path, data := range drawn {
		files[path] = string(data)
	}
	return files, r.Diags
}

// published says how the output differs from a clean build, "" if it does not.
func published(t *testing.T, w *watching) string {
	t.Helper()
	want, _ := clean(t, w.dir)
	n := 0
	err := filepath.WalkDir(w.out, func(name string, e os.DirEntry, err error) error {
		rel, _ := filepath.Rel(w.out, name)
		if err != nil || e.IsDir() || rel == ".playbook.json" {
			return err
		}
		raw, err := os.ReadFile(name)
		if err == nil && want[filepath.ToSlash(rel)] != string(raw) {
			err = fmt.Errorf("%s differs", rel)
		}
		n++
		return err
	})
	if err == nil && n != len(want) {
		err = fmt.Errorf("%d files, want %d", n, len(want))
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestPublishedWithoutDrafts: the preview shows a draft, the output follows
// without it, and only after quiet.
func TestPublishedWithoutDrafts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir)
	put(t, filepath.Join(dir, "content/s/d.md"), "+++\ntitle = \"D\"\ndraft = true\n+++\nDraft.\n")
	w.has("s/d.html", "Draft.")
	w.until("the output to follow", func() bool { return published(t, w) == "" })
	if _, err := os.Stat(filepath.Join(w.out, "s/d.html")); err == nil {
		t.Error("the draft was published")
	}
	// A link to the draft is right in the preview and wrong in the output,
	// which then stays as it is, and the page is told.
	put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"Lesson A\"\n+++\n[draft](d.md)\n")
	w.has("_dev/state", `"withheld":[{`)
	raw, err := os.ReadFile(filepath.Join(w.out, "s/a.html"))
	if err != nil || !strings.Contains(string(raw), "Text of A.") {
		t.Errorf("the output did not stay as it was: %v", err)
	}
}

// TestNothingLeaks builds again and again: goroutines, descriptors and memory
// stay what they were. PLAYBOOK_LONG=1 builds 5,000 times.
func TestNothingLeaks(t *testing.T) {
	n := 60
	if long() {
		n = 5000
	}
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	edit := func(i int) {
		put(t, filepath.Join(dir, "content/s/a.md"), fmt.Sprintf("+++\ntitle = \"Lesson %d\"\n+++\nText %d.\n", i%3, i))
		w.has("s/a.html", fmt.Sprintf("Text %d.", i))
	}
	for i := range 20 {
		edit(-i - 1)
	}
	goroutines, descriptors, memory := used(t)
	for i := range n {
		edit(i)
	}
	g, d, m := used(t)
	t.Logf("goroutines %d to %d, descriptors %d to %d, heap %d to %d KiB", goroutines, g, descriptors, d, memory>>10, m>>10)
	if g > goroutines+3 || d > descriptors+3 || m > memory+4<<20+memory/4 {
		t.Errorf("after %d builds: goroutines %d to %d, descriptors %d to %d, heap %d to %d", n, goroutines, g, descriptors, d, memory, m)
	}
}

func used(t *testing.T) (goroutines, descriptors int, heap uint64) {
	t.Helper()
	time.Sleep(400 * time.Millisecond) // the look that follows an edit is over
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fds, _ := os.ReadDir("/proc/self/fd")
	return runtime.NumGoroutine(), len(fds), m.HeapAlloc
}

// TestWithoutInotify takes the kernel's watches or its instances away from a
// process of its own, or gives it too few for what comes: it goes over to looking
// and says so.
func TestWithoutInotify(t *testing.T) {
	if os.Getenv("PLAYBOOK_BLIND") != "" {
		dir := t.TempDir()
		write(t, dir, small)
		w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
		said := func() []string {
			w.mu.Lock()
			defer w.mu.Unlock()
			return slices.Clone(w.notes)
		}
		if os.Getenv("PLAYBOOK_BLIND") == "watches run out" {
			if notes := said(); len(notes) > 0 {
				t.Fatalf("it looks from the beginning: %q", notes)
			}
			for i := range 9 {
				name := fmt.Sprintf("n%d", i)
				put(t, filepath.Join(dir, "content", name, "x.md"), fmt.Sprintf("+++\ntitle = \"X\"\nuid = \"x%d\"\n+++\nFolder %d.\n", i, i))
				w.has(name+"/x.html", fmt.Sprintf("Folder %d.", i))
			}
			put(t, filepath.Join(dir, "content/n8/x.md"), "+++\ntitle = \"X\"\nuid = \"x8\"\n+++\nIn a folder that nobody watches.\n")
			w.has("n8/x.html", "In a folder that nobody watches.")
			w.same()
		}
		if notes := said(); len(notes) == 0 || !strings.Contains(notes[0], "looking for changes every") {
			t.Fatalf("nothing was said of it: %q", notes)
		}
		put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"A\"\n+++\nSeen by looking.\n")
		w.has("s/a.html", "Seen by looking.")
		return
	}
	for _, x := range []struct{ name, limit, most string }{
		{"no watches", "max_inotify_watches", "2"},
		{"no instances", "max_inotify_instances", "0"},
		{"watches run out", "max_inotify_watches", "8"},
	} {
		t.Run(x.name, func(t *testing.T) {
			script := `echo ` + x.most + ` > /proc/sys/user/` + x.limit + ` || exit 77; exec "$0" -test.run '^TestWithoutInotify$'`
			cmd := exec.Command("unshare", "-Ur", "sh", "-c", script, os.Args[0])
			cmd.Env = append(os.Environ(), "PLAYBOOK_BLIND="+x.name)
			out, err := cmd.CombinedOutput()
			if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() == 77 || strings.Contains(string(out), "unshare:") {
				t.Skipf("NOT RUN: this machine gives no namespace of its own: %v %s", err, out)
			}
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

package ids

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/widget"
	"playbook/generator/widget/checklist"
)

var update = flag.Bool("update", false, "write the results into the golden files")

func parse(t testing.TB, files map[string]string) []*content.Lesson {
	t.Helper()
	o := &content.Options{Default: "en", Languages: []string{"en", "nl"}, Kinds: map[string]widget.Kind{"checklist": checklist.Kind}}
	var out []*content.Lesson
	for _, name := range sorted(files) {
		l, ds := content.Parse(name, "content/"+name, []byte(files[name]), o)
		if ds.HasErrors() {
			t.Fatalf("%s: %v", name, ds)
		}
		out = append(out, l)
	}
	return out
}

func sorted(m map[string]string) []string {
	var names []string
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// idsOf lists the ids of a lesson on one line: of its widgets, their items and, in a
// translation, its headings.
func idsOf(l *content.Lesson) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", l.Path)
	for _, p := range l.Widgets {
		fmt.Fprintf(&b, " %s(", p.ID)
		for i, it := range widget.IdentityOf(p.Widget).Items {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(it.ID)
		}
		b.WriteByte(')')
	}
	for _, h := range l.Headings {
		if l.Lang != "" {
			fmt.Fprintf(&b, " #%s", h.ID)
		}
		if l.Lang != "" && h.Was != "" {
			fmt.Fprintf(&b, "=%s", h.Was)
		}
	}
	return b.String() + "\n"
}

// settle calls Settle for all lessons.
func settle(lessons []*content.Lesson, lock *Lock) (groups []Group, ds diag.List) {
	for _, g := range Groups(lessons) {
		g, more := Settle(g, lock, "content")
		groups, ds = append(groups, g), append(ds, more...)
	}
	return groups, ds
}

func flat(groups []Group) []*content.Lesson {
	var out []*content.Lesson
	for _, g := range groups {
		out = append(append(out, g.Source), g.Others...)
	}
	return out
}

// everything returns the text of a lock with all its entries.
func everything(l *Lock) string {
	var w writer
	for _, uid := range slices.Sorted(maps.Keys(l.lessons)) {
		w.keep(l.lessons[uid], uid, false, true)
		w.end()
	}
	return string(w.out)
}

// step publishes files with the lock of the step before. It returns their ids and
// diagnostics as text, and the new lock.
func step(t testing.TB, lock *Lock, files map[string]string) (string, *Lock) {
	t.Helper()
	lessons := parse(t, files)
	skipped := map[string]bool{}
	for _, l := range lessons {
		skipped[l.Path] = l.Meta.Draft
	}
	groups, ds := settle(lessons, lock)
	ds = append(ds, lock.Check(groups, "content")...)
	lessons = flat(groups)
	ds.Sort()
	var b strings.Builder
	for _, l := range lessons {
		b.WriteString(idsOf(l))
	}
	for _, d := range ds {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n", d.Path, d.Line, d.Col, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "  %s\n", d.Hint)
		}
	}
	if ds.HasErrors() {
		return b.String(), lock
	}
	next := lock.Next(groups, skipped)
	again, more := Read(diag.NewFile("content/ids.lock", next))
	if len(more) > 0 {
		t.Fatalf("the lock that was written cannot be read: %v\n%s", more, next)
	}
	if text := string(again.Next(groups, skipped)); text != string(next) {
		t.Fatalf("publishing the same again changes the lock:\n%s\n%s", next, text)
	}
	return b.String(), again
}

// TestEdits publishes several versions of a playbook, one after the other. In a script
// "1/a.md" is the file a.md in the first version, "2/a.md" in the second. A file stays the
// same until a later version changes it; the text "gone" deletes it. The golden file "want"
// has the ids and findings of each version, "lock" the lock of the last one.
func TestEdits(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) < 10 {
		t.Fatalf("found %d scripts: %v", len(paths), err)
	}
	for _, p := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(p), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(p)
			if err != nil {
				t.Fatal(err)
			}
			lock, _ := Read(diag.NewFile("content/ids.lock", nil))
			files, got := map[string]string{}, ""
			for n := 1; ; n++ {
				found := false
				for _, f := range a.Files {
					if dir, name, _ := strings.Cut(f.Name, "/"); dir == fmt.Sprint(n) {
						found = true
						if files[name] = string(f.Data); strings.TrimSpace(string(f.Data)) == "gone" {
							delete(files, name)
						}
					}
				}
				if !found {
					break
				}
				var seen string
				seen, lock = step(t, lock, files)
				got += fmt.Sprintf("step %d\n%s", n, seen)
			}
			golden(t, p, a, "want", got)
			golden(t, p, a, "lock", everything(lock))
		})
	}
}

func golden(t *testing.T, file string, a *txtar.Archive, name, got string) {
	t.Helper()
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return path.Base(f.Name) == name })
	if i < 0 {
		a.Files = append(a.Files, txtar.File{Name: name})
		i = len(a.Files) - 1
	}
	if string(a.Files[i].Data) == got {
		return
	}
	if !*update {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, a.Files[i].Data)
		return
	}
	a.Files[i].Data = []byte(got)
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestStoring writes the ids into the lessons. Nothing else may change, and the lessons
// must then have the same ids as before.
func TestStoring(t *testing.T) {
	en := "\ufeff# One\r\n\r\n## To do\r\n\r\n- [ ] Call **Smith** `now`\r\n- [ ] Ask,\r\n  twice {w=2 required}\r\n  - [ ] Inner\r\n- [x] Given {#given}\r\n\r\n::: checklist title=\"Two\"\r\n- [ ] Żółw {evidence=note}   \r\n:::\r\n"
	nl := "# Een\n\n## Te doen  \n\n- [ ] Bel **Smit**\n- [ ] Vraag\n  - [ ] Binnen\n- [ ] Gegeven {#given}\n\n::: checklist\n- [ ] Schildpad\n:::"
	before := map[string]string{"a.md": en, "a.nl.md": nl}
	lock, _ := Read(diag.NewFile("l", nil))
	groups, ds := settle(parse(t, before), lock)
	lessons := flat(groups)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	after := map[string]string{}
	for _, l := range lessons {
		raw := []byte(before[l.Path])
		after[l.Path] = string(diag.Apply(raw, Inserts(l, raw)))
	}
	want := map[string]string{
		"a.md":    "\ufeff# One\r\n\r\n## To do\r\n\r\n- [ ] Call **Smith** `now` {#call-smith-now}\r\n- [ ] Ask,\r\n  twice {#ask-twice w=2 required}\r\n  - [ ] Inner {#inner}\r\n- [x] Given {#given}\r\n\r\n::: checklist #to-do-2 title=\"Two\"\r\n- [ ] Żółw {#zolw evidence=note}   \r\n:::\r\n",
		"a.nl.md": "# Een\n\n## Te doen {#to-do}  \n\n- [ ] Bel **Smit** {#call-smith-now}\n- [ ] Vraag {#ask-twice}\n  - [ ] Binnen {#inner}\n- [ ] Gegeven {#given}\n\n::: checklist #to-do-2\n- [ ] Schildpad {#zolw}\n:::",
	}
	for name := range want {
		if after[name] != want[name] {
			t.Errorf("%s:\n got %q\nwant %q", name, after[name], want[name])
		}
	}
	for i, l := range parse(t, after) {
		if idsOf(l) != idsOf(lessons[i]) && l.Lang == "" {
			t.Errorf("ids changed:\n%s%s", idsOf(lessons[i]), idsOf(l))
		}
		raw := []byte(after[l.Path])
		if ins := Inserts(l, raw); len(ins) > 0 {
			t.Errorf("%s: there is still something to write: %v", l.Path, ins)
		}
	}
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"read-the-last-three-orders", "read-the-last-three-orders", true},
		{"read-the-last-three-orders", "read-the-last-four-orders", true},
		{"read-the-last-three-orders", "the-last-three-orders-read", true},
		{"read-the-last-three-orders", "call-the-buyer", false},
		{"позвонить-клиенту", "позвонить-клиентам", true},
		{"", "a", false},
		{"a", "b", false},
	} {
		if s := similarity(c.a, c.b); s >= like != c.same {
			t.Errorf("%q and %q: similarity %.2f, want the same text: %v", c.a, c.b, s, c.same)
		}
	}
}

func TestUnreadableLock(t *testing.T) {
	for _, line := range []string{"<<<<<<< HEAD", "a item b", "a uid", "a item  b ~x", "a widget b c d e", "a uid ~x gone gone", "a uid x"} {
		_, ds := Read(diag.NewFile("content/ids.lock", []byte("# head\n"+line+"\n")))
		if len(ds) != 1 || ds[0].Line != 2 || ds[0].Code != codeLock {
			t.Errorf("%q: %v", line, ds)
		}
	}
	if _, ds := Read(diag.NewFile("l", []byte("a uid ~x\na uid ~y\n"))); len(ds) != 1 {
		t.Errorf("a lock with one uid twice: got %v, want one diagnostic", ds)
	}
}

// FuzzRead checks that no input makes Read panic, and that a lock that was read and
// written again is the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a uid ~x\na item b c ~text gone\n"))
	f.Add([]byte("a%20b heading c%25 ~\n\n# x\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, ds := Read(diag.NewFile("l", raw))
		if len(ds) > 0 {
			return
		}
		again, ds := Read(diag.NewFile("l", []byte(everything(l))))
		if len(ds) > 0 || everything(again) != everything(l) {
			t.Fatalf("%v\n%s\n%s", ds, everything(l), everything(again))
		}
	})
}

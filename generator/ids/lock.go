package ids

import (
	"bytes"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// Name is the lock's file below the content folder.
const Name = "ids.lock"

const head = `# Every id that was published: kind, uid, widget, item or heading, its text, "gone"
# if nothing has it any more. Written by generate; commit it with the lessons.
`

// The kinds of id.
const (
	uidKind     = "uid"
	widgetKind  = "widget"
	itemKind    = "item"
	headingKind = "heading"
)

// A key names one id: of a lesson, a widget, an item or a heading.
type key struct{ kind, uid, widget, id string }

// An entry is what the lock says of one id.
type entry struct {
	key
	text string // see fingerprint
	gone bool
	line int // in the file it was read from, 0 for a new one

	parts []string // of a list that is compared: the ids of its items
}

// A Lock is what was published so far. It is not written after it was made.
type Lock struct {
	entries map[key]entry
	lessons map[string]*lesson
}

// A lesson is what the lock says of one uid.
type lesson struct {
	entry
	widgets  map[string]*list
	headings map[string]entry
}

// A list is one widget with its items.
type list struct {
	entry
	items map[string]entry
}

// Read reads a lock; an empty file is a lock that knows nothing.
func Read(f *diag.File) (*Lock, diag.List) {
	var ds diag.List
	entries := map[key]entry{}
	at := 0
	for n := 1; at < len(f.Text); n++ {
		line, _, _ := bytes.Cut(f.Text[at:], []byte("\n"))
		start := at
		at += len(line) + 1
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			continue
		}
		e, ok := readEntry(text)
		e.line = n
		if _, twice := entries[e.key]; !ok || twice {
			ds.Add(f.At(start, start+len(line), diag.Error, codeLock, "cannot read this line of the record of published ids").
				WithHint("it is written by generate: settle a merge by keeping the lines of both sides, each id once"))
			continue
		}
		entries[e.key] = e
	}
	return newLock(entries), ds
}

func readEntry(line string) (entry, bool) {
	f := strings.Split(line, " ")
	gone := f[len(f)-1] == "gone"
	if gone {
		f = f[:len(f)-1]
	}
	want := map[string]int{uidKind: 3, widgetKind: 4, headingKind: 4, itemKind: 5}[f[0]]
	if want == 0 || len(f) != want || slices.Contains(f, "") {
		return entry{}, false
	}
	for i := range f {
		f[i] = plainSpace.Replace(f[i])
	}
	e := entry{key: key{kind: f[0], uid: f[1]}, text: strings.TrimPrefix(f[want-1], "~"), gone: gone}
	switch f[0] {
	case widgetKind:
		e.widget = f[2]
	case headingKind:
		e.id = f[2]
	case itemKind:
		e.widget, e.id = f[2], f[3]
	}
	return e, true
}

var (
	safeSpace  = strings.NewReplacer("%", "%25", " ", "%20", "\n", "%0A", "\t", "%09")
	plainSpace = strings.NewReplacer("%25", "%", "%20", " ", "%0A", "\n", "%09", "\t")
)

func (e entry) String() string {
	f := []string{e.kind, safeSpace.Replace(e.uid)}
	if e.widget != "" {
		f = append(f, e.widget)
	}
	if e.id != "" {
		f = append(f, safeSpace.Replace(e.id))
	}
	f = append(f, "~"+e.text)
	if e.gone {
		f = append(f, "gone")
	}
	return strings.Join(f, " ")
}

// Bytes returns the lock's file: sorted, one line an id.
func (l *Lock) Bytes() []byte {
	lines := make([]string, 0, len(l.entries))
	for _, e := range l.entries {
		lines = append(lines, e.String())
	}
	slices.Sort(lines)
	return []byte(head + strings.Join(lines, "\n") + "\n")
}

// Empty reports whether nothing was published yet.
func (l *Lock) Empty() bool { return len(l.entries) == 0 }

func newLock(entries map[key]entry) *Lock {
	l := &Lock{entries: entries, lessons: map[string]*lesson{}}
	for _, e := range entries {
		k := l.lesson(e.uid)
		switch e.kind {
		case uidKind:
			k.entry = e
		case headingKind:
			k.headings[e.id] = e
		case widgetKind:
			k.list(e.widget).entry = e
		case itemKind:
			k.list(e.widget).items[e.id] = e
		}
	}
	return l
}

func (l *Lock) lesson(uid string) *lesson {
	if l.lessons[uid] == nil {
		l.lessons[uid] = &lesson{entry: entry{key: key{kind: uidKind, uid: uid}}, widgets: map[string]*list{}, headings: map[string]entry{}}
	}
	return l.lessons[uid]
}

func (k *lesson) list(id string) *list {
	if k.widgets[id] == nil {
		k.widgets[id] = &list{entry: entry{key: key{kind: widgetKind, uid: k.uid, widget: id}}, items: map[string]entry{}}
	}
	return k.widgets[id]
}

// of returns what is known of a lesson, under its uid or an earlier one; nil
// if nothing is.
func (l *Lock) of(uid string, was []string) *lesson {
	if k := l.lessons[uid]; k != nil && !k.gone {
		return k
	}
	for _, w := range was {
		if k := l.lessons[w]; k != nil {
			return k
		}
	}
	return l.lessons[uid]
}

// fingerprint is the part of a text that the lock keeps: its letters and
// digits, in lower case, at most 80 of them, so that a later text can be
// compared with it.
func fingerprint(text string) string {
	s := strings.Trim(content.Slug(text), "-")
	if r := []rune(s); len(r) > 80 {
		s = strings.TrimRight(string(r[:80]), "-")
	}
	return s
}

package ids

import (
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// Name is the lock's file below the content folder.
const Name = "ids.lock"

const head = `# Every id that was published: uid, kind, widget, item or heading, its text, "gone"
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

// A said is what the lock stores of one id. It is small, because there are many.
type said struct {
	text string // see fingerprint
	line int32  // in the file it was read from, 0 for a new one
	gone bool
}

// An entry is an id with its data in the lock.
type entry struct {
	key
	said

	parts []string // of a list that is compared: the ids of its items
}

// A Lock has the published ids. It never changes.
type Lock struct{ lessons map[string]*lesson }

// A lesson has the data in the lock for one uid.
type lesson struct {
	entry
	widgets  map[string]*list
	headings map[string]said
}

// A list is one widget with its items.
type list struct {
	entry
	items map[string]said
}

// Read reads a lock. An empty file is an empty lock.
func Read(f *diag.File) (*Lock, diag.List) {
	var ds diag.List
	l := &Lock{lessons: map[string]*lesson{}}
	at, all := 0, string(f.Text) // the entries are parts of it
	for n := 1; at < len(all); n++ {
		line, _, _ := strings.Cut(all[at:], "\n")
		start := at
		at += len(line) + 1
		text := strings.TrimSpace(line)
		if text == "" || text[0] == '#' {
			continue
		}
		e, ok := readEntry(text)
		e.line = int32(n)
		if !ok || !l.add(e) {
			ds.Add(f.At(start, start+len(line), diag.Error, codeLock, "cannot read this line of the record of published ids").
				WithHint("generate writes this file: in a merge keep the lines of both sides, each id once"))
		}
	}
	return l, ds
}

// add adds an entry. It returns false if its id exists already.
func (l *Lock) add(e entry) bool {
	k := l.lesson(e.uid)
	old := said{}
	switch e.kind {
	case uidKind:
		old, k.entry = k.said, e
	case headingKind:
		old, k.headings[e.id] = k.headings[e.id], e.said
	case widgetKind:
		w := k.list(e.widget)
		old, w.entry = w.said, e
	case itemKind:
		w := k.list(e.widget)
		old, w.items[e.id] = w.items[e.id], e.said
	}
	return old.line == 0
}

func readEntry(line string) (entry, bool) {
	line, gone := strings.CutSuffix(line, " gone")
	var f [5]string // uid, kind, then what the kind asks for
	n := 0
	for part := range strings.SplitSeq(line, " ") {
		if part == "" || n == len(f) {
			return entry{}, false
		}
		if strings.IndexByte(part, '%') >= 0 {
			part = plainSpace.Replace(part)
		}
		f[n] = part
		n++
	}
	e := entry{key: key{kind: f[1], uid: f[0]}}
	want := 4
	switch e.kind {
	case uidKind:
		want = 3
	case widgetKind:
		e.widget = f[2]
	case headingKind:
		e.id = f[2]
	case itemKind:
		want, e.widget, e.id = 5, f[2], f[3]
	default:
		return entry{}, false
	}
	if n != want || f[n-1][0] != '~' {
		return entry{}, false
	}
	e.said = said{text: f[n-1][1:], gone: gone}
	return e, true
}

var (
	safeSpace  = strings.NewReplacer("%", "%25", " ", "%20", "\n", "%0A", "\t", "%09", "#", "%23")
	plainSpace = strings.NewReplacer("%25", "%", "%20", " ", "%0A", "\n", "%09", "\t", "%23", "#")
)

func safe(s string) string {
	if strings.ContainsAny(s, "% \n\t#") {
		return safeSpace.Replace(s)
	}
	return s
}

// append appends the entry's line, without the line end.
func (e entry) append(b []byte) []byte {
	b = append(append(b, safe(e.uid)...), ' ')
	b = append(b, e.kind...)
	if e.widget != "" {
		b = append(append(b, ' '), e.widget...)
	}
	if e.id != "" {
		b = append(append(b, ' '), safe(e.id)...)
	}
	b = append(append(b, " ~"...), e.text...)
	if e.gone {
		b = append(b, " gone"...)
	}
	return b
}

func (l *Lock) lesson(uid string) *lesson {
	if l.lessons[uid] == nil {
		l.lessons[uid] = &lesson{entry: entry{key: key{kind: uidKind, uid: uid}}, widgets: map[string]*list{}, headings: map[string]said{}}
	}
	return l.lessons[uid]
}

func (k *lesson) list(id string) *list {
	if k.widgets[id] == nil {
		k.widgets[id] = &list{entry: entry{key: key{kind: widgetKind, uid: k.uid, widget: id}}, items: map[string]said{}}
	}
	return k.widgets[id]
}

// of returns the data for a lesson, under its uid or an earlier one, or nil.
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

// maxFingerprint is the number of characters of a text that the lock stores.
const maxFingerprint = 80

// fingerprint returns the part of a text that the lock stores for comparing: its
// letters and digits, in lower case.
func fingerprint(text string) string {
	s := strings.Trim(content.Slug(text), "-")
	if len(s) <= maxFingerprint {
		return s
	}
	if r := []rune(s); len(r) > maxFingerprint {
		s = strings.TrimRight(string(r[:maxFingerprint]), "-")
	}
	return s
}

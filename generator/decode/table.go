package decode

import "playbook/generator/diag"

// A Kind is the type of a value.
type Kind uint8

// The kinds of value. Invalid is a value that could not be read; the mistake has
// already been reported.
const (
	Invalid Kind = iota
	String
	Int
	Float
	Bool
	Date // a date; a time of day after it is dropped
	Time // a time of day without a date
	List
	Map
)

func (k Kind) String() string {
	return [...]string{
		"something unreadable", "a string", "a whole number", "a number", "true or false", "a date", "a time", "a list", "a table",
	}[k]
}

// class says how a table came to be, which decides what may be added to it.
type class uint8

const (
	classImplicit class = iota // a parent in [a.b]
	classHeader                // [a]
	classDotted                // a.b = 1
	classInline                // a = {}
)

// A Table is an ordered set of keys.
type Table struct {
	// Span is the table's header, its braces, or the whole text.
	Span    Span
	entries []*Entry
	index   map[string]*Entry // nil up to manyKeys entries
	src     *source
	class   class
	broken  bool // some keys may be missing: a limit or a mistake hid them
}

// An Entry is one key and its value.
type Entry struct {
	Key     string
	KeySpan Span
	Value   *Value
	// doubtful is set for a name without "=" after it. It may not be meant as a
	// key at all. The missing "=" has already been reported.
	doubtful bool
}

// A Value is one value and its position in the text.
type Value struct {
	Kind   Kind
	Span   Span
	scalar any // string, int64, float64, bool
	list   []*Value
	table  *Table
	tables bool // a list written as [[name]]
}

// manyKeys is the number of entries above which a map is faster than a search
// through the list.
const manyKeys = 12

// Get returns the entry of key, or nil if key is not set.
func (t *Table) Get(key string) *Entry {
	if t.index != nil {
		return t.index[key]
	}
	for _, e := range t.entries {
		if e.Key == key {
			return e
		}
	}
	return nil
}

// Has reports whether key is set, even if its value could not be read.
func (t *Table) Has(key string) bool { return t.Get(key) != nil }

// Entries returns the keys and values in the order of the text.
func (t *Table) Entries() []*Entry { return t.entries }

// Keys returns the keys in the order of the text.
func (t *Table) Keys() []string {
	keys := make([]string, len(t.entries))
	for i, e := range t.entries {
		keys[i] = e.Key
	}
	return keys
}

// Broken reports whether an earlier mistake may have hidden keys of the table.
// That mistake has been reported, so the caller does not report a missing key.
func (t *Table) Broken() bool { return t.broken }

func (t *Table) add(e *Entry) {
	t.entries = append(t.entries, e)
	if t.index == nil && len(t.entries) > manyKeys {
		t.index = make(map[string]*Entry, 2*manyKeys)
		for _, e := range t.entries {
			t.index[e.Key] = e
		}
	}
	if t.index != nil {
		t.index[e.Key] = e
	}
}

// Lookup follows path through tables and returns the entry there, or nil.
func (t *Table) Lookup(path ...string) *Entry {
	for i, key := range path {
		e := t.Get(key)
		if e == nil || i == len(path)-1 {
			return e
		}
		if e.Value.Kind != Map {
			return nil
		}
		t = e.Value.table
	}
	return nil
}

// At returns a diagnostic of severity s that marks the value at span.
func (t *Table) At(span Span, s diag.Severity, code diag.Code, format string, args ...any) diag.Diagnostic {
	return t.src.file.At(span.Start, span.End, s, code, format, args...)
}

// Errorf is [Table.At] with severity error.
func (t *Table) Errorf(span Span, code diag.Code, format string, args ...any) diag.Diagnostic {
	return t.src.errorAt(span, code, format, args...)
}

// KeySpan returns the position of the key at path, or of the table if that key
// is not set.
func (t *Table) KeySpan(path ...string) Span {
	if e := t.Lookup(path...); e != nil {
		return e.KeySpan
	}
	return t.Span
}

// ValueSpan returns the position of the value at path, or of the table if there
// is no such value.
func (t *Table) ValueSpan(path ...string) Span {
	if e := t.Lookup(path...); e != nil {
		return e.Value.Span
	}
	return t.Span
}

// spoil marks the table as broken and every value as unreadable. It is called
// after a mistake that makes the whole text doubtful.
func (t *Table) spoil() {
	t.broken = true
	for _, e := range t.entries {
		e.Value.Kind = Invalid
	}
}

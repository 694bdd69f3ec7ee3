package widget

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"playbook/generator/diag"
)

// Attrs are the attributes of a container, an item, a heading or a table row:
// #id, key=value, key="quoted value" and bare flags, in the author's order.
type Attrs struct {
	ID     string
	IDSpan Span
	List   []Attr
	Span   Span // all of it, from { to } or from # to the line's end
}

// An Attr is one attribute. A flag has no value.
type Attr struct {
	Key, Value string
	Flag       bool
	KeySpan    Span
	ValueSpan  Span
}

// Get returns the value of key and whether key has a value.
func (a Attrs) Get(key string) (string, bool) {
	if t, ok := a.Find(key); ok && !t.Flag {
		return t.Value, true
	}
	return "", false
}

// Find returns the attribute named key.
func (a Attrs) Find(key string) (Attr, bool) {
	for _, t := range a.List {
		if t.Key == key {
			return t, true
		}
	}
	return Attr{}, false
}

// Flag reports whether key is a flag.
func (a Attrs) Flag(key string) bool {
	t, ok := a.Find(key)
	return ok && t.Flag
}

// Codes of the contract common to all kinds.
const (
	CodeUnknownAttr  diag.Code = "PB1601"
	CodeBadAttrValue diag.Code = "PB1602"
	CodeBadID        diag.Code = "PB1603"
	CodeDuplicateID  diag.Code = "PB1604"
)

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// ValidID reports whether s may name a widget or an item:
// [a-z0-9][a-z0-9-]{0,39}.
func ValidID(s string) bool { return idPattern.MatchString(s) }

// CheckAttrs reports unknown and repeated attributes, and an id that is not a
// [ValidID].
func CheckAttrs(f *diag.File, takes Takes, a Attrs) diag.List {
	var ds diag.List
	keys, flags := takes.names()
	what := takes.What
	if a.ID != "" && !ValidID(a.ID) {
		ds.Add(f.At(a.IDSpan.Start, a.IDSpan.End, diag.Error, CodeBadID, "%q is not a valid id", diag.Clip(a.ID)).
			WithHint("an id has 1 to 40 characters of a-z, 0-9 and -, and begins with a letter or digit"))
	}
	known := slices.Concat(keys, flags)
	seen := map[string]bool{}
	for _, t := range a.List {
		at := func(code diag.Code, format string, args ...any) diag.Diagnostic {
			return f.At(t.KeySpan.Start, t.KeySpan.End, diag.Error, code, format, args...)
		}
		switch isKey, isFlag := slices.Contains(keys, t.Key), slices.Contains(flags, t.Key); {
		case !isKey && !isFlag:
			d := at(CodeUnknownAttr, "unknown attribute %q of %s", diag.Clip(t.Key), Article(what)).Meant(t.Key, known).Unless(func(key string) bool { _, ok := a.Find(key); return ok })
			if len(known) == 0 {
				d.Hint = Article(what) + " takes no attributes; remove it"
			}
			if t.Flag && len(a.List) == 1 && a.ID == "" && t.Key != strings.ToLower(t.Key) { // probably {Name}, a placeholder
				d.Hint = "write \\{ for a literal brace"
			}
			ds.Add(d)
		case seen[t.Key]:
			ds.Add(at(CodeUnknownAttr, "attribute %q is given twice", t.Key).WithHint("keep one of them"))
		case t.Flag && !isFlag:
			ds.Add(at(CodeBadAttrValue, "attribute %q needs a value", t.Key).WithHint("write %s=…", t.Key))
		case !t.Flag && !isKey:
			ds.Add(at(CodeBadAttrValue, "attribute %q takes no value", t.Key).WithHint("write %s alone", t.Key))
		}
		seen[t.Key] = true
	}
	return ds
}

// Article puts "a" or "an" before a word.
func Article(what string) string {
	if strings.ContainsAny(what[:1], "aeiou") {
		return "an " + what
	}
	return "a " + what
}

// DeriveID makes an id from a text as [ValidID] requires: lower case, without accents,
// everything that is not a-z or 0-9 as a single hyphen, at most 40 characters. For a
// script without Latin letters it returns "", and the caller numbers the item.
func DeriveID(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.IsMark(r):
		case latin[r] != "":
			b.WriteString(latin[r])
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := b.String()
	return strings.Trim(id[:min(len(id), 40)], "-")
}

// latin transliterates letters that Unicode does not decompose, so that derived ids are
// readable. Cyrillic follows the passport scheme (ICAO Doc 9303).
var latin = map[rune]string{
	'ß': "ss", 'æ': "ae", 'ø': "o", 'œ': "oe", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k",
	'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "ie", 'ы': "y", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
}

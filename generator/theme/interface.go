package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
)

// A Translation says how much of the interface is translated into a language.
type Translation struct {
	Lang string
	// Plurals are the names of the language's plural forms, in the order of a list.
	Plurals []string
	// Files are the English strings files, each with what the language lacks.
	Files []Untranslated
}

// Untranslated lists what a language lacks of one strings file.
type Untranslated struct {
	// Path is the language's file, below templates/; English is the file that it
	// translates.
	Path, English string
	Words         int      // number of words
	Missing       []string // keys as in the file, in its order
}

// Missing counts the words that are missing.
func (t *Translation) Missing() (n int) {
	for i := range t.Files {
		n += len(t.Files[i].Missing)
	}
	return n
}

// Words counts all words.
func (t *Translation) Words() (n int) {
	for i := range t.Files {
		n += t.Files[i].Words
	}
	return n
}

// Interface compares the words of a language, with the site's own on top of the
// theme's, with the English ones. The findings concern files of the site's own.
func Interface(theme, own fs.FS, lang string) (*Translation, diag.List) {
	words, ds := Words{}, diag.List{}
	for _, file := range stringsFiles(theme, []string{lang}) {
		list, _, _ := readStrings(theme, file.path)
		words.take(file, list)
	}
	o := ownWords{theme: words.clone(), own: own}
	for _, file := range stringsFiles(own, []string{lang}) {
		list, t, more := readStrings(own, file.path)
		ds = append(ds, more...)
		if t != nil {
			ds = append(ds, o.check(file, t, list)...)
		}
		words.take(file, list)
	}
	says := func(key string) bool {
		for _, code := range []string{lang, baseLang(lang)} {
			if s := words[code]; s != nil && s.forms[key] != nil {
				return true
			}
		}
		return false
	}
	out := &Translation{Lang: lang, Plurals: newStrings(lang).pluralNames()}
	for _, file := range stringsFiles(theme, []string{fallbackLang}) {
		list, _, _ := readStrings(theme, file.path)
		u := Untranslated{Path: path.Join(path.Dir(file.path), lang+".toml"), English: file.path}
		for _, w := range list {
			key := fullKey(file.kind, w.key)
			if optional(key) {
				continue
			}
			u.Words++
			if !says(key) {
				u.Missing = append(u.Missing, w.key)
			}
		}
		out.Files = append(out.Files, u)
	}
	return out, ds
}

var (
	tableLine = regexp.MustCompile(`^\s*\[([\w.-]+)\]\s*(?:#.*)?$`)
	keyLine   = regexp.MustCompile(`^\s*([\w-]+)\s*=`)
)

// Fill returns a strings file with the missing keys added as comments with the English
// words, each in its table. A translator replaces the words and removes the comment
// sign. Existing lines stay as they are. have is nil for a new file; english is the
// English file.
func (t *Translation) Fill(have, english []byte, missing []string) []byte {
	byTable, order := map[string][]string{}, []string{}
	table := ""
	for line := range strings.Lines(string(english)) {
		line = strings.TrimRight(line, "\r\n")
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = m[1]
		} else if m := keyLine.FindStringSubmatch(line); m != nil && slices.Contains(missing, strings.TrimPrefix(table+"."+m[1], ".")) {
			if byTable[table] == nil {
				order = append(order, table)
			}
			byTable[table] = append(byTable[table], "# "+line)
		}
	}
	if have == nil {
		have = fmt.Appendf(nil, "# The interface in the language %q. Each line below holds the English words behind a \"#\":\n"+
			"# take the sign away and translate what is in quotes. {1}, {n} and the like are filled in.\n# A list with two English texts is a plural: write one text for each of %s.\n",
			t.Lang, strings.Join(t.Plurals, ", "))
	}
	lines := strings.Split(strings.TrimRight(string(have), "\n"), "\n")
	ends := map[string]int{"": 0} // for each table the line after its last one
	table = ""
	for i, line := range lines {
		line = strings.TrimRight(line, "\r")
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if strings.TrimSpace(line) != "" {
			ends[table] = i + 1
		}
	}
	more := map[int][]string{}
	for _, table := range order {
		add := slices.DeleteFunc(slices.Clone(byTable[table]), func(line string) bool { return bytes.Contains(have, []byte(line+"\n")) && inTable(lines, table, line) })
		end, there := ends[table]
		if !there {
			end = len(lines)
			add = append([]string{"", "[" + table + "]"}, add...)
		}
		more[end] = append(more[end], add...)
	}
	var out []string
	for i := range len(lines) + 1 {
		out = append(out, more[i]...)
		if i < len(lines) {
			out = append(out, lines[i])
		}
	}
	return []byte(strings.Join(out, "\n") + "\n")
}

// inTable reports whether a table of a file has a line.
func inTable(lines []string, table, line string) bool {
	in := ""
	for _, l := range lines {
		if m := tableLine.FindStringSubmatch(l); m != nil {
			in = m[1]
		}
		if in == table && strings.TrimRight(l, "\r") == line {
			return true
		}
	}
	return false
}

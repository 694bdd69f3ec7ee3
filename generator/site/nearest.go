package site

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/content"
	"playbook/generator/diag"
)

func itoa(n int) string { return strconv.Itoa(n) }

func indexed(key string, i int) string { return key + "[" + itoa(i) + "]" }

// nearest proposes a lesson for a path that does not exist: the same name in
// another folder, in another case, or with a similar spelling.
func (a *assembler) nearest(l *content.Lesson, full string) string {
	if a.suggest--; a.suggest < 0 {
		return ""
	}
	base := strings.TrimSuffix(path.Base(full), ".md")
	var same, all []string
	for p := range a.names.byPath {
		all = append(all, p)
		name := strings.TrimSuffix(path.Base(p), ".md")
		if strings.EqualFold(name, base) || strings.HasSuffix(strings.ToLower(name), "-"+strings.ToLower(base)) {
			same = append(same, p)
		}
	}
	slices.Sort(same)
	if len(same) > 0 {
		return "did you mean " + strconv.Quote(RelativePath(dirOf(l.Path), same[0])) + "?"
	}
	names := map[string]string{} // by name, so that a shared folder makes nothing look alike
	slices.Sort(all)
	for _, p := range all {
		if n := strings.TrimSuffix(path.Base(p), ".md"); names[n] == "" || dirOf(p) == dirOf(full) {
			names[n] = p
		}
	}
	if s := diag.Suggest(base, slices.Sorted(maps.Keys(names))); s != "" {
		return "did you mean " + strconv.Quote(RelativePath(dirOf(l.Path), names[s])) + "?"
	}
	return "links are relative to the lesson's own file"
}

func (a *assembler) nearestFile(full, dest string) string {
	if a.suggest--; a.suggest < 0 {
		return ""
	}
	var all []string
	for p := range a.in.Files {
		all = append(all, p)
	}
	stem := func(p string) string { return strings.TrimSuffix(path.Base(p), path.Ext(p)) }
	// The shared ending must not make two names similar.
	if s := diag.Suggest(full, all); s != "" && (stem(s) == stem(full) || diag.Suggest(stem(full), []string{stem(s)}) != "") {
		if strings.EqualFold(s, full) {
			return "the file is called " + strconv.Quote(path.Base(s)) + ": case matters on a web server"
		}
		return "did you mean " + strconv.Quote(path.Base(s)) + "?"
	}
	return "put images beside the lesson"
}

func (a *assembler) nearestUID(uid string) string {
	if a.suggest--; a.suggest < 0 {
		return ""
	}
	all := make([]string, 0, len(a.uids))
	for u := range a.uids {
		all = append(all, u)
	}
	return diag.DidYouMean(uid, all)
}

// RelativePath returns the relative path from a folder ("" for the root) to a path.
// Both are below the same root.
func RelativePath(from, to string) string {
	f := strings.Split(from, "/")
	t := strings.Split(to, "/")
	if from == "" {
		f = nil
	}
	n := 0
	for n < len(f) && n < len(t)-1 && f[n] == t[n] {
		n++
	}
	return strings.Repeat("../", len(f)-n) + strings.Join(t[n:], "/")
}

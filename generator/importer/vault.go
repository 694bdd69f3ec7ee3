package importer

import (
	"cmp"
	"encoding/json"
	"path"
	"regexp"
	"strings"
)

// namedLinks knows a vault whose settings were left behind: five links by name or more
// lead to its notes, and half of all do. A wiki of GitHub has such links too, and says
// what it is by its parts.
func namedLinks(src *Source) string {
	names, texts := map[string]bool{}, 0
	for _, f := range src.Files() {
		if isText(f) && !hidden(f) {
			names[strings.ToLower(strings.TrimSuffix(path.Base(f), path.Ext(f)))] = true
		}
		if wikiPart.MatchString(path.Base(f)) {
			return ""
		}
	}
	found, all, where := 0, 0, ""
	for _, f := range src.Files() {
		if !isText(f) || hidden(f) || src.Size(f) > 1<<20 {
			continue
		}
		if texts++; texts > 3000 {
			break
		}
		text, err := src.Text(f)
		if err != nil || !strings.Contains(text, "[[") {
			continue
		}
		for _, m := range wikiLink.FindAllStringSubmatch(text, -1) {
			name, _, _ := strings.Cut(strings.TrimSpace(m[1]), "#")
			if all++; names[strings.ToLower(path.Base(strings.TrimSuffix(name, ".md")))] {
				found++
				where = cmp.Or(where, f)
			}
		}
	}
	if found >= 5 && found*2 >= all {
		return where
	}
	return ""
}

// ignoredNotes reads which files the settings of a vault exclude: by the begin of their path,
// or by an expression between slashes.
func ignoredNotes(src *Source) func(from string) string {
	text, err := src.Text(".obsidian/app.json")
	if err != nil {
		return func(string) string { return "" }
	}
	var settings struct {
		Filters []string `json:"userIgnoreFilters"`
	}
	const why = "the vault's settings exclude it"
	if json.Unmarshal([]byte(text), &settings) != nil {
		return func(string) string { return "the vault's settings, which may exclude it, cannot be read" }
	}
	var expressions []*regexp.Regexp
	for _, f := range settings.Filters {
		if len(f) > 2 && f[0] == '/' && f[len(f)-1] == '/' {
			re, err := regexp.Compile("(?i)" + f[1:len(f)-1])
			if err != nil {
				re = regexp.MustCompile("") // fails closed
			}
			expressions = append(expressions, re)
		}
	}
	return func(from string) string {
		for _, f := range settings.Filters {
			if f != "" && f[0] != '/' && strings.HasPrefix(strings.ToLower(from), strings.ToLower(f)) {
				return why
			}
		}
		for _, re := range expressions {
			if re.MatchString(from) {
				return why
			}
		}
		return ""
	}
}

package pipeline_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser/testsite"
	"playbook/generator/content"
	"playbook/generator/kinds"
)

// TestIdeas accounts for every idea of the articles behind the lessons: each
// is used below a heading that is there, or left out for a reason. A heading
// that is renamed fails it until the map says where the idea now is.
func TestIdeas(t *testing.T) {
	data, err := os.ReadFile("testdata/ideas.txt")
	if err != nil {
		t.Fatal(err)
	}
	headings := headingsByUID(t, testsite.Repository(t))
	for _, finding := range ideaFindings(string(data), headings) {
		t.Error("testdata/ideas.txt: " + finding)
	}
}

// TestIdeasAreChecked feeds the check maps that are wrong.
func TestIdeasAreChecked(t *testing.T) {
	headings := map[string]map[string]bool{"one": {"here": true}}
	for name, c := range map[string]struct{ text, want string }{
		"right":          {"ids 7 1-2\n7-01 one#here\n7-02 omitted: a heading", ""},
		"missing":        {"ids 7 1 2\n7-01 one#here", `"7-02" is not accounted for`},
		"twice":          {"ids 7 1\n7-01 one#here\n7-01 one#here", `"7-01" stands twice`},
		"unknown":        {"ids 7 1\n7-01 one#here\n7-09 one#here", `"7-09" is no idea`},
		"no lesson":      {"ids 7 1\n7-01 two#here", `"7-01": no lesson has the heading "two#here"`},
		"heading gone":   {"ids 7 1\n7-01 one#there", `"7-01": no lesson has the heading "one#there"`},
		"no reason":      {"ids 7 1\n7-01 omitted:", `"7-01" is omitted without a reason`},
		"nowhere":        {"ids 7 1\n7-01", `"7-01" is used nowhere`},
		"range inverted": {"ids 7 2-1", `"2-1" is no range`},
	} {
		if got := strings.Join(ideaFindings(c.text, headings), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// headingsByUID gives the ids of the headings of every lesson in the site's
// own language.
func headingsByUID(t *testing.T, site fs.FS) map[string]map[string]bool {
	t.Helper()
	o := &content.Options{Default: "en", Languages: []string{"en", "nl", "de", "ru", "pl"}, Kinds: kinds.ByName(), Words: shippedWords(t).Spellings}
	names, err := fs.Glob(site, "content/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]bool{}
	for _, name := range names {
		if base := strings.TrimSuffix(path.Base(name), ".md"); base == "index" || path.Ext(base) != "" {
			continue
		}
		raw, err := fs.ReadFile(site, name)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := content.Parse(strings.TrimPrefix(name, "content/"), name, raw, o)
		if l == nil {
			t.Fatalf("%s could not be read", name)
		}
		all[l.UID()] = map[string]bool{}
		for _, h := range l.Headings {
			all[l.UID()][h.ID] = true
		}
	}
	return all
}

// ideaFindings says what is wrong with a map of ideas, in the order of the
// ideas' numbers.
func ideaFindings(text string, headings map[string]map[string]bool) (findings []string) {
	known, seen := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(text) {
		id, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case id == "" || strings.HasPrefix(id, "#"):
		case id == "ids":
			findings = append(findings, addIdeas(known, strings.Fields(rest))...)
		case !known[id]:
			findings = append(findings, fmt.Sprintf("%q is no idea", id))
		case seen[id]:
			findings = append(findings, fmt.Sprintf("%q stands twice", id))
		default:
			seen[id] = true
			findings = append(findings, placeFindings(id, rest, headings)...)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if !seen[id] {
			findings = append(findings, fmt.Sprintf("%q is not accounted for", id))
		}
	}
	return findings
}

// addIdeas adds the ideas of an article: its number, then ranges "1-3" or "5".
func addIdeas(known map[string]bool, words []string) (findings []string) {
	for _, r := range words[1:] {
		var from, to int
		if n, _ := fmt.Sscanf(r, "%d-%d", &from, &to); n == 1 {
			to = from
		}
		if from < 1 || to < from {
			findings = append(findings, fmt.Sprintf("%q is no range", r))
		}
		for n := from; n <= to; n++ {
			known[fmt.Sprintf("%s-%02d", words[0], n)] = true
		}
	}
	return findings
}

// placeFindings looks at what stands behind an idea's number.
func placeFindings(id, rest string, headings map[string]map[string]bool) (findings []string) {
	if reason, omitted := strings.CutPrefix(rest, "omitted:"); omitted {
		if strings.TrimSpace(reason) == "" {
			findings = append(findings, fmt.Sprintf("%q is omitted without a reason", id))
		}
		return findings
	}
	places := strings.Fields(rest)
	if len(places) == 0 {
		findings = append(findings, fmt.Sprintf("%q is used nowhere", id))
	}
	for _, place := range places {
		uid, heading, _ := strings.Cut(place, "#")
		if !headings[uid][heading] {
			findings = append(findings, fmt.Sprintf("%q: no lesson has the heading %q", id, place))
		}
	}
	return findings
}

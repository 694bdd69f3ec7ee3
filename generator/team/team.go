// Package team reads the progress files that readers send, merges them, and makes a
// manager's table from them, as the page team.html does in the browser. FORMATS.md
// describes the files. client/team/ does the same in JavaScript: both read the files of
// testdata/ and must have the same result.
//
// The files come from other people. A file is used only if its shape is right
// (schema.json), its sum is right, and its signature, if it has one, matches.
package team

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Version is the version of the formats that this program writes.
const Version = 1

// MaxFile is the most bytes a file may have.
const MaxFile = 20 << 20

// The formats of files that can be merged.
const (
	progressFormat = "playbook-progress"
	teamFormat     = "playbook-team"
)

// A Problem is the reason why a file is refused.
type Problem struct {
	// Code is the reason, the same in Go and JavaScript: too-large, not-json, not-ours,
	// whole-export, other-site, altered, damaged, future.
	Code string
	// About is a detail for the message, such as the id of the other site.
	About string
}

var problemTexts = map[string]string{
	"too-large":    "the file is larger than 20 MB",
	"not-json":     "this is not JSON",
	"not-ours":     "this is neither a progress file nor a team file",
	"whole-export": "this is a backup of a browser's data, not a progress file: ask for the file that \"Send my progress\" makes",
	"other-site":   "the file is from the playbook %q",
	"altered":      "the file was changed after it was made: its checksum or its signature does not match",
	"damaged":      "the file is damaged: it has content that a progress file cannot have",
	"future":       "the file says that it was made on %s, a date in the future",
}

func (p *Problem) Error() string {
	text := problemTexts[p.Code]
	if strings.Contains(text, "%") {
		return fmt.Sprintf(text, p.About)
	}
	return text
}

// A File is a progress file that was read.
type File struct {
	Person, Device, Name string
	At                   int64 // epoch ms
	On                   string
	Level                int
	Path                 *struct{ UID, Since string }
	Lessons              map[string]Cell
	Miles                map[string]string
	Tasks                map[string]Task
	Asks                 map[string]Ask
	Signed               map[string]Signed
	Results              map[string]map[string]Result
	Answers              map[string]map[string]map[string]string
	Extra                []any
	Sum, Key, Sig        string
	// Newer says that a later version wrote the file. The parts that this version knows
	// are shown.
	Newer bool `json:"-"`

	raw dict
}

// A Cell is a person's progress in a lesson.
type Cell struct {
	State string `json:"s"`              // begun, learnt or practice
	On    string `json:"on,omitempty"`   // the day on which it was learnt
	Done  string `json:"done,omitempty"` // the day on which it was done in practice
	Flag  string `json:"f,omitempty"`    // stale or expired
}

// A Task is an assignment that the person accepted.
type Task struct {
	Title string `json:"title"`
	Due   string `json:"due,omitempty"`
	Took  string `json:"took"`
	Done  string `json:"done,omitempty"`
}

// An Ask is a request for a sign-off of What: lesson/<uid>, mile/<path>/<n>, path/<uid>.
type Ask struct {
	What string `json:"what"`
	On   string `json:"on"`
}

// Signed is a sign-off that the person has.
type Signed struct {
	What  string `json:"what"`
	On    string `json:"on"`
	By    string `json:"by"`
	Level int    `json:"level"`
}

// A Result is the result of a widget: percent, number of tries, and the items that went
// badly, each with its place on a scale.
type Result struct {
	Percent *int           `json:"p,omitempty"`
	Tries   int            `json:"n,omitempty"`
	Low     map[string]int `json:"low,omitempty"`
}

// Read reads a progress file or a team file of a site into a new Team. today is the
// date of reading.
func Read(data []byte, site, today string) (*Team, *Problem) {
	if len(data) > MaxFile {
		return nil, &Problem{Code: "too-large"}
	}
	m, err := parse(data)
	if err != nil {
		return nil, &Problem{Code: "not-json"}
	}
	switch m["format"] {
	case progressFormat:
		f, problem := readFile(m, site, today)
		if problem != nil {
			return nil, problem
		}
		t := New(site)
		t.add(f)
		t.reduce()
		return t, nil
	case teamFormat:
		return readTeam(m, site, today)
	case "playbook":
		return nil, &Problem{Code: "whole-export"}
	}
	return nil, &Problem{Code: "not-ours"}
}

// admit checks what all formats have in common: site, shape and sum.
func admit(m dict, format, site string) (checked dict, newer bool, p *Problem) {
	if s, ok := m["site"].(string); ok && s != site {
		return nil, false, &Problem{"other-site", s}
	}
	if v, ok := m["v"].(json.Number); ok {
		f, err := v.Float64()
		newer = err == nil && f > Version
	} else if v, ok := m["v"].(int64); ok {
		newer = v > Version
	}
	if _, ok := exact(m, maxDepth); !ok && !newer {
		return nil, false, &Problem{Code: "damaged"}
	}
	c, ok := check(schema[format], m, newer)
	if !ok {
		return nil, false, &Problem{Code: "damaged"}
	}
	if !newer && m["sum"] != sumOf(m) {
		return nil, false, &Problem{Code: "altered"}
	}
	return c.(dict), newer, nil
}

func readFile(m dict, site, today string) (*File, *Problem) {
	c, newer, p := admit(m, "progress", site)
	if p != nil {
		return nil, p
	}
	f := &File{Newer: newer, raw: m}
	if newer {
		f.raw = c
	}
	if err := json.Unmarshal(canonical(nil, c), f); err != nil {
		return nil, &Problem{Code: "damaged"}
	}
	if late := addDays(today, 1); f.On > late || time.UnixMilli(f.At).UTC().Format(time.DateOnly) > late {
		return nil, &Problem{"future", max(f.On, time.UnixMilli(f.At).UTC().Format(time.DateOnly))}
	}
	if !newer && (f.Sig != "" || f.Key != "") && !verify(m) {
		return nil, &Problem{Code: "altered"}
	}
	return f, nil
}

package scorm

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

// lomNS is the namespace of IEEE's learning object metadata in XML (1484.12.3).
const lomNS = "http://ltsc.ieee.org/xsd/LOM"

// A lomElement is what the standard says of an element: its children in any order, each
// at most as often as named (0 for any number), or its text.
type lomElement struct {
	children map[string]int
	text     *regexp.Regexp
	// language says that the attribute "language" may stand here.
	language bool
}

var (
	lomLanguage = regexp.MustCompile(`^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`)
	lomDuration = regexp.MustCompile(`^P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$`)
	lomFormat   = regexp.MustCompile(`^[\w.+-]+/[\w.+-]+$`)
	lomText     = regexp.MustCompile(`(?s)\S`)
)

// lom is the part of the standard that is about what packages say of themselves: the
// categories general, technical and educational with the elements that need no
// vocabulary. A package that says more fails here, so that somebody looks at it. It stands for
// the published schema, which no registry of packages has.
var lom = map[string]lomElement{
	"lom":                             {children: map[string]int{"general": 1, "technical": 1, "educational": 0}},
	"general":                         {children: map[string]int{"title": 1, "language": 0, "description": 0, "keyword": 0, "coverage": 0}},
	"general/title":                   {children: map[string]int{"string": 0}},
	"general/language":                {text: lomLanguage},
	"general/description":             {children: map[string]int{"string": 0}},
	"general/keyword":                 {children: map[string]int{"string": 0}},
	"general/coverage":                {children: map[string]int{"string": 0}},
	"string":                          {text: lomText, language: true},
	"technical":                       {children: map[string]int{"format": 0, "size": 1, "duration": 1}},
	"technical/format":                {text: lomFormat},
	"technical/size":                  {text: regexp.MustCompile(`^\d+$`)},
	"educational":                     {children: map[string]int{"typicalLearningTime": 1, "description": 0, "language": 0}},
	"educational/typicalLearningTime": {children: map[string]int{"duration": 1, "description": 1}},
	"educational/language":            {text: lomLanguage},
	"duration":                        {text: lomDuration},
}

// known finds what the standard says of an element with its parent.
func known(parent, name string) (lomElement, bool) {
	e, ok := lom[parent+"/"+name]
	if !ok {
		e, ok = lom[name]
	}
	return e, ok
}

// checkLOM reads a manifest and reports the first thing in its metadata that the
// standard does not have.
func checkLOM(manifest string) error {
	d := xml.NewDecoder(strings.NewReader(manifest))
	found := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !found {
				return errors.New("there is no metadata")
			}
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "lom" {
			found = true
			if err := checkElement(d, start, "", lom["lom"]); err != nil {
				return err
			}
		}
	}
}

func checkElement(d *xml.Decoder, start xml.StartElement, parent string, e lomElement) error {
	name := start.Name.Local
	if start.Name.Space != lomNS {
		return fmt.Errorf("%s is of the namespace %q", name, start.Name.Space)
	}
	for _, a := range start.Attr {
		if a.Name.Local == "xmlns" {
			continue
		}
		if a.Name.Local != "language" || !e.language || !lomLanguage.MatchString(a.Value) {
			return fmt.Errorf("%s/%s has the attribute %s=%q", parent, name, a.Name.Local, a.Value)
		}
	}
	seen := map[string]int{}
	var text strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			child := token.Name.Local
			most, ok := e.children[child]
			if seen[child]++; !ok || most > 0 && seen[child] > most {
				return fmt.Errorf("%s/%s holds %q for the time %d", parent, name, child, seen[child])
			}
			inner, ok := known(name, child)
			if !ok {
				return fmt.Errorf("%s/%s is not described", name, child)
			}
			if err := checkElement(d, token, name, inner); err != nil {
				return err
			}
		case xml.EndElement:
			switch {
			case e.text != nil && !e.text.MatchString(text.String()):
				return fmt.Errorf("%s/%s is %q", parent, name, text.String())
			case e.text == nil && strings.TrimSpace(text.String()) != "":
				return fmt.Errorf("%s/%s holds the text %q", parent, name, text.String())
			}
			return nil
		}
	}
}

// TestMetadata holds that the metadata of 2004 is as the standard of IEEE has it, of a
// path, a book and a lesson; and that the check of it finds what is wrong.
func TestMetadata(t *testing.T) {
	good := ""
	lesson, err := build(playbook(small), Options{Version: V2004, Lesson: "third"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []made{ship(t, Options{Version: V2004, Path: "ae"}), ship(t, Options{Version: V2004, Lang: "pl"}), lesson} {
		manifest := read(t, unpack(t, m), manifestName)
		if err := checkLOM(manifest); err != nil {
			t.Errorf("%s: %v", m.report.Title, err)
		}
		if !strings.Contains(manifest, "<typicalLearningTime><duration>PT") || !strings.Contains(manifest, "<description><string language=") {
			t.Errorf("%s: the metadata lacks the time or what the course is about", m.report.Title)
		}
		if good == "" {
			good = manifest
		}
	}
	for _, wrong := range [][2]string{
		{"<duration>PT", "<duration>T"},
		{"<technical>", "<technical></technical><technical>"},
		{"<general>", `<general kind="a">`},
		{"<general>", "<general>words"},
		{"</title><language>", "</title><title></title><language>"},
		{"<language>en</language>", "<language>en_GB!</language>"},
		{"<format>text/html</format>", "<format>html</format>"},
		{`<string language="en">`, "<langstring>"},
		{lomNS, "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"},
		{"typicalLearningTime", "typicallearningtime"},
		{"<lom ", "<meta "},
	} {
		bad := strings.ReplaceAll(good, wrong[0], wrong[1])
		if bad == good {
			t.Errorf("the manifest lacks %q", wrong[0])
		}
		if checkLOM(bad) == nil {
			t.Errorf("%q in the place of %q is not found", wrong[1], wrong[0])
		}
	}
}

package importer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of one XML part (a file in a Word document). A document that people write stays
// far below them.
const (
	maxXMLBytes    = 64 << 20
	maxXMLDepth    = 256
	maxXMLElements = 4 << 20
)

// An element is one XML element. Its name and those of its attributes begin with a prefix
// of xmlPrefixes, as in "w:p", whichever prefix the file itself uses.
type element struct {
	name  string
	attrs []xml.Attr
	kids  []*element
	text  string // its own text, without that of its children
}

// xmlPrefixes has a prefix for each namespace, found by the end of the namespace's
// address. Most namespaces have two addresses, since the format has a transitional and a
// strict variant.
var xmlPrefixes = []struct{ end, prefix string }{
	{"/wordprocessingml/main", "w"},
	{"/wordprocessingml/2006/main", "w"},
	{"/word/2010/wordml", "w14"},
	{"/word/2010/wordprocessingShape", "wps"},
	{"/drawingml/wordprocessingDrawing", "wp"},
	{"/drawingml/2006/wordprocessingDrawing", "wp"},
	{"/drawingml/picture", "pic"},
	{"/drawingml/2006/picture", "pic"},
	{"/drawingml/chart", "c"},
	{"/drawingml/2006/chart", "c"},
	{"/drawingml/diagram", "dgm"},
	{"/drawingml/2006/diagram", "dgm"},
	{"/drawingml/main", "a"},
	{"/drawingml/2006/main", "a"},
	{"/officeDocument/relationships", "r"},
	{"/officeDocument/2006/relationships", "r"},
	{"/package/2006/relationships", "rel"},
	{"/officeDocument/math", "m"},
	{"/officeDocument/2006/math", "m"},
	{"/markup-compatibility/2006", "mc"},
	{"schemas-microsoft-com:vml", "v"},
	{"schemas-microsoft-com:office:office", "o"},
}

func xmlPrefix(space string) string {
	for _, p := range xmlPrefixes {
		if strings.HasSuffix(space, p.end) {
			return p.prefix
		}
	}
	return space
}

// parseXML reads a part into a tree. It refuses a part with a document type, which could
// define entities, and a part beyond the limits.
func parseXML(name string, text []byte) (*element, error) {
	if len(text) > maxXMLBytes {
		return nil, fmt.Errorf("%s has %d MB of XML, more than the limit of %d MB", name, len(text)>>20, maxXMLBytes>>20)
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("%s is written in the encoding %q: only UTF-8 is read", name, charset)
	}
	prefixes := map[string]string{}
	named := func(n xml.Name) string {
		if n.Space == "" {
			return n.Local
		}
		p, ok := prefixes[n.Space]
		if !ok {
			p = xmlPrefix(n.Space)
			prefixes[n.Space] = p
		}
		return p + ":" + n.Local
	}
	root := &element{}
	open := []*element{root}
	texts := [][]byte{nil} // the text so far of each open element
	for count := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxXMLElements {
				return nil, fmt.Errorf("%s has more than %d elements", name, maxXMLElements)
			}
			if len(open) > maxXMLDepth {
				return nil, fmt.Errorf("the elements of %s are nested more than %d deep", name, maxXMLDepth)
			}
			e := &element{name: named(t.Name)}
			for _, a := range t.Attr {
				e.attrs = append(e.attrs, xml.Attr{Name: xml.Name{Local: named(a.Name)}, Value: a.Value})
			}
			top.kids = append(top.kids, e)
			open, texts = append(open, e), append(texts, nil)
		case xml.EndElement:
			last := len(open) - 1
			if text := texts[last]; hasText(top.name) || len(bytes.TrimSpace(text)) > 0 {
				top.text = string(text)
			}
			open, texts = open[:last], texts[:last]
		case xml.CharData:
			texts[len(texts)-1] = append(texts[len(texts)-1], t...)
		case xml.Directive:
			return nil, fmt.Errorf("%s has a document type: such a file is refused, because it can define entities", name)
		}
	}
	if len(root.kids) == 0 {
		return nil, fmt.Errorf("%s is empty", name)
	}
	return root.kids[0], nil
}

// hasText reports whether white space alone counts as text in an element of this name.
func hasText(name string) bool {
	return strings.HasSuffix(name, ":t") || strings.HasSuffix(name, ":instrText")
}

// child returns the first child of e with the name; nil if there is none.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// path calls child for each name in turn; nil if one is missing.
func (e *element) path(names ...string) *element {
	for _, n := range names {
		e = e.child(n)
	}
	return e
}

// find returns the first element with the name at any depth in e; nil if there is none.
func (e *element) find(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
		if f := k.find(name); f != nil {
			return f
		}
	}
	return nil
}

// each calls f for every element below e, an outer element before its children.
func (e *element) each(f func(*element)) {
	if e == nil {
		return
	}
	for _, k := range e.kids {
		f(k)
		k.each(f)
	}
}

// attr returns the value of an attribute, "" if it is missing.
func (e *element) attr(name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

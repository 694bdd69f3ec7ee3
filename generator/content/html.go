package content

import "bytes"

// An htmlToken is a piece of raw HTML. Offsets count from the text's first byte.
type htmlToken struct {
	kind       byte // one of the kinds below
	start, end int
	name       string // of a tag, as written
	attrs      []htmlAttr
}

const (
	htmlText    = 't'
	htmlOpen    = '<'
	htmlClose   = '/'
	htmlComment = '!'
	htmlOther   = '?' // a declaration, an instruction, CDATA
)

// An htmlAttr is one attribute; value is "" for a flag.
type htmlAttr struct {
	key                  string // in lower case
	value                string
	start, end           int // of all of it
	valueStart, valueEnd int
}

// get returns an attribute's value.
func (t *htmlToken) get(key string) (htmlAttr, bool) {
	for _, a := range t.attrs {
		if a.key == key {
			return a, true
		}
	}
	return htmlAttr{}, false
}

// scanHTML cuts raw HTML into tokens as a browser does. What is not closed is
// one token up to the end.
func scanHTML(s []byte) []htmlToken {
	var ts []htmlToken
	text := 0
	add := func(t htmlToken) {
		if t.start > text {
			ts = append(ts, htmlToken{kind: htmlText, start: text, end: t.start})
		}
		ts = append(ts, t)
		text = t.end
	}
	for i := 0; i < len(s); {
		k := bytes.IndexByte(s[i:], '<')
		if k < 0 {
			break
		}
		i += k
		t, ok := scanTag(s, i)
		if !ok {
			i++
			continue
		}
		add(t)
		i = t.end
		if t.kind == htmlOpen && rawText[lower(t.name)] {
			end := endOfRaw(s, i, t.name)
			if end > i {
				ts = append(ts, htmlToken{kind: htmlOther, start: i, end: end})
			}
			i, text = end, end
		}
	}
	if text < len(s) {
		ts = append(ts, htmlToken{kind: htmlText, start: text, end: len(s)})
	}
	return ts
}

// rawText are the elements whose text holds no tags.
var rawText = nameSet("script style textarea title xmp iframe noembed noframes plaintext")

func lower(s string) string { return string(bytes.ToLower([]byte(s))) }

// endOfRaw is where the closing tag of an element without tags inside begins.
func endOfRaw(s []byte, from int, name string) int {
	for i := from; i < len(s); i++ {
		if s[i] == '<' && i+2+len(name) <= len(s) && s[i+1] == '/' && bytes.EqualFold(s[i+2:i+2+len(name)], []byte(name)) {
			return i
		}
	}
	return len(s)
}

// scanTag reads what begins with the '<' at i.
func scanTag(s []byte, i int) (htmlToken, bool) {
	t := htmlToken{start: i, end: len(s)}
	upTo := func(from int, mark string) {
		if k := bytes.Index(s[min(from, len(s)):], []byte(mark)); k >= 0 {
			t.end = from + k + len(mark)
		}
	}
	rest := s[i:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!-->")):
		t.kind, t.end = htmlComment, i+5
		return t, true
	case bytes.HasPrefix(rest, []byte("<!--->")):
		t.kind, t.end = htmlComment, i+6
		return t, true
	case bytes.HasPrefix(rest, []byte("<!--")):
		t.kind = htmlComment
		upTo(i+4, "-->")
		return t, true
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		t.kind = htmlOther
		upTo(i, "]]>")
		return t, true
	case bytes.HasPrefix(rest, []byte("<?")):
		t.kind = htmlOther
		upTo(i, "?>")
		return t, true
	case bytes.HasPrefix(rest, []byte("<!")):
		t.kind = htmlOther
		upTo(i, ">")
		return t, true
	}
	t.kind = htmlOpen
	j := i + 1
	if j < len(s) && s[j] == '/' {
		t.kind, j = htmlClose, j+1
	}
	name := j
	for j < len(s) && isNameByte(s[j], j > name) {
		j++
	}
	if j == name {
		return t, false
	}
	t.name = string(s[name:j])
	t.end = t.scanAttrs(s, j)
	return t, true
}

func isNameByte(c byte, later bool) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || later && (c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':' || c == '_')
}

// scanAttrs reads attributes from i and returns the end of the tag.
func (t *htmlToken) scanAttrs(s []byte, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case c == '>':
			return i + 1
		case c == ' ' || c == '\t' || c == '\n' || c == '/':
			i++
			continue
		}
		a := htmlAttr{start: i}
		for i < len(s) && bytes.IndexByte([]byte(" \t\n/>="), s[i]) < 0 || i == a.start && i < len(s) {
			i++
		}
		a.key, a.end = lower(string(s[a.start:i])), i
		k := i
		for k < len(s) && (s[k] == ' ' || s[k] == '\t' || s[k] == '\n') {
			k++
		}
		if k < len(s) && s[k] == '=' {
			i = a.scanValue(s, k+1)
		}
		t.attrs = append(t.attrs, a)
	}
	return len(s)
}

// scanValue reads a value from i and returns where it ends.
func (a *htmlAttr) scanValue(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n') {
		i++
	}
	a.valueStart = i
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		a.valueStart++
		a.valueEnd, a.end = len(s), len(s)
		if k := bytes.IndexByte(s[i+1:], s[i]); k >= 0 {
			a.valueEnd, a.end = i+1+k, i+2+k
		}
	} else {
		for i < len(s) && bytes.IndexByte([]byte(" \t\n>"), s[i]) < 0 {
			i++
		}
		a.valueEnd, a.end = i, i
	}
	a.value = string(s[a.valueStart:a.valueEnd])
	return a.end
}

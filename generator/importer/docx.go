package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// maxPicture bounds one picture of a Word file.
const maxPicture = 64 << 20

// A wordFile is what a .docx holds, as blocks.
type wordFile struct {
	title    string // of the title paragraph, or of a heading that begins the file
	blocks   []block
	notes    map[string]block // footnotes and endnotes by their names
	pictures []*wordPicture
	losses   wordLosses
	leftOut  strings.Builder // the words of contents and indexes, and hidden ones
}

// A wordPicture is a picture in a .docx; blocks name it by its name.
type wordPicture struct {
	name string // "1.png": its place in the file, and its type
	part string // where it lies in the .docx
	data []byte
}

// A wordKind says what became of a construct that a playbook has no place for.
type wordKind uint8

const (
	wordChanged wordKind = iota // its text is there
	wordLeft                    // it is left out on purpose
	wordLost                    // text or a picture is gone
)

// A wordLoss is such a construct. Near holds the words beside the first of them.
type wordLoss struct {
	what  string
	kind  wordKind
	count int
	near  []string
}

// maxNear is how many places of one construct are named.
const maxNear = 100

// wordLosses are the constructs of a file, in the order in which they were met.
type wordLosses struct {
	list []*wordLoss
	by   map[string]*wordLoss
}

// add notes a construct once more; near says where.
func (l *wordLosses) add(what string, kind wordKind, near func() string) {
	w := l.by[what]
	if w == nil {
		if l.by == nil {
			l.by = map[string]*wordLoss{}
		}
		w = &wordLoss{what: what, kind: kind}
		l.by[what] = w
		l.list = append(l.list, w)
	}
	if w.count++; len(w.near) < maxNear {
		w.near = append(w.near, near())
	}
}

// A wordPart is one XML part of a .docx with where its references lead.
type wordPart struct {
	name string
	root *element
	rels map[string]wordRelation
}

type wordRelation struct {
	kind     string // the last word of its type: "image", "hyperlink"
	target   string // a part's name, or an address
	external bool
}

// readWord reads the bytes of a .docx. The error says why that cannot be done: the
// file is not a Word file, is damaged, or would do harm.
func readWord(name string, data []byte) (*wordFile, error) {
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return nil, Hostile{fmt.Sprintf("%q is not a .docx: it is a Word file of the old kind, or protected with a password", name), "open it in Word and save it as .docx, without a password"}
	}
	parts, err := openZip(bytes.NewReader(data), int64(len(data)), name)
	if err != nil {
		return nil, err
	}
	main, err := mainPart(name, parts)
	if err != nil {
		return nil, err
	}
	r := &wordReader{
		name: name, parts: parts, main: main, file: &wordFile{notes: map[string]block{}},
		noteNames: map[string]string{}, seen: map[string]*wordPicture{},
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	r.read()
	if r.err != nil {
		return nil, r.err
	}
	return r.file, nil
}

// notWord says that a zip is no Word file.
func notWord(name, why string) error {
	return Hostile{fmt.Sprintf("%q is not a Word file, or it is damaged: %s", name, why), "open it in Word or Google Docs and save it as .docx"}
}

// mainPart finds and reads the part that holds the text.
func mainPart(name string, parts *Source) (*wordPart, error) {
	rels, err := readRelations(parts, "")
	if err != nil {
		return nil, notWord(name, err.Error())
	}
	main := "word/document.xml"
	for _, r := range rels {
		if r.kind == "officeDocument" && !r.external {
			main = r.target
		}
	}
	if !parts.Has(main) {
		return nil, notWord(name, fmt.Sprintf("it has no part %q", main))
	}
	p, err := readPart(parts, main)
	if err != nil {
		return nil, notWord(name, err.Error())
	}
	if p.root.name != "w:document" || p.root.child("w:body") == nil {
		return nil, notWord(name, fmt.Sprintf("%q is not a text document", main))
	}
	return p, nil
}

// readPart reads one XML part and its references.
func readPart(parts *Source, name string) (*wordPart, error) {
	if parts.Size(name) > maxXMLBytes {
		return nil, fmt.Errorf("%s has %d MB of XML, more than the limit of %d MB", name, parts.Size(name)>>20, maxXMLBytes>>20)
	}
	text, err := parts.Read(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be unpacked: %w", name, err)
	}
	root, err := parseXML(name, text)
	if err != nil {
		return nil, err
	}
	rels, err := readRelations(parts, name)
	if err != nil {
		return nil, err
	}
	return &wordPart{name, root, rels}, nil
}

// readRelations reads where the references of a part lead; "" stands for the
// file as a whole.
func readRelations(parts *Source, part string) (map[string]wordRelation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	rels := map[string]wordRelation{}
	if !parts.Has(name) {
		return rels, nil
	}
	text, err := parts.Read(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be unpacked: %w", name, err)
	}
	root, err := parseXML(name, text)
	if err != nil {
		return nil, err
	}
	for _, e := range root.kids {
		r := wordRelation{kind: path.Base(e.attr("Type")), target: e.attr("Target"), external: e.attr("TargetMode") == "External"}
		if !r.external {
			if rest, ok := strings.CutPrefix(r.target, "/"); ok {
				r.target = path.Clean(rest)
			} else {
				r.target = path.Join(dir, r.target)
			}
		}
		rels[e.attr("Id")] = r
	}
	return rels, nil
}

// A wordReader reads one .docx. Its state is where in the text it is.
type wordReader struct {
	name   string
	parts  *Source
	main   *wordPart
	file   *wordFile
	styles map[string]*wordStyle
	lists  wordLists
	err    error

	part      *wordPart         // whose references count
	footnotes *wordPart         // nil if there are none
	endnotes  *wordPart         // nil if there are none
	noteNames map[string]string // "footnotes/3" to "1"
	noteAt    map[string]*element
	inNote    bool
	cells     int                     // of all tables so far
	seen      map[string]*wordPicture // by part
	fields    []*wordField
	pending   []string // bookmarks between paragraphs, for the next one
	at        *wordPara
	near      string // the text of the paragraph before
	lastHead  string
}

// open reads the parts beside the text. One that is missing counts as empty.
func (r *wordReader) open() error {
	r.part = r.main
	styles, err := r.related("styles")
	if err != nil {
		return err
	}
	r.styles = readWordStyles(styles)
	numbering, err := r.related("numbering")
	if err != nil {
		return err
	}
	r.lists = readWordLists(numbering, r.styles)
	if r.footnotes, err = r.related("footnotes"); err != nil {
		return err
	}
	if r.endnotes, err = r.related("endnotes"); err != nil {
		return err
	}
	r.noteAt = map[string]*element{}
	for kind, p := range map[string]*wordPart{"footnote": r.footnotes, "endnote": r.endnotes} {
		if p == nil {
			continue
		}
		for _, e := range p.root.kids {
			if e.name == "w:"+kind {
				r.noteAt[kind+"/"+e.attr("w:id")] = e
			}
		}
	}
	return nil
}

// related reads the part that the text refers to as a kind; nil if there is
// none.
func (r *wordReader) related(kind string) (*wordPart, error) {
	for _, rel := range r.main.rels {
		if rel.kind == kind && !rel.external && r.parts.Has(rel.target) {
			p, err := readPart(r.parts, rel.target)
			if err != nil {
				return nil, notWord(r.name, err.Error())
			}
			return p, nil
		}
	}
	return nil, nil
}

// read reads the text, and says what stands beside it.
func (r *wordReader) read() {
	r.file.blocks = r.container(r.main.root.child("w:body"))
	r.besides()
	r.file.title = takeTitle(&r.file.blocks)
}

// besides notes what a document has beside its text: comments, headers and
// footers.
func (r *wordReader) besides() {
	for _, id := range slices.Sorted(maps.Keys(r.main.rels)) {
		rel := r.main.rels[id]
		if rel.external || !r.parts.Has(rel.target) {
			continue
		}
		switch rel.kind {
		case "comments":
			if p, err := readPart(r.parts, rel.target); err == nil {
				for _, c := range p.root.kids {
					if c.name == "w:comment" {
						r.file.losses.add("a comment: left out, comments are for the authors", wordLeft, func() string { return "" })
					}
				}
			}
		case "header", "footer":
			p, err := readPart(r.parts, rel.target)
			if err != nil {
				continue
			}
			var text strings.Builder
			p.root.each(func(e *element) {
				if e.name == "w:t" {
					text.WriteString(e.text)
				}
			})
			if words := strings.Join(strings.Fields(text.String()), " "); len(words) > 3 {
				r.file.losses.add("the "+rel.kind+" of the pages: left out, the theme has its own", wordLeft, func() string { return clipWords(words) })
			}
		}
	}
}

// note notes a construct where the reader is.
func (r *wordReader) note(what string, kind wordKind) {
	r.file.losses.add(what, kind, r.place)
}

// place is where the reader is: the last words that it read.
func (r *wordReader) place() string {
	near := ""
	if r.at != nil {
		near = strings.TrimSpace(inlineText(r.at.text))
	}
	return clipWords(cmp.Or(near, r.near, r.lastHead))
}

// fail keeps the first error; reading goes on to its end.
func (r *wordReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// clipWords shortens a text to its last words, to say where something stood.
func clipWords(s string) string {
	words := strings.Fields(s)
	if len(words) > 8 {
		return "… " + strings.Join(words[len(words)-8:], " ")
	}
	return strings.Join(words, " ")
}

// takeTitle takes the title off the blocks: a title paragraph, else a first
// heading that is above all others. Headings below then begin at the first
// level again.
func takeTitle(blocks *[]block) string {
	title := ""
	for i, b := range *blocks {
		if b.kind == headBlock && b.level == 0 {
			title = inlineText(b.text)
			*blocks = slices.Delete(*blocks, i, i+1)
			break
		}
		if i > 3 {
			break
		}
	}
	for i := range *blocks {
		if b := &(*blocks)[i]; b.kind == headBlock && b.level == 0 {
			b.level = 1
		}
	}
	if title == "" && len(*blocks) > 0 && (*blocks)[0].kind == headBlock {
		first := (*blocks)[0].level
		alone := !slices.ContainsFunc((*blocks)[1:], func(b block) bool { return b.kind == headBlock && b.level <= first })
		if alone {
			title = inlineText((*blocks)[0].text)
			*blocks = (*blocks)[1:]
		}
	}
	return strings.Join(strings.Fields(title), " ")
}

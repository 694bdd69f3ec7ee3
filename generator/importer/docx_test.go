package importer

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"playbook/generator/content"
)

// wordParts are the parts of a sound Word file, for tests that damage them.
func wordParts(t testing.TB, change map[string]string) []byte {
	t.Helper()
	files := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships ` + relationNames + `><Relationship Id="d" Type="` + relationType + `officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document ` + wordNames + `><w:body><w:p><w:r><w:t>Text</w:t></w:r></w:p></w:body></w:document>`,
	}
	maps.Copy(files, change)
	for name, text := range files {
		if text == "-" {
			delete(files, name)
		}
	}
	return packZip(t, files)
}

func inBody(text string) map[string]string {
	return map[string]string{"word/document.xml": `<w:document ` + wordNames + `><w:body>` + text + `</w:body></w:document>`}
}

// TestHostileWord refuses what is no Word file and what would do harm, and says why.
func TestHostileWord(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("hello"), "cannot be read"},
		{"empty", nil, "cannot be read"},
		{"old or locked", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 etc."), "protected with a password"},
		{"zip of something else", packZip(t, map[string]string{"a.txt": "x"}), `it has no part "word/document.xml"`},
		{"no document", wordParts(t, map[string]string{"word/document.xml": "-"}), `it has no part "word/document.xml"`},
		{"a spreadsheet", wordParts(t, map[string]string{"word/document.xml": `<workbook/>`}), "is not a text document"},
		{"cut off", wordParts(t, map[string]string{"word/document.xml": `<w:document ` + wordNames + `><w:body><w:p>`}), "cannot be read"},
		{"entities that grow", wordParts(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + `<w:document ` + wordNames + `><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`}), "document type"},
		{"an outer entity", wordParts(t, map[string]string{"word/document.xml": `<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document ` + wordNames + `><w:body/></w:document>`}), "document type"},
		{"an unknown entity", wordParts(t, inBody(`<w:p><w:r><w:t>&xxe;</w:t></w:r></w:p>`)), "invalid character entity"},
		{"a document type in the styles", wordParts(t, map[string]string{
			"word/styles.xml":              `<!DOCTYPE x><w:styles ` + wordNames + `/>`,
			"word/_rels/document.xml.rels": `<Relationships ` + relationNames + `><Relationship Id="s" Type="` + relationType + `styles" Target="styles.xml"/></Relationships>`,
		}), "document type"},
		{"another encoding", wordParts(t, map[string]string{"word/document.xml": `<?xml version="1.0" encoding="UTF-7"?><w:document ` + wordNames + `><w:body/></w:document>`}), "only UTF-8 is read"},
		{"elements in elements", wordParts(t, inBody(strings.Repeat("<w:tbl><w:tr><w:tc>", 400)+strings.Repeat("</w:tc></w:tr></w:tbl>", 400))), "nested more than 256 deep"},
		{"zeros", wordParts(t, inBody(`<w:p><w:r><w:t>`+strings.Repeat(" ", maxXMLBytes)+`</w:t></w:r></w:p>`)), "64 MB of XML"},
		{"wide tables", wordParts(t, inBody("<w:tbl>"+strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc></w:tr>`, 3_000)+"</w:tbl>")), "more than 500000 cells"},
		{"a name that leads out", packZip(t, map[string]string{"../../x": "x"}), "leads out"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := readWord("handbook.docx", c.data)
			var h Hostile
			if !errors.As(err, &h) {
				t.Fatalf("not refused: %v", err)
			}
			if !strings.Contains(h.Message, c.want) || h.Hint == "" {
				t.Errorf("refused with %q, hint %q", h.Message, h.Hint)
			}
			if len(h.Message) > 500 {
				t.Errorf("the message has %d bytes", len(h.Message))
			}
		})
	}
}

// TestDamagedWord reads what is left of files that lack a part, or whose references
// lead nowhere.
func TestDamagedWord(t *testing.T) {
	const rest = `<w:p><w:r><w:t>rest</w:t></w:r></w:p>`
	for name, body := range map[string]string{
		"a style that is not there":     `<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"a list that is not there":      `<w:p><w:pPr><w:numPr><w:numId w:val="77"/><w:ilvl w:val="99"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"a note that is not there":      `<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="9"/></w:r></w:p>`,
		"a picture that is not there":   `<w:p><w:r><w:t>x</w:t><w:drawing><pic:pic><a:blip r:embed="gone"/></pic:pic></w:drawing></w:r></w:p>`,
		"a link that leads nowhere":     `<w:p><w:hyperlink r:id="gone"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>`,
		"a bookmark that is not there":  `<w:p><w:hyperlink w:anchor="gone"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>`,
		"fields that end before":        `<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>x</w:t></w:r></w:p>`,
		"contents that never end":       `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC \o</w:instrText><w:fldChar w:fldCharType="separate"/></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"a table without rows":          `<w:tbl/><w:p><w:r><w:t>x</w:t></w:r></w:p>`,
		"a row without cells":           `<w:tbl><w:tr/><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>`,
		"a text box in itself":          `<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>x</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>y</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>`,
		"controls and zero width":       "<w:p><w:r><w:t>x\u202e\u200b\u00ad\ufeff</w:t></w:r></w:p>",
		"an end mark that was deleted":  `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"a large first letter":          `<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"numbers beyond all bounds":     `<w:p><w:pPr><w:ind w:left="99999999999999999999"/><w:outlineLvl w:val="-3"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`,
		"a first paragraph of a rubric": `<w:sdt><w:sdtContent><w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p></w:sdtContent></w:sdt>`,
	} {
		t.Run(name, func(t *testing.T) {
			w, err := readWord("x.docx", wordParts(t, inBody(body+rest)))
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, p := range w.pages("x.md", false) {
				text += p.title + "\n" + writeBlocks(p.blocks)
			}
			if !strings.Contains(text, "x") || !strings.Contains(text, "rest") {
				t.Errorf("read as %q", text)
			}
			if i := strings.IndexFunc(text, func(r rune) bool { return odd(r) && r != '\n' }); i >= 0 {
				t.Errorf("%q has a character that no lesson may hold", text)
			}
		})
	}
}

// TestStyleLoops ends where styles are based on each other.
func TestStyleLoops(t *testing.T) {
	data := packWord(t, []txtar.File{
		{Name: "styles", Data: []byte(`<w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>`)},
		{Name: "body", Data: []byte(`<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`)},
	})
	w, err := readWord("x.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	if got := writeBlocks(w.blocks); got != "x\n" {
		t.Errorf("read as %q", got)
	}
}

// TestWordSplit makes a lesson of each heading of the first level; links find places
// in other lessons, notes go with the text that refers to them.
func TestWordSplit(t *testing.T) {
	head := func(text, mark string) string {
		return `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:bookmarkStart w:name="` + mark + `"/><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	data := packWord(t, []txtar.File{
		{Name: "footnotes", Data: []byte(`<w:footnote w:id="1"><w:p><w:r><w:t>first note</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>second note</w:t></w:r></w:p></w:footnote>`)},
		{Name: "body", Data: []byte(`<w:p><w:r><w:t>Before</w:t></w:r></w:p>` + head("One", "m1") +
			`<w:p><w:hyperlink w:anchor="m3"><w:r><w:t>to place</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="1"/></w:r></w:p>` + head("Two &amp; more", "m2") +
			`<w:p><w:bookmarkStart w:name="m3"/><w:r><w:t>place</w:t><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:hyperlink w:anchor="m1"><w:r><w:t>to one</w:t></w:r></w:hyperlink></w:p>`)},
	})
	w, err := readWord("x.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, p := range w.pages("book.md", true) {
		got.WriteString("-- " + p.to + " " + p.title + "\n" + writeBlocks(p.blocks))
	}
	want := `-- book/index.md 
Before
-- book/01-one.md One
<a id="about-m1"></a>

[to place](part-2.md#about-m3)[^1]

[^1]: first note
-- book/02-two-more.md Two & more
<a id="about-m3"></a>place[^2]

[to one](part-1.md#about-m1)

[^2]: second note
`
	if got.String() != want {
		t.Errorf("got:\n%s", got.String())
	}
}

func FuzzWord(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>Text</w:t></w:r></w:p>`, `<w:style w:styleId="A"><w:name w:val="heading 1"/></w:style>`, ``)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:b/><w:t>a|b *c* [d](e)</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, ``,
		`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`)
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://x.org" \l "y"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>z</w:t><w:fldChar w:fldCharType="end"/></w:r><w:ins><w:r><w:rPr><w:i/><w:strike/></w:rPr><w:t> ::: </w:t></w:r></w:ins></w:p>`, ``, ``)
	f.Add(`<w:p><m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>`, ``, ``)
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		if len(body) > 20_000 {
			return
		}
		files := inBody(body)
		files["word/styles.xml"] = `<w:styles ` + wordNames + `>` + styles + `</w:styles>`
		files["word/numbering.xml"] = `<w:numbering ` + wordNames + `>` + numbering + `</w:numbering>`
		files["word/_rels/document.xml.rels"] = `<Relationships ` + relationNames + `><Relationship Id="s" Type="x/styles" Target="styles.xml"/><Relationship Id="n" Type="x/numbering" Target="numbering.xml"/></Relationships>`
		w, err := readWord("x.docx", wordParts(t, files))
		var h Hostile
		if err != nil {
			if !errors.As(err, &h) {
				t.Fatalf("refused without a message: %v", err)
			}
			return
		}
		for _, p := range w.pages("x.md", len(body)%2 == 0) {
			text := writeBlocks(p.blocks)
			if strings.Contains(text, bookmarkLink) {
				t.Fatalf("a bookmark's link is left in %q", text)
			}
			if _, ok := content.Outline([]byte(text)); !ok && len(text) < 5_000 {
				t.Fatalf("%q is too complex", text)
			}
		}
	})
}

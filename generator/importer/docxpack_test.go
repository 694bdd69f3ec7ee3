package importer

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

const (
	wordNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
		`xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
		`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
		`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
	relationNames = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relationType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// wordRoots are the root elements of the parts (XML files) that packWord knows.
var wordRoots = map[string]string{"styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "endnotes": "w:endnotes", "comments": "w:comments", "header": "w:hdr", "footer": "w:ftr"}

// packWord makes a .docx from the files of a test archive:
//
//	body, styles, …  the XML inside the root element of that part, see wordRoots
//	rels             one relationship a line: id, type, target
//	NAME%            the file NAME as hexadecimal bytes
//	any other name   a file that is copied as it is
func packWord(t *testing.T, parts []txtar.File) []byte {
	t.Helper()
	files := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships ` + relationNames + `><Relationship Id="d" Type="` + relationType + `officeDocument" Target="word/document.xml"/></Relationships>`,
	}
	var rels strings.Builder
	relation := func(id, kind, target string) {
		mode := ""
		if strings.Contains(target, ":") {
			mode = ` TargetMode="External"`
		}
		rels.WriteString(`<Relationship Id="` + id + `" Type="` + relationType + kind + `" Target="` + target + `"` + mode + `/>`)
	}
	for _, f := range parts {
		text := strings.TrimSuffix(string(f.Data), "\n")
		root, known := wordRoots[f.Name]
		switch {
		case f.Name == "body":
			files["word/document.xml"] = `<w:document ` + wordNames + `><w:body>` + text + `</w:body></w:document>`
		case known:
			files["word/"+f.Name+".xml"] = `<` + root + ` ` + wordNames + `>` + text + `</` + root + `>`
			relation(f.Name, f.Name, f.Name+".xml")
		case f.Name == "rels":
			for line := range strings.Lines(text) {
				w := strings.Fields(line)
				relation(w[0], w[1], w[2])
			}
		case strings.HasSuffix(f.Name, "%"):
			b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimSuffix(f.Name, "%")] = string(b)
		default:
			files[f.Name] = text
		}
	}
	if files["word/_rels/document.xml.rels"] == "" {
		files["word/_rels/document.xml.rels"] = `<Relationships ` + relationNames + `>` + rels.String() + `</Relationships>`
	}
	return packZip(t, files)
}

// packZip makes a zip archive.
func packZip(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

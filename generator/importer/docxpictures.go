package importer

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// emuPerPixel is how many of Word's units are a CSS pixel.
const emuPerPixel = 9525

// drawing reads a drawing: pictures, text boxes, lines, and what a page cannot
// show.
func (r *wordReader) drawing(e *element, link string) {
	if r.dropping() {
		return
	}
	d := wordDrawing{r: r, link: link}
	if pr := e.find("wp:docPr"); pr != nil {
		d.alt = describes(pr)
	}
	if x, err := strconv.Atoi(e.find("wp:extent").attr("cx")); err == nil {
		d.width = x / emuPerPixel
	}
	d.walk(e)
	if e.name == "w:object" {
		r.note("an embedded object of another program: only its picture is kept", wordLost)
	}
}

// describes is what is said of a picture for those who cannot see it, without
// what programs write of their own accord.
func describes(pr *element) string {
	alt := strings.Join(strings.Fields(pr.attr("descr")), " ")
	if alt == "" {
		alt = strings.Join(strings.Fields(pr.attr("title")), " ")
	}
	for _, own := range []string{"Description automatically generated", "AI-generated content may be incorrect."} {
		alt = strings.TrimSpace(strings.TrimSuffix(alt, own))
	}
	return alt
}

// A wordDrawing is a drawing on its way.
type wordDrawing struct {
	r     *wordReader
	link  string
	alt   string
	width int
}

func (d *wordDrawing) walk(e *element) {
	for _, k := range e.kids {
		switch k.name {
		case "pic:pic":
			d.picture(k)
		case "v:imagedata":
			d.vml(e, k)
		case "w:txbxContent":
			d.textBox(k)
		case "mc:AlternateContent":
			d.walk(orEmpty(alternative(k)))
		case "c:chart":
			d.r.note("a chart: only its description is kept", wordLost)
			d.r.put(inline{text: d.alt})
		case "dgm:relIds":
			d.diagram(k)
		default:
			if k.name == "v:rect" && (k.attr("o:hr") == "t" || k.attr("o:hr") == "true") && d.r.at != nil {
				if strings.TrimSpace(inlineText(d.r.at.text)) == "" {
					d.r.at.rule = true
				}
				continue
			}
			d.walk(k)
		}
	}
}

// picture adds a picture.
func (d *wordDrawing) picture(e *element) {
	alt := d.alt
	if pr := e.path("pic:nvPicPr", "pic:cNvPr"); alt == "" && pr != nil {
		alt = describes(pr)
	}
	blip := e.find("a:blip")
	d.add(blip.attr("r:embed"), blip.attr("r:link"), alt)
}

// vml adds a picture that is drawn as old programs do.
func (d *wordDrawing) vml(shape, e *element) {
	alt := shape.attr("alt")
	if d.alt != "" {
		alt = d.alt
	}
	d.add(e.attr("r:id"), e.attr("r:href"), strings.Join(strings.Fields(alt), " "))
}

func (d *wordDrawing) add(embed, linked, alt string) {
	r := d.r
	rel, ok := r.part.rels[embed]
	if !ok || rel.external {
		if rel, ok = r.part.rels[linked]; ok && rel.external {
			r.file.losses.add("a picture in another place: only its description is kept", wordLost, func() string { return rel.target })
		} else {
			r.note("a picture whose file is missing: only its description is kept", wordLost)
		}
		r.put(inline{text: alt})
		return
	}
	p := r.pictureFile(rel.target)
	if p == nil {
		r.put(inline{text: alt})
		return
	}
	n := inline{kind: inPicture, text: alt, dest: p.name, link: d.link}
	if d.width > 15 && d.width < 600 {
		n.width = d.width
	}
	r.put(n)
}

// pictureTypes are the pictures that a page shows, by how their files begin.
var pictureTypes = []struct{ magic, ext string }{
	{"\x89PNG\r\n", ".png"},
	{"\xff\xd8\xff", ".jpg"},
	{"GIF8", ".gif"},
}

// pictureFile reads a picture's file once; nil if a page cannot show it.
func (r *wordReader) pictureFile(part string) *wordPicture {
	if p, ok := r.seen[part]; ok {
		return p
	}
	r.seen[part] = nil
	if !r.parts.Has(part) {
		r.note("a picture whose file is missing: only its description is kept", wordLost)
		return nil
	}
	if r.parts.Size(part) > maxPicture {
		r.note(fmt.Sprintf("a picture of more than %d MB: only its description is kept", maxPicture>>20), wordLost)
		return nil
	}
	data, err := r.parts.Read(part)
	if err != nil {
		r.fail(notWord(r.name, fmt.Sprintf("%s cannot be unpacked: %v", part, err)))
		return nil
	}
	ext := pictureExt(data)
	if ext == "" {
		r.file.losses.add("a picture of a type that browsers do not show: only its description is kept", wordLost, func() string { return path.Base(part) + ", after " + r.place() })
		return nil
	}
	p := &wordPicture{name: strconv.Itoa(len(r.file.pictures)+1) + ext, part: part, data: data}
	r.file.pictures = append(r.file.pictures, p)
	r.seen[part] = p
	return p
}

// pictureExt is the ending for a picture that a page shows, "" for others.
func pictureExt(data []byte) string {
	for _, t := range pictureTypes {
		if bytes.HasPrefix(data, []byte(t.magic)) {
			return t.ext
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("RIFF")) && bytes.Contains(data[:min(len(data), 16)], []byte("WEBP")):
		return ".webp"
	case bytes.Contains(data[:min(len(data), 1024)], []byte("<svg")):
		return ".svg"
	}
	return ""
}

// textBox reads what stands in a text box: it follows the paragraph.
func (d *wordDrawing) textBox(e *element) {
	r := d.r
	at := r.at
	fields := r.fields
	r.fields = nil
	blocks := r.container(e)
	r.at, r.fields = at, fields
	if len(blocks) == 0 {
		return
	}
	if at != nil {
		at.boxes = append(at.boxes, blocks...)
	}
	r.note("a text box: its text follows the paragraph it was drawn at", wordChanged)
}

// diagram reads the words of a drawing made of shapes (SmartArt) as a list.
func (d *wordDrawing) diagram(e *element) {
	r := d.r
	rel, ok := r.part.rels[e.attr("r:dm")]
	if ok && !rel.external && r.parts.Has(rel.target) {
		if p, err := readPart(r.parts, rel.target); err == nil {
			list := block{kind: listBlock}
			for _, pt := range orEmpty(p.root.child("dgm:ptLst")).kids {
				if kind := pt.attr("type"); slices.Contains([]string{"pres", "parTrans", "sibTrans"}, kind) {
					continue
				}
				var text strings.Builder
				pt.each(func(k *element) {
					if k.name == "a:t" {
						text.WriteString(k.text)
					}
				})
				if words := strings.TrimSpace(text.String()); words != "" {
					list.items = append(list.items, listEntry{blocks: []block{{kind: paraBlock, text: []inline{{text: words}}}}})
				}
			}
			if len(list.items) > 0 && r.at != nil {
				r.at.boxes = append(r.at.boxes, list)
			}
		}
	}
	r.note("a diagram (SmartArt): its words are a list", wordLost)
}

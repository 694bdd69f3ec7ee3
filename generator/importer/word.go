package importer

import (
	"fmt"
	"path"
	"strings"
)

// word is a Word file, or a folder of them. Google Docs, LibreOffice and others write
// such files too.
var word = Family{
	Name: "word", Title: "Word (.docx, also from Google Docs)",
	Recognise: func(src *Source) string {
		found := ""
		for _, f := range src.Files() {
			switch {
			case isText(f) || isHTML(f):
				return "" // Word files beside pages belong to them
			case isWordFile(f) && found == "":
				found = f
			}
		}
		return found
	},
	Read: readWordFiles,
}

// isWordFile reports a Word file by its name; those that begin so are locks.
func isWordFile(f string) bool {
	return strings.EqualFold(path.Ext(f), ".docx") && !strings.HasPrefix(path.Base(f), "~$") && !hidden(f)
}

// isHTML reports a page of HTML by its name.
func isHTML(f string) bool {
	ext := strings.ToLower(path.Ext(f))
	return ext == ".html" || ext == ".htm"
}

func readWordFiles(d *Draft) error {
	var names []string
	for _, f := range d.Source.Files() {
		switch ext := strings.ToLower(path.Ext(f)); {
		case isWordFile(f):
			names = append(names, f)
		case ext == ".doc" || ext == ".odt" || ext == ".rtf" || ext == ".docm" || ext == ".pages":
			d.Report.LeaveOut(f, "only .docx is read: open it in its program and save it as .docx")
		}
	}
	parts := map[string]*Page{} // pages by the names that links between the parts of a file use
	for _, f := range names {
		if err := d.addWord(f, len(names) == 1, parts); err != nil {
			return err
		}
	}
	d.Resolve = func(p *Page, dest string) (*Page, string) { return parts[p.From+"\x00"+dest], "" }
	return nil
}

// addWord adds the pages of one Word file. A file that stands alone becomes the
// playbook's title and, split, its top.
func (d *Draft) addWord(from string, alone bool, parts map[string]*Page) error {
	data, err := d.Source.Read(from)
	if err != nil {
		return err
	}
	w, err := readWord(from, data)
	if err != nil {
		return err
	}
	stem := strings.TrimSuffix(from, path.Ext(from))
	to := path.Join(path.Dir(stem), cleanName(path.Base(stem))) + ".md"
	if alone {
		d.Title = w.title
		if d.Options.SplitH1 {
			to = "index.md"
		}
	}
	pictures := w.keepPictures(d, stem)
	pages := w.pages(to, d.Options.SplitH1)
	for _, part := range pages {
		eachInlines(part.blocks, func(in []inline) []inline {
			for k := range in {
				if in[k].kind == inPicture {
					in[k].dest = pictures[in[k].dest]
				}
			}
			return in
		})
		p := d.NewPage(from, writeBlocks(part.blocks), 0)
		p.To, p.Meta.Title, p.Finished = part.to, part.title, true
		if p.Meta.Title == "" {
			p.Meta.Title = titleOf(path.Base(stem))
		}
		parts[from+"\x00"+part.key] = p
	}
	w.report(d, from)
	return nil
}

// keepPictures puts the pictures of a Word file beside it in the source, and returns
// where each is from there.
func (w *wordFile) keepPictures(d *Draft, stem string) map[string]string {
	to := map[string]string{}
	dir := cleanName(path.Base(stem))
	for d.Source.HasFolder(path.Join(path.Dir(stem), dir)) {
		dir += "-pictures"
	}
	for _, p := range w.pictures {
		to[p.name] = dir + "/" + p.name
		d.Source.Add(path.Join(path.Dir(stem), dir, p.name), p.data)
	}
	return to
}

// report says what of a Word file was changed, left out and lost.
func (w *wordFile) report(d *Draft, from string) {
	p := d.byFrom[from]
	for _, l := range w.losses.list {
		switch l.kind {
		case wordChanged:
			p.changes[l.what] += l.count
		case wordLeft:
			d.Report.LeaveOut(from, fmt.Sprintf("%d × %s", l.count, l.what))
		case wordLost:
			for i := range l.count {
				near := ""
				if i < len(l.near) {
					near = l.near[i]
				}
				d.Report.Lose(Loss{Construct: l.what, Path: from, Text: near})
			}
		}
	}
}

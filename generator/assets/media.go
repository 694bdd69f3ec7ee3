package assets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"  // sizes of GIF images
	_ "image/jpeg" // sizes of JPEG images
	_ "image/png"  // sizes of PNG images
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/diag"
)

const (
	codeMediaType   diag.Code = "PB1420"
	codeMediaSize   diag.Code = "PB1421"
	codeActiveSVG   diag.Code = "PB1422"
	codeMediaBroken diag.Code = "PB1423"
)

// mediaTypes are the files a lesson may carry: those a browser shows or saves
// without running anything in them.
var mediaTypes = []string{
	".avif", ".csv", ".docx", ".gif", ".ics", ".jpeg", ".jpg", ".json", ".m4a", ".mp3", ".mp4", ".odp", ".ods", ".odt",
	".pdf", ".png", ".pptx", ".svg", ".txt", ".vcf", ".vtt", ".webm", ".webp", ".xlsx", ".zip",
}

// Published reports whether files with an ending, as ".pdf", are copied to the site.
func Published(ext string) bool { return slices.Contains(mediaTypes, strings.ToLower(ext)) }

// Limits of one file.
const (
	maxMediaBytes  = 100 << 20
	maxImagePixels = 50_000_000
)

// A MediaInfo has the size of a file in CSS pixels, 0 if unknown.
type MediaInfo struct{ Width, Height int }

// Media checks a file that a lesson refers to: its type, its size, and that an
// SVG has no active content. Source is its path for findings. A finding about the
// reference itself has no path; the caller knows the position.
func Media(source string, data []byte) (MediaInfo, diag.List) {
	var ds diag.List
	ext := strings.ToLower(path.Ext(source))
	name := path.Base(source)
	switch {
	case !slices.Contains(mediaTypes, ext):
		ds.Add(diag.Whole("", diag.Error, codeMediaType, "files of the type %q are not published: %q", ext, name).
			WithHint("allowed are %s", strings.Join(mediaTypes, " ")))
	case len(data) > maxMediaBytes:
		ds.Add(diag.Whole(source, diag.Error, codeMediaSize, "%q has %d MB, more than %d", name, len(data)>>20, maxMediaBytes>>20).
			WithHint("make it smaller, or link to the place where it is stored"))
	case ext == ".svg":
		return svgSize(data), drawing(source, data)
	case head[ext] != "" && !bytes.Contains(data[:min(len(data), 1024)], []byte(head[ext])):
		ds.Add(diag.Whole(source, diag.Error, codeMediaBroken, "%q is invalid: the file is not of the type %s", name, strings.ToUpper(ext[1:])).
			WithHint("save it again, with the extension of its format"))
	case slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif"}, ext):
		return raster(source, data)
	}
	return MediaInfo{}, ds
}

// raster reads the size from an image's header, without decoding the image.
func raster(source string, data []byte) (MediaInfo, diag.List) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return MediaInfo{}, diag.List{broken(source, data)}
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > maxImagePixels/c.Height {
		return MediaInfo{}, diag.List{diag.Whole(source, diag.Warning, codeMediaSize, "the dimensions of %q are too large: %d × %d pixels, more than %d million", path.Base(source), c.Width, c.Height, maxImagePixels/1_000_000).
			WithHint("a page needs at most a few thousand pixels across")}
	}
	if turned(data) {
		return MediaInfo{c.Height, c.Width}, nil
	}
	return MediaInfo{c.Width, c.Height}, nil
}

// magic is the beginning of a file of each type.
var magic = map[string]string{".png": "\x89PNG\r\n", ".gif": "GIF8", ".jpg": "\xff\xd8\xff", ".jpeg": "\xff\xd8\xff"}

// broken tells two cases apart: a file that is not an image, which no browser shows,
// and an image with a damaged header, which a browser may still show.
func broken(source string, data []byte) diag.Diagnostic {
	ext := strings.ToLower(path.Ext(source))
	what := strings.ToUpper(ext[1:])
	if !bytes.HasPrefix(data, []byte(magic[ext])) {
		return diag.Whole(source, diag.Error, codeMediaBroken, "%q is invalid: it is not a %s image", path.Base(source), what).
			WithHint("save it again as an image, with the extension of its format")
	}
	return diag.Whole(source, diag.Warning, codeMediaBroken, "the %s image %q is truncated or corrupt: its dimensions cannot be read", what, path.Base(source)).
		WithHint("open it in an image program and save it again")
}

// head is a text in the first bytes of other types of files.
var head = map[string]string{
	".webp": "WEBP", ".avif": "ftyp", ".mp4": "ftyp", ".m4a": "ftyp", ".webm": "\x1a\x45\xdf\xa3", ".pdf": "%PDF-", ".zip": "PK",
	".docx": "PK", ".xlsx": "PK", ".pptx": "PK", ".odt": "PK", ".ods": "PK", ".odp": "PK",
}

// drawing checks that a file is an SVG, has no active content, and is well-formed:
// browsers show nothing of an SVG with a syntax mistake.
func drawing(source string, data []byte) diag.List {
	ds := append(activeSVG(source, data), notDrawing(source, data)...)
	if ds.HasErrors() {
		return ds
	}
	at, what := malformed(data)
	if what == "" {
		return ds
	}
	ds.Add(diag.NewFile(source, data).At(at, at, diag.Error, codeMediaBroken, "the drawing %q cannot be shown: %s", path.Base(source), what).
		WithHint("browsers do not show an SVG with a mistake: export it again, or correct it by hand"))
	return ds
}

// malformed finds the first mistake in XML and its position. It returns "" if there is
// none, or if the text is not in UTF-8, which it cannot check.
func malformed(data []byte) (at int, what string) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var open []string
	var begun []int // where each open element stands
	ended := false
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF) && len(open) > 0:
			last := len(open) - 1
			return begun[last], "<" + open[last] + "> is not closed"
		case errors.Is(err, io.EOF):
			return 0, ""
		case errors.As(err, &syntax):
			return min(int(d.InputOffset()), max(len(data)-1, 0)), plainly(syntax.Msg)
		case err != nil:
			return 0, ""
		}
		switch token := token.(type) {
		case xml.StartElement:
			if ended {
				return from, "<" + tagName(token.Name) + "> comes after the end of the drawing"
			}
			open, begun = append(open, tagName(token.Name)), append(begun, from)
		case xml.EndElement:
			name, last := tagName(token.Name), len(open)-1
			if last < 0 {
				return from, "</" + name + "> closes nothing that is open"
			}
			if open[last] != name {
				return begun[last], "<" + open[last] + "> is not closed"
			}
			open, begun = open[:last], begun[:last]
			ended = last == 0
		}
	}
}

// plainly rewrites the library's message for authors.
func plainly(msg string) string {
	switch {
	case strings.Contains(msg, "EOF"):
		return "it ends in the middle of a tag"
	case strings.HasPrefix(msg, "invalid character entity"):
		entity, _, _ := strings.Cut(strings.TrimPrefix(msg, "invalid character entity "), " ")
		return entity + " is not a character: write an ampersand as &amp;"
	}
	return msg
}

func tagName(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// notDrawing reports a file that browsers do not read as an SVG.
func notDrawing(source string, data []byte) diag.List {
	if bytes.Contains(data, []byte("<svg")) || bytes.Contains(data, []byte(":svg")) {
		return nil
	}
	return diag.List{diag.NewFile(source, data).At(0, 0, diag.Error, codeMediaBroken, "%q is invalid: it is not an SVG drawing", path.Base(source)).
		WithHint("save it again as an SVG, or give it the extension of its format")}
}

var (
	svgTag  = regexp.MustCompile(`(?s)<svg\b[^>]*>`)
	svgAttr = regexp.MustCompile(`\s(width|height)\s*=\s*["'](\d{1,5})(?:\.\d+)?(?:px)?["']`)
	svgBox  = regexp.MustCompile(`\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d{1,5})(?:\.\d+)?[\s,]+(\d{1,5})`)
)

// svgSize reads width and height, or else the view box.
func svgSize(data []byte) MediaInfo {
	tag := svgTag.Find(data)
	var m MediaInfo
	for _, a := range svgAttr.FindAllSubmatch(tag, -1) {
		if string(a[1]) == "width" {
			m.Width = number(a[2])
		} else {
			m.Height = number(a[2])
		}
	}
	if b := svgBox.FindSubmatch(tag); b != nil && (m.Width == 0 || m.Height == 0) {
		m.Width, m.Height = number(b[1]), number(b[2])
	}
	return m
}

func number(b []byte) int {
	n := 0
	for _, c := range b {
		n = n*10 + int(c-'0')
	}
	return n
}

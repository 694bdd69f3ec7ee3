package theme

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"playbook/generator/config"
	"playbook/generator/font"
)

// A Font is a font file that the site's owner has added.
type Font struct {
	URL   string   // relative to the site's root
	Roles []string // config.FontText, config.FontInterface
	Face  *font.Face
}

// A standIn is a group of fonts whose letters have the same widths. Nearly every system
// has one of them. It is shown while the site's own font is not loaded.
type standIn struct {
	// names are the names of the fonts on readers' systems, one list for each style:
	// regular, bold, italic, bold italic.
	names [4][]string
	// width is the mean width of a letter in ems, regular and bold.
	width [2]float64
}

var (
	standInSans = standIn{
		[4][]string{
			{"Arial", "ArialMT", "Liberation Sans", "LiberationSans", "Arimo", "Helvetica", "Roboto"},
			{"Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold", "Arimo Bold", "Helvetica-Bold", "Roboto Bold"},
			{"Arial Italic", "Arial-ItalicMT", "Liberation Sans Italic", "LiberationSans-Italic", "Arimo Italic", "Helvetica-Oblique", "Roboto Italic"},
			{"Arial Bold Italic", "Arial-BoldItalicMT", "Liberation Sans Bold Italic", "LiberationSans-BoldItalic", "Arimo Bold Italic", "Helvetica-BoldOblique", "Roboto Bold Italic"},
		}, [2]float64{.4550, .4889},
	}
	standInSerif = standIn{
		[4][]string{
			{"Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "LiberationSerif", "Tinos", "Times"},
			{"Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "LiberationSerif-Bold", "Tinos Bold", "Times-Bold"},
			{"Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic", "LiberationSerif-Italic", "Tinos Italic", "Times-Italic"},
			{"Times New Roman Bold Italic", "TimesNewRomanPS-BoldItalicMT", "Liberation Serif Bold Italic", "LiberationSerif-BoldItalic", "Tinos Bold Italic", "Times-BoldItalic"},
		}, [2]float64{.4108, .4374},
	}
)

// boldFrom is the weight from which the stand-in of a face is bold.
const boldFrom = 600

// FontCSS returns the style sheet of the site's own fonts, "" if there are none. Each role
// gets a family of its fonts and a second family, "-meanwhile", with a font of the reader's
// system. The second one is scaled to the same letter width and line height, so that a
// page looks the same before the font is loaded. If the font arrives after the page is
// drawn, it is used from the next page on and nothing moves (font-display: optional). The
// theme adds its own fonts at the end of the list, for letters that the site's fonts lack.
func FontCSS(fonts []Font) string {
	var faces, tokens strings.Builder
	for _, role := range []struct{ name, token string }{{config.FontText, "--own-text"}, {config.FontInterface, "--own-interface"}} {
		family := "pb-" + role.name
		n := 0
		for _, f := range fonts {
			if !slices.Contains(f.Roles, role.name) {
				continue
			}
			n++
			f.write(&faces, family, role.name == config.FontText)
		}
		if n > 0 {
			fmt.Fprintf(&tokens, "%s:%q,%q,;", role.token, family, family+"-meanwhile")
		}
	}
	if faces.Len() == 0 {
		return ""
	}
	return "@layer tokens{" + faces.String() + ":root{" + tokens.String() + "}}\n"
}

// write writes the @font-face rules of one font file and of its stand-in.
func (f *Font) write(b *strings.Builder, family string, text bool) {
	face := f.Face
	rule := func(name, src string, weight string, size float64) {
		style := "normal"
		if face.Italic {
			style = "italic"
		}
		fmt.Fprintf(b, "@font-face{font-family:%q;font-style:%s;font-weight:%s;src:%s;", name, style, weight, src)
		if name == family {
			b.WriteString("font-display:optional;")
		}
		if size != 1 {
			fmt.Fprintf(b, "size-adjust:%s;", share(size))
		}
		fmt.Fprintf(b, "ascent-override:%s;descent-override:%s;line-gap-override:%s}", share(face.Ascent/size), share(face.Descent/size), share(face.Gap/size))
	}
	weight := fmt.Sprint(face.MinWeight)
	if face.MaxWeight > face.MinWeight {
		weight += fmt.Sprintf(" %d", face.MaxWeight)
	}
	rule(family, fmt.Sprintf("url(%q) format(\"woff2\")", "./"+path.Base(f.URL)), weight, 1)
	in := standInSans
	if face.Serif || text && !face.Sans {
		in = standInSerif
	}
	bold := 0
	if face.MinWeight >= boldFrom {
		bold = 1
	}
	size := 1.0
	if face.Width > 0 {
		size = min(max(face.Width/in.width[bold], .5), 2)
	}
	if face.MinWeight < boldFrom && face.MaxWeight >= boldFrom { // a variable font needs a regular and a bold stand-in
		rule(family+"-meanwhile", in.locals(0, face.Italic), fmt.Sprintf("%d %d", face.MinWeight, boldFrom-1), size)
		rule(family+"-meanwhile", in.locals(1, face.Italic), fmt.Sprintf("%d %d", boldFrom, face.MaxWeight), size)
		return
	}
	rule(family+"-meanwhile", in.locals(bold, face.Italic), weight, size)
}

// locals returns the CSS src for the fonts on the reader's system in one style.
func (s *standIn) locals(bold int, italic bool) string {
	if italic {
		bold += 2
	}
	var list []string
	for _, name := range s.names[bold] {
		list = append(list, fmt.Sprintf("local(%q)", name))
	}
	return strings.Join(list, ",")
}

// share returns a fraction as a percentage in CSS.
func share(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", x*100), "0"), ".") + "%"
}

// maxPreloads is how many fonts a page preloads at most.
const maxPreloads = 4

// Preloads returns the addresses of the fonts to preload: those that are not italic.
func Preloads(fonts []Font) (urls []string) {
	for _, f := range fonts {
		if !f.Face.Italic && !slices.Contains(urls, f.URL) && len(urls) < maxPreloads {
			urls = append(urls, f.URL)
		}
	}
	return urls
}

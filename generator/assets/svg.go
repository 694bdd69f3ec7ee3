package assets

import (
	"bytes"
	"html"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"playbook/generator/diag"
)

// active matches everything in an SVG that can run or fetch something. It matches text
// rather than parsed XML on purpose: a browser may see elements that a parser does not.
var active = regexp.MustCompile(`(?i)<\s*(?:\w+:)?(script|foreignobject|iframe|embed|object|handler|listener|animate|set)\b|[\s"'/](on[a-z]+)\s*=|(javascript)\s*:|<!(doctype|entity)|(?:href|src)\s*=\s*["']\s*(https?:|//)|<\?(xml-stylesheet)|@(import)`)

var (
	// hidden matches what runs or fetches something in the result of bareText.
	hidden = regexp.MustCompile(`(?:java|vb)script:|@import`)
	// embedded matches the beginning of a data: address with its type.
	embedded = regexp.MustCompile(`data:[a-z0-9.+-]+/[a-z0-9.+-]+`)
	// fine matches data: addresses of fonts and of pictures that cannot run anything.
	fine = regexp.MustCompile(`^data:(?:font/[a-z0-9.+-]+|application/(?:x-)?font[a-z0-9.+-]*|application/vnd\.ms-fontobject|image/(?:png|jpe?g|webp|gif|avif))[;,]`)
	// loads matches what makes a browser fetch something, and its address.
	loads = regexp.MustCompile(`(?:url\(["']?|\bsrc\(["']|image-set\(["'])([^"')]*)|(?:href|src)=["']([a-z][a-z0-9+.-]*:[^"']*|//[^"']*)`)
	// declared matches an XML declaration and captures its encoding.
	declared = regexp.MustCompile(`^(?:\x{feff})?\s*<\?xml\s[^>]*?encoding\s*=\s*["']?([^"'\s?>]*)`)
	// escapedCSS matches a character that is escaped in CSS.
	escapedCSS = regexp.MustCompile(`\\(?:([0-9a-fA-F]{1,6})\s?|([^0-9a-fA-F\s]))`)
)

// activeSVG refuses a drawing that runs or fetches something, or that a browser
// would read in another encoding than this check does.
func activeSVG(source string, data []byte) diag.List {
	name := path.Base(source)
	if at, what := notPlain(data); what != "" {
		return diag.List{diag.NewFile(source, data).At(at, at+1, diag.Error, codeActiveSVG, "the drawing %q is not plain UTF-8 text: %s", name, what).
			WithHint("save it as a plain SVG in UTF-8")}
	}
	if m := active.FindIndex(data); m != nil {
		return diag.List{unsafe(source, data, m)}
	}
	bare := bareText(data)
	if hidden.MatchString(bare) {
		at := max(bytes.IndexAny(data, `&\`), 0)
		return diag.List{unsafe(source, data, []int{at, min(at+2, len(data))})}
	}
	what := fetched(bare)
	if what == "" {
		return nil
	}
	at := max(bytes.Index(bytes.ToLower(data), []byte(what)), 0)
	end := at
	if at > 0 {
		end = at + len(what)
	}
	shown, _, _ := strings.Cut(what, ";base64,")
	if len(shown) > 60 {
		shown = strings.ToValidUTF8(shown[:60], "") + "…"
	}
	return diag.List{diag.NewFile(source, data).At(at, end, diag.Error, codeActiveSVG, "the SVG drawing loads something from another place: %q", shown).
		WithHint("embed it in the drawing: embedded fonts and pictures (data:font/…, data:image/png, jpeg, webp) are fine")}
}

// unsafe returns the diagnostic for a match m of something that can run.
func unsafe(source string, data []byte, m []int) diag.Diagnostic {
	what := strings.TrimSpace(string(data[m[0]:m[1]]))
	return diag.NewFile(source, data).At(m[1]-len(what), m[1], diag.Error, codeActiveSVG, "the SVG drawing holds active content (a script could run): %q", what).
		WithHint("export it as a plain SVG, without scripts, handlers, links, DOCTYPE or foreign objects")
}

// notPlain reports where and why a drawing is not plain UTF-8 text; "" if it is.
func notPlain(data []byte) (at int, what string) {
	if m := declared.FindSubmatchIndex(data); m != nil {
		switch name := strings.ToLower(string(data[m[2]:m[3]])); name {
		case "utf-8", "utf8", "us-ascii", "ascii":
		default:
			return m[2], "it declares the encoding " + strconv.Quote(name)
		}
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == 0:
			return i, "byte " + strconv.Itoa(i+1) + " is NUL"
		case r < ' ' && r != '\n' && r != '\r' && r != '\t', r == 0x7f:
			return i, "byte " + strconv.Itoa(i+1) + " is a control character"
		case r == utf8.RuneError && n == 1:
			return i, "byte " + strconv.Itoa(i+1) + " is not UTF-8"
		}
		i += n
	}
	return 0, ""
}

// bareText returns a drawing's text in lower case and without white space, with HTML
// character references and CSS escapes decoded.
func bareText(data []byte) string {
	s := string(data)
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if strings.IndexByte(s, '\\') >= 0 {
		s = escapedCSS.ReplaceAllStringFunc(s, func(m string) string {
			n, err := strconv.ParseUint(strings.TrimSpace(m[1:]), 16, 32)
			if err != nil || n > utf8.MaxRune {
				return m[1:]
			}
			return string(rune(n))
		})
	}
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

// fetched returns the first address in bare text that a browser would load, or "". It
// ignores embedded fonts and pictures.
func fetched(bare string) string {
	for _, m := range loads.FindAllStringSubmatch(bare, -1) {
		to := m[1] + m[2]
		if to != "" && to[0] != '#' && !fine.MatchString(to) {
			return to
		}
	}
	for _, m := range embedded.FindAllStringIndex(bare, -1) {
		if !fine.MatchString(bare[m[0]:min(m[1]+1, len(bare))]) {
			return bare[m[0]:m[1]]
		}
	}
	return ""
}

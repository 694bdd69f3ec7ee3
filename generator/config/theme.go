package config

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

// accentRE is a colour: #rgb, #rrggbb, or oklch(lightness chroma hue).
var accentRE = regexp.MustCompile(`^(#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})|oklch\( *(0?\.[0-9]+|[01]|[0-9]{1,3}(\.[0-9]+)?%) +[0-9]?\.?[0-9]+ +[0-9]{1,3}(\.[0-9]+)? *\))$`)

func (r *reader) theme() {
	th := r.raw.Theme
	if r.given(decode.String, "theme", "accent") && !accentRE.MatchString(th.Accent) {
		d := r.at(r.t.ValueSpan("theme", "accent"), codeTheme, `accent %q in [theme] is not a color: expected "#rrggbb" or "oklch(0.5 0.15 250)"`, clip(th.Accent))
		if regexp.MustCompile(`^[0-9a-fA-F]{6}$`).MatchString(th.Accent) {
			d.Hint = "write \"#" + th.Accent + "\""
		}
	}
	r.picture("logo", th.Logo)
	r.picture("favicon", th.Favicon)
}

// What a font of [theme] fonts is for.
const (
	FontText      = "text"      // what is read: lessons, titles
	FontInterface = "interface" // what is worked with: menus, forms, tables
)

func fontRoles() []string { return []string{FontText, FontInterface} }

// fonts reads [theme] fonts: files for everything, or a table with a list of files for
// each use.
func (r *reader) fonts() (fonts []Font) {
	e := r.t.Lookup("theme", "fonts")
	if e == nil {
		return nil
	}
	if e.Value.Kind != decode.Map {
		return r.fontFiles(e.Value, "fonts in [theme]", fontRoles())
	}
	for _, e := range e.Value.Table().Entries() {
		if !slices.Contains(fontRoles(), e.Key) {
			r.meant(e.KeySpan, codeTheme, e.Key, fontRoles(), "unknown use %q of fonts in [theme]: expected text or interface", clip(e.Key))
			continue
		}
		fonts = append(fonts, r.fontFiles(e.Value, e.Key+" of fonts in [theme]", []string{e.Key})...)
	}
	return fonts
}

// fontFiles reads one file or a list of them.
func (r *reader) fontFiles(v *decode.Value, where string, roles []string) (fonts []Font) {
	list := []*decode.Value{v}
	if v.Kind == decode.List {
		list = v.List()
	}
	for _, v := range list {
		text := ""
		if v.Kind == decode.String {
			text = v.Str()
		}
		switch ext := strings.ToLower(path.Ext(text)); {
		case v.Kind == decode.Invalid:
		case v.Kind != decode.String:
			r.at(v.Span, decode.CodeType, "%s takes files, found %s", where, v.Kind).Hint = `write fonts = ["fonts/brand-regular.woff2", "fonts/brand-bold.woff2"]`
		case outside(text):
			r.at(v.Span, codeTheme, `%s is not valid: expected a file below the content folder, for example "fonts/brand.woff2"`, where)
		case ext != ".woff2":
			r.at(v.Span, codeTheme, "%s takes WOFF2 files, found the ending %q", where, clip(ext)).Hint = "save the font as WOFF2, which every browser reads and which is the smallest"
		default:
			f := Font{Path: text, Roles: roles}
			f.At.Line, f.At.Col, f.At.End = r.mark(v.Span)
			fonts = append(fonts, f)
		}
	}
	return fonts
}

// HomeParts are the parts of the home page, in the order that they have by themselves.
func HomeParts() []string {
	return []string{"search", "next", "roles", "start", "facts", "kinds", "text"}
}

// home reads [theme] home: the parts of the home page in the team's order.
func (r *reader) home() []string {
	if r.t.Lookup("theme", "home") == nil {
		return HomeParts()
	}
	parts := []string{}
	for _, v := range r.t.Lookup("theme", "home").Value.List() {
		switch text := v.Str(); {
		case v.Kind != decode.String: // said by the decoder
		case !slices.Contains(HomeParts(), text):
			d := r.at(v.Span, codeTheme, "the home page has no part %q: expected %s", clip(text), strings.Join(HomeParts(), ", "))
			*d = d.Meant(text, HomeParts())
		case slices.Contains(parts, text):
			r.at(v.Span, codeTheme, "the part %q of the home page is named twice", text).Hint = "delete one of the two"
		default:
			parts = append(parts, text)
		}
	}
	return parts
}

// outside reports whether a path cannot be one below the content folder.
func outside(text string) bool {
	return text == "" || path.IsAbs(text) || strings.HasPrefix(path.Clean(text), "..") || strings.ContainsAny(text, "\\:?#")
}

// looks returns the theme's settings.
func (r *reader) looks() Theme {
	th := r.raw.Theme
	for _, file := range []*string{&th.Logo, &th.Favicon} {
		if outside(*file) {
			*file = "" // said by picture, and not looked for
		}
	}
	return Theme{
		Accent: th.Accent, Logo: th.Logo, Favicon: th.Favicon, LogoAt: r.place("theme", "logo"), FaviconAt: r.place("theme", "favicon"),
		Fonts: r.fonts(), Home: r.home(),
	}
}

// place is where the value of a key stands.
func (r *reader) place(key ...string) Place {
	if r.t.Lookup(key...) == nil {
		return Place{}
	}
	var p Place
	p.Line, p.Col, p.End = r.mark(r.t.ValueSpan(key...))
	return p
}

// picture checks a path below the content folder.
func (r *reader) picture(key, text string) {
	if !r.given(decode.String, "theme", key) {
		return
	}
	at := r.t.ValueSpan("theme", key)
	known := []string{".svg", ".png", ".ico", ".webp", ".jpg", ".jpeg", ".avif", ".gif"}
	switch ext := strings.ToLower(path.Ext(text)); {
	case outside(text):
		r.at(at, codeTheme, `%s in [theme] is not valid: expected a file below the content folder, for example "logo.svg"`, key)
	case !slices.Contains(known, ext):
		r.at(at, codeTheme, "%s in [theme] is not a picture: unknown ending %q", key, clip(ext)).Hint = diag.DidYouMean(ext, known)
	}
}

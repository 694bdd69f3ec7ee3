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
		d := r.at(r.t.ValueSpan("theme", "accent"), codeTheme, `accent %q in [theme] is not a colour: expected "#rrggbb" or "oklch(0.5 0.15 250)"`, clip(th.Accent))
		if regexp.MustCompile(`^[0-9a-fA-F]{6}$`).MatchString(th.Accent) {
			d.Hint = "write \"#" + th.Accent + "\""
		}
	}
	r.picture("logo", th.Logo)
	r.picture("favicon", th.Favicon)
}

// looks returns the theme's settings.
func (r *reader) looks() Theme {
	th := r.raw.Theme
	return Theme{Accent: th.Accent, Logo: th.Logo, Favicon: th.Favicon, LogoAt: r.place("theme", "logo"), FaviconAt: r.place("theme", "favicon")}
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
	clean := path.Clean(text)
	switch ext := strings.ToLower(path.Ext(text)); {
	case text == "" || path.IsAbs(text) || strings.HasPrefix(clean, "..") || strings.ContainsAny(text, "\\:?#"):
		r.at(at, codeTheme, `%s in [theme] is not right: expected a file below the content folder, as "logo.svg"`, key)
	case !slices.Contains(known, ext):
		r.at(at, codeTheme, "%s in [theme] is not a picture: unknown ending %q", key, clip(ext)).Hint = diag.DidYouMean(ext, known)
	}
}

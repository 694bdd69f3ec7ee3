package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A rgb is a colour in sRGB, each part 0 to 255.
type rgb [3]float64

// parseHex reads "#abc" or "#aabbcc".
func parseHex(s string) (rgb, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return rgb{}, false
	}
	return rgb{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}, true
}

func (c rgb) hex() string {
	return fmt.Sprintf("#%02x%02x%02x", round8(c[0]), round8(c[1]), round8(c[2]))
}

func round8(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 255))) }

// mix returns c with the given share of other.
func (c rgb) mix(other rgb, share float64) rgb {
	for i := range c {
		c[i] += (other[i] - c[i]) * share
	}
	return c
}

// luminance is the relative luminance of WCAG 2.2, of the colour as it is
// written (rounded to whole steps).
func (c rgb) luminance() float64 {
	lin := func(v float64) float64 {
		v = float64(round8(v)) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c[0]) + 0.7152*lin(c[1]) + 0.0722*lin(c[2])
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// grounds are the three papers of tokens.css in one theme, and the ink that
// the accent moves towards when it has to be stronger.
type grounds struct {
	paper, card, sunk, ink rgb
	// light and dark are the two candidates for text on the accent itself.
	light, dark rgb
	wash        float64 // share of the accent in its own wash
}

var (
	lightGrounds = grounds{rgb{0xfa, 0xf7, 0xf0}, rgb{0xff, 0xfd, 0xf8}, rgb{0xf1, 0xec, 0xe1}, rgb{0, 0, 0}, rgb{0xff, 0xfa, 0xf5}, rgb{0x14, 0x10, 0x0c}, 0.1}
	darkGrounds  = grounds{rgb{0x15, 0x17, 0x1a}, rgb{0x1c, 0x1f, 0x23}, rgb{0x10, 0x12, 0x14}, rgb{0xff, 0xff, 0xff}, rgb{0xff, 0xfa, 0xf5}, rgb{0x14, 0x10, 0x0c}, 0.13}
)

// textContrast is WCAG's AA for text.
const textContrast = 4.5

// palette is an accent made fit for use.
type palette struct{ accent, onAccent, wash, link rgb }

// fit moves a colour towards the ink until it reads on every ground, its own
// wash included, and chooses what is written on it.
func (g grounds) fit(c rgb) palette {
	var p palette
	for step := 0; step <= 100; step++ {
		p.accent = c.mix(g.ink, float64(step)/100)
		p.wash = g.paper.mix(p.accent, g.wash)
		if g.reads(p.accent, p.wash) {
			break
		}
	}
	p.onAccent = g.light
	if contrast(g.light, p.accent) < contrast(g.dark, p.accent) {
		p.onAccent = g.dark
	}
	p.link = p.accent.mix(g.ink, 0.18)
	return p
}

func (g grounds) reads(c, wash rgb) bool {
	on := max(contrast(c, g.light), contrast(c, g.dark))
	return on >= textContrast && contrast(c, g.paper) >= textContrast && contrast(c, g.card) >= textContrast &&
		contrast(c, g.sunk) >= textContrast && contrast(c, wash) >= textContrast
}

func (p palette) css() string {
	return "--accent:" + p.accent.hex() + ";--accent-ink:" + p.onAccent.hex() + ";--accent-wash:" + p.wash.hex() + ";--link:" + p.link.hex()
}

// AccentCSS is the style sheet of a team's accent, "#aabbcc" or "#abc" in
// site.toml: for light and dark each, the colour is moved towards the ink
// until it has a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3) on paper, card, sunk
// ground and its own wash. It is empty when no accent is set.
func AccentCSS(accent string) string {
	c, ok := parseHex(accent)
	if !ok {
		return ""
	}
	light, dark := lightGrounds.fit(c).css(), darkGrounds.fit(c).css()
	return "@layer tokens{:root{" + light + "}" +
		"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark + "}}" +
		":root[data-theme=dark]{" + dark + "}" +
		"@media print{:root,:root[data-theme=dark]{" + light + "}}}\n"
}

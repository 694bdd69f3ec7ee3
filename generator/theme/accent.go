package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An rgb is a color in sRGB, with components from 0 to 255.
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

// parseOKLCH reads "oklch(0.5 0.15 250)", with the lightness also as "50%". A color
// outside sRGB gets less chroma until it is inside (CSS Color 4 §13.2).
func parseOKLCH(s string) (rgb, bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(s), "oklch(")
	parts := strings.Fields(strings.TrimSuffix(inner, ")"))
	if !ok || len(parts) != 3 {
		return rgb{}, false
	}
	var v [3]float64
	for i, part := range parts {
		number, percent := strings.CutSuffix(part, "%")
		n, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return rgb{}, false
		}
		if percent {
			n /= 100
		}
		v[i] = n
	}
	least, most := 0.0, v[1]
	c, inside := oklch(v[0], most, v[2])
	for range 24 {
		if inside {
			break
		}
		mid := (least + most) / 2
		if _, in := oklch(v[0], mid, v[2]); in {
			least = mid
		} else {
			most = mid
		}
	}
	if !inside {
		c, _ = oklch(v[0], least, v[2])
	}
	return c, true
}

// oklch converts lightness from 0 to 1, chroma, and hue in degrees to sRGB, and reports
// whether the color is inside sRGB. The matrices are those of Björn Ottosson's Oklab.
func oklch(lightness, chroma, hue float64) (c rgb, inside bool) {
	sin, cos := math.Sincos(hue * math.Pi / 180)
	a, b := chroma*cos, chroma*sin
	cube := func(x float64) float64 { return x * x * x }
	l := cube(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(lightness - 0.0894841775*a - 1.2914855480*b)
	inside = true
	for i, linear := range [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	} {
		v := 12.92 * linear
		if linear > 0.0031308 {
			v = 1.055*math.Pow(linear, 1/2.4) - 0.055
		}
		inside = inside && v > -0.002 && v < 1.002
		c[i] = float64(round8(v * 255))
	}
	return c, inside
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

// luminance is the relative luminance of WCAG 2.2 of the color as it is written,
// rounded to whole steps.
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

// grounds are the three backgrounds of tokens.css in one theme, and the ink color
// towards which an accent moves to get more contrast.
type grounds struct {
	paper, card, sunk, ink rgb
	// light and dark are the two possible colors of text on the accent.
	light, dark rgb
	wash        float64 // share of the accent in its own wash
}

var (
	lightGrounds = grounds{rgb{0xfa, 0xf7, 0xf0}, rgb{0xff, 0xfd, 0xf8}, rgb{0xf1, 0xec, 0xe1}, rgb{0, 0, 0}, rgb{0xff, 0xfa, 0xf5}, rgb{0x14, 0x10, 0x0c}, 0.1}
	darkGrounds  = grounds{rgb{0x15, 0x17, 0x1a}, rgb{0x1c, 0x1f, 0x23}, rgb{0x10, 0x12, 0x14}, rgb{0xff, 0xff, 0xff}, rgb{0xff, 0xfa, 0xf5}, rgb{0x14, 0x10, 0x0c}, 0.13}
)

// textContrast is WCAG's AA for text.
const textContrast = 4.5

// A palette has the colors made from an accent.
type palette struct{ accent, onAccent, wash, link rgb }

// fit moves a color towards the ink until it is readable on every background, including
// its own wash, and chooses the color of text on it.
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

// AccentCSS returns the style sheet of a team's accent, "#aabbcc", "#abc" or "oklch(0.5 0.15 250)"
// in site.toml. In light and dark, the color is moved towards the ink until its contrast is 4.5 :
// 1 (WCAG 2.2, 1.4.3) on paper, card, sunk ground and its own wash. Without an accent it is empty.
func AccentCSS(accent string) string {
	c, ok := parseHex(accent)
	if !ok {
		if c, ok = parseOKLCH(accent); !ok {
			return ""
		}
	}
	light, dark := lightGrounds.fit(c).css(), darkGrounds.fit(c).css()
	return "@layer tokens{:root{" + light + "}" +
		"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark + "}}" +
		":root[data-theme=dark]{" + dark + "}" +
		"@media print{:root,:root[data-theme=dark]{" + light + "}}}\n"
}

package font

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

var update = flag.Bool("update", false, "write the fonts of testdata")

// A sketch is a font to be drawn: every letter a box.
type sketch struct {
	family         string
	weight, class  int
	italic, typo   bool
	panose         [10]byte
	ascent, decent int // of hhea
	width          func(r rune) int
	wght           [2]int // of a variable font
	format12       bool
}

const unit = 1000

func be(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		switch v := v.(type) {
		case int:
			_ = binary.Write(&b, binary.BigEndian, uint16(v))
		case uint32:
			_ = binary.Write(&b, binary.BigEndian, v)
		case []byte:
			b.Write(v)
		case string:
			b.WriteString(v)
		}
	}
	return b.Bytes()
}

// letters are the characters that a sketch has glyphs for, from 1.
const first, last = int(' '), int('~')

func (s *sketch) tables() map[string][]byte {
	n := last - first + 2 // with .notdef
	ts := map[string][]byte{}
	var hmtx, glyf, loca []byte
	for g := range n {
		w := 500
		if g > 0 {
			w = s.width(rune(first + g - 1))
		}
		hmtx = append(hmtx, be(w, 0)...)
		loca = append(loca, be(uint32(len(glyf)))...)
		if g != 1 { // the space is empty
			glyf = append(glyf, be(1, 40, 0, max(w-40, 41), 700, 3, 0, []byte{1, 1, 1, 1}, 40, max(w-80, 1), 0, -max(w-80, 1)&0xffff, 0, 0, 700, 0)...)
			glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		}
	}
	ts["glyf"], ts["loca"], ts["hmtx"] = glyf, append(loca, be(uint32(len(glyf)))...), hmtx
	mac, sel := 0, 1<<6
	if s.italic {
		mac, sel = 2, 1
	}
	if s.weight >= 600 {
		mac |= 1
		sel = sel&^(1<<6) | 1<<5
	}
	if s.typo {
		sel |= 1 << 7
	}
	ts["head"] = be(1, 0, 1, 0, uint32(0), uint32(0x5f0f3cf5), 3, unit, make([]byte, 16), 0, -s.decent&0xffff, 1000, s.ascent, mac, 8, 2, 1, 0)
	ts["hhea"] = be(1, 0, s.ascent, -s.decent&0xffff, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, n)
	ts["maxp"] = be(1, 0, n, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
	ts["OS/2"] = be(4, 500, s.weight, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, s.class, s.panose[:], make([]byte, 16), "TEST", sel,
		first, last, s.ascent-100, -s.decent&0xffff, 50, s.ascent, s.decent, make([]byte, 8), 500, 700, 0, first, 1)
	ts["post"] = be(3, 0, uint32(0), 0, 0, uint32(0), uint32(0), uint32(0), uint32(0), uint32(0))
	var names, strs []byte
	for _, e := range []struct {
		id   int
		text string
	}{{1, s.family}, {2, "Regular"}, {4, s.family}, {6, strings.ReplaceAll(s.family, " ", "")}} {
		from := len(strs)
		for _, r := range e.text {
			strs = append(strs, 0, byte(r))
		}
		names = append(names, be(3, 1, 0x409, e.id, len(strs)-from, from)...)
	}
	ts["name"] = be(0, 4, 6+len(names), names, strs)
	four := be(4, 32, 0, 4, 4, 1, 0, last, 0xffff, 0, first, 0xffff, (1-first)&0xffff, 1, 0, 0)
	ts["cmap"] = be(0, 1, 3, 1, uint32(12), four)
	if s.format12 {
		ts["cmap"] = be(0, 1, 3, 10, uint32(12), 12, 0, uint32(28), uint32(0), uint32(1), uint32(first), uint32(last), uint32(1))
	}
	if s.wght != [2]int{} {
		ts["fvar"] = be(1, 0, 16, 2, 2, 20, 0, 4, "wdth", 75, 0, 100, 0, 100, 0, 0, 256, "wght", s.wght[0], 0, s.weight, 0, s.wght[1], 0, 0, 257)
	}
	return ts
}

func number128(n int) []byte {
	out := []byte{byte(n & 127)}
	for n >>= 7; n > 0; n >>= 7 {
		out = append([]byte{byte(n&127) | 128}, out...)
	}
	return out
}

// woff2 packs tables; those named in loose have their names written out.
func woff2(ts map[string][]byte, loose ...string) []byte {
	var list, body bytes.Buffer
	total := 12 + 16*len(ts)
	names := []string{}
	for name := range ts {
		names = append(names, name)
	}
	slices.Sort(names)
	if i := slices.Index(names, "loca"); i >= 0 { // it follows the outlines
		names = slices.Insert(slices.Delete(names, i, i+1), slices.Index(names, "glyf")+1, "loca")
	}
	for _, name := range names {
		at := slices.Index(known, name)
		plain := 0
		if name == "glyf" || name == "loca" {
			plain = 3 << 6
		}
		if at < 0 || slices.Contains(loose, name) {
			list.WriteByte(byte(63 | plain))
			list.WriteString(name)
		} else {
			list.WriteByte(byte(at | plain))
		}
		list.Write(number128(len(ts[name])))
		body.Write(ts[name])
		total += (len(ts[name]) + 3) &^ 3
	}
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, 11)
	_, _ = w.Write(body.Bytes())
	_ = w.Close()
	size := 48 + list.Len() + packed.Len()
	size = (size + 3) &^ 3
	out := be("wOF2", uint32(0x00010000), uint32(size), len(ts), 0, uint32(total), uint32(packed.Len()), 1, 0, make([]byte, 20), list.Bytes(), packed.Bytes())
	return append(out, make([]byte, size-len(out))...)
}

func wide(w int) func(rune) int { return func(rune) int { return w } }

// text is a font as wide as a text face, narrower letters narrow.
func text(by int) func(rune) int {
	return func(r rune) int {
		switch {
		case strings.ContainsRune("fijlt.,:;'!|I ", r):
			return 280 + by
		case strings.ContainsRune("mwMW", r):
			return 800 + by
		}
		return 540 + by
	}
}

var sans = [10]byte{2, 11}

func sketches() map[string]*sketch {
	return map[string]*sketch{
		"regular":  {family: "Test Box", weight: 400, panose: sans, ascent: 1050, decent: 300, width: text(0)},
		"bold":     {family: "Test Box", weight: 700, panose: sans, ascent: 1050, decent: 300, width: text(40)},
		"italic":   {family: "Test Box", weight: 400, italic: true, panose: sans, ascent: 1050, decent: 300, width: text(-20)},
		"variable": {family: "Test Vary", weight: 400, class: 2 << 8, ascent: 900, decent: 250, width: text(0), wght: [2]int{100, 900}, format12: true},
	}
}

// TestFonts: fonts that other tests and browsers read are those that are drawn here, and
// say what they were drawn with.
func TestFonts(t *testing.T) {
	want := map[string]Face{
		"regular":  {Family: "Test Box", MinWeight: 400, MaxWeight: 400, Sans: true, Ascent: 1.05, Descent: .3},
		"bold":     {Family: "Test Box", MinWeight: 700, MaxWeight: 700, Sans: true, Ascent: 1.05, Descent: .3},
		"italic":   {Family: "Test Box", MinWeight: 400, MaxWeight: 400, Italic: true, Sans: true, Ascent: 1.05, Descent: .3},
		"variable": {Family: "Test Vary", MinWeight: 100, MaxWeight: 900, Serif: true, Ascent: .9, Descent: .25},
	}
	for name, s := range sketches() {
		data := woff2(s.tables())
		file := "testdata/" + name + ".woff2"
		if *update {
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if kept, err := os.ReadFile(file); err != nil || !bytes.Equal(kept, data) {
			t.Errorf("%s is not what the sketch draws (%v)", file, err)
		}
		got, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := 0
		for _, r := range sample {
			sum += s.width(r)
		}
		if mean := float64(sum) / float64(len(sample)) / unit; math.Abs(got.Width-mean) > 1e-9 {
			t.Errorf("%s: a letter is %v wide, want %v", name, got.Width, mean)
		}
		got.Width = 0
		if *got != want[name] {
			t.Errorf("%s: %+v, want %+v", name, *got, want[name])
		}
	}
}

// TestShapes: what fonts may do otherwise.
func TestShapes(t *testing.T) {
	base := func() *sketch {
		return &sketch{family: "A", weight: 400, ascent: 900, decent: 200, width: wide(500)}
	}
	for name, c := range map[string]struct {
		change func(s *sketch, ts map[string][]byte)
		want   func(f *Face) bool
	}{
		"typographic lines":  {func(s *sketch, ts map[string][]byte) { s.typo = true; ts["OS/2"] = s.tables()["OS/2"] }, func(f *Face) bool { return f.Ascent == .8 && f.Gap == .05 }},
		"no OS/2, bold":      {func(_ *sketch, ts map[string][]byte) { delete(ts, "OS/2"); ts["head"][45] = 1 }, func(f *Face) bool { return f.MinWeight == 700 && f.Ascent == .9 }},
		"one width for all":  {func(_ *sketch, ts map[string][]byte) { ts["hmtx"] = ts["hmtx"][:4]; ts["hhea"][35] = 1 }, func(f *Face) bool { return f.Width == .5 }},
		"serif by its class": {func(_ *sketch, ts map[string][]byte) { ts["OS/2"][30] = 5 }, func(f *Face) bool { return f.Serif && !f.Sans }},
		"sans by its class":  {func(_ *sketch, ts map[string][]byte) { ts["OS/2"][30] = 8 }, func(f *Face) bool { return f.Sans && !f.Serif }},
		"no Latin letters": {func(_ *sketch, ts map[string][]byte) {
			binary.BigEndian.PutUint16(ts["cmap"][12+14:], 0x40)
			binary.BigEndian.PutUint16(ts["cmap"][12+20:], 0x30)
		}, func(f *Face) bool { return f.Width == 0 }},
		"weights upside down": {func(_ *sketch, ts map[string][]byte) {
			ts["fvar"] = be(1, 0, 16, 2, 1, 20, 0, 4, "wght", 900, 0, 400, 0, 100, 0, 0, 256)
		}, func(f *Face) bool { return f.MinWeight == 400 && f.MaxWeight == 400 }},
	} {
		s := base()
		ts := s.tables()
		c.change(s, ts)
		if f, err := Read(woff2(ts, "hhea", "cmap")); err != nil || !c.want(f) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// TestBroken: what is no font, and what a damaged one says.
func TestBroken(t *testing.T) {
	good := woff2((&sketch{family: "A", weight: 400, ascent: 900, decent: 200, width: wide(500)}).tables())
	without := func(name string) []byte {
		ts := (&sketch{family: "A", weight: 400, ascent: 900, decent: 200, width: wide(500)}).tables()
		delete(ts, name)
		return woff2(ts)
	}
	flat := (&sketch{family: "A", weight: 400, ascent: 0, decent: 0, width: wide(500)}).tables()
	delete(flat, "OS/2")
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, ""},
		"text":          {[]byte("hello"), ""},
		"woff":          {[]byte("wOFF\x00\x01\x00\x00"), "a WOFF font of the first version"},
		"ttf":           {[]byte("\x00\x01\x00\x00\x00\x0a"), "a TrueType font (TTF)"},
		"otf":           {[]byte("OTTO\x00"), "an OpenType font (OTF)"},
		"page":          {[]byte("<!doctype html>"), "a web page"},
		"lfs":           {[]byte("version https://git-lfs.github.com/spec/v1\n"), "a pointer of Git LFS, not the file itself"},
		"head alone":    {[]byte("wOF2"), "it is cut short"},
		"cut in lists":  {good[:52], "its list of tables is damaged"},
		"cut":           {good[:len(good)-40], "it is cut short"},
		"no tables":     {append(append([]byte{}, good[:12]...), append([]byte{0, 0}, good[14:]...)...), "its list of tables is damaged"},
		"scrambled":     {scramble(good), "its content cannot be unpacked"},
		"without cmap":  {without("cmap"), `it has no table "cmap"`},
		"without hhea":  {without("hhea"), `it has no table "hhea"`},
		"without lines": {woff2(flat), "it does not say how high a line is"},
		"collection":    {append([]byte("wOF2ttcf"), good[8:]...), "a collection of fonts"},
	} {
		f, err := Read(c.data)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %+v, %v; want %q", name, f, err, c.want)
		}
		var other ErrOther
		if isFont := bytes.HasPrefix(c.data, []byte("wOF2")) && name != "collection"; errors.As(err, &other) == isFont {
			t.Errorf("%s: another format: %v", name, !isFont)
		}
	}
}

func scramble(data []byte) []byte {
	out := slices.Clone(data)
	for i := len(out) - 200; i < len(out); i++ {
		out[i] ^= 0x5a
	}
	return out
}

func FuzzRead(f *testing.F) {
	for _, s := range sketches() {
		f.Add(woff2(s.tables()))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := Read(data)
		if err == nil && (face.Width < 0 || face.Ascent+face.Descent <= 0 || face.MinWeight < 1 || face.MaxWeight > 1000 || math.IsNaN(face.Width)) {
			t.Errorf("%+v", face)
		}
	})
}

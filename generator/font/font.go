// Package font reads what a page has to know of a font file in WOFF2: its weight,
// its slant, how high its lines are and how wide its words run, so that the system's
// own font can stand in for it without moving the page.
package font

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
)

// A Face is one font file. Lengths are shares of the font's size.
type Face struct {
	// Family is the name in the file, "" if it has none.
	Family string
	// MinWeight and MaxWeight are equal but for a variable font.
	MinWeight, MaxWeight int
	Italic               bool
	// Serif and Sans are what the file says of itself; neither where it says nothing.
	Serif, Sans bool
	// Ascent, Descent and Gap make a line: above the letters' foot, below it, and between two lines.
	Ascent, Descent, Gap float64
	// Width is the mean width of a letter of running text, 0 where there are no Latin letters.
	Width float64
}

// ErrOther says that a file is no WOFF2 font. Its text says what it is instead, as far
// as its first bytes tell.
type ErrOther struct{ Is string }

func (e ErrOther) Error() string { return e.Is }

// others begin files that are taken for WOFF2.
var others = []struct{ magic, is string }{
	{"wOFF", "a WOFF font of the first version"},
	{"\x00\x01\x00\x00", "a TrueType font (TTF)"},
	{"true", "a TrueType font (TTF)"},
	{"OTTO", "an OpenType font (OTF)"},
	{"ttcf", "a collection of fonts (TTC)"},
	{"<svg", "an SVG drawing"},
	{"<?xml", "XML"},
	{"<!", "a web page"},
	{"PK", "a ZIP archive"},
	{"version https://git-lfs", "a pointer of Git LFS, not the file itself"},
}

// Bounds of a font: more is no font for text on a page.
const (
	maxTables = 128
	maxBytes  = 64 << 20
)

// Read reads a WOFF2 file. The error is in an author's words: an [ErrOther], or what is
// damaged in the file.
func Read(data []byte) (*Face, error) {
	if !bytes.HasPrefix(data, []byte("wOF2")) {
		for _, o := range others {
			if bytes.HasPrefix(data, []byte(o.magic)) {
				return nil, ErrOther{o.is}
			}
		}
		return nil, ErrOther{}
	}
	tables, err := unpack(data)
	if err != nil {
		return nil, err
	}
	return tables.face()
}

var (
	errShort  = errors.New("it is cut short")
	errTables = errors.New("its list of tables is damaged")
)

// tables are the parts of a font by their names.
type tables map[string][]byte

// known are the tables that WOFF2 names by a number (W3C, WOFF 2.0, 5.2).
var known = strings.Split("cmap,head,hhea,hmtx,maxp,name,OS/2,post,cvt ,fpgm,glyf,loca,prep,CFF ,VORG,EBDT,EBLC,gasp,hdmx,kern,LTSH,PCLT,VDMX,vhea,vmtx,"+
	"BASE,GDEF,GPOS,GSUB,EBSC,JSTF,MATH,CBDT,CBLC,COLR,CPAL,SVG ,sbix,acnt,avar,bdat,bloc,bsln,cvar,fdsc,feat,fmtx,fvar,gvar,hsty,just,lcar,mort,morx,opbd,"+
	"prop,trak,Zapf,Silf,Glat,Gloc,Feat,Sill", ",")

// A part is a table as the directory lists it.
type part struct {
	name        string
	transformed bool
	length      int // as it is stored
}

// unpack reads the directory and takes the tables apart. Those of the outlines are
// left as they are stored.
func unpack(data []byte) (tables, error) {
	const header = 48
	if len(data) < header {
		return nil, errShort
	}
	if string(data[4:8]) == "ttcf" {
		return nil, ErrOther{"a collection of fonts"}
	}
	n := int(binary.BigEndian.Uint16(data[12:]))
	packed := int64(binary.BigEndian.Uint32(data[20:]))
	if n == 0 || n > maxTables {
		return nil, errTables
	}
	r := bytes.NewReader(data[header:])
	parts, total, err := directory(r, n)
	if err != nil {
		return nil, err
	}
	if total > maxBytes {
		return nil, fmt.Errorf("it is larger than %d MB when it is unpacked", maxBytes>>20)
	}
	if packed > int64(r.Len()) {
		return nil, errShort
	}
	stream := brotli.NewReader(io.LimitReader(r, packed))
	all := make(tables, n)
	for _, p := range parts {
		// As much is taken as there is: a file of a few bytes may name a length of many.
		body, err := io.ReadAll(io.LimitReader(stream, int64(p.length)))
		if err != nil || len(body) < p.length {
			return nil, errors.New("its content cannot be unpacked")
		}
		if p.transformed && p.name != "hmtx" {
			continue
		}
		if p.transformed { // its first byte says what was left out, which is not the widths
			body = body[min(1, len(body)):]
		}
		all[p.name] = body
	}
	return all, nil
}

// directory reads the list of tables, and how many bytes they have together.
func directory(r *bytes.Reader, n int) (parts []part, total int64, err error) {
	for range n {
		flags, err := r.ReadByte()
		if err != nil {
			return nil, 0, errTables
		}
		var p part
		if number := int(flags & 63); number < len(known) {
			p.name = known[number]
		} else {
			tag := make([]byte, 4)
			if _, err := io.ReadFull(r, tag); err != nil {
				return nil, 0, errTables
			}
			p.name = string(tag)
		}
		p.transformed = flags>>6 != 0
		if p.name == "glyf" || p.name == "loca" {
			p.transformed = flags>>6 != 3
		}
		length, ok := base128(r)
		if ok && p.transformed {
			length, ok = base128(r)
		}
		if !ok {
			return nil, 0, errTables
		}
		p.length = int(length)
		total += int64(length)
		parts = append(parts, p)
	}
	return parts, total, nil
}

// base128 reads a number of one to five bytes with seven bits each.
func base128(r *bytes.Reader) (uint32, bool) {
	var v uint32
	for i := range 5 {
		b, err := r.ReadByte()
		if err != nil || i == 0 && b == 0x80 || v&0xfe000000 != 0 {
			return 0, false
		}
		v = v<<7 | uint32(b&0x7f)
		if b&0x80 == 0 {
			return v, true
		}
	}
	return 0, false
}

// A table is read at offsets; what lies beyond its end is zero.
type table []byte

func (t table) u16(at int) int {
	if at < 0 || at+2 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint16(t[at:]))
}

func (t table) i16(at int) int { return int(int16(t.u16(at))) }

func (t table) u32(at int) int { return t.u16(at)<<16 | t.u16(at+2) }

// face gathers what the tables say.
func (ts tables) face() (*Face, error) {
	for _, need := range []string{"head", "hhea", "hmtx", "cmap"} {
		if len(ts[need]) == 0 {
			return nil, fmt.Errorf("it has no table %q", need)
		}
	}
	unit := float64(table(ts["head"]).u16(18))
	if unit < 16 || unit > 16384 {
		return nil, errors.New("it does not say how large its letters are")
	}
	hhea, os2 := table(ts["hhea"]), table(ts["OS/2"])
	f := &Face{MinWeight: 400, MaxWeight: 400, Family: family(ts["name"])}
	up, down, gap := hhea.i16(4), -hhea.i16(6), hhea.i16(8)
	const useTypo = 1 << 7
	if selection := os2.u16(62); len(os2) >= 78 {
		if selection&useTypo != 0 || up+down == 0 {
			up, down, gap = os2.i16(68), -os2.i16(70), os2.i16(72)
		}
		f.Italic = selection&(1|1<<9) != 0
		if w := os2.u16(4); w >= 1 && w <= 1000 {
			f.MinWeight, f.MaxWeight = w, w
		}
		f.Serif, f.Sans = manner(os2)
	} else if table(ts["head"]).u16(44)&1 != 0 {
		f.MinWeight, f.MaxWeight = 700, 700
	}
	f.weights(ts["fvar"])
	f.Ascent, f.Descent, f.Gap = float64(up)/unit, float64(down)/unit, max(0, float64(gap)/unit)
	if f.Ascent+f.Descent <= 0 || f.Ascent+f.Descent > 10 {
		return nil, errors.New("it does not say how high a line is")
	}
	f.Width = ts.width() / unit
	return f, nil
}

// manner reads from OS/2 whether letters have serifs: PANOSE, else the class of the family.
func manner(os2 table) (serif, sans bool) {
	if panose := os2[32:42]; panose[0] == 2 && panose[1] >= 2 {
		return panose[1] < 11, panose[1] >= 11 && panose[1] <= 15
	}
	switch class := os2.u16(30) >> 8; class {
	case 1, 2, 3, 4, 5, 7:
		return true, false
	case 8:
		return false, true
	}
	return false, false
}

// weights reads the range of a variable font.
func (f *Face) weights(fvar table) {
	at, n, size := fvar.u16(4), fvar.u16(8), fvar.u16(10)
	for i := range min(n, 64) {
		axis := at + i*size
		if axis+12 > len(fvar) || string(fvar[axis:axis+4]) != "wght" {
			continue
		}
		from, to := fvar.u16(axis+4), fvar.u16(axis+12)
		if from >= 1 && from < to && to <= 1000 {
			f.MinWeight, f.MaxWeight = from, to
		}
	}
}

// family is the family's name, of Windows' strings (UTF-16) or the Macintosh's.
func family(name table) string {
	n, strs := name.u16(2), name.u16(4)
	found := ""
	for i := range min(n, 1000) {
		rec := 6 + i*12
		id, from, length := name.u16(rec+6), strs+name.u16(rec+10), name.u16(rec+8)
		if id != 1 && id != 16 || from+length > len(name) {
			continue
		}
		var b strings.Builder
		switch raw := name[from : from+length]; name.u16(rec) {
		case 1:
			b.Write(raw)
		default:
			for j := 0; j+1 < len(raw); j += 2 {
				b.WriteRune(rune(table(raw).u16(j)))
			}
		}
		if found == "" || id == 16 {
			found = b.String()
		}
	}
	return found
}

// sample is running text: the letters stand in it as often as they do in English,
// German, Dutch and Polish together, near enough for a mean.
const sample = "the customer who calls back is worth an hour of work and every hour has a price when we agree on what comes next we keep the promise " +
	"der kunde fragt nach dem preis en de verkoper luistert eerst klient pyta o termin dostawy i czeka na odpowiedz"

// width is the mean width of a letter of the sample, in the font's units; 0 for a font
// without Latin letters.
func (ts tables) width() float64 {
	widths := advances(ts)
	glyph := characters(ts["cmap"])
	sum, n := 0, 0
	for _, r := range sample {
		if g := glyph(r); g > 0 {
			sum, n = sum+widths(g), n+1
		}
	}
	if n < len(sample)/2 {
		return 0
	}
	return float64(sum) / float64(n)
}

// advances is how wide a glyph is; the last width holds for all that follow.
func advances(ts tables) func(glyph int) int {
	hmtx, n := table(ts["hmtx"]), table(ts["hhea"]).u16(34)
	step := 4
	if len(hmtx) < 4*n { // a table that was transformed keeps widths alone
		step = 2
	}
	return func(g int) int { return hmtx.u16(min(g, max(n-1, 0)) * step) }
}

// characters finds the glyph of a character in the table of formats 4 and 12, 0 for none.
func characters(cmap table) func(r rune) int {
	four, twelve := -1, -1
	for i := range min(cmap.u16(2), 64) {
		at := cmap.u32(4 + i*8 + 4)
		platform := cmap.u16(4 + i*8)
		if platform != 0 && platform != 3 {
			continue
		}
		switch cmap.u16(at) {
		case 4:
			four = at
		case 12:
			twelve = at
		}
	}
	return func(r rune) int {
		c := int(r)
		if twelve >= 0 {
			for i := range min(cmap.u32(twelve+12), len(cmap)/12) {
				g := twelve + 16 + i*12
				if from, to := cmap.u32(g), cmap.u32(g+4); c >= from && c <= to {
					return cmap.u32(g+8) + c - from
				}
			}
		}
		if four < 0 {
			return 0
		}
		n := cmap.u16(four+6) / 2
		ends, starts := four+14, four+16+n*2
		deltas, offsets := starts+n*2, starts+n*4
		for i := range n {
			if c > cmap.u16(ends+i*2) {
				continue
			}
			from, off := cmap.u16(starts+i*2), cmap.u16(offsets+i*2)
			switch {
			case c < from:
				return 0
			case off == 0:
				return (c + cmap.u16(deltas+i*2)) & 0xffff
			}
			if g := cmap.u16(offsets + i*2 + off + (c-from)*2); g != 0 {
				return (g + cmap.u16(deltas+i*2)) & 0xffff
			}
			return 0
		}
		return 0
	}
}

package search

import (
	"math"
	"slices"

	"playbook/generator/output"
)

// Analysed is what Analyse found in one lesson. It is never changed afterwards and may be kept with the lesson.
type Analysed struct {
	url      string
	facets   [5][]string // by facet, see facetNames
	passages int32
	words    string   // all distinct words, one after another
	ends     []uint32 // where each ends
	postings []posting
	card     []byte      // its part of the c file
	texts    output.Blob // the t file without its name
	textHash string
	text     int // bytes of text
}

// Kept returns a with its largest part, which only writing needs again, moved to the store, and without room for more.
func (a Analysed) Kept(s *output.Store) Analysed {
	a.postings, a.ends = slices.Clone(a.postings), slices.Clone(a.ends)
	if b, err := a.texts.Bytes(nil); err == nil {
		a.texts = s.Keep(b)
	}
	return a
}

// posting says that a word (its number in the lesson) stands in a passage with an impact from 0 to 15.
type posting struct {
	word    uint32
	passage uint16
	impact  uint8
}

// maxPassages bounds what one lesson can put into the index.
const maxPassages = 1 << 15

// Analyse looks at one lesson. It depends on its arguments only.
func Analyse(lang string, l Lesson) Analysed {
	if len(l.Passages) == 0 {
		l.Passages = []Passage{{}}
	}
	l.Passages = l.Passages[:min(len(l.Passages), maxPassages)]
	a := &analyser{table: make([]int32, 256), share: 1}
	if l.Refers {
		a.share = refersShare
	}
	for i, p := range l.Passages {
		if i == 0 {
			a.add(inTitle, l.Title)
			a.add(inExtra, l.Summary, l.Section)
			a.add(inExtra, l.Labels...)
		}
		a.add(inHeading, p.Heading)
		a.add(inText, p.Text)
		a.endPassage(i)
	}
	t := texts(l)
	h := hash(t, hashLength)
	return Analysed{
		url: l.URL, facets: facetsOf(l), passages: int32(len(l.Passages)),
		words: string(a.blob), ends: a.ends, postings: a.postings,
		card: card(l, h), texts: inMemory(t), textHash: h, text: textSize(l),
	}
}

func textSize(l Lesson) int {
	n := len(l.Title) + len(l.Summary)
	for _, p := range l.Passages {
		n += len(p.Heading) + len(p.Text)
	}
	return n
}

// A word counts by where it stands.
type field uint8

const (
	inText field = iota
	inExtra
	inHeading
	inTitle
	fieldCount
)

type count struct {
	in [fieldCount]uint16
}

// analyser numbers the words of a lesson in a small hash table of its own: a map of strings would allocate each word.
type analyser struct {
	table    []int32 // open addressing; word number plus one, 0 is free
	blob     []byte
	ends     []uint32
	counts   []count
	touched  []uint32
	length   int // words in the passage's text
	share    float64
	postings []posting
}

func (a *analyser) add(f field, texts ...string) {
	for _, text := range texts {
		Tokens(text, func(word []byte, _ bool) {
			n := a.number(word)
			c := &a.counts[n]
			if *c == (count{}) {
				a.touched = append(a.touched, n)
			}
			if c.in[f] < math.MaxUint16 {
				c.in[f]++
			}
			if f == inText {
				a.length++
			}
		})
	}
}

func (a *analyser) number(word []byte) uint32 {
	mask := uint32(len(a.table) - 1)
	at := hashBytes(word) & mask
	for a.table[at] != 0 {
		n := uint32(a.table[at] - 1)
		if string(a.word(n)) == string(word) {
			return n
		}
		at = (at + 1) & mask
	}
	n := uint32(len(a.ends))
	a.blob = append(a.blob, word...)
	a.ends = append(a.ends, uint32(len(a.blob)))
	a.counts = append(a.counts, count{})
	a.table[at] = int32(n + 1)
	if len(a.ends)*2 > len(a.table) {
		a.grow()
	}
	return n
}

func (a *analyser) word(n uint32) []byte {
	start := uint32(0)
	if n > 0 {
		start = a.ends[n-1]
	}
	return a.blob[start:a.ends[n]]
}

func (a *analyser) grow() {
	a.table = make([]int32, 2*len(a.table))
	mask := uint32(len(a.table) - 1)
	for n := range uint32(len(a.ends)) {
		at := hashBytes(a.word(n)) & mask
		for a.table[at] != 0 {
			at = (at + 1) & mask
		}
		a.table[at] = int32(n + 1)
	}
}

// hashBytes is FNV-1a.
func hashBytes(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

func (a *analyser) endPassage(i int) {
	norm := lengthNorm(a.length)
	for _, n := range a.touched {
		a.postings = append(a.postings, posting{n, uint16(i), impact(a.counts[n], norm, a.share)})
		a.counts[n] = count{}
	}
	a.touched, a.length = a.touched[:0], 0
}

// The impact follows BM25F (Robertson, Zaragoza and Taylor, 2004), saturated for each field apart, so that any number
// of words in a text weighs less than one in the heading above it. The usual length is a constant: an average over the
// site would change every shard when one lesson changes.
const (
	usualLength = 150
	lengthShare = 0.1 // b: a passage is what one heading stands above, seldom long from saying things twice
	saturation  = 2.5 // k
	textWeight  = 5.0
	extraWeight = 3.5
	headWeight  = 7.0
	titleWeight = 7.5
	refersShare = 0.7 // a page that names a lesson is an answer, and the lesson a better one
	maxImpact   = 15
)

func lengthNorm(words int) float64 {
	return saturation * (1 - lengthShare + lengthShare*float64(words)/usualLength)
}

func impact(c count, norm, share float64) uint8 {
	x := 0.0
	if n := float64(c.in[inText]); n > 0 {
		x += textWeight * n / (n + norm)
	}
	if c.in[inExtra] > 0 {
		x += extraWeight
	}
	if c.in[inHeading] > 0 {
		x += headWeight
	}
	if c.in[inTitle] > 0 {
		x += titleWeight
	}
	return uint8(max(1, min(maxImpact, math.Round(x*share))))
}

func (a *Analysed) eachWord(yield func(n int, word string)) {
	start := uint32(0)
	for n, end := range a.ends {
		yield(n, a.words[start:end])
		start = end
	}
}

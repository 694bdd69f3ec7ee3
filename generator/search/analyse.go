package search

import (
	"math"
	"slices"
	"sync"
)

// Analysed is what Analyse found in one lesson. It is never changed afterwards and may be kept with the lesson.
type Analysed struct {
	url      string
	facets   [5][]string // by facet, see facetNames
	words    []byte      // all distinct words, one after another
	lengths  []uint8     // of each of them, which no word of maxToken passes
	postings []posting   // passage by passage
	ends     []int32     // of each passage's postings
	card     []byte      // its part of the c file
	texts    []byte      // the t file without its name
	textHash string
	text     int // bytes of text
}

// posting says that a word (its number in the lesson, times 16) stands in a passage with an impact from 0 to 15. There are
// millions.
type posting uint32

func (p posting) word() uint32  { return uint32(p) >> 4 }
func (p posting) impact() uint8 { return uint8(p & 15) }

// maxPassages bounds what one lesson can put into the index.
const maxPassages = 1 << 15

// Analyse looks at one lesson. It depends on its arguments only.
func Analyse(lang string, l Lesson) Analysed {
	if len(l.Passages) == 0 {
		l.Passages = []Passage{{}}
	}
	l.Passages = l.Passages[:min(len(l.Passages), maxPassages)]
	a := analysers.Get().(*analyser)
	defer analysers.Put(a)
	a.begin(l)
	ends := make([]int32, len(l.Passages))
	for i, p := range l.Passages {
		if i == 0 {
			a.add(inTitle, l.Title)
			a.add(inExtra, l.Summary, l.Section)
			a.add(inExtra, l.Labels...)
		}
		a.add(inHeading, p.Heading)
		a.add(inText, p.Text)
		a.endPassage()
		ends[i] = int32(len(a.postings))
	}
	t := texts(l)
	h := hash(t, hashLength)
	return Analysed{
		url: l.URL, facets: facetsOf(l),
		words: slices.Clone(a.words.blob), lengths: a.words.lengths(), postings: slices.Clone(a.postings), ends: ends,
		card: card(l, h), texts: t, textHash: h, text: textSize(l),
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

// analyser counts the words of a lesson.
type analyser struct {
	words    wordTable
	counts   []count // of each word, in this passage
	touched  []uint32
	length   int // words in the passage's text
	share    float64
	postings []posting
}

// analysers are used again: what they hold has the size that a lesson needs.
var analysers = sync.Pool{New: func() any { return &analyser{words: newWordTable(firstSlots)} }}

func (a *analyser) begin(l Lesson) {
	a.words.reset()
	a.counts, a.touched, a.length, a.postings = a.counts[:0], a.touched[:0], 0, a.postings[:0]
	a.share = 1
	if l.Refers {
		a.share = refersShare
	}
}

func (a *analyser) add(f field, texts ...string) {
	for _, text := range texts {
		Tokens(text, func(word []byte, _ bool) {
			n, fresh := a.words.number(word)
			if fresh {
				a.counts = append(a.counts, count{})
			}
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

func (a *analyser) endPassage() {
	norm := lengthNorm(a.length)
	for _, n := range a.touched {
		a.postings = append(a.postings, posting(n<<4)|posting(impact(a.counts[n], norm, a.share)))
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

func (a *Analysed) eachWord(yield func(word []byte)) {
	rest := a.words
	for _, n := range a.lengths {
		yield(rest[:n])
		rest = rest[n:]
	}
}

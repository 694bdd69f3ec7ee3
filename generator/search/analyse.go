package search

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// Analysed is the result of Analyse for one lesson. It never changes and may be stored with the lesson.
type Analysed struct {
	url      string
	facets   [5][]string // by facet, see facetNames
	words    []byte      // all distinct words, one after another
	lengths  []uint8     // the length of each word; maxToken keeps them below 256
	postings []posting   // passage by passage
	ends     []int32     // of each passage's postings
	card     []byte      // its part of the c file
	texts    []byte      // the t file without its name
	textHash string
	text     int // bytes of text
}

// posting says that a word stands in a passage: the word's number in the lesson times 16, plus the impact from 0 to
// 15. It is small because there are millions.
type posting uint32

func (p posting) word() uint32  { return uint32(p) >> 4 }
func (p posting) impact() uint8 { return uint8(p & 15) }

// maxPassages bounds the passages of one lesson.
const maxPassages = 1 << 15

// Analyse looks at one lesson. The result depends only on the arguments.
func Analyse(lang string, l Lesson) Analysed {
	if len(l.Passages) == 0 {
		l.Passages = []Passage{{}}
	}
	l.bound()
	a := analysers.Get().(*analyser)
	defer analysers.Put(a)
	a.begin(l)
	ends := make([]int32, 0, len(l.Passages)+len(l.Tools)+len(l.Phrases))
	end := func() {
		a.endPassage()
		ends = append(ends, int32(len(a.postings)))
	}
	for i, p := range l.Passages {
		if i == 0 {
			a.add(inTitle, l.Title)
			a.add(inExtra, l.Summary, l.Section, addressName(l.URL))
			a.add(inExtra, l.Labels...)
		}
		a.add(inHeading, p.Heading)
		a.add(inText, p.Text)
		end()
	}
	for _, tool := range l.Tools {
		a.add(inHeading, tool.Heading, tool.Words)
		end()
	}
	for _, phrase := range l.Phrases {
		a.add(inPhrase, phrase)
		end()
	}
	t := texts(l)
	h := hash(t, hashLength)
	return Analysed{
		url: l.URL, facets: facetsOf(l),
		words: slices.Clone(a.words.blob), lengths: a.words.lengths(), postings: slices.Clone(a.postings), ends: ends,
		card: card(l, h), texts: t, textHash: h, text: textSize(l),
	}
}

// bound limits a lesson to maxPassages.
func (l *Lesson) bound() {
	l.Passages = l.Passages[:min(len(l.Passages), maxPassages)]
	l.Tools = l.Tools[:min(len(l.Tools), maxPassages-len(l.Passages))]
	l.Phrases = l.Phrases[:min(len(l.Phrases), maxPassages-len(l.Passages)-len(l.Tools))]
}

func textSize(l Lesson) int {
	n := len(l.Title) + len(l.Summary)
	for _, p := range l.Passages {
		n += len(p.Heading) + len(p.Text)
	}
	return n
}

// A field is the place of a word, which decides its weight.
type field uint8

const (
	inText field = iota
	inExtra
	inHeading
	inPhrase
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
	named    int // words in the lesson's title
	share    float64
	postings []posting
}

// analysers are pooled because their tables have the right size for a lesson.
var analysers = sync.Pool{New: func() any { return &analyser{words: newWordTable(firstSlots)} }}

func (a *analyser) begin(l Lesson) {
	a.words.reset()
	a.counts, a.touched, a.length, a.named, a.postings = a.counts[:0], a.touched[:0], 0, 0, a.postings[:0]
	a.share = 1
	if l.Refers {
		a.share = refersShare
	}
	if l.Foreign != "" {
		a.share *= foreignShare
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
			switch f {
			case inText:
				a.length++
			case inTitle, inPhrase:
				a.named++
			}
		})
	}
}

func (a *analyser) endPassage() {
	norm, title := lengthNorm(a.length), titleShare(a.named)
	for _, n := range a.touched {
		a.postings = append(a.postings, posting(n<<4)|posting(impact(a.counts[n], norm, a.share, title)))
		a.counts[n] = count{}
	}
	a.touched, a.length, a.named = a.touched[:0], 0, 0
}

// The impact follows BM25F (Robertson, Zaragoza and Taylor, 2004). Each field is saturated separately, so that any
// number of words in a text weighs less than one in the heading above it. The usual length is a constant: an
// average over the site would change every shard when one lesson changes.
const (
	usualLength  = 150
	lengthShare  = 0.1 // b: a passage is the text below one heading, so its length says little
	saturation   = 2.5 // k
	textWeight   = 5.0
	extraWeight  = 3.5
	headWeight   = 7.0
	phraseWeight = 9.0
	titleWeight  = 9.0
	refersShare  = 0.9 // a page that names a lesson is a good answer, and the lesson a better one; its own title counts in full
	foreignShare = 0.8 // a word of two languages is more likely the reader's own
	maxImpact    = 15
	usualTitle   = 4.0
	titleLength  = 0.4
)

func lengthNorm(words int) float64 {
	return saturation * (1 - lengthShare + lengthShare*float64(words)/usualLength)
}

func impact(c count, norm, share, title float64) uint8 {
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
	x *= share
	if c.in[inTitle] > 0 {
		x += titleWeight * title
	}
	if c.in[inPhrase] > 0 {
		x += phraseWeight * title
	}
	return uint8(max(1, min(maxImpact, math.Round(x))))
}

// addressName returns a page's name in its address: the file's name, or for index.html the folder's.
func addressName(url string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(url, ".html"), "/index")
	return name[strings.LastIndexByte(name, '/')+1:]
}

// titleShare makes a word of a short title count more than one of a long title.
func titleShare(words int) float64 {
	return math.Pow(usualTitle/float64(max(words, 1)), titleLength)
}

func (a *Analysed) eachWord(yield func(word []byte)) {
	rest := a.words
	for _, n := range a.lengths {
		yield(rest[:n])
		rest = rest[n:]
	}
}

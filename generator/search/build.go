package search

import (
	"bytes"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Build makes the index of one language. It sorts the lessons by URL, so their order does not matter.
func Build(lang string, lessons []Analysed, o Options) Index {
	lessons = byURL(lessons)
	b := &builder{lang: languageOf(lang), tag: lang, lessons: lessons}
	b.collect()
	b.group()
	b.report()
	r := &root{tag: lang, lang: b.lang, lessons: len(lessons), groups: len(b.groups), universe: b.universe, firsts: b.firsts, synonyms: o.Synonyms, words: o.Words}
	b.writeDictionary(r)
	b.writePostings(r)
	b.writeCards(r)
	f, h := shard("f", facets(lessons, o.Labels))
	b.rep.Facets = f.Size()
	b.files, r.facets = append(b.files, f), h
	sort.Slice(b.files, func(i, j int) bool { return b.files[i].Name < b.files[j].Name })
	index := Index{Root: r.file(), Files: b.files, Report: b.rep}
	index.Report.Root = index.Root.Size()
	return index
}

// byURL returns the lessons in the order of their addresses.
func byURL(lessons []Analysed) []Analysed {
	order := make([]int32, len(lessons)) // cheaper to sort than Analysed values
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return strings.Compare(lessons[a].url, lessons[b].url) })
	out := make([]Analysed, len(lessons))
	for i, at := range order {
		out[i] = lessons[at]
	}
	return out
}

type builder struct {
	lang     *language
	tag      string
	lessons  []Analysed
	firsts   []int32 // each lesson's first passage
	universe int

	forms   []form // in dictionary order
	passage []int32
	impact  []uint8
	groups  [][]int32 // forms of each group
	groupOf []int32
	made    [][]int32 // compounds of each group

	files []File
	rep   Report
}

// collect gathers the vocabulary and the postings of each form.
func (b *builder) collect() {
	ids, local := b.vocabulary()
	start := int32(0)
	for i := range b.forms {
		b.forms[i].start = start
		start += b.forms[i].df
		b.forms[i].df = 0
	}
	b.passage, b.impact = make([]int32, start), make([]uint8, start)
	base := int32(0)
	for i := range b.lessons {
		b.firsts = append(b.firsts, base)
		l, begin := &b.lessons[i], int32(0)
		for _, end := range l.ends {
			for _, p := range l.postings[begin:end] {
				f := &b.forms[ids[local[i]+p.word()]]
				at := f.start + f.df
				b.passage[at], b.impact[at] = base, p.impact()
				f.df++
			}
			begin = end
			base++
		}
	}
	b.universe = universe(int(base))
	b.rep.Passages = int(base)
	sortForms(b.forms)
}

// vocabulary numbers the forms and counts their passages. Word w of lesson i is form
// ids[local[i]+w].
func (b *builder) vocabulary() (ids []int32, local []uint32) {
	all, total := newWordTable(firstSlots), 0
	for i := range b.lessons {
		total += len(b.lessons[i].lengths)
	}
	ids = make([]int32, 0, total)
	for i := range b.lessons {
		l := &b.lessons[i]
		local = append(local, uint32(len(ids)))
		l.eachWord(func(word []byte) {
			n, fresh := all.number(word)
			if fresh {
				w := string(word)
				b.forms = append(b.forms, form{word: w, key: Fold(w)})
			}
			ids = append(ids, int32(n))
		})
		for _, p := range l.postings {
			b.forms[ids[local[i]+p.word()]].df++
		}
	}
	return ids, local
}

// group numbers the groups in the order of their first forms and lists the compounds of each.
func (b *builder) group() {
	first := groups(b.forms, newStemmer(b.lang))
	b.groupOf = make([]int32, len(b.forms))
	for i, f := range first {
		if int(f) == i {
			b.groupOf[i] = int32(len(b.groups))
			b.groups = append(b.groups, nil)
		}
		g := b.groupOf[f]
		b.groupOf[i] = g
		b.groups[g] = append(b.groups[g], int32(i))
	}
	b.made = make([][]int32, len(b.groups))
	if !b.lang.compounds {
		return
	}
	s := newSplitter(b.lang, b.forms)
	for i, f := range b.forms {
		for _, part := range s.parts(f.key) {
			if g := b.groupOf[part]; g != b.groupOf[i] {
				b.made[g] = append(b.made[g], int32(i))
			}
		}
	}
}

func (b *builder) report() {
	b.rep.Lessons, b.rep.Forms, b.rep.Groups = len(b.lessons), len(b.forms), len(b.groups)
	b.rep.Postings = len(b.passage)
	for i := range b.lessons {
		b.rep.Text += b.lessons[i].text
	}
}

func (b *builder) hits(f int32) hits {
	x := b.forms[f]
	return hits{b.passage[x.start : x.start+x.df], b.impact[x.start : x.start+x.df]}
}

// compounds merges the passages of the compounds that contain a group, except the passages with the group's own
// forms.
func (b *builder) compounds(g int32) hits {
	if len(b.made[g]) == 0 {
		return hits{}
	}
	best := map[int32]uint8{}
	for _, f := range b.made[g] {
		h := b.hits(f)
		for i, p := range h.passage {
			best[p] = max(best[p], h.impact[i])
		}
	}
	for _, f := range b.groups[g] {
		for _, p := range b.hits(f).passage {
			delete(best, p)
		}
	}
	var out hits
	for p := range best {
		out.passage = append(out.passage, p)
	}
	sort.Slice(out.passage, func(i, j int) bool { return out.passage[i] < out.passage[j] })
	for _, p := range out.passage {
		out.impact = append(out.impact, best[p])
	}
	return out
}

func (b *builder) writeDictionary(r *root) {
	prev := ""
	for i, block := range dictionary(b.forms, b.groupOf) {
		f, h := shard("d"+strconv.Itoa(i), []byte(quoteRaw(block.text)))
		b.add(f, &b.rep.Dictionary)
		r.dict.add(shorten(prev, b.forms[block.first].key), h, block.firstGroup)
		prev = b.forms[block.end-1].key
	}
}

func (b *builder) add(f File, size *int) {
	b.files = append(b.files, f)
	*size += f.Size()
}

// quoteRaw quotes a string that needs no escapes.
func quoteRaw(s string) string { return `"` + s + `"` }

// shorten returns the shortest prefix of key that is still greater than prev.
func shorten(prev, key string) string {
	for i := range key {
		if i > 0 && key[:i] > prev {
			return key[:i]
		}
	}
	return key
}

func (b *builder) writePostings(r *root) {
	w := postWriter{universe: b.universe}
	target := blockSize(len(b.passage)*3/2, 700, 2500)
	first, prev := int32(0), ""
	for g := range int32(len(b.groups)) {
		lists := make([]hits, len(b.groups[g]))
		for i, f := range b.groups[g] {
			lists[i] = b.hits(f)
		}
		w.group(lists, b.compounds(g))
		if g+1 == int32(len(b.groups)) || b.endsBlock(len(w.head.out), target, g+1) {
			b.writeBlock(r, &w, first, prev)
			prev = b.keyOf(g)
			w, first = postWriter{universe: b.universe}, g+1
		}
	}
}

func (b *builder) keyOf(g int32) string { return b.forms[b.groups[g][0]].key }

// endsBlock reports whether a postings block of this size may end before a group. It may end where neighboring
// words differ early; the larger the block, the more letters they may share. There the root's key is short, a new
// word moves at most one boundary, and few groups have forms on both sides. So the client knows the block of a form
// from its letters, and can load it together with the dictionary block.
func (b *builder) endsBlock(size, target int, g int32) bool {
	key := b.keyOf(g)
	alike := utf8.RuneCountInString(key[:shared(b.keyOf(g-1), key)])
	return size > target*max(7, 3*alike+1)/10
}

// writeBlock writes a block and its tails. Both have a hash of both in their names, so that the client can ask for
// them together.
func (b *builder) writeBlock(r *root, w *postWriter, first int32, prev string) {
	n := strconv.Itoa(len(r.post.hashes))
	head, tail := []byte(quoteRaw(w.head.String())), []byte(quoteRaw(w.tail.String()))
	h := hash(append(head[:len(head):len(head)], tail...), hashLength)
	b.add(named("p"+n, h, head), &b.rep.Lists)
	if len(w.tail.out) > 0 || w.tail.held > 0 {
		b.add(named("x"+n, h, tail), &b.rep.Tails)
		r.tails = append(r.tails, int32(len(r.post.hashes)))
	}
	r.post.add(shorten(prev, b.keyOf(first)), h, first)
}

// The root has a ten-bit hash for each cardsPerHash cards. It distinguishes versions; an old card does no harm.
// These cards are in one c file, or on large sites in two, because results are far apart there.
const (
	cardsPerHash   = 4
	cardHashLength = 2
	largeSite      = 2048 // lessons
)

// cardShift returns the binary logarithm of the number of cards in a c file.
func cardShift(lessons int) int {
	if lessons < largeSite {
		return 2
	}
	return 1
}

func (b *builder) writeCards(r *root) {
	size := 1 << cardShift(len(b.lessons))
	for i := 0; i < len(b.lessons); i += cardsPerHash {
		var cards [][]byte
		for _, l := range b.lessons[i:min(i+cardsPerHash, len(b.lessons))] {
			cards = append(cards, l.card)
		}
		h := hash(bytes.Join(cards, nil), cardHashLength)
		r.cards += h
		for j := 0; j < len(cards); j += size {
			data := "[" + string(bytes.Join(cards[j:min(j+size, len(cards))], []byte{','})) + "]"
			b.add(named("c"+strconv.Itoa((i+j)/size), h, []byte(data)), &b.rep.Cards)
		}
	}
	for i := range b.lessons {
		l := &b.lessons[i]
		b.add(named("t"+strconv.Itoa(i), l.textHash, l.texts), &b.rep.Texts)
	}
}

// root has the content of the root file.
type root struct {
	tag      string
	lang     *language
	lessons  int
	groups   int
	universe int
	firsts   []int32
	dict     blockMap
	post     blockMap
	tails    []int32 // postings blocks that have tails
	cards    string  // hashes of c files
	facets   string
	synonyms [][]string
	words    []byte
}

// blockMap says where each block begins.
type blockMap struct {
	keys, hashes []string
	groups       []int32
}

func (m *blockMap) add(key, hash string, group int32) {
	m.keys, m.hashes, m.groups = append(m.keys, key), append(m.hashes, hash), append(m.groups, group)
}

func (m *blockMap) literal() string {
	return "[" + quote(joinKeys(m.keys)) + "," + quote(strings.Join(m.hashes, "")) + "," + quoteRaw(steps(m.groups)) + "]"
}

func (r *root) file() File {
	var alternates []string
	for _, a := range r.lang.alternates {
		alternates = append(alternates, quoteAll(a[:]))
	}
	fields := []string{
		"v:" + strconv.Itoa(rootFormat), "n:" + strconv.Itoa(r.lessons), "g:" + strconv.Itoa(r.groups), "u:" + strconv.Itoa(r.universe), "l:" + quoteRaw(steps(r.firsts)),
		"d:" + r.dict.literal(), "p:" + r.post.literal(), "x:" + quoteRaw(steps(r.tails)), "s:" + strconv.Itoa(cardShift(r.lessons)), "c:" + quote(r.cards),
		"f:" + quote(r.facets), "e:/^(?:" + regex(r.lang.endings) + ")?$/",
		"k:" + quoteAll(append([]string{""}, r.lang.linkers...)), "a:[" + strings.Join(alternates, ",") + "]",
		"y:" + r.synonymLiteral(), "w:" + r.wordsLiteral(),
	}
	data := []byte("{" + strings.Join(fields, ",") + "}")
	return File{Name: r.tag + ".js", head: "playbook.shard(" + quote("root-"+r.tag) + ",", body: data}
}

// wordsLiteral returns the dialog's words as JavaScript, of which JSON is a part.
func (r *root) wordsLiteral() string {
	if len(r.words) == 0 {
		return "{}"
	}
	return string(r.words)
}

func (r *root) synonymLiteral() string {
	var sets []string
	for _, set := range r.synonyms {
		sets = append(sets, quoteAll(set))
	}
	return "[" + strings.Join(sets, ",") + "]"
}

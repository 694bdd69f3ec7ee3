package search

import (
	"sort"
	"strconv"
	"strings"
)

// Build makes the index of one language. The order of lessons does not matter: they are taken by URL.
func Build(lang string, lessons []Analysed, o Options) Index {
	lessons = append([]Analysed(nil), lessons...)
	sort.SliceStable(lessons, func(i, j int) bool { return lessons[i].url < lessons[j].url })
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
		for _, p := range b.lessons[i].postings {
			f := &b.forms[ids[local[i]+p.word]]
			at := f.start + f.df
			b.passage[at], b.impact[at] = base+int32(p.passage), p.impact
			f.df++
		}
		base += b.lessons[i].passages
	}
	b.universe = universe(int(base))
	b.rep.Passages = int(base)
	sortForms(b.forms)
}

// vocabulary numbers the forms and counts their passages. Word w of lesson i is form ids[local[i]+w].
func (b *builder) vocabulary() (ids []int32, local []uint32) {
	numbers, total := map[string]int32{}, 0
	for i := range b.lessons {
		total += len(b.lessons[i].ends)
	}
	ids = make([]int32, 0, total)
	for i := range b.lessons {
		l := &b.lessons[i]
		local = append(local, uint32(len(ids)))
		l.eachWord(func(_ int, word string) {
			n, ok := numbers[word]
			if !ok {
				n = int32(len(b.forms))
				numbers[word] = n
				b.forms = append(b.forms, form{word: word, key: Fold(word)})
			}
			ids = append(ids, n)
		})
		for _, p := range l.postings {
			b.forms[ids[local[i]+p.word]].df++
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

// compounds merges the passages of the compounds a group is part of, but for those that have the group's own forms.
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

// quoteRaw quotes a string in which nothing needs to be escaped.
func quoteRaw(s string) string { return `"` + s + `"` }

// shorten gives the shortest beginning of key that is still greater than prev.
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
	target := blockSize(len(b.passage)*3/2, 700, 4000)
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

// endsBlock says that a postings block of this size may end before a group, by the group's key rather than by size.
func (b *builder) endsBlock(size, target int, g int32) bool {
	return size > target*6/10 && hashBytes([]byte(b.keyOf(g)))%32 == 0 || size > target*3/2
}

func (b *builder) writeBlock(r *root, w *postWriter, first int32, prev string) {
	n, tails := strconv.Itoa(len(r.post.hashes)), ""
	if tail := w.tail.String(); tail != "" {
		f, h := shard("x"+n, []byte(quoteRaw(tail)))
		b.add(f, &b.rep.Tails)
		tails = " " + h
	}
	f, h := shard("p"+n, []byte(quoteRaw(w.head.String()+tails)))
	b.add(f, &b.rep.Lists)
	r.post.add(shorten(prev, b.keyOf(first)), h, first)
}

// A c file holds the cards of cardsPerFile lessons; few, because results stand far apart. Ten bits tell
// its versions apart, for the root has all of them, and an old card does no harm.
const (
	cardsPerFile   = 4
	cardHashLength = 2
)

func (b *builder) writeCards(r *root) {
	for i := 0; i < len(b.lessons); i += cardsPerFile {
		data := []byte{'['}
		for j, l := range b.lessons[i:min(i+cardsPerFile, len(b.lessons))] {
			if j > 0 {
				data = append(data, ',')
			}
			data = append(data, l.card...)
		}
		data = append(data, ']')
		h := hash(data, cardHashLength)
		b.add(named("c"+strconv.Itoa(i/cardsPerFile), h, inMemory(data)), &b.rep.Cards)
		r.cards += h
	}
	for i := range b.lessons {
		l := &b.lessons[i]
		b.add(named("t"+strconv.Itoa(i), l.textHash, l.texts), &b.rep.Texts)
	}
}

// root collects what the root file says.
type root struct {
	tag      string
	lang     *language
	lessons  int
	groups   int
	universe int
	firsts   []int32
	dict     blockMap
	post     blockMap
	cards    string // hashes of c files
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
	return "[" + quote(joinKeys(m.keys)) + "," + quote(strings.Join(m.hashes, "")) + "," + quote(base36(m.groups)) + "]"
}

func (r *root) file() File {
	var w bitWriter
	w.rising(r.firsts, 0, r.universe)
	var alternates []string
	for _, a := range r.lang.alternates {
		alternates = append(alternates, quoteAll(a[:]))
	}
	fields := []string{
		"v:" + strconv.Itoa(rootFormat), "n:" + strconv.Itoa(r.lessons), "g:" + strconv.Itoa(r.groups), "u:" + strconv.Itoa(r.universe), "l:" + quoteRaw(w.String()),
		"d:" + r.dict.literal(), "p:" + r.post.literal(), "c:" + quote(r.cards),
		"f:" + quote(r.facets), "e:/^(?:" + regex(r.lang.endings) + ")?$/",
		"k:" + quoteAll(append([]string{""}, r.lang.linkers...)), "a:[" + strings.Join(alternates, ",") + "]",
		"y:" + r.synonymLiteral(), "w:" + r.wordsLiteral(),
	}
	data := []byte("{" + strings.Join(fields, ",") + "}")
	return File{Name: r.tag + ".js", head: "playbook.shard(" + quote("root-"+r.tag) + ",", body: inMemory(data)}
}

// wordsLiteral gives the dialog's words; JSON is JavaScript.
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

package pipeline

import (
	"bytes"
	"context"
	"encoding/gob"
	"hash/fnv"

	"golang.org/x/sync/errgroup"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
)

// Outlines of lessons are kept from run to run: where a lesson's file is the
// same, its outline serves instead of parsing it, as long as its page is not
// drawn. They are kept in batches by path, so that a lesson that has changed
// makes only its own batch another.
type outlines struct {
	options string
	known   map[string]parsed
	batches int
	kept    []map[string]hash // of each batch: what it holds
}

// An outlinedLesson is one lesson in a batch.
type outlinedLesson struct {
	Path        string
	Stamp       output.Stamp
	Sure        bool
	Hash, Shape hash
	Diags       diag.List
	Outline     content.Outline
}

// A batch is what is kept of some lessons.
type batch struct {
	Options string
	Lessons []outlinedLesson
}

// batchSize is about how many lessons share a batch.
const batchSize = 64

// batchesFor is the number of batches of n lessons: a power of two, so that it
// seldom changes.
func batchesFor(n int) int {
	count := 1
	for count*batchSize < n {
		count *= 2
	}
	return count
}

func batchOf(path string, batches int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(path)) // a hash never fails
	return int(h.Sum32() % uint32(batches))
}

// of returns the outlines that were made with these parse options.
func (o *outlines) of(options string) map[string]parsed {
	if o == nil || o.options != options {
		return nil
	}
	return o.known
}

// Remember takes in what an earlier run has kept of the lessons, for the first
// Build: get returns a batch by its number, false for one that is lost. What is
// missing, damaged or of other lessons is parsed.
func (b *Builder) Remember(get func(batch int) ([]byte, bool)) {
	cfg, _, err := b.readConfig()
	if err != nil || cfg == nil {
		return
	}
	t := walk(b.Source, cfg.Build.Content)
	o := &outlines{options: optionsKey(b.parseOptions(cfg)), known: map[string]parsed{}, batches: batchesFor(len(t.lessons))}
	o.kept = make([]map[string]hash, o.batches)
	read := make([]batch, o.batches)
	var g errgroup.Group
	g.SetLimit(b.workers())
	for n := range read {
		g.Go(func() error {
			raw, ok := get(n)
			if !ok || gob.NewDecoder(bytes.NewReader(raw)).Decode(&read[n]) != nil || read[n].Options != o.options {
				read[n] = batch{} // it is as good as none
			}
			return nil
		})
	}
	_ = g.Wait() // none fails
	for n, found := range read {
		o.kept[n] = map[string]hash{}
		for _, l := range found.Lessons {
			o.kept[n][l.Path] = l.Hash
			lesson := content.FromOutline(l.Outline, b.store())
			o.known[l.Path] = parsed{
				stamp: l.Stamp, sure: l.Sure, hash: l.Hash, shape: l.Shape, ds: l.Diags, lesson: lesson, traits: traitsOf(lesson),
			}
		}
	}
	b.outlines = o
}

// Outlines hands out the batches that a later run can use and that are others
// than those that were remembered.
func (b *Builder) Outlines(put func(batch int, data []byte)) {
	m := &b.memo
	if m.tree == nil || len(m.lessons) != len(m.tree.lessons) {
		return
	}
	batches := batchesFor(len(m.lessons))
	in := make([][]int, batches)
	for i, p := range m.tree.lessons {
		n := batchOf(p, batches)
		in[n] = append(in[n], i)
	}
	for n, places := range in {
		if b.sameBatch(n, batches, places) {
			continue
		}
		if data := b.batch(places); data != nil {
			put(n, data)
		}
	}
}

// sameBatch reports whether a batch is the one that was remembered.
func (b *Builder) sameBatch(n, batches int, places []int) bool {
	o := b.outlines
	if o == nil || o.batches != batches || o.options != b.memo.options {
		return false
	}
	same := 0
	for _, i := range places {
		l := &b.memo.lessons[i]
		was, ok := o.kept[n][b.memo.tree.lessons[i]]
		if ok && was == l.hash {
			same++
		} else if l.lesson != nil {
			if _, can := l.lesson.Outline(); can {
				return false
			}
		}
	}
	return same == len(o.kept[n])
}

// batch writes down some lessons; those that have no outline are left out.
func (b *Builder) batch(places []int) []byte {
	out := batch{Options: b.memo.options}
	for _, i := range places {
		l := &b.memo.lessons[i]
		if l.lesson == nil {
			continue
		}
		o, ok := l.lesson.Outline()
		if !ok {
			continue
		}
		out.Lessons = append(out.Lessons, outlinedLesson{b.memo.tree.lessons[i], l.stamp, l.sure, l.hash, l.shape, l.ds, o})
	}
	var buf bytes.Buffer
	if gob.NewEncoder(&buf).Encode(out) != nil {
		return nil
	}
	return buf.Bytes()
}

// fill parses the lessons that are outlined and need their widgets, because
// those get other ids; it reports whether there are any.
func (b *Builder) fill(cfg *config.Config, all []parsed, before, after []*content.Lesson) bool {
	found := map[*content.Lesson]bool{}
	for i, l := range before {
		if l != after[i] && l.Outlined() && !l.SameWidgets(after[i]) {
			found[l] = true
		}
	}
	for i := range all {
		if found[all[i].lesson] {
			all[i] = b.lesson(cfg.Build.Content, all[i].lesson.Path, b.parseOptions(cfg), parsed{}, true)
		}
	}
	return len(found) > 0
}

// lateFiles are the files of outlined lessons: a builder that remembers nothing
// makes them.
func (b *Builder) lateFiles(ctx context.Context) func(path, key string) output.File {
	o := b.Options
	o.Found, o.Progress = nil, nil
	return lateFiles(ctx, &Builder{Source: b.Source, Templates: b.Templates, Options: o, Now: b.Now, texts: b.store()})
}

package pipeline

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"playbook/generator/block"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/kinds"
	"playbook/generator/widget"
)

// ownBlocks are the blocks that a site defines. The sum of a block covers its settings,
// its template and its style sheet. A page's key has the sums of the blocks that it
// shows, so that an edit of one block draws only the pages with that block again.
type ownBlocks struct {
	list []*config.Block
	sums map[string]sum
	all  sum
}

// declared returns the sum of a block's settings, without their place in site.toml.
func declared(b *config.Block) sum {
	text, err := json.Marshal(b)
	if err != nil {
		panic(err) // strings, numbers and lists of them always have a JSON form
	}
	return newDigest().text(string(text)).sum()
}

// blocksOf combines the settings and the templates of the site's blocks.
func blocksOf(cfg *config.Config, t *templateFiles) ownBlocks {
	o := ownBlocks{list: cfg.Blocks, sums: map[string]sum{}}
	all := newDigest()
	for _, b := range cfg.Blocks {
		o.sums[b.Key] = newDigest().sums(declared(b), t.blocks[b.Key]).sum()
	}
	for _, name := range slices.Sorted(maps.Keys(o.sums)) {
		all.text(name).sums(o.sums[name])
	}
	o.all = all.sum()
	return o
}

// sumOf returns the sum of what a page shows of a lesson: its text, and the site's own
// blocks in it.
func (o *ownBlocks) sumOf(l *content.Lesson) sum {
	var seen []string
	for _, w := range l.Widgets {
		if _, own := o.sums[w.Kind]; own && !slices.Contains(seen, w.Kind) {
			seen = append(seen, w.Kind)
		}
	}
	if len(seen) == 0 {
		return l.Hash
	}
	d := newDigest().sums(l.Hash)
	for _, name := range seen {
		d.text(name).sums(o.sums[name])
	}
	return d.sum()
}

// ownNames removes blocks whose names are already taken.
func ownNames(cfg *config.Config, settings string) (ds diag.List) {
	taken := kinds.ByName()
	taken["details"] = widget.Kind{}
	cfg.Blocks = slices.DeleteFunc(cfg.Blocks, func(b *config.Block) bool {
		if _, ok := taken[b.Key]; !ok {
			return false
		}
		d := diag.Whole(settings, diag.Error, config.CodeBlock, "the block %q is named like one that the program brings", b.Key).WithHint("choose another name")
		d.Line, d.Col, d.End = b.At.Line, b.At.Col, b.At.End
		ds.Add(d)
		return true
	})
	return ds
}

// allKinds returns the kinds of the program and those that the site defines.
func allKinds(cfg *config.Config) map[string]widget.Kind {
	all := kinds.ByName()
	for _, b := range cfg.Blocks {
		all[b.Key] = block.Kind(b)
	}
	return all
}

// examplesKey is the input of the examples of a site's own blocks.
type examplesKey struct{ examples, settings, spoken sum }

// An ownExample is the example of one block, as a section of the gallery.
type ownExample struct{ text []byte }

type ownExamples struct {
	list []ownExample
	ds   diag.List
}

// blockExamples reads the examples of the site's own blocks. If a block has none, its
// settings make one.
func (b *Builder) blockExamples(set settings, t *templateFiles, words loadedWords) ownExamples {
	if len(set.cfg.Blocks) == 0 {
		return ownExamples{}
	}
	out, _ := do(b.memo, examplesKey{t.examples, set.sum, words.spoken}, func() (ownExamples, error) { // it never fails
		var all ownExamples
		o := b.parseOptions(set.cfg, words)
		for _, d := range set.cfg.Blocks {
			file := "blocks/" + d.Key + ".md"
			raw, err := fs.ReadFile(t.files, file)
			if err != nil {
				raw = []byte(block.Example(d))
			}
			text, ds := example(d, raw, "templates/"+file, o)
			all.ds = append(all.ds, ds...)
			if !ds.HasErrors() && len(raw) > 0 {
				all.list = append(all.list, ownExample{text})
			}
		}
		return all, nil
	})
	return out
}

// example checks one example. If it has no title, it gets the block's name.
func example(d *config.Block, raw []byte, source string, o *content.Options) ([]byte, diag.List) {
	head := ""
	if !exampleHead.Match(raw) {
		title, _ := json.Marshal(d.Label.Label) // a string always has a JSON form
		head = "+++\ntitle = " + string(title) + "\n+++\n"
	}
	text := append([]byte(head), raw...)
	_, ds := content.Parse(d.Key+".md", source, text, o)
	lines := strings.Count(head, "\n")
	for i := range ds { // subtract the lines of head, which are not in the file
		if ds[i].Line > lines {
			ds[i].Line -= lines
		}
		if lines > 0 {
			ds[i].Repair = nil
		}
	}
	return text, ds
}

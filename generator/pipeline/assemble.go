package pipeline

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/ids"
	"playbook/generator/site"
)

// siteKey is the input of a site, apart from the files to which its lessons refer.
type siteKey struct {
	settings               sum
	base, date             string
	drafts, future, plain  bool
	names, shapes, gallery sum
	lock                   lockKey
	// texts is set if a finding points into a lesson's text.
	texts sum
}

// An assembled site.
type assembled struct {
	key   siteKey
	site  *site.Site
	media map[string]sum // of the files that its lessons refer to
	sum   sum            // of everything in the site except its own blocks; of ids.lock only the effect on ids
	// blocks is the sum of the settings of those blocks.
	blocks sum
	ds     diag.List
	// texts are the lessons of this build.
	texts    []*content.Lesson
	textsSum sum
}

// assemble assembles the site. It returns the same site as before if no lesson has
// changed what other pages use of it, see [site.Shape]. If there are findings that
// point into a text, that text must not have changed either.
func (b *Builder) assemble(ctx context.Context, r *Result, set settings, all []parsed, t *templateFiles, words loadedWords) (*assembled, error) {
	lessons, ds := gather(all)
	lock := b.readLock(set.cfg)
	if r.Diags = append(append(r.Diags, ds...), lock.ds...); lock.ids == nil {
		return nil, nil
	}
	show := b.gallery(set, t, words)
	r.Diags = append(append(r.Diags, show.ds...), b.blockExamples(set, t, words).ds...)
	names := r.tree.names
	read := newDigest().sums(names)
	for i := range all {
		if all[i].lesson == nil { // it is not among the lessons
			read.text(r.tree.lessons[i])
		}
	}
	p, err := b.identify(ctx, lock, lessons, read.list(languages(set.cfg)).sum())
	if err != nil {
		return nil, err
	}
	texts := newDigest()
	for _, l := range lessons {
		texts.text(l.Path).sums(l.Hash)
	}
	o := b.Options
	key := siteKey{
		settings: set.sum, base: o.BaseURL, date: o.Date, drafts: o.Drafts, future: o.Future, plain: o.Package != nil,
		names: names, shapes: newDigest().sums(p.shapes...).sums(sourceSums(lessons)...).sum(), lock: lock.key,
	}
	if !slices.ContainsFunc(lessons, func(l *content.Lesson) bool {
		return l.Meta.Draft || l.Meta.PublishDate != "" || l.Meta.ExpiryDate != ""
	}) {
		key.drafts, key.future = false, false // no lesson depends on them
	}
	if show.lesson != nil {
		key.gallery = show.lesson.Hash
	}
	exact := key
	exact.texts = texts.sum()
	a, ok := have[*assembled](b.memo, key)
	if !ok || len(a.ds) > 0 || !b.sameMedia(a, r.tree.dir) {
		if a, ok = have[*assembled](b.memo, exact); ok && !b.sameMedia(a, r.tree.dir) {
			b.memo.drop(key, exact)
			ok = false
		}
	}
	if !ok {
		b.memo.drop(key)
		a, _ = do(b.memo, exact, func() (*assembled, error) { return b.newSite(set, r.tree, p, show.lesson, exact), nil }) // it never fails
		if len(a.ds) == 0 {
			_, _ = do(b.memo, key, func() (*assembled, error) { return a, nil })
		}
	}
	own := *a
	own.texts, own.textsSum = p.lessons, exact.texts
	r.Site, r.ids = a.site, p
	r.Diags = append(r.Diags, a.ds...)
	return &own, nil
}

func (b *Builder) newSite(set settings, t *tree, p *published, show *content.Lesson, key siteKey) *assembled {
	a := &assembled{key: key, media: map[string]sum{}, blocks: set.blocks}
	found := append(slices.Clone(p.ds), p.lock.Check(p.groups, path.Dir(p.path))...)
	if set.cfg.BaseURL == "" {
		// Without base_url the site is not published yet, so readers have no links and no notes.
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Code == ids.CodeGone })
	}
	o := b.Options
	var ds diag.List
	a.site, ds = site.Assemble(site.Input{
		Config: set.cfg, Lessons: p.lessons, Files: t.files, Hidden: t.hidden, Excluded: func(p string) bool { return t.excluded(p) >= 0 }, Asset: func(p string) (site.Asset, diag.List) {
			m := b.medium(path.Join(t.dir, p), p)
			a.media[p] = m.sum
			return m.asset, m.ds
		},
		Date: o.Date, Drafts: o.Drafts, Future: o.Future, Plain: o.Package != nil, Gallery: show, ContentDir: t.dir, ConfigPath: b.configPath(),
	})
	a.ds = append(found, ds...)
	d := newDigest().text(o.BaseURL, o.Date, fmt.Sprint(key.drafts, key.future)).sums(set.site, key.names, key.shapes, key.gallery)
	for _, name := range slices.Sorted(maps.Keys(a.media)) {
		d.text(name).sums(a.media[name])
	}
	a.sum = d.sum()
	return a
}

// sameMedia reports whether the files that a site shows are unchanged.
func (b *Builder) sameMedia(a *assembled, dir string) bool {
	for p, was := range a.media {
		if b.medium(path.Join(dir, p), p).sum != was {
			return false
		}
	}
	return true
}

// sourceSums returns the sums that the translations state for their sources, in order.
func sourceSums(lessons []*content.Lesson) (sums []sum) {
	type name struct{ dir, base string }
	translated := map[name]bool{}
	for _, l := range lessons {
		if l.Meta.SourceHash != "" {
			translated[name{l.Dir, l.Base}] = true
		}
	}
	for _, l := range lessons {
		if len(translated) > 0 && translated[name{l.Dir, l.Base}] {
			var s sum
			copy(s[:], l.SourceSum[:])
			copy(s[len(l.SourceSum):], l.PlainSum[:])
			sums = append(sums, s)
		}
	}
	return sums
}

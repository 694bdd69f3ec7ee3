package pipeline

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"slices"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// A memo keeps from build to build what came of each step. Its law: an entry
// depends on nothing but what is in its key, and its findings are kept with it
// and replayed.
//
//	settings  site.toml's bytes and --base-url
//	tree      what lies below the content folder: always looked at again, but by
//	          Rebuild, which looks at what was touched
//	lessons   a file's path, its bytes and the parse options
//	media     a file's path and bytes
//	theme     the bytes of templates, words and icons
//	client    the bytes of scripts or style sheets, the kinds in use, the accent
//	told      the client, the theme, the languages
//	gallery   settings and the bytes of every kind's example
//	ids       the bytes of the record of published ids
//	site      the options, that record, the gallery, settings, names of files and media, and the Shape of
//	          every lesson; of those with findings, the bytes
//	analyses  a lesson and what the search index says of it besides its text
//	index     the site and the bytes of every lesson
//	sums      a file's path and key
//	drawn     the site, theme, client and the addresses of the search indexes
//
// A file whose stamp says that it cannot have changed is not read again, see
// [output.Stamp].
//
// What an entry holds is never written again, so [Builder.Fork] may share it.
type memo struct {
	settings settings
	options  string
	tree     *tree
	lessons  []parsed // in the order of tree.lessons
	media    map[string]medium
	keys     templateKeys
	// templates are the files that keys stand for.
	templates *frozen
	theme     *theme.Theme
	themeKey  hash
	themeDs   diag.List
	scripts   bundle
	style     bundle
	client    *client
	told      *told
	site      *assembled
	drawn     *drawn
	debt      debt
	version   uint64
	layout    uint64
	last      fingerprint
	// ids is the record of published ids, settled what came of it.
	ids     keptLock
	settled keptGroups
	// gallery is the page of every kind's example.
	gallery keptGallery
	// analyses hold what search found, for all forks; index is what came of it;
	// listed is the key of the index in the last layout.
	analyses *analyses
	index    searchIndex
	listed   hash
	// sums are those of files that are kept for reading offline, for all forks.
	sums *sums
}

// A hash stands for bytes.
type hash = [16]byte

// settings is what came of site.toml.
type settings struct {
	hash hash
	base string
	cfg  *config.Config
	ds   diag.List
}

// parsed is what came of one lesson's file.
type parsed struct {
	stamp  output.Stamp
	sure   bool // the stamp stands for the bytes
	hash   hash
	shape  hash // of lesson
	lesson *content.Lesson
	ds     diag.List
	traits traits // of lesson
}

// traits are what is asked of every lesson in every build, kept apart so that
// only little memory is looked at.
type traits struct {
	hides      bool // the options decide if it is in the site
	translates bool // it says which version of its source it is of
	outlined   bool
}

func traitsOf(l *content.Lesson) traits {
	m := &l.Meta
	return traits{m.Draft || m.PublishDate != "" || m.ExpiryDate != "", m.SourceHash != "", l.Outlined()}
}

// medium is what came of one file beside the lessons.
type medium struct {
	stamp output.Stamp
	sure  bool
	hash  hash
	asset site.Asset
	ds    diag.List
}

// assembled is a site and everything it was made from.
type assembled struct {
	settings hash
	base     string // --base-url
	options  string
	ids      *published
	gallery  *content.Lesson
	files    *tree
	lessons  []parsed
	exact    map[string]bool // paths of lessons that count by their bytes
	media    map[string]medium
	site     *site.Site
	ds       diag.List
	key      hash
}

// fits reports whether the site may be used for these lessons, and which of
// them have another text than those it was made from.
func (a *assembled) fits(lessons []parsed) (newer map[string]*content.Lesson, ok bool) {
	if len(lessons) != len(a.lessons) {
		return nil, false
	}
	for i := range lessons {
		was, is := &a.lessons[i], &lessons[i]
		if was.lesson == is.lesson {
			continue
		}
		if was.lesson == nil || is.lesson == nil || was.lesson.Path != is.lesson.Path || was.shape != is.shape ||
			a.exact[is.lesson.Path] && was.hash != is.hash {
			return nil, false
		}
		if newer == nil {
			newer = map[string]*content.Lesson{}
		}
		newer[is.lesson.Path] = is.lesson
	}
	return newer, true
}

// seal works out what the site counts exactly, and its key. Lessons are those
// that were given, before any got other ids.
func (a *assembled) seal(lessons []*content.Lesson) {
	a.exact = map[string]bool{}
	h := sha256.New()
	for i, l := range lessons {
		if other := a.ids.lessons[i]; other != l {
			a.exact[l.Path] = true
			ids := site.Shape(other)
			h.Write(ids[:])
		}
	}
	for _, d := range a.ds {
		a.exact[d.Path] = true
	}
	translated := map[string]bool{}
	for i := range a.lessons {
		if p := &a.lessons[i]; p.traits.translates {
			translated[p.lesson.Dir+"/"+p.lesson.Base] = true
		}
	}
	h.Write(a.settings[:])
	if a.gallery != nil {
		h.Write(a.gallery.Hash[:])
	}
	fmt.Fprintf(h, "%s\x00%s\x00", a.base, a.options)
	for i := range a.lessons {
		p := &a.lessons[i]
		if p.lesson == nil {
			continue
		}
		l := p.lesson
		if len(a.exact) > 0 && (a.exact[l.Path] || a.exact[a.site.Config.Build.Content+"/"+l.Path]) || len(translated) > 0 && translated[l.Dir+"/"+l.Base] {
			a.exact[l.Path] = true
			h.Write(p.hash[:])
		}
		h.Write(p.shape[:])
	}
	for _, name := range slices.Sorted(maps.Keys(a.media)) {
		fmt.Fprintf(h, "%s\x00%v\x00", name, a.media[name].asset)
	}
	copy(a.key[:], h.Sum(nil))
}

// A fingerprint tells results apart.
type fingerprint struct {
	files hash
	ds    diag.List
}

// writeTexts writes what stands for the text of every lesson.
func (m *memo) writeTexts(h io.Writer) {
	for i := range m.lessons {
		_, _ = h.Write(m.lessons[i].hash[:]) // a hash never fails
	}
}

// number gives r its version: the last one's if it is equal.
func (m *memo) number(r *Result, base hash) {
	h := sha256.New()
	h.Write(base[:])
	m.writeTexts(h)
	var next fingerprint
	copy(next.files[:], h.Sum(nil))
	next.ds = r.Diags
	if m.version == 0 || next.files != m.last.files || !slices.Equal(next.ds, m.last.ds) {
		m.version++
	}
	m.last = next
	r.Version, r.Layout = m.version, m.layout
}

// short is a key's form in a manifest.
func short(h []byte) string { return base64.RawURLEncoding.EncodeToString(h[:9]) }

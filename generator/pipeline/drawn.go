package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"playbook/generator/content"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// A drawn is the list of files of one site, one theme and one client.
//
// A file's key covers everything its bytes depend on: what all pages share
// (drawn.base: the site's key, which holds the shape of every lesson, the
// templates, the client code, the settings), and the bytes of the page's own
// lesson.
// A key is therefore the same from run to run, and a lesson whose text alone
// has changed changes its own page's.
type drawn struct {
	key   drawKey
	base  hash
	draw  *theme.Renderer
	files []output.File
	// pages are those that files were listed for, by language and place; at is
	// where the files of each begin.
	pages [][]*site.Page
	at    [][]int
	// omitted says what was left out.
	omitted []string
	// late are the files of lessons that are outlined.
	late func(path, key string) output.File
	// whole says that some files depend on the text of every lesson.
	whole bool
	// some says that some lessons are outlined.
	some bool
	// templated are the pages whose lesson asks for a template.
	templated []place
}

// A place is that of a page: its language's and its own.
type place struct{ lang, page int }

// drawKey is what a drawn was made of.
type drawKey struct {
	site       *assembled
	theme      *theme.Theme
	client     *client
	logo, icon string
	search     string // addresses of the search indexes
	offline    bool   // pages ask for the worker
}

// list lists the files of r's site.
func (b *Builder) list(ctx context.Context, r *Result, key drawKey, env theme.Env, files []output.File) *drawn {
	d := &drawn{key: key, draw: key.theme.Renderer(key.site.site, env), late: b.lateFiles(ctx)}
	h := sha256.New()
	h.Write(key.site.key[:])
	h.Write(b.memo.keys.theme[:])
	h.Write(b.memo.scripts.key[:])
	h.Write(b.memo.style.key[:])
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%v %v %v", key.logo, key.icon, key.search, env.Feeds, env.Twins, env.Offline)
	copy(d.base[:], h.Sum(nil))
	n := len(files)
	for _, l := range r.Site.Langs {
		n += 2 * len(l.Pages)
	}
	d.some = slices.ContainsFunc(b.memo.lessons, func(p parsed) bool { return p.traits.outlined })
	d.files = slices.Grow(files, n)
	for n, l := range r.Site.Langs {
		at := make([]int, len(l.Pages))
		for i, p := range l.Pages {
			at[i] = len(d.files)
			key := d.keyOf(p.Lesson)
			d.files = append(d.files, d.page(p, key))
			if twin(p) {
				d.files = append(d.files, d.twin(p, strings.TrimSuffix(p.URL, ".html")+".md", key))
			}
			if gathers(p) {
				d.whole = true
			}
			if p.Lesson != nil && p.Lesson.Meta.Template != "" {
				d.templated = append(d.templated, place{n, i})
			}
		}
		d.pages, d.at = append(d.pages, l.Pages), append(d.at, at)
	}
	// A picture may be the logo as well, and two files of one name may have the
	// same bytes: what is at one address is there once.
	have := map[string]bool{key.logo: true, key.icon: true}
	for _, a := range r.Site.Assets {
		if a.URL != "" && !have[a.URL] {
			have[a.URL] = true
			d.files = append(d.files, b.media(r.Config.Build.Content, a))
		}
	}
	extra, omitted := extras(r, d)
	d.files, d.omitted = append(d.files, extra...), omitted
	return d
}

// newest returns the files for a site of the same shape: those of other
// versions of a lesson are others.
func (d *drawn) newest(b *Builder, r *Result) []output.File {
	files := slices.Clone(d.files)
	for i, l := range r.Site.Langs {
		for j, p := range l.Pages {
			if p == d.pages[i][j] {
				continue
			}
			at := d.at[i][j]
			key := d.keyOf(p.Lesson)
			files[at] = d.page(p, key)
			if twin(p) {
				files[at+1] = d.twin(p, files[at+1].Path, key)
			}
		}
	}
	if d.whole {
		all := sha256.New()
		b.memo.writeTexts(all)
		key := d.keyOf(nil) + "." + short(all.Sum(nil))
		for i, l := range r.Site.Langs {
			for j, p := range l.Pages {
				if gathers(p) {
					files[d.at[i][j]] = d.page(p.In(l), key)
				}
			}
		}
	}
	return files
}

// page is a page's document.
func (d *drawn) page(p *site.Page, key string) output.File {
	if d.some && outlined(p) {
		return d.late(p.URL, key)
	}
	return output.File{Path: p.URL, Key: key, Write: func(w io.Writer) error { return d.draw.Page(w, p) }}
}

// gathers reports whether a page may show the text of every lesson; a glossary
// shows its own alone.
func gathers(p *site.Page) bool { return p.Type == site.SystemPage && p.System != "glossary" }

// outlined reports whether a page shows a lesson that is not there in full; the
// book and the daily practice show them all.
func outlined(p *site.Page) bool {
	if p.System != "book" && p.System != "practice" {
		return p.Lesson != nil && p.Lesson.Outlined()
	}
	return slices.ContainsFunc(p.Lang.Lessons, func(q *site.Page) bool { return q.Lesson.Outlined() })
}

// keyOf is the key of a file that shows one lesson, or none.
func (d *drawn) keyOf(l *content.Lesson) string {
	var b [48]byte
	k := base64.RawURLEncoding.AppendEncode(b[:0], d.base[:9])
	if l != nil {
		k = base64.RawURLEncoding.AppendEncode(append(k, '.'), l.Hash[:12])
	}
	return string(k)
}

// laidOutLike reports whether the files of both have the same paths, of pages
// that are drafts in both or in neither. Of another client there may be others.
func (d *drawn) laidOutLike(o *drawn) bool {
	if o == nil || len(o.files) != len(d.files) || len(o.pages) != len(d.pages) || o.key.offline != d.key.offline || o.key.client != d.key.client {
		return false
	}
	for i := range d.files {
		if d.files[i].Path != o.files[i].Path {
			return false
		}
	}
	for i, pages := range d.pages {
		if len(pages) != len(o.pages[i]) {
			return false
		}
		for j, p := range pages {
			if p.Draft != o.pages[i][j].Draft {
				return false
			}
		}
	}
	return true
}

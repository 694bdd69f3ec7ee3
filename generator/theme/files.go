package theme

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"playbook/generator/site"
)

// An Extra is a file for search engines, feed readers, hosts or language models.
type Extra struct {
	Path string
	// Needs names the missing setting because of which the file is not written, or is
	// "".
	Needs string
	Write func(io.Writer) error
}

const needsBase = "base_url is not set"

// FeedURL is the address of a language's RSS file.
func FeedURL(l *site.Lang) string { return l.Prefix + "feed.xml" }

// Extras lists the files beside the pages of s, in a fixed order. Files that need
// the site's address say so in Needs.
func Extras(s *site.Site) []Extra {
	needs := ""
	if s.Config.BaseURL == "" {
		needs = needsBase
	}
	list := []Extra{{"sitemap.xml", needs, func(w io.Writer) error { return writeSitemap(w, s) }}}
	for _, l := range s.Langs {
		list = append(list, Extra{FeedURL(l), needs, func(w io.Writer) error { return writeFeed(w, s, l) }})
	}
	for _, l := range s.Langs {
		if url, css := BookStyle(l); url != "" {
			list = append(list, Extra{url, "", writeBookStyle(css)})
		}
	}
	return append(
		list,
		Extra{"robots.txt", "", func(w io.Writer) error { return writeRobots(w, s) }},
		Extra{"llms.txt", "", func(w io.Writer) error { return writeLLMs(w, s) }},
		Extra{"_headers", "", func(w io.Writer) error { return writeHeaders(w, s) }},
		Extra{"_redirects", noRedirects(s), func(w io.Writer) error { return writeRedirects(w, s) }},
	)
}

func noRedirects(s *site.Site) string {
	if len(s.Redirects) == 0 {
		return "there are no redirects"
	}
	return ""
}

// listed reports whether feeds and the sitemap list a page: a translated page that
// is not a draft.
func listed(p *site.Page) bool {
	own := p.Type != site.NotFoundPage && p.Type != site.SystemPage || p.System == "glossary"
	return own && !p.Draft && !p.Fallback
}

// xmlText escapes text for XML.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}

// writeSitemap writes the pages with their translations, after
// https://www.sitemaps.org/protocol.html and Google's extension for
// alternate languages.
func writeSitemap(w io.Writer, s *site.Site) error {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for _, l := range s.Langs {
		for _, p := range l.Pages {
			if listed(p) {
				sitemapEntry(&b, s, p)
			}
		}
		if _, err := b.WriteTo(w); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</urlset>\n")
	return err
}

func sitemapEntry(b *bytes.Buffer, s *site.Site, p *site.Page) {
	fmt.Fprintf(b, "<url><loc>%s</loc>", xmlText(absolute(s, p.URL)))
	if day := changed(p); day != "" {
		fmt.Fprintf(b, "<lastmod>%s</lastmod>", xmlText(day))
	}
	if len(p.Translations) > 1 {
		for _, t := range p.Translations {
			fmt.Fprintf(b, `<xhtml:link rel="alternate" hreflang="%s" href="%s"/>`, xmlText(t.Lang.Code), xmlText(absolute(s, t.URL)))
		}
	}
	b.WriteString("</url>\n")
}

// feedLength is the number of lessons in a feed.
const feedLength = 50

// writeFeed writes the latest changed lessons as RSS 2.0, after
// https://www.rssboard.org/rss-specification.
func writeFeed(w io.Writer, s *site.Site, l *site.Lang) error {
	var b bytes.Buffer
	title := siteTitle(s, l)
	b.WriteString(xml.Header + `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>` + "\n")
	fmt.Fprintf(&b, "<title>%s</title>\n<link>%s</link>\n<description>%s</description>\n<language>%s</language>\n",
		xmlText(title), xmlText(absolute(s, l.Prefix+"index.html")), xmlText(description(s, l)), xmlText(l.Code))
	fmt.Fprintf(&b, `<atom:link href="%s" rel="self" type="application/rss+xml"/>`+"\n", xmlText(absolute(s, FeedURL(l))))
	for _, p := range newest(l.Lessons, feedLength) {
		url := xmlText(absolute(s, p.URL))
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid>%s</guid>", xmlText(p.Title), url, url)
		if day, err := time.Parse(time.DateOnly, changed(p)); err == nil {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", day.Format("Mon, 02 Jan 2006 15:04:05 +0000"))
		}
		fmt.Fprintf(&b, "<description>%s</description></item>\n", xmlText(p.Summary))
	}
	b.WriteString("</channel></rss>\n")
	_, err := b.WriteTo(w)
	return err
}

// newest returns the n latest changed lessons of those that have a date and are in the
// language of their address.
func newest(lessons []*site.Page, n int) []*site.Page {
	var pages []*site.Page
	for _, p := range lessons {
		if listed(p) && changed(p) != "" {
			pages = append(pages, p)
		}
	}
	slices.SortStableFunc(pages, func(a, b *site.Page) int { return strings.Compare(changed(b), changed(a)) })
	return pages[:min(n, len(pages))]
}

func writeRobots(w io.Writer, s *site.Site) error {
	text := "User-agent: *\nAllow: /\n"
	if s.Config.BaseURL != "" {
		text += "\nSitemap: " + absolute(s, "sitemap.xml") + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// oneLine makes a text fit into one line of a Markdown list. It escapes brackets, so
// that no Markdown renderer reads them as HTML.
func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "<", "&lt;")
}

var linkTextEscapes = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

// linkText makes a text fit into the brackets of a Markdown link.
func linkText(s string) string {
	return linkTextEscapes.Replace(oneLine(s))
}

// writeLLMs writes an overview for language models, after
// https://llmstxt.org: every lesson of the default language by section, with
// the address of its Markdown.
func writeLLMs(w io.Writer, s *site.Site) error {
	var b bytes.Buffer
	l := s.Langs[0]
	fmt.Fprintf(&b, "# %s\n", oneLine(siteTitle(s, l)))
	if what := description(s, l); what != "" {
		fmt.Fprintf(&b, "\n> %s\n", oneLine(what))
	}
	for _, run := range bySection(l.Lessons) {
		title := siteTitle(s, l)
		if sec := run[0].Section; sec != nil && sec.Page != nil {
			title = sec.Page.Title
		}
		fmt.Fprintf(&b, "\n## %s\n\n", oneLine(title))
		for _, p := range run {
			if !listed(p) || p.Lesson == nil {
				continue
			}
			twin := strings.TrimSuffix(p.URL, ".html") + ".md"
			if full := absolute(s, twin); full != "" {
				twin = full
			}
			fmt.Fprintf(&b, "- [%s](%s)", linkText(p.Title), plainURL(twin))
			if p.Summary != "" {
				fmt.Fprintf(&b, ": %s", oneLine(p.Summary))
			}
			b.WriteByte('\n')
		}
	}
	_, err := b.WriteTo(w)
	return err
}

// writeHeaders writes the headers for hosts that read _headers: the policy on every
// page, with frame-ancestors, which a page cannot set itself, and long caching for
// files whose names contain a hash. The root of a search index, search/en.js, has no
// hash.
func writeHeaders(w io.Writer, s *site.Site) error {
	const kept = "  Cache-Control: public, max-age=31536000, immutable\n"
	b := bytes.NewBufferString(`/*
  Content-Security-Policy: ` + CSP + `; frame-ancestors ` + strings.Join(s.Config.Build.FrameAncestors, " ") + `
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
/assets/*
` + kept)
	for _, l := range s.Langs {
		b.WriteString("/search/" + l.Code + "/*\n" + kept)
	}
	_, err := b.WriteTo(w)
	return err
}

// writeRedirects writes the redirects for hosts that read _redirects.
func writeRedirects(w io.Writer, s *site.Site) error {
	var b bytes.Buffer
	base := basePath(s.Config.BaseURL)
	for _, r := range s.Redirects {
		fmt.Fprintf(&b, "%s %s 301\n", plainURL(base+r.From), plainURL(base+r.To.URL))
	}
	_, err := b.WriteTo(w)
	return err
}

// Redirect writes the page at an old address, which leads to the new address
// without a script.
func (r *Renderer) Redirect(w io.Writer, d site.Redirect) error {
	to := escapeURL(Relative(d.From, d.To.URL))
	words := r.theme.lang(d.To.Lang.Code).words
	title := xmlText(d.To.Title)
	canonical := ""
	if full := r.absolute(d.To.URL); full != "" {
		canonical = `<link rel="canonical" href="` + xmlText(full) + `">` + "\n"
	}
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta http-equiv="Content-Security-Policy" content="%s">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<meta http-equiv="refresh" content="0; url=%s">
<meta name="robots" content="noindex">
%s</head>
<body><main><h1>%s</h1><p>%s <a href="%s">%s</a></p></main></body></html>
`, d.To.Lang.Code, CSP, title, to, canonical, title, xmlText(words.Get("ui.moved")), to, title)
	return err
}

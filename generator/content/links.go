package content

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

const (
	codeBadScheme  diag.Code = "PB1401"
	codeEmptyLink  diag.Code = "PB1402"
	codeRemoteImg  diag.Code = "PB1403"
	codeNetPath    diag.Code = "PB1404"
	codeBadAddress diag.Code = "PB1405"
	codePassword   diag.Code = "PB1408"
	codeNowhere    diag.Code = "PB1409"
	codeNoAlt      diag.Code = "PB1416"
	codeRawHTML    diag.Code = "PB1312"
)

// schemes are the URL schemes that a link may have.
var schemes = []string{"http", "https", "mailto", "tel"}

// readable returns a destination as a browser reads it: entities and backslash
// escapes are decoded, control characters and surrounding space are removed.
func readable(dest []byte) string {
	s := string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(dest))))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s))
}

// scheme returns the scheme of dest in lower case, "" for a relative address.
func scheme(dest string) string {
	for i, r := range dest {
		switch {
		case r == ':' && i > 0:
			return strings.ToLower(dest[:i])
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', i > 0 && (r == '+' || r == '-' || r == '.' || '0' <= r && r <= '9'):
		default:
			return ""
		}
	}
	return ""
}

// locate returns the position of dest in the source. The parser's destinations are
// usually slices of the source, so their capacities tell where they begin. For any other
// slice it returns fallback.
func (d *document) locate(dest []byte, fallback int) (start, end int) {
	if len(dest) > 0 {
		if off := cap(d.src) - cap(dest); off >= 0 && off+len(dest) <= len(d.src) && &d.src[off] == &dest[0] {
			return off, off + len(dest)
		}
	}
	fallback = min(max(fallback, 0), len(d.src))
	return fallback, fallback
}

// record adds a link and returns the token that is replaced with its address when the
// page is drawn. Owned says that start and end are the destination itself, so that it can
// be replaced in the source.
func (d *document) record(kind LinkKind, dest, text string, start, end int, owned bool, at ast.Node) []byte {
	n := len(d.l.Links)
	pos := d.f.Pos(start + d.base)
	l := Link{Kind: kind, Dest: dest, Text: text, Pos: pos, End: pos.Col + len([]rune(string(d.src[start:end])))}
	if at == nil { // a link in a widget's attribute does not count as inside the widget
	} else if c := containerOf(at); c != nil {
		l.Widget = c.id
		c.links = append(c.links, n)
	}
	if owned {
		l.Offset, l.Len = start+d.base, end-start
	}
	d.l.Links = append(d.l.Links, l)
	letter := byte('L')
	if kind == LinkImage {
		letter = 'I'
	}
	return append(strconv.AppendInt([]byte{tokenStart, letter}, int64(n), 10), tokenEnd)
}

// containerOf returns the innermost container around n that is a widget, nil if there is none.
func containerOf(n ast.Node) *container {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if c, ok := p.(*container); ok && c.kind != "details" {
			return c
		}
	}
	return nil
}

// claim marks a link that a widget has checked and draws itself.
func (d *document) claim(k widget.Link) { d.l.Links[k.Index].Claimed = true }

func (d *document) link(n *ast.Link) {
	dest := readable(n.Destination)
	start, end := d.locate(n.Destination, n.Pos())
	if n.FirstChild() == nil || strings.TrimSpace(d.plain(n)) == "" && n.FirstChild() == n.LastChild() && n.FirstChild().Kind() == ast.KindText {
		d.report(widget.Span{Start: start, End: end}, diag.Warning, codeEmptyLink, "this link has no text").
			hint("readers see and hear only the text of a link: write what the link leads to")
	}
	if dest == "" {
		d.leadsNowhere(start, end)
	}
	if to, ok := d.external(dest, start, end); ok {
		n.Destination = []byte(to)
		return
	}
	n.Destination = d.record(LinkInline, dest, "", start, end, end > start, n)
}

// leadsNowhere reports a link or a picture without an address.
func (d *document) leadsNowhere(start, end int) {
	d.errorf(widget.Span{Start: start, End: end}, codeNowhere, "the address is missing: this leads nowhere").
		hint("write a file, a heading or a web address between the parentheses, or remove the brackets")
}

// undescribed warns of a picture without a text alternative.
func (d *document) undescribed(at widget.Span) finding {
	return d.report(at, diag.Warning, codeNoAlt, "this picture has no description for readers who cannot see it")
}

// withScheme adds "https:" to an address that begins with "//" and warns of it. Without a
// scheme, the link would lead to a file when the page itself is opened as a file.
func (d *document) withScheme(dest string, mark widget.Span) string {
	full := "https:" + strings.ReplaceAll(dest, `\`, "/")
	f := d.report(mark, diag.Warning, codeNetPath, "%q has no scheme", clip(dest)).hint("write %s", clip(full))
	if mark.End-mark.Start == len(dest) {
		f.repair(d.edit(mark.Start, mark.Start, "https:"))
	}
	return full
}

// isNetPath reports whether dest begins with "//": browsers take such an address for one of
// another site, without a scheme. They read "\" as "/".
func isNetPath(dest string) bool { return strings.HasPrefix(strings.ReplaceAll(dest, `\`, "/"), "//") }

// Percent replaces each "%" of an address that does not begin an escape such as "%20" with
// "%25", as browsers do.
func Percent(dest string) string {
	if !strings.Contains(dest, "%") {
		return dest
	}
	hex := func(i int) bool { return i < len(dest) && strings.IndexByte("0123456789abcdefABCDEF", dest[i]) >= 0 }
	var b strings.Builder
	for i := range len(dest) {
		if b.WriteByte(dest[i]); dest[i] == '%' && !(hex(i+1) && hex(i+2)) {
			b.WriteString("25")
		}
	}
	return b.String()
}

// external checks a destination that has a scheme or a host. If ok, the address to write is
// to, which is "" if the destination is refused. For a relative destination ok is false.
func (d *document) external(dest string, start, end int) (to string, ok bool) {
	mark := widget.Span{Start: start, End: end}
	if isNetPath(dest) {
		dest = d.withScheme(dest, mark)
	}
	s := scheme(dest)
	switch s {
	case "":
		return "", false
	case "http", "https":
		dest = Percent(dest)
		u, err := url.Parse(dest)
		if err != nil || u.Hostname() == "" || strings.ContainsAny(u.Host, " <>\"'`{}|\\^") {
			f := d.errorf(mark, codeBadAddress, "%q is not a valid web address (URL): its host cannot be read", clip(dest))
			if m := fewSlashes.FindStringSubmatch(dest); m != nil && end-start == len(dest) {
				f.hint("write %s", clip(m[1]+"://"+m[2])).repair(d.edit(start, end, m[1]+"://"+m[2]))
			} else {
				f.hint("write it like https://example.com/page")
			}
		} else if n, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || n == 0) {
			d.errorf(mark, codeBadAddress, "%q is not a valid web address (URL): there is no port %s", clip(dest), clip(u.Port())).hint("ports go from 1 to 65535")
		} else if _, secret := u.User.Password(); secret {
			d.report(mark, diag.Warning, codePassword, "this address holds a password, which every reader would see").hint("remove the part before the @")
		}
		return dest, true
	case "mailto", "tel":
		if strings.Trim(dest[len(s):], ": ") == "" {
			d.leadsNowhere(start, end)
		}
		return dest, true
	}
	d.noScheme(dest, s, mark)
	return "", true
}

var (
	// fewSlashes matches a web address that lacks a slash.
	fewSlashes = regexp.MustCompile(`^(?i)(https?):/?([^/\s]+\.[^\s]+)$`)
	diskPath   = regexp.MustCompile(`^[A-Za-z]:[\\/]`)
)

// noScheme reports a scheme that is not allowed. The hint has the scheme that was probably
// meant.
func (d *document) noScheme(dest, s string, mark widget.Span) {
	f := d.errorf(mark, codeBadScheme, "links of the scheme %q are not allowed", clip(s))
	near := ""
	if strings.HasPrefix(dest[len(s):], "://") {
		near = diag.Suggest(s, []string{"http", "https"})
	}
	switch {
	case s == "file", diskPath.MatchString(dest):
		f.hint("this is a file on your own disk: put it beside the lesson and write its name")
	case near != "":
		f.hint("write %s", clip(near+dest[len(s):]))
		if mark.End-mark.Start == len(dest) {
			f.repair(d.edit(mark.Start, mark.Start+len(s), near))
		}
	default:
		f.hint("allowed are relative links and %s", strings.Join(schemes, ", "))
	}
}

func (d *document) image(n *ast.Image) {
	dest := readable(n.Destination)
	start, end := d.locate(n.Destination, n.Pos())
	mark := widget.Span{Start: start, End: end}
	if strings.TrimSpace(d.plain(n)) == "" && !holdsWiki(n) {
		at := mark
		if p := n.Pos(); p >= 0 && p < start {
			at = widget.Span{Start: p, End: end}
		}
		d.undescribed(at).hint("write what it shows: ![what it shows](%s)", clip(dest))
	}
	d.sizedPicture(n)
	if dest == "" {
		d.leadsNowhere(start, end)
		n.Destination = nil
		return
	}
	if isNetPath(dest) {
		dest = d.withScheme(dest, mark)
	}
	if s := scheme(dest); s != "" {
		d.remoteImage(n, dest, s, mark)
		return
	}
	n.Destination = d.record(LinkImage, dest, "", start, end, end > start, n)
	if w, ok := n.AttributeString("w"); ok {
		d.l.Links[len(d.l.Links)-1].Width, _ = w.(int)
	}
}

// remoteImage replaces an image of another server with a link, because a page only loads
// files of the playbook.
func (d *document) remoteImage(n *ast.Image, dest, s string, mark widget.Span) {
	n.Destination = nil
	if s != "http" && s != "https" {
		d.errorf(mark, codeRemoteImg, "images of the scheme %q are not allowed", clip(s)).
			hint("save the image as a file beside the lesson and write its name")
		return
	}
	if to, ok := d.external(dest, mark.Start, mark.End); ok {
		n.Destination = []byte(to)
	}
	d.report(mark, diag.Warning, codeRemoteImg, "the image %q is on another server, so the page shows a link to it", clip(dest)).
		hint("pages load nothing from other servers; save the image beside the lesson and write its name")
}

func (d *document) autoLink(n *ast.AutoLink) {
	u := readable(n.URL(d.src))
	label := n.Label(d.src)
	start, end := d.locate(label, n.Pos())
	if n.AutoLinkType == ast.AutoLinkEmail {
		return
	}
	_, _ = d.external(u, start, end)
}

func (d *document) wiki(n *wikiLink) {
	if name := strings.ToLower(strings.Trim(n.dest, "_ ")); name == "toc" && n.text == "" {
		d.drop = append(d.drop, n)
		d.foreign(n.span, "the list of contents of another tool is left out", "remove the line: every page has a list of contents").
			repair(d.edit(n.span.Start, n.span.End, ""))
		return
	}
	d.record(LinkWiki, n.dest, n.text, n.span.Start, n.span.End, true, n)
	n.index = len(d.l.Links) - 1
}

// linkTo records the link of a widget's attribute that names a lesson by its uid, such as
// lesson=keep-your-seat, and returns it as HTML. The source has no address to replace, so
// the published Markdown file keeps the attribute unchanged.
func (d *document) linkTo(uid string, at widget.Span) string {
	pos := d.f.Pos(at.Start)
	d.l.Links = append(d.l.Links, Link{Kind: LinkWiki, Dest: uid, Pos: pos, End: pos.Col + len([]rune(string(d.f.Text[at.Start:at.End])))})
	n := strconv.Itoa(len(d.l.Links) - 1)
	return fmt.Sprintf("<a %cL%s%c>%cN%s%c</a>", tokenStart, n, tokenEnd, tokenStart, n, tokenEnd)
}

// linkIn records the link or the picture of a widget's attribute whose value is an address,
// as between the parentheses of a Markdown link. It returns the HTML attributes for it.
func (d *document) linkIn(dest string, at widget.Span, picture bool) string {
	start, end := at.Start-d.base, at.End-d.base
	if strings.TrimSpace(dest) == "" {
		d.leadsNowhere(start, end)
		return ""
	}
	if picture {
		if s := scheme(dest); s != "" || isNetPath(dest) {
			d.errorf(widget.Span{Start: start, End: end}, codeRemoteImg, "%q is not a picture of this playbook", clip(dest)).
				hint("pages load nothing external; save the image beside the lesson and write its name")
			return ""
		}
		return string(d.record(LinkImage, dest, "", start, end, end-start == len(dest), nil))
	}
	if to, ok := d.external(dest, start, end); ok {
		return `href="` + string(util.EscapeHTML(util.URLEscape([]byte(to), false))) + `" rel="noopener"`
	}
	return string(d.record(LinkInline, dest, "", start, end, end-start == len(dest), nil))
}

func (d *document) refuseHTML(start, end int) finding {
	text := string(d.src[start:end])
	end = start + len(strings.TrimRight(text, "\n"))
	return d.errorf(widget.Span{Start: start, End: end}, codeRawHTML, "raw HTML is not allowed here").
		hint("%s; unsafe_html = true under [build] in site.toml allows it; write \\< for a literal bracket", insteadOf(text))
}

// insteadOf says in a hint what to write instead of a common HTML element.
func insteadOf(html string) string {
	name := strings.ToLower(strings.TrimLeft(strings.TrimSpace(html), "</"))
	for _, r := range []struct{ tag, use string }{
		{"details", "write '::: details title=\"…\"'"},
		{"img", "write ![what it shows](file.png)"},
		{"a ", "write [text](address)"},
		{"table", "write a Markdown table"},
		{"input", "write a task list: - [ ] item"},
		{"script", "scripts cannot be part of a lesson"},
		{"style", "styles cannot be part of a lesson"},
		{"iframe", "link to the page instead"},
		{"b>", "write **bold**"},
		{"i>", "write *italic*"},
	} {
		if strings.HasPrefix(name, r.tag) {
			return r.use
		}
	}
	return "write it in Markdown"
}

package content

import (
	"bytes"
	"cmp"
	"net/url"
	"regexp"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

var (
	spacedDest = regexp.MustCompile(`^\]\(([^()<>\n]*(?:\([^()\n]*\)[^()<>\n]*)*)\)`)
	// fileOrPage is what an address looks like.
	fileOrPage = `(?:https?://[^()\[\]\s]+|[^()\[\]\s]+\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|docx?|xlsx?|pptx?|zip)(?:#[^()\[\]\s]*)?)`
	apartDest  = regexp.MustCompile(`^\][ \t]+\((` + fileOrPage + `)\)`)
	wideDest   = regexp.MustCompile(`^\][ \t]*(?:（(` + strings.ReplaceAll(fileOrPage, `[^()`, `[^()（）`) + `)[）)])`)
	turnedLink = regexp.MustCompile(`^\[(` + fileOrPage + `)\]`)
	sizeRE     = regexp.MustCompile(`[ \t]=\d+`)
	sizedDest  = regexp.MustCompile(`^(\S+)[ \t]+=\d*x\d*$`)
	titledDest = regexp.MustCompile(`^(.*?)([ \t]+["'“”„].*)$`)
)

// noLink looks at "](", which begins an address where brackets are a link.
func (l *literals) noLink(s []byte, at int) int {
	src := l.d.src
	if m := apartDest.FindSubmatch(s); m != nil {
		open := openingOf(src, at)
		if open >= 0 && at-open > 1 && !digits(src[open+1:at]) {
			what := "link"
			if open > 0 && src[open-1] == '!' && !escaped(src, open-1) {
				what, open = "picture", open-1
			}
			l.d.report(widget.Span{Start: open, End: at + len(m[0])}, diag.Warning, codeNoLink, "this is not a %s: there is a space before its address", what).
				hint("write ](%s) without the space", clip(string(m[1]))).
				repair(l.d.edit(at+1, at+bytes.IndexByte(m[0], '('), ""))
			return len(m[0])
		}
	}
	if m := wideDest.FindSubmatch(s); m != nil {
		if open := openingOf(src, at); open >= 0 {
			l.d.report(widget.Span{Start: open, End: at + len(m[0])}, diag.Warning, codeNoLink, "this is not a link: its parentheses are full-width characters").
				hint("write ](%s)", clip(string(m[1]))).
				repair(l.d.edit(at, at+len(m[0]), "]("+string(m[1])+")"))
			return len(m[0])
		}
	}
	if len(s) < 2 || s[1] != '(' || bytes.HasPrefix(s[2:], []byte("{{<")) || bytes.HasPrefix(s[2:], []byte("{{%")) {
		return 0 // the shortcode is said
	}
	open := openingOf(src, at)
	if open < 0 {
		return 0
	}
	line, _, _ := bytes.Cut(src[at:min(at+maxForm, len(src))], []byte("\n"))
	m := spacedDest.FindSubmatch(line)
	mark := widget.Span{Start: open, End: at + 2}
	image := open > 0 && src[open-1] == '!' && !escaped(src, open-1)
	what := "link"
	if image {
		what = "picture"
		mark.Start--
	}
	if m == nil || len(m[1]) == 0 {
		l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: its address does not end", what).
			hint("close it with ), and write a space or a parenthesis in it between angle brackets: [text](<a file.pdf>)")
		return 2
	}
	mark.End = at + len(m[0])
	dest := strings.TrimSpace(string(m[1]))
	if k := sizedDest.FindStringSubmatch(dest); k != nil {
		l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: the size in its address is the form of another tool", what).
			hint("write (%s){w=%s}", clip(k[1]), cmp.Or(strings.TrimLeft(sizeRE.FindString(dest), " ="), "320")).
			repair(l.d.edit(at, mark.End, "]("+k[1]+")"+widthOf(sizeRE.FindString(dest), image)))
		return len(m[0])
	}
	if strings.HasPrefix(dest, "#") {
		l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: there is a space in its address", what).hint("write (#%s)", Slug(dest[1:])).
			repair(l.d.edit(at, mark.End, "](#"+Slug(dest[1:])+")"))
		return len(m[0])
	}
	if to := spaceTaken(dest); to != "" {
		l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: there is a space in its address", what).
			hint("write (%s)", clip(to)).repair(l.d.edit(at, mark.End, "]("+to+")"))
		return len(m[0])
	}
	title := ""
	if k := titledDest.FindStringSubmatch(dest); k != nil {
		dest, title = k[1], " \""+strings.Trim(strings.TrimSpace(k[2]), "\"'“”„")+"\""
	}
	if k := wordsBehind.FindStringSubmatch(dest); k != nil || strings.Count(title, "\"") == 3 {
		if k == nil {
			k = []string{"", dest, "title"}
		}
		l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: words follow its address", what).
			hint("write (%s), or (%s \"%s\") if they are its title", clip(strings.TrimRight(k[1], ",;")), clip(strings.TrimRight(k[1], ",;")), clip(strings.Trim(k[2], ",;\"' ")))
		return len(m[0])
	}
	f := l.d.report(mark, diag.Warning, codeNoLink, "this is not a %s: there is a space in its address", what).
		hint("write (<%s>%s)", clip(dest), clip(title))
	if _, err := url.Parse(dest); (scheme(dest) == "" || err == nil) && strings.Count(title, "\"") != 3 {
		f.repair(l.d.edit(at, mark.End, "](<"+dest+">"+title+")"))
	}
	return len(m[0])
}

var (
	spacedMail   = regexp.MustCompile(`^(?i)(mailto|tel):[ \t]*([+\d(][\d ()./-]*|[^\s@]+@[^\s@]+)$`)
	spacedScheme = regexp.MustCompile(`^(?i)(https?:)[ \t]*(//)[ \t]*(\S+)$`)
	spacedAnchor = regexp.MustCompile(`^(\S+\.md)[ \t]*#[ \t]*([^#]+)$`)
	wordsBehind  = regexp.MustCompile(`^(\S+\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|docx?|xlsx?|pptx?|zip)(?:#\S*)?[,;]?)[ \t]+(.*)$`)
)

// spaceTaken is an address with spaces as it can only be meant without them; "" if
// the spaces may be part of a name.
func spaceTaken(dest string) string {
	if m := spacedMail.FindStringSubmatch(dest); m != nil {
		return strings.ToLower(m[1]) + ":" + strings.NewReplacer(" ", "", "(", "", ")", "").Replace(m[2])
	}
	if m := spacedScheme.FindStringSubmatch(dest); m != nil {
		return m[1] + m[2] + m[3]
	}
	if m := spacedAnchor.FindStringSubmatch(dest); m != nil {
		return m[1] + "#" + Slug(m[2])
	}
	return ""
}

// widthOf writes how wide a picture is drawn: size is as another tool has it, " =300".
func widthOf(size string, image bool) string {
	if w := strings.TrimLeft(size, " \t="); image && w != "" {
		return "{w=" + w + "}"
	}
	return ""
}

// openingOf finds the bracket that "](" at an offset closes, -1 for none near.
func openingOf(src []byte, at int) int {
	depth := 1
	for i := at - 1; i >= 0 && at-i <= maxLinkText; i-- {
		switch {
		case src[i] == '\n' && i > 0 && src[i-1] == '\n':
			return -1
		case src[i] == ']' && !escaped(src, i):
			depth++
		case src[i] == '[' && !escaped(src, i):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

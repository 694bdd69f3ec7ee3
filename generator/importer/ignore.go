package importer

import (
	"regexp"
	"strings"
)

// An ignoreList is a list of patterns as .gitignore has them; the last that matches
// decides.
type ignoreList []ignorePattern

type ignorePattern struct {
	re   *regexp.Regexp
	keep bool // it begins with "!": what it matches is not left out
}

// parseIgnore reads patterns, one a line.
func parseIgnore(s string) ignoreList {
	var out ignoreList
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, " \r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var p ignorePattern
		if rest, ok := strings.CutPrefix(line, "!"); ok {
			p.keep, line = true, rest
		}
		p.re = globRE(strings.TrimPrefix(line, `\`))
		out = append(out, p)
	}
	return out
}

// globRE makes a regular expression of one pattern. A pattern with a slash in it counts
// from the top, one without matches a name anywhere; what it matches may be a folder.
func globRE(pattern string) *regexp.Regexp {
	anchored := strings.Contains(strings.TrimSuffix(pattern, "/"), "/")
	pattern = strings.TrimPrefix(pattern, "/")
	folder := strings.HasSuffix(pattern, "/")
	pattern = strings.TrimSuffix(pattern, "/")
	var b strings.Builder
	b.WriteString("^")
	if !anchored {
		b.WriteString("(?:.*/)?")
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case strings.HasPrefix(pattern[i:], "**/"):
			b.WriteString("(?:.*/)?")
			i += 2
		case strings.HasPrefix(pattern[i:], "**"):
			b.WriteString(".*")
			i++
		case c == '*':
			b.WriteString("[^/]*")
		case c == '?':
			b.WriteString("[^/]")
		case c == '[' && strings.IndexByte(pattern[i:], ']') > 1:
			end := i + strings.IndexByte(pattern[i:], ']')
			class := strings.ReplaceAll(pattern[i+1:end], `\`, `\\`)
			b.WriteString("[" + strings.Replace(class, "!", "^", 1) + "]")
			i = end
		case c == '\\' && i+1 < len(pattern):
			i++
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	if folder {
		b.WriteString("/.*$")
	} else {
		b.WriteString("(?:/.*)?$")
	}
	re, err := regexp.Compile(b.String())
	if err != nil {
		return regexp.MustCompile("") // fails closed: it matches everything
	}
	return re
}

// match reports whether a path is left out.
func (l ignoreList) match(p string) bool {
	out := false
	for _, x := range l {
		if x.re.MatchString(p) {
			out = !x.keep
		}
	}
	return out
}

// keeps reports whether a pattern that begins with "!" names a path.
func (l ignoreList) keeps(p string) bool {
	keep := false
	for _, x := range l {
		if x.re.MatchString(p) {
			keep = x.keep
		}
	}
	return keep
}

// alternatives are the patterns that one stands for which has names in braces, as
// "{draft,old}/*.md".
func alternatives(pattern string) []string {
	open := strings.IndexByte(pattern, '{')
	end := open + strings.IndexByte(pattern[max(open, 0):], '}')
	if open < 0 || end <= open {
		return []string{pattern}
	}
	var out []string
	for _, name := range strings.Split(pattern[open+1:end], ",") {
		out = append(out, alternatives(pattern[:open]+name+pattern[end+1:])...)
		if len(out) > 1000 {
			return []string{"**"} // fails closed
		}
	}
	return out
}

package config

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"playbook/generator/decode"
)

// schemeOf returns the scheme of an address such as "https", "" if it has none.
func schemeOf(target string) string {
	m := schemeRE.FindStringSubmatch(strings.ToLower(strings.TrimSpace(target)))
	if m == nil {
		return ""
	}
	return m[1]
}

var schemeRE = regexp.MustCompile(`^([a-z][a-z0-9+.-]*):`)

func okScheme(s string) bool { return s == "http" || s == "https" || s == "mailto" || s == "tel" }

// NormalBaseURL checks the address at which a site is published and returns it with
// a slash at the end. If the address is not valid, problem says why; it never contains
// a password.
func NormalBaseURL(s string) (address, problem, hint string) {
	const example = `write the complete address, for example "https://example.com/playbook/"`
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil:
		return "", "it is not a readable address", example
	case u.User != nil || strings.Contains(strings.SplitN(s, "?", 2)[0], "@"):
		return "", "it holds a user name or password, which would be published", "leave out everything up to the @"
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "expected an address that begins with http:// or https://", example
	case u.Hostname() == "" || !isHost(u.Hostname()):
		return "", "it has no readable host name after http:// or https://", example
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r >= 0x80 }):
		return "", "its host name has letters beyond a-z", "write the host in its registered form, which begins with xn--"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(s, "#"):
		return "", `it ends in a query or fragment ("?" or "#")`, "the address of a site has neither"
	case strings.ContainsAny(u.Path, "\\\"<>{}|^` ") || strings.Contains(u.Path+"/", "/../"):
		return "", "its path is not readable", example
	}
	u.Path = strings.TrimSuffix(path.Clean("/"+u.Path), "/") + "/"
	u.RawPath = ""
	u.Host = strings.ToLower(u.Host)
	return u.String(), "", ""
}

// isHost reports whether s is an IPv6 address or a host name: letters, digits and, between
// them, hyphens, with dots between the parts.
func isHost(s string) bool {
	if s != "" && strings.Trim(s, "0123456789abcdefABCDEF:") == "" {
		return true
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.Trim(label, "-") != label ||
			strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			return false
		}
	}
	return true
}

var credentialsRE = regexp.MustCompile(`//[^/"'\s]*@`)

func (r *reader) baseURL() string {
	if r.raw.BaseURL == "" && !r.given(decode.String, "base_url") {
		return ""
	}
	address, problem, hint := NormalBaseURL(r.raw.BaseURL)
	if problem != "" {
		d := r.at(r.t.ValueSpan("base_url"), codeBaseURL, "base_url is not valid: %s", problem)
		d.Hint = hint
		d.Excerpt = credentialsRE.ReplaceAllString(d.Excerpt, "//…@") // a password must not be printed or logged
		d.End = min(d.End, d.ExcerptCol+len([]rune(d.Excerpt)))
	}
	return address
}

// withPath checks a setting that is an address with {path} in it. Like is an example for
// the hint.
func (r *reader) withPath(table, key, s, like string) string {
	if !r.given(decode.String, table, key) {
		return s
	}
	at := r.t.ValueSpan(table, key)
	u, err := url.Parse(strings.ReplaceAll(s, "{path}", "x"))
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		r.at(at, codeEdit, "%s in [%s] is not valid: expected an address that begins with http:// or https://", key, table).
			Hint = "write it as \"" + like + "\""
	case strings.Count(s, "{path}") != 1:
		r.at(at, codeEdit, "%s in [%s] has no {path} for the path of the file", key, table).
			Hint = "write it as \"" + like + "\""
	default:
		return s
	}
	return ""
}

// build reads the table [build] and checks that the two folders are not inside each other.
func (r *reader) build(b Build) Build {
	out := Build{Content: r.folder("content", b.Content, true), Output: r.folder("output", b.Output, false), UnsafeHTML: b.UnsafeHTML, Offline: b.Offline, FrameAncestors: r.frameAncestors()}
	if out.Content == "" {
		out.Content = "content"
	}
	if out.Output == "" {
		out.Output = "public"
	}
	for _, pair := range [][2]string{{out.Content, out.Output}, {out.Output, out.Content}} {
		if pair[0] == pair[1] || strings.HasPrefix(pair[1], pair[0]+"/") {
			r.at(r.t.ValueSpan("build", "output"), codeFolder, "one of the folders content %q and output %q in [build] is inside the other", out.Content, out.Output).
				Hint = "give them two folders side by side"
			break
		}
	}
	return out
}

// ancestorRE matches a source of the directive frame-ancestors, see
// https://www.w3.org/TR/CSP3/#directive-frame-ancestors: "self" for this site, or an
// origin, in which "*" may be the first part of the host.
var ancestorRE = regexp.MustCompile(`^(?:self|https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?)$`)

// frameAncestors reads which sites may show this site in a frame. Without the setting,
// only this site itself may; with an empty list, none may.
func (r *reader) frameAncestors() []string {
	if e := r.t.Lookup("build", "frame_ancestors"); e == nil || e.Value.Kind != decode.List {
		return []string{"'self'"}
	}
	var out []string
	r.listed("build", "frame_ancestors", func(text string, at decode.Span) {
		switch clean := strings.ToLower(strings.Trim(text, "'")); {
		case clean == "self":
			out = append(out, "'self'")
		case ancestorRE.MatchString(clean):
			out = append(out, clean)
		default:
			r.at(at, codeBaseURL, "%q in frame_ancestors is not an origin: expected a scheme and a host, without a path", clip(text)).
				Hint = `write it as "https://intranet.example.com"; "self" is this site, an empty list forbids all frames`
		}
	})
	if len(out) == 0 {
		return []string{"'none'"}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// folder checks the path of a folder. If below is set, the folder must be inside the
// folder of site.toml. Package output checks the place of the output folder.
func (r *reader) folder(key, text string, below bool) string {
	at := r.t.ValueSpan("build", key)
	clean := path.Clean(text)
	switch {
	case strings.TrimSpace(text) == "" || clean == ".":
		r.at(at, codeFolder, "%s in [build] must be a folder of its own", key).Hint = "expected a folder's name, for example \"" + key + "\""
	case strings.Contains(text, "\\"):
		r.at(at, codeFolder, "%s in [build] has a backslash in it: expected slashes", key).Hint = "write \"" + strings.ReplaceAll(clip(text), "\\", "/") + "\""
	case below && (path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../")):
		r.at(at, codeFolder, "%s in [build] is outside the site's folder", key).Hint = "expected a folder below the one with site.toml"
	default:
		return clean
	}
	return ""
}

// redirects reads the [[redirect]] entries.
func (r *reader) redirects() []Redirect {
	var list []Redirect
	e := r.t.Get("redirect")
	if e == nil || len(e.Value.List()) != len(r.raw.Redirects) {
		return nil
	}
	for i, raw := range r.raw.Redirects {
		t := e.Value.List()[i].Table()
		if t == nil || !isString(t, "from") || !isString(t, "to") {
			continue // already reported
		}
		d := Redirect{From: raw.From, To: raw.To}
		d.FromAt.Line, d.FromAt.Col, d.FromAt.End = r.mark(t.ValueSpan("from"))
		d.ToAt.Line, d.ToAt.Col, d.ToAt.End = r.mark(t.ValueSpan("to"))
		if !aliasRE.MatchString(raw.From) || strings.Contains(raw.From, "..") {
			r.at(t.ValueSpan("from"), codeAddress, `from in [[redirect]] is not valid: expected an address on this site in readable form (no spaces, no %%), for example "/old/page.html"`)
			continue
		}
		r.navTarget(raw.To, t.ValueSpan("to"))
		list = append(list, d)
	}
	return list
}

func isString(t *decode.Table, key string) bool {
	e := t.Get(key)
	return e != nil && e.Value.Kind == decode.String
}

var aliasRE = regexp.MustCompile(`^/[^\s\\?#:*"<>|%]*$`)

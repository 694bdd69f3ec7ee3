package config

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const codeLeniency diag.Code = "PB1113"

// The settings in this file let a team ignore problems that it cannot correct now:
// findings that count as warnings, front matter keys of other tools, files that are
// not lessons, links that other tools wrote, addresses that are in use.

// listed calls do for every string of a list in a table.
func (r *reader) listed(table, key string, do func(text string, at decode.Span)) {
	e := r.t.Lookup(table, key)
	if e == nil || e.Value.Kind != decode.List {
		return
	}
	for _, v := range e.Value.List() {
		if v.Kind == decode.String {
			do(v.Str(), v.Span)
		}
	}
}

// standing are the beginnings of codes that always stay errors. Without usable
// settings, theme or files there is no site; two pages cannot have the same address;
// and a warning must not admit what an allow-list keeps out.
var standing = []string{
	"PB11", "PB18", "PB16", "PB1202", "PB1203", "PB1204", "PB1205", "PB1206", "PB121", "PB1312", "PB1313", "PB1314", "PB1316", "PB1317",
	"PB1401", "PB1403", "PB1404", "PB1408", "PB1414", "PB142", "PB1501", "PB1502", "PB1503", "PB1510", "PB1521", "PB1524",
}

var codeRE = regexp.MustCompile(`^PB[0-9]{4}$`)

// warn reads the codes of errors that count as warnings.
func (r *reader) warn() []string {
	var out []string
	r.listed("findings", "warn", func(text string, at decode.Span) {
		known := slices.Contains(diag.Codes(), diag.Code(text))
		switch {
		case !codeRE.MatchString(text) || !known:
			d := r.at(at, codeLeniency, "there is no code %q", clip(text))
			d.Hint = `a finding ends with its code in brackets, for example "PB1411"; 'generate explain' lists them all`
			if up := strings.ToUpper(strings.Trim(text, "[] ")); up != text && slices.Contains(diag.Codes(), diag.Code(up)) {
				d.Hint = "write \"" + up + "\""
			}
		case slices.ContainsFunc(standing, func(s string) bool { return strings.HasPrefix(text, s) }):
			r.at(at, codeLeniency, "%s cannot count as a warning: with this mistake there is no page, or no safe page", text).
				Hint = "remove it from the list; 'generate explain " + text + "' says how to correct it"
		case !slices.Contains(out, text):
			out = append(out, text)
		}
	})
	return out
}

// ignore reads the front matter keys to ignore.
func (r *reader) ignore(kinds []*Kind) []string {
	var out []string
	r.listed("front_matter", "ignore", func(text string, at decode.Span) {
		if _, err := path.Match(text, "x"); err != nil || strings.TrimSpace(text) == "" || strings.Trim(text, "*?") == "" {
			r.at(at, codeLeniency, "%q is not a front matter key", clip(text)).Hint = `write a key such as "sidebar_position", or its beginning such as "ms.*"`
			return
		}
		for _, key := range FrontMatterKeys() {
			if ok, _ := path.Match(text, key); ok {
				r.at(at, codeLeniency, "the key %q cannot be ignored: every lesson has it", key).Hint = "remove it from the list"
				return
			}
		}
		for _, k := range kinds {
			for _, f := range k.Fields {
				if ok, _ := path.Match(text, f.Key); ok {
					r.at(at, codeLeniency, "the key %q cannot be ignored: the lesson kind %q has it", f.Key, k.Key).Hint = "remove it from the list"
					return
				}
			}
		}
		out = append(out, text)
	})
	return out
}

// exclude reads the patterns of files that are not part of the playbook.
func (r *reader) exclude() []Exclude {
	var out []Exclude
	r.listed("content", "exclude", func(text string, at decode.Span) {
		clean := strings.TrimPrefix(strings.TrimSuffix(text, "/"), "./")
		_, err := path.Match(clean, "x")
		switch {
		case strings.Contains(text, "\\"):
			r.at(at, codeLeniency, "the pattern %q has a backslash in it: expected slashes", clip(text)).Hint = "write \"" + strings.ReplaceAll(clip(text), "\\", "/") + "\""
			return
		case err != nil || strings.TrimSpace(clean) == "" || strings.HasPrefix(clean, "/") || slices.Contains(strings.Split(clean, "/"), ".."):
			r.at(at, codeLeniency, "%q is not a pattern for files below the content folder", clip(text)).Hint = `write it as "drafts/**", "**/*.template.md" or "section/page.md"`
			return
		}
		x := Exclude{Pattern: clean}
		x.At.Line, x.At.Col, x.At.End = r.mark(at)
		out = append(out, x)
	})
	return out
}

// Matches reports whether the pattern matches a path or one of its parent folders.
// "*" stands for a part of one name, "**" for any number of names.
func (x Exclude) Matches(p string) bool {
	return matches(strings.Split(x.Pattern, "/"), strings.Split(p, "/"))
}

func matches(pattern, names []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := range names {
				if matches(pattern[1:], names[i:]) {
					return true
				}
			}
			return false
		}
		if len(names) == 0 {
			return false
		}
		if ok, _ := path.Match(pattern[0], names[0]); !ok {
			return false
		}
		pattern, names = pattern[1:], names[1:]
	}
	return true // what is left lies below what the pattern names
}

var prefixRE = regexp.MustCompile(`^/([^\s?#\\]+/)?$`)

// prefixes reads the beginnings of other tools' links that lead to this site.
func (r *reader) prefixes() []string {
	var out []string
	r.listed("links", "prefix", func(text string, at decode.Span) {
		if !prefixRE.MatchString(text) {
			d := r.at(at, codeLeniency, "%q cannot be the beginning of a link: expected a path with a slash at both ends", clip(text))
			d.Hint = `write it as "/handbook/"`
			if with := "/" + strings.Trim(text, "/ ") + "/"; prefixRE.MatchString(with) && !strings.Contains(text, ":") {
				d.Hint = "write \"" + clip(with) + "\""
			}
			return
		}
		out = append(out, text)
	})
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(out)
}

// Lists are the generated lists and pages that [addresses] moves.
func Lists() []string {
	return []string{"roles", "kinds", "tags", "search", "progress", "practice", "changes", "my-data", "book", "gallery"}
}

// addresses reads the addresses of generated lists.
func (r *reader) addresses(c *Config) map[string]string {
	if r.raw.Addresses == nil {
		return nil
	}
	out, owner := map[string]string{}, map[string]string{}
	for _, e := range r.raw.Addresses.Entries() {
		to := e.Value.Str()
		at := e.Value.Span
		switch {
		case !slices.Contains(Lists(), e.Key):
			d := r.at(e.KeySpan, decode.CodeUnknownKey, "unknown key %q in [addresses]", clip(e.Key))
			if *d = d.Meant(e.Key, Lists()); d.Hint == "" {
				d.Hint = "the lists that can move are " + strings.Join(Lists(), ", ")
			}
		case e.Value.Kind == decode.Invalid:
		case e.Value.Kind != decode.String:
			r.at(at, decode.CodeType, "key %q in [addresses] takes a string, found %s", e.Key, e.Value.Kind)
		case !siteIDRE.MatchString(to) || len(to) > 64:
			r.at(at, codeLeniency, `%q is not valid for %s in [addresses]: expected lower-case letters, digits and "-"`, clip(to), e.Key).Hint = `write it as "by-role"`
		case slices.Contains(fixedNames(), to) || slices.Contains(Lists(), to) && to != e.Key && r.raw.Addresses.Get(to) == nil || r.hasLanguage(to):
			r.at(at, codeLeniency, "%q is taken: the playbook itself uses it", to).Hint = "choose another name"
		case owner[to] != "":
			r.at(at, codeLeniency, "%q is already the address of %s", to, owner[to]).Hint = "choose another name"
		default:
			out[e.Key], owner[to] = to, e.Key
		}
	}
	return out
}

// fixedNames are the names of the playbook's own folders and pages that cannot move.
func fixedNames() []string {
	return []string{"assets", "paths", "glossary", "404", "team", "verify", "offline", "index"}
}

// lost lists the tables and keys that errors were found in.
func (r *reader) lost() []string {
	lines := map[int]bool{}
	for _, d := range r.diags {
		switch {
		case d.Severity != diag.Error:
		case d.Code == decode.CodeSyntax: // what it is part of may have swallowed more
			if blocksRE.Match(r.f.Text) {
				return []string{"*", "blocks"}
			}
			return []string{"*"}
		default:
			lines[d.Line] = true
		}
	}
	if len(lines) == 0 {
		return nil
	}
	var out []string
	table, n := "", 0
	for line := range strings.Lines(string(r.f.Text)) {
		n++
		if m := headerRE.FindStringSubmatch(line); m != nil {
			table = m[1]
		}
		if !lines[n] {
			continue
		}
		name := table
		if m := keyRE.FindStringSubmatch(line); m != nil && table == "" {
			name = m[1]
		}
		if name != "" && !slices.Contains(out, name) && len(out) < maxFindings {
			out = append(out, name)
		}
	}
	return out
}

var (
	blocksRE = regexp.MustCompile(`(?m)^\s{0,20}\[blocks[.\]]`)
	headerRE = regexp.MustCompile(`^\s{0,20}\[\[?\s{0,20}"?([A-Za-z0-9_-]{1,60})`)
	keyRE    = regexp.MustCompile(`^\s{0,20}"?([A-Za-z0-9_-]{1,60})"?\s{0,20}[.=]`)
)

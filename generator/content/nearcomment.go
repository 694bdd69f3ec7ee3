package content

import (
	"bytes"
	"regexp"
	"strings"

	"playbook/generator/diag"
)

// What nearly is a comment is published, though its author thinks that nobody reads
// it. Each such form is said, with the comment that was meant.

var (
	// nearDefinition matches a link definition that lacks the parentheses of a comment.
	nearDefinition = regexp.MustCompile(`^\[(?://[^\]\n]*|comment[^\]\n]*|_|)\]:[ \t]*(?:#|<>)`)
	// nearHTML matches a comment of HTML with a sign too many or too few.
	nearHTML = regexp.MustCompile(`^<(?:!?[ \t]+--|!-|--+!?|!—|!–)[ \t]*([^<>\n]*?[^<>\n-])[ \t]*(?:--?|—|–)[ \t]*!?>`)
	// critic matches what editors mark for each other, as CriticMarkup has it.
	critic = regexp.MustCompile(`^\{(>>|\+\+|--|==|~~)([^\n]*?)(<<|\+\+|--|==|~~)\}`)
)

// nearComment looks at a bracket that begins a definition which is none.
func (l *literals) nearComment(s []byte, at int) int {
	m := nearDefinition.Find(s)
	before := l.d.src[bytes.LastIndexByte(l.d.src[:at], '\n')+1 : at]
	if m == nil || len(bytes.Trim(before, " \t>*+-")) > 0 {
		return 0
	}
	f := l.say(at, len(s), "this is not a comment: it is shown as it is written", "write <!-- text -->, or [//]: # (text)")
	if text := strings.TrimSpace(string(s[len(m):])); commentable(text) && bytes.HasPrefix(s, []byte("[//]: #")) {
		f.repair(l.d.edit(at, at+len(bytes.TrimRight(s, " \t\n")), "<!-- "+text+" -->"))
	}
	return len(s)
}

// nearlyHTML looks at a bracket that nearly begins a comment of HTML.
func (l *literals) nearlyHTML(s []byte, at int) int {
	m := nearHTML.FindSubmatch(s)
	if m == nil {
		return 0
	}
	f := l.say(at, len(m[0]), "this is not a comment: it is shown as it is written", "write <!-- text -->; write a backslash before a literal bracket")
	if text := strings.TrimSpace(string(m[1])); commentable(text) {
		f.repair(l.d.edit(at, at+len(m[0]), "<!-- "+text+" -->"))
	}
	return len(m[0])
}

// criticMarkup looks at a brace that begins what an editor marks.
func (l *literals) criticMarkup(s []byte, at int) int {
	m := critic.FindSubmatch(s)
	if m == nil || string(m[1]) != string(m[3]) && !(string(m[1]) == ">>" && string(m[3]) == "<<") {
		return 0
	}
	text := string(m[2])
	edit := func(to string) []diag.Edit { return []diag.Edit{l.d.edit(at, at+len(m[0]), to)} }
	switch string(m[1]) {
	case ">>":
		f := l.say(at, len(m[0]), "a comment of another tool is shown as it is written", "write <!-- text -->")
		if text = strings.TrimSpace(text); commentable(text) {
			f.repair(edit("<!-- " + text + " -->")...)
		}
	case "++", "--", "~~":
		l.say(at, len(m[0]), "readers see this change mark of another tool", "write the final text: nobody can accept changes here")
	default:
		return 0
	}
	return len(m[0])
}

// commentable reports whether a text can stand in a comment of HTML.
func commentable(text string) bool {
	return text != "" && !strings.Contains(text, "--") && !strings.ContainsAny(text[:1], "->") && !strings.HasSuffix(text, "-")
}

var hidingStyle = regexp.MustCompile(`(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0*\.?0*\s*(?:;|$)|font-size\s*:\s*0)`)

// hides reports a tag whose text a browser does not show. Its attributes are taken
// off, so that readers would see what they were not meant to.
func hides(t *htmlToken) bool {
	style, _ := t.get("style")
	_, hidden := t.get("hidden")
	return hidden || hidingStyle.MatchString(style.value)
}

// refuseHidden reports such a tag.
func (w *rawWriter) refuseHidden(t *htmlToken) finding {
	return w.d.errorf(w.r.span(t.start, t.end), codeRawHTML, "another tool hides this text: here readers would see it").
		hint("write it as a comment, <!-- text -->, to hide it; remove the attribute to show it")
}

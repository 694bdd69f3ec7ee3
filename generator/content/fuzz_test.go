package content

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// draw returns a lesson's body as a page would have it, with plain answers to
// its tokens.
func draw(l *Lesson) (string, error) {
	var b bytes.Buffer
	err := l.WriteHTML(&b, &Hooks{
		Link:     func(i int) string { return fmt.Sprintf(`href="l%d.html"`, i) },
		Image:    func(i int) string { return fmt.Sprintf(`src="i%d.png"`, i) },
		LinkText: func(i int) string { return fmt.Sprint("text ", i) },
		Word:     func(i int) string { return Words[i] },
		Widget:   func(w io.Writer, i int) error { _, err := fmt.Fprintf(w, "<div>%d</div>", i); return err },
	})
	return b.String(), err
}

// unsound says what is wrong with a body, "" if nothing is: something active,
// a token left, tags that do not match.
func unsound(body string) string {
	if strings.ContainsAny(body, "\x01\x02") {
		return "a token is left"
	}
	var open []string
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		t := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				return "open at the end: " + strings.Join(open, " ")
			}
			return ""
		case html.StartTagToken:
			if msg := unsafe(t); msg != "" {
				return msg
			}
			switch t.Data {
			case "br", "hr", "img", "input":
			default:
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				return fmt.Sprintf("</%s> closes %v", t.Data, open)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			return "a comment: " + t.Data
		}
	}
}

// unsafe says what a tag has that no lesson may bring into a page.
func unsafe(t html.Token) string {
	switch t.Data {
	case "script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math", "template", "noscript", "textarea", "title", "xmp", "plaintext":
		return "a tag: " + t.String()
	}
	for _, a := range t.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
			return "an attribute: " + t.String()
		}
		if a.Key != "href" && a.Key != "src" {
			continue
		}
		to := strings.ToLower(strings.Map(func(r rune) rune {
			if r <= ' ' {
				return -1
			}
			return r
		}, a.Val))
		if s, _, ok := strings.Cut(to, ":"); ok && !strings.ContainsAny(s, "/?#") && s != "http" && s != "https" && s != "mailto" && s != "tel" {
			return "an address: " + t.String()
		}
		if strings.HasPrefix(to, "//") {
			return "an address without a scheme: " + t.String()
		}
	}
	return ""
}

// misplaced says what is wrong with a list of findings: one without words, or
// one whose place is not in the text.
func misplaced(ds diag.List, text string) string {
	lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 2
	for _, d := range ds {
		if d.Message == "" || d.Path == "" || d.Code == "" || d.Line < 0 || d.Line > lines || d.Line > 0 && d.Col < 1 {
			return fmt.Sprintf("%+v", d)
		}
	}
	return ""
}

// goodFiles are the lessons of the example playbook.
func goodFiles(t testing.TB) []string {
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d lessons: %v", len(names), err)
	}
	var out []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(raw))
	}
	return out
}

func fuzzOptions() *Options {
	return &Options{Default: "en", Languages: []string{"en", "nl"}, Params: map[string]any{"a": "<b>"}, Kinds: map[string]widget.Kind{}}
}

// FuzzLesson: any bytes give findings with a place or a sound body.
func FuzzLesson(f *testing.F) {
	for _, s := range goodFiles(f) {
		f.Add([]byte(s))
	}
	for _, shape := range shapes {
		f.Add([]byte("# A\n\n" + shape(300)))
	}
	for _, s := range []string{
		"<script>alert(1)</script>", "[x](java\nscript:alert(1))", "[x](&#106;avascript:alert(1))", "<javascript:alert(1)>", "![x](data:text/html,x)",
		"[x](\\/\\/evil.example)", "[x](/\\evil.example)", "[a]: javascript:x\n\n[a]", "\x01L0\x02", "[a](b \"\x01\")", "::: details title=\"</summary><script>\"\nx\n:::",
		"# A {#\" onload=x}", "| a |\n|:-:|\n| <b> |", "[^1]\n\n[^1]: [x](javascript:y)", "{{ params.a }}", "[[a|<b>]]", "```\" onx=\"\nx\n```", "> [!NOTE]\n> <img src=x onerror=y>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, ds := Parse("x.md", "content/x.md", raw, fuzzOptions())
		if msg := misplaced(ds, string(raw)); msg != "" {
			t.Fatal(msg)
		}
		if l == nil {
			if !ds.HasErrors() {
				t.Fatal("no lesson and no error")
			}
			return
		}
		body, err := draw(l)
		if err != nil {
			t.Fatal(err)
		}
		if msg := unsound(body); msg != "" {
			t.Fatalf("%s in\n%s", msg, body)
		}
	})
}

// FuzzDestination: what a link may lead to, however it is written, is http,
// https, mailto, tel, or a file of the site.
func FuzzDestination(f *testing.F) {
	for _, s := range []string{"a.md", "javascript:x", "JaVa\tScRiPt:x", "&#x6a;avascript:x", "https://[::1/", "//a", `\\a`, "mailto:a@b.c", "data:,x", "http://a b/", "%6aavascript:x", "\u00a0javascript:x", "vbscript:x", "blob:x", "https:/a", "http:a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, dest string) {
		for _, text := range []string{"[x](" + dest + ")", "[x](<" + dest + ">)", "<" + dest + ">", "![x](" + dest + ")", "[x]\n\n[x]: " + dest} {
			l, ds := Parse("x.md", "content/x.md", []byte("# A\n\n"+text+"\n"), fuzzOptions())
			if l == nil {
				continue
			}
			body, err := draw(l)
			if err != nil {
				t.Fatal(err)
			}
			if msg := unsound(body); msg != "" && !ds.HasErrors() {
				t.Fatalf("%q: %s in\n%s", text, msg, body)
			}
			for _, k := range l.Links {
				if scheme(k.Dest) != "" || isNetPath(k.Dest) {
					t.Fatalf("%q: the relative link %q has a scheme", text, k.Dest)
				}
			}
		}
	})
}

// FuzzName: any path gives an address of its own or an error, and never one
// that leaves the site.
func FuzzName(f *testing.F) {
	for _, s := range []string{"a.md", "01-a/02-b.nl.md", "../a.md", "a..md", " .md", "...md", "!!!.md", "con.md", "-rf.md", "a/./b.md", "a\x00.md", "é.md", "e\u0301.md", strings.Repeat("a", 300) + ".md", "01-.md", "a%2fb.md"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, p string) {
		n, ds := splitName(p, "content/"+p, []string{"en", "nl"}, false)
		if ds.HasErrors() {
			return
		}
		if n.slug == "" || strings.ContainsAny(n.slug, "/\\:*?\"<>|%#&\x00") || n.slug != strings.TrimRight(n.slug, " .") {
			t.Fatalf("%q gives the address %q", p, n.slug)
		}
	})
}

package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// reference is goldmark as it comes, with the extensions a lesson has.
var reference = goldmark.New(
	goldmark.WithExtensions(
		extension.Linkify, extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList,
		extension.NewFootnote(extension.WithFootnoteLinkClass("fn"), extension.WithFootnoteBacklinkClass("fn-back")),
	),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// differs names the examples whose page is not goldmark's, and why. They are
// numbers of CommonMark's examples and places in goldmark's own files.
var differs = map[string]string{
	"548":       "two brackets are a wiki link",
	"559":       "two brackets are a wiki link",
	"590":       "two brackets are a wiki link, so no label",
	"596":       "irc is no scheme a link may have; the lesson is refused",
	"598":       "a+b+c is none either",
	"599":       "made-up-scheme is none either",
	"601":       "localhost is none either",
	"linkify 7": "ftp is none either",

	"177":             "a comment is nowhere, so what follows it is a paragraph",
	"strikethrough 3": "single tildes strike nothing: in figures they mean from and to",
}

// doubled is the reference with tildes as a lesson has them.
var doubled = goldmark.New(
	goldmark.WithExtensions(extension.Linkify, extension.Table, extension.TaskList, extension.DefinitionList),
	goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(strikeParser{extension.NewStrikethroughParser()}, 500))),
	goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500))),
)

// goldmarkDir is where the module goldmark lies, as the compiler saw it. Its
// copy of the specification's examples is read there: their licence is not
// ours, see decisions/0041-examples.md.
func goldmarkDir(t *testing.T) string {
	file, _ := runtime.FuncForPC(reflect.ValueOf(goldmark.New).Pointer()).FileLine(reflect.ValueOf(goldmark.New).Pointer())
	if !filepath.IsAbs(file) { // built with -trimpath
		cache := os.Getenv("GOMODCACHE")
		if cache == "" {
			home, _ := os.UserHomeDir()
			cache = filepath.Join(home, "go", "pkg", "mod")
		}
		file = filepath.Join(cache, file)
	}
	return filepath.Dir(file)
}

type example struct{ name, markdown string }

func examples(t *testing.T) []example {
	dir := goldmarkDir(t)
	raw, err := os.ReadFile(filepath.Join(dir, "_test", "spec.json"))
	if err != nil {
		t.Fatalf("the examples of CommonMark come with the module goldmark: %v", err)
	}
	var spec []struct {
		Markdown string
		Example  int
	}
	if err := json.Unmarshal(raw, &spec); err != nil {
		t.Fatal(err)
	}
	var out []example
	for _, e := range spec {
		out = append(out, example{strconv.Itoa(e.Example), e.Markdown})
	}
	for _, name := range []string{"table", "strikethrough", "tasklist", "linkify", "footnote", "definition_list"} {
		raw, err := os.ReadFile(filepath.Join(dir, "extension", "_test", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		// number, a line "//- - -", the Markdown, the same line, the HTML, a line "//= = ="
		for i, part := range strings.Split(string(raw), "//= = = = = = = = = = = = = = = = = = = = = = = =//") {
			fields := strings.Split(part, "//- - - - - - - - -//\n")
			if len(fields) >= 3 {
				out = append(out, example{fmt.Sprintf("%s %d", name, i+1), strings.TrimSuffix(fields[1], "\n")})
			}
		}
	}
	return out
}

// TestCommonMark holds every example of CommonMark 0.31 and of goldmark's GFM
// extensions against goldmark itself: what a lesson's page shows is the same,
// but for what a playbook draws its own way.
func TestCommonMark(t *testing.T) {
	all := examples(t)
	if len(all) < 700 {
		t.Fatalf("only %d examples", len(all))
	}
	left := 0
	for _, e := range all {
		var want bytes.Buffer
		if err := reference.Convert([]byte(e.markdown), &want); err != nil {
			t.Fatal(err)
		}
		got, w := ours(t, e.markdown), theirs(want.String())
		if got == w {
			if differs[e.name] != "" {
				t.Errorf("%s is the same now: remove it from the list", e.name)
			}
			continue
		}
		left++
		if differs[e.name] == "" {
			t.Errorf("%s: %q\ngot  %q\nwant %q", e.name, e.markdown, got, w)
		}
	}
	t.Logf("%d examples, %d differ by intent", len(all), left)
}

// TestAutolinks holds random text, dense with what addresses are made of, against
// goldmark: a lesson's addresses are looked for only where a line may have one.
func TestAutolinks(t *testing.T) {
	pieces := []string{" ", " ", "\n", "\t", "(", ")", "*", "_", "~", ".", "a", "b c", "www.", "www.x.de", "http://", "https://x.de/p", "://", "@", "x@y.de", "mailto:x@y.de", "[", "](/)", "`", "> ", "- ", "z"}
	rnd := rand.New(rand.NewPCG(1, 2))
	links := 0
	for range 4000 {
		var b strings.Builder
		for range 1 + rnd.IntN(14) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		var want bytes.Buffer
		if err := doubled.Convert([]byte(b.String()), &want); err != nil {
			t.Fatal(err)
		}
		got, w := ours(t, b.String()), theirs(want.String())
		if got != w && !strings.HasPrefix(got, "refused: ") {
			t.Errorf("%q\ngot  %q\nwant %q", b.String(), got, w)
		}
		links += strings.Count(got, "<a ")
	}
	if links < 500 {
		t.Errorf("only %d addresses were found in all", links)
	}
}

var (
	attrID       = regexp.MustCompile(`(<h[1-6]) id="[^"]*"`)
	box          = regexp.MustCompile(`<span class="box" role="img" aria-label="(?:open|done)">(☐|☑)</span>`)
	input        = regexp.MustCompile(`<input (checked="" )?disabled="" type="checkbox">`)
	align        = regexp.MustCompile(` style="text-align:(\w+)"`)
	heading      = regexp.MustCompile(`(</?h)([1-6])`)
	comments     = regexp.MustCompile(`(?s)<!--(?:-?>|.*?-->)`)
	commentLines = regexp.MustCompile(`(?ms)^ *<!--.*?-->\n`)
	figure       = regexp.MustCompile(`<figure><img ([^>]*)><figcaption>(.*?)</figcaption></figure>`)
	wordToken    = map[string]string{"box_open": "open", "box_done": "done"}
)

// ours is the body of a page, with what a playbook adds taken off: ids of
// headings, frames of tables, rel of links that leave, lazy images, figures.
func ours(t *testing.T, markdown string) string {
	raw := []byte("+++\ntitle = \"Not in any example\"\n+++\n" + markdown)
	l, ds := Parse("x.md", "content/x.md", raw, &Options{Default: "en", Languages: []string{"en"}, UnsafeHTML: true})
	if l == nil {
		return "refused: " + ds[0].Message
	}
	attr := func(name string) func(int) string {
		return func(i int) string {
			k := l.Links[i]
			if k.Len > 0 && raw[k.Offset-2] == '=' { // in raw HTML, where another test looks
				return name + `="` + string(raw[k.Offset:k.Offset+k.Len]) + `"`
			}
			return name + `="` + string(util.EscapeHTML(util.URLEscape([]byte(l.Links[i].Dest), false))) + `"`
		}
	}
	var b bytes.Buffer
	err := l.WriteHTML(&b, &Hooks{
		Link: attr("href"), Image: attr("src"), LinkText: func(i int) string { return l.Links[i].Dest },
		Word:   func(i int) string { return wordToken[Words[i]] },
		Widget: func(io.Writer, int) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	s := attrID.ReplaceAllString(b.String(), "$1")
	s = strings.ReplaceAll(s, "<div class=\"table\" tabindex=\"0\"><table>", "<table>")
	s = strings.ReplaceAll(s, "</table></div>", "</table>")
	s = strings.ReplaceAll(s, ` rel="noopener"`, "")
	s = strings.ReplaceAll(s, ` loading="lazy"`, "")
	s = figure.ReplaceAllString(s, `<p><img $1 title="$2"></p>`)
	return box.ReplaceAllString(s, "$1")
}

// theirs is goldmark's output with what a playbook changes: signs for boxes,
// classes for alignment, no comments, one level down where there is a first one.
func theirs(s string) string {
	s = input.ReplaceAllStringFunc(s, func(m string) string {
		if strings.Contains(m, "checked") {
			return "☑"
		}
		return "☐"
	})
	s = comments.ReplaceAllString(commentLines.ReplaceAllString(s, ""), "")
	s = align.ReplaceAllString(s, ` class="al-$1"`)
	if strings.Contains(s, "<h1>") {
		s = heading.ReplaceAllStringFunc(s, func(m string) string {
			n := int(m[len(m)-1] - '0')
			return m[:len(m)-1] + strconv.Itoa(min(n+1, 6))
		})
	}
	return s
}

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
)

// picturesDir is set by .ci/pictures.
var picturesDir = flag.String("pictures", "", "write the manual's pictures below `DIR`")

// manualPages are the pages that the first playbook is made after.
const manualPages = "../../manual/content/start/"

// A photographer takes pictures of windows for the manual.
type photographer struct {
	t   *testing.T
	dir string
}

// TestPictures makes the first playbook of the manual from the manual's own text, and
// takes its pictures. With -pictures it takes those of the shipped playbook too, and
// writes all of them; without, it holds that what the pages tell can be done and is seen.
func TestPictures(t *testing.T) {
	b := browser.Start(t)
	if *picturesDir == "" {
		c := photographer{t, t.TempDir()}
		c.firstPlaybook(b)
		return
	}
	dir, err := filepath.Abs(*picturesDir)
	mustDo(t, err)
	c := photographer{t, dir}
	c.firstPlaybook(b)
	c.shipped(b)
}

// firstPlaybook follows the pages of the manual's first part.
func (c photographer) firstPlaybook(b *browser.Browser) {
	c.t.Helper()
	dir := filepath.Join(c.t.TempDir(), "our-playbook")
	generate := func(args ...string) {
		c.t.Helper()
		cmd := exec.Command("generate", args...)
		if filepath.Base(dir) != args[len(args)-1] {
			cmd.Dir = dir
		} else {
			cmd.Dir = filepath.Dir(dir)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			c.t.Fatalf("generate %v: %v\n%s", args, err, out)
		}
	}
	generate("init", "our-playbook")
	generate("new", "lesson", "calls/01-first-call")
	lesson := filepath.Join(dir, "content/calls/01-first-call.md")
	typed := c.markdown("03-first-lesson.md")
	lists := c.markdown("04-first-checklist.md")
	text, _, _ := strings.Cut(typed[0], "## Before the call")
	text += lists[0] + "\n" + lists[1]
	c.write(lesson, text)
	c.write(filepath.Join(dir, "content/calls/index.md"), typed[1])
	generate("--strict", "--date", "2026-11-22")

	p := b.Page(c.t)
	site := browser.Serve(c.t, os.DirFS(filepath.Join(dir, "public")), "/")
	c.take(p, site.URL("index.html"), "start/home.png", 1280, 760, `visible "h1"`)
	c.take(p, site.URL("calls/first-call.html"), "start/first-lesson.png", 1280, 800, `text "h1" "The first call"`)
	c.take(p, site.URL("calls/first-call.html"), "start/checklist.png", 1000, 640, `wait "document.querySelector('#after-the-call[data-live]')"
eval "[...document.querySelectorAll('.prose input[type=checkbox]')].slice(0, 2).forEach((b) => b.click())"
checked ".prose input[type=checkbox]"
eval "document.querySelector('.prose h2').scrollIntoView({ behavior: 'instant' })"`)
	c.take(p, site.URL("calls/first-call.html"), "start/search.png", 1280, 640, `press /
focus ".pb-search input"
type "call"
wait "document.querySelector('.pb-search [role=option]') && [...document.querySelectorAll('.pb-search [role=option] p')].slice(1, 3).every((p) => p.textContent.trim())"`)

	// The mistake that the page tells to make on purpose.
	watch := exec.Command("generate", "--watch", "--port", "0")
	watch.Dir = dir
	out, err := watch.StdoutPipe()
	mustDo(c.t, err)
	mustDo(c.t, watch.Start())
	defer func() { mustDo(c.t, watch.Process.Signal(os.Interrupt)); _ = watch.Wait() }()
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		url, _ = strings.CutPrefix(lines.Text(), "serving on ")
		if !strings.HasPrefix(url, "http") {
			url = ""
		}
	}
	p.Open(url + "calls/first-call.html")
	p.Run(`wait 'document.querySelector(".pb-dev-badge")'`)
	c.write(lesson, strings.Replace(text, "01-write-a-lesson.md", "01-write-lesson.md", 1))
	c.take(p, "", "start/finding.png", 1280, 680, `visible .pb-dev-overlay
text ".pb-dev-overlay h2" "One mistake"
text ".pb-dev-hint" /01-write-a-lesson\.md/`)
	p.Close() // before what it listens to
}

// shipped takes pictures of the shipped playbook, as a reader and as a manager.
func (c photographer) shipped(b *browser.Browser) {
	c.t.Helper()
	files := testsite.Shipped(c.t).FS()
	site := browser.Serve(c.t, files, "/")
	p := b.Page(c.t)
	c.take(p, site.URL("campaign-analogies/current-customers-first.html"), "writing/lesson.png", 1280, 860, `wait "document.querySelector('.prose [data-live]')"`)
	c.take(p, site.URL("client-mix-audits/client-mix-audit.html"), "blocks/audit.png", 1280, 860, `wait "document.querySelector('pb-mix[data-live]')"
click ".nothing [data-act=example]"
wait "document.querySelector('pb-mix .live .ledger tbody tr')"
eval "(document.querySelector('pb-mix').scrollIntoView(), window.scrollBy(0, -70), 1)" 1`)

	// Four people read and send their files; the manager opens them.
	var script strings.Builder
	var sent []string
	for i, name := range []string{"Anna Berg", "Ben Cole", "Carla Diaz", "Dan Evans"} {
		fmt.Fprintf(&script, "profile rep%d\nopen %s\nclick \"[data-pb-choose-path]\"\ntext \"[data-pb-choose-path]\" /./\n", i, "paths/ae.html")
		for k, page := range []string{"start/start-here.html", "qualification/five-properties.html", "follow-up-sins/agree-the-interval.html", "follow-up-sins/seven-sins-audit.html"} {
			if k > i && k > 1 {
				continue
			}
			fmt.Fprintf(&script, `open %s
wait "document.querySelector('[data-pb-read][aria-pressed]')"
eval "document.querySelectorAll('.prose input[type=checkbox]').forEach((b, n) => (n + %d) %% 3 && b.click())"
`, page, i)
			if (i+k)%2 == 0 {
				script.WriteString("click \"[data-pb-read]\"\n")
			}
		}
		file := "progress-campaign-book-" + strings.ReplaceAll(name, " ", "-")
		fmt.Fprintf(&script, `open %s
click "[data-act=open-send]"
fill "[data-key=name]" %q
check "[data-key=level-2]"
click "[data-act=send-file]"
text "[data-slot=said]" /./
keep file%d "'%s-' + new Date().toLocaleDateString('sv') + '.json'"
download {file%d}
`, "progress.html", name, i, file, i)
		sent = append(sent, fmt.Sprintf("{file%d}", i))
	}
	fmt.Fprintf(&script, `profile manager
open %s
upload "[data-key=files]" %s
text main "/Dan Evans/"
`, "team.html", strings.Join(sent, " "))
	// The script has pages of its own; the manager's is photographed there.
	shot := filepath.Join(c.t.TempDir(), "team.png")
	c.t.Setenv("PLAYBOOK_SHOTS", filepath.Dir(shot))
	script.WriteString("viewport 1280 860\nscreenshot team.png\n")
	browser.Script(c.t, "team", script.String(), files)
	data, err := os.ReadFile(shot)
	mustDo(c.t, err)
	c.keep("for-the-team/team-page.png", data, image.Rect(0, 600, 1280, 1360)) // from the table on
}

// twoFrames is settled when what scripts changed has been drawn.
const twoFrames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))`

// take opens a page, does what a reader does there, and keeps the window's picture.
func (c photographer) take(p *browser.Page, url, name string, width, height int, script string) {
	c.t.Helper()
	mustDo(c.t, p.Prefer("prefers-reduced-motion", "reduce"))
	mustDo(c.t, p.Viewport(width, height))
	if url != "" {
		p.Open(url)
	}
	p.Run(script)
	p.Eval(twoFrames, nil)
	data, err := p.Window()
	mustDo(c.t, err)
	c.keep(name, data, image.Rect(0, 0, width, height))
}

// keep writes a part of a picture with few colours.
func (c photographer) keep(name string, data []byte, part image.Rectangle) {
	c.t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	mustDo(c.t, err)
	few := fewColours(img, part.Intersect(img.Bounds()))
	if len(few.Palette) < 8 {
		c.t.Errorf("%s: a picture with %d colours is blank", name, len(few.Palette))
	}
	var out bytes.Buffer
	mustDo(c.t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few))
	c.write(filepath.Join(c.dir, name), out.String())
	c.t.Logf("%s: %d × %d, %d bytes", name, few.Rect.Dx(), few.Rect.Dy(), out.Len())
}

// fewColours gives a picture the 256 colours that it has most of; any other becomes
// the nearest of them. A window has few but for the edges of letters.
func fewColours(img image.Image, frame image.Rectangle) *image.Paletted {
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA) }
	for y := frame.Min.Y; y < frame.Max.Y; y++ {
		for x := frame.Min.X; x < frame.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	all := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var palette color.Palette
	for _, c := range all[:min(256, len(all))] {
		palette = append(palette, c)
	}
	index := map[color.RGBA]uint8{}
	for c := range count {
		index[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(frame, palette)
	for y := frame.Min.Y; y < frame.Max.Y; y++ {
		for x := frame.Min.X; x < frame.Max.X; x++ {
			out.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	return out
}

// markdown are the blocks of Markdown that a page of the manual tells to type.
func (c photographer) markdown(page string) (blocks []string) {
	c.t.Helper()
	text, err := os.ReadFile(manualPages + page)
	mustDo(c.t, err)
	for _, m := range regexp.MustCompile("(?ms)^```markdown\n(.*?)^```$").FindAllSubmatch(text, -1) {
		blocks = append(blocks, string(m[1]))
	}
	if len(blocks) < 2 {
		c.t.Fatalf("%s: %d blocks to type", page, len(blocks))
	}
	return blocks
}

func (c photographer) write(name, text string) {
	c.t.Helper()
	mustDo(c.t, os.MkdirAll(filepath.Dir(name), 0o755))
	mustDo(c.t, os.WriteFile(name, []byte(text), 0o644))
}

func mustDo(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

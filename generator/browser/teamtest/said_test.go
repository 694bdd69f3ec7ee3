package teamtest

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// everyKind builds a playbook with a lesson for each kind of widget that stores
// answers. The lesson is the kind's documentation.
func everyKind(t testing.TB) (files fstest.MapFS, names []string) {
	t.Helper()
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"Every kind\"\nsite_id = \"every-kind\"\n")}}
	for _, k := range kinds.All() {
		if k.Static {
			continue
		}
		text, err := fs.ReadFile(templates.FS, "widgets/"+k.Name+"/example.md")
		check(t, err)
		source["content/the-"+k.Name+".md"] = &fstest.MapFile{Data: text}
		names = append(names, k.Name)
	}
	source["content/paths/all.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"All\"\nlessons = [\"the-%s\"]\n+++\nText.\n", strings.Join(names, `", "the-`))}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{ConfigPath: "site.toml", Date: "2026-11-30"}}
	r, err := b.Build(context.Background())
	check(t, err)
	if r.Diags.HasErrors() {
		t.Fatal(r.Diags[0])
	}
	files = fstest.MapFS{}
	for _, f := range r.Files {
		var w bytes.Buffer
		check(t, f.Write(&w))
		files[f.Path] = &fstest.MapFile{Data: w.Bytes(), Mode: 0o644}
	}
	return files, names
}

// plant writes a different word into every text field of the page and saves it. It
// returns the word of each widget.
const plant = `async (kind) => {
  const planted = [], set = (el, text) => {
    const proto = el.localName === "textarea" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    el.focus();
    Object.getOwnPropertyDescriptor(proto, "value").set.call(el, text);
    el.dispatchEvent(new Event("input", { bubbles: true }));
    el.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const seen = new Set();
  for (let round = 0; round < 3; round++) {
    for (const d of document.querySelectorAll(".prose details")) d.open = true;
    const fields = [...document.querySelectorAll(".prose textarea, .prose input[type=text], .prose input:not([type]), .prose input[type=search]")].filter((el) => !seen.has(el) && el.checkVisibility() && !el.disabled && !el.readOnly);
    for (const el of fields) {
      seen.add(el);
      if (!el.isConnected) continue;
      const box = el.closest("[data-id]"), word = "planted" + kind + planted.length + "q";
      planted.push([word, kind, box?.dataset.id ?? ""]);
      set(el, word);
      el.blur();
      await new Promise((done) => setTimeout(done, 30));
    }
    for (const b of document.querySelectorAll("pb-quiz .act button, pb-followup [data-form=touch] .go")) if (b.isConnected && b.checkVisibility() && !b.disabled) {
      b.click();
      await new Promise((done) => setTimeout(done, 60));
    }
    await new Promise((done) => setTimeout(done, 300));
  }
  return planted;
}`

// TestNothingUnlessTicked plants different words into every widget of every kind. Files,
// links and codes must contain only the words that their level allows.
func TestNothingUnlessTicked(t *testing.T) {
	files, names := everyKind(t)
	b := browser.Start(t)
	served := browser.Serve(t, files, "/")
	p := b.Page(t)
	check(t, p.Before(`navigator.clipboard.writeText = (x) => { window.copied = x; return Promise.resolve(); };
		{ const old = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((x) => { window.saved = x; }); return old.call(URL, blob); }; }`))
	p.Open(served.URL("paths/all.html"))
	p.Run("click \"[data-pb-choose-path]\"\ntext \"[data-pb-choose-path]\" \"/./\"")
	var words [][3]string
	for _, kind := range names {
		p.Open(served.URL("the-" + kind + ".html"))
		p.Run("wait \"document.querySelector('pb-" + kind + "[data-live]')\"\n" + testsite.KindOf(t, kind).Rows)
		var some [][3]string
		p.Call(plant, &some, kind)
		words = append(words, some...)
		p.Run("wait \"document.querySelector('[data-pb-read][aria-pressed]')\"")
	}
	var kept string
	p.Eval("(() => { dispatchEvent(new Event('pagehide')); return JSON.stringify(localStorage); })()", &kept)
	// Without planted words the test would prove nothing.
	where := map[string][]string{} // by kind and widget, the words that this browser keeps
	for _, w := range words {
		if strings.Contains(kept, w[0]) {
			where[w[1]+" "+w[2]] = append(where[w[1]+" "+w[2]], w[0])
		}
	}
	for _, must := range []string{"plantedaccount", "planteddeal"} {
		if !strings.Contains(kept, must) {
			t.Errorf("%s is not kept", must)
		}
	}
	for _, must := range []string{"checklist visit", "checklist handover", "followup offers", "journal week", "quiz check", "roleplay delivery"} {
		if len(where[must]) == 0 {
			t.Errorf("nothing is planted in %s: %v", must, where)
		}
	}
	p.Open(served.URL("progress.html"))
	p.Run(`click "[data-act=open-send]"
fill "[data-key=name]" "Rita Rep"`)
	none := []string{}
	for level, may := range map[int][]string{1: none, 2: none, 3: where["checklist visit"]} {
		p.Run(fmt.Sprintf("check \"[data-key=level-%d]\"", level))
		got := sentWords(t, p)
		if !slices.Equal(got, slices.Sorted(slices.Values(may))) {
			t.Errorf("level %d says %q, expected %q", level, got, may)
		}
	}
	// Each box, ticked alone, releases only the words of its own widget.
	p.Run("check \"[data-key=level-1]\"")
	var boxes []string
	p.Eval("(() => { document.querySelector('.pb-extras').open = true; return [...document.querySelectorAll('.pb-extras input')].map((i) => i.dataset.key); })()", &boxes)
	ticked := 0
	for _, key := range boxes {
		lesson, id, _ := strings.Cut(strings.TrimPrefix(key, "extra "), " ")
		p.Run(fmt.Sprintf("check \"[data-key='%s']\"", key))
		got := sentWords(t, p)
		of := strings.TrimPrefix(lesson, "the-") + " " + id
		for _, w := range where[of] {
			if !slices.Contains(got, w) {
				t.Errorf("%s is ticked, and %q does not go along", key, w)
			}
			ticked++
		}
		for _, w := range got {
			if !slices.Contains(where[of], w) && !slices.Contains([]string{"plantedaccount", "planteddeal"}, w) {
				t.Errorf("%s is ticked, and %q of another widget goes along", key, w)
			}
		}
		p.Run(fmt.Sprintf("uncheck \"[data-key='%s']\"", key))
	}
	if got := sentWords(t, p); len(got) > 0 || ticked == 0 {
		t.Errorf("nothing is ticked any more (%d were), and it says %q", ticked, got)
	}
	t.Logf("%d words planted, %d of them kept, %d boxes, %d words under them", len(words), len(slices.Concat(values(where)...)), len(boxes), ticked)
}

func values(m map[string][]string) (all [][]string) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

var planted = regexp.MustCompile(`planted[a-z]+[0-9]+q|plantedaccount|planteddeal`)

// sentWords are the planted words in the bytes of the file, the link and the code of
// the form in its current state. All three must have the same words.
func sentWords(t *testing.T, p *browser.Page) []string {
	t.Helper()
	var file, link, code string
	take := func(how, from string, to *string) {
		p.Eval("window."+from+" = ''", nil)
		p.Run("click \"[data-act=send-" + how + "]\"\nwait \"window." + from + " || /too much/.test(document.querySelector('[data-slot=said]').textContent)\"")
		p.Eval("window."+from, to)
	}
	take("file", "saved", &file)
	take("link", "copied", &link)
	take("code", "copied", &code)
	var d map[string]any
	if err := json.Unmarshal([]byte(file), &d); err != nil {
		t.Fatalf("the file is %q: %v", file, err)
	}
	texts := []string{file}
	for _, x := range []string{link, code} {
		if x == "" { // too long for a link
			continue
		}
		_, letters, ok := strings.Cut(x, "#p=")
		if !ok {
			letters = strings.NewReplacer("[playbook:", "", "]", "", "\n", "").Replace(x)
		}
		raw, err := base64.RawURLEncoding.DecodeString(letters)
		check(t, err)
		text, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
		check(t, err)
		texts = append(texts, string(text))
	}
	words := func(text string) []string {
		return slices.Compact(slices.Sorted(slices.Values(planted.FindAllString(text, -1))))
	}
	for _, text := range texts[1:] {
		if !slices.Equal(words(text), words(file)) {
			t.Errorf("the file says %q, a link or code %q", words(file), words(text))
		}
	}
	return words(file)
}

package content

import (
	"strings"
	"testing"
)

// TestAlerts shows what is drawn of notes with titles, folded, and by the names
// that other tools give them. The word of a note without a title is a token.
func TestAlerts(t *testing.T) {
	for text, want := range map[string]string{
		"> [!NOTE]\n> a":                 `<div class="alert alert-note" role="note"><p class="alert-title"></p> <p>a</p> </div>`,
		"> [!note] A *title*\n> a":       `<div class="alert alert-note" role="note"><p class="alert-title"><span>A <em>title</em></span></p> <p>a</p> </div>`,
		"> [!TIP]- Folded\n> a":          `<details class="alert alert-tip"><summary class="alert-title"><span>Folded</span></summary> <p>a</p> </details>`,
		"> [!TIP]+\n> a":                 `<details class="alert alert-tip" open><summary class="alert-title"></summary> <p>a</p> </details>`,
		"> [!danger]\n> a":               `<div class="alert alert-caution" role="note"><p class="alert-title"><span>Danger</span></p> <p>a</p> </div>`,
		"> [!quote] Ann\n>\n> a":         `<div class="alert alert-note" role="note"><p class="alert-title"><span>Ann</span></p> <p>a</p> </div>`,
		"> [!WARNING] Only a title":      `<div class="alert alert-warning" role="note"><p class="alert-title"><span>Only a title</span></p> </div>`,
		"> [!NOTE] `code` [x](y) b\n> a": `<div class="alert alert-note" role="note"><p class="alert-title"><span><code>code</code> <a >x</a> b</span></p> <p>a</p> </div>`,
		"> [!NOTE]x\n> a":                "<blockquote> <p>[!NOTE]x a</p> </blockquote>",
		"> a [!NOTE] b":                  "<blockquote> <p>a [!NOTE] b</p> </blockquote>",
		"- > [!TIP] In a list\n  > a":    `<ul> <li> <div class="alert alert-tip" role="note"><p class="alert-title"><span>In a list</span></p> <p>a</p> </div> </li> </ul>`,
	} {
		if got := strings.Join(strings.Fields(bodyOf(t, text)), " "); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
	l, _ := Parse("x.md", "content/x.md", []byte("# A\n\n> [!TIP]- Folded words\n> inside\n"), &Options{Default: "en"})
	if got := strings.Join(strings.Fields(strings.Join(l.PassageTexts(), " ")), " "); got != "Folded words inside" {
		t.Errorf("searched is %q", got)
	}
}

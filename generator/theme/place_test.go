package theme

import (
	"strings"
	"testing"
	"testing/fstest"

	"playbook/templates"
)

// TestPlace marks with ¦ where each mistake of a template stands, and looks for
// a finding there.
func TestPlace(t *testing.T) {
	for _, marked := range []string{
		"<main>{{.Title}}</main> ¦{{if}}",
		"a\n\n{{.Title}} <p>{{range .A}}{{¦shout .Title}}{{end}}",
		"{{.Title}} and {{.Title ¦} {{.Title}}",
		"{{$a := 1}}{{$a}} {{¦$b}}",
		"{{.Title}}{{if .Draft}}x{{end}} ¦{{end}} {{end}}",
		"é {{if .Draft}}x{{else}}y¦{{else}}z{{end}}",
		"{{template ¦.A}} {{template \"footer\"}}",
		"x {{.Title ¦, .B}}",
		"x {{.Title}} ¦{{\"abc}}",
		"{{.Title}} ¦{{.Title",
		"{{.Title}} ¦{{/* a {{.Title}}",
		"{{range .A}}{{end}}\n ¦{{range .A}} {{if .Draft}}x{{end}}\n\n",
		"{{.Title\n ¦; }}",
		"{{range ¦ran}}{{end}}",
		"a <b>b</b>\n ¦<a href='{{.Title}}",
		"a <b>b</b>\n ¦<!-- {{.Title}}",
		"<p>\n<p a=¦b`c>",
		"<p {{if ¦.Draft}}a='{{else}}b{{end}}></p>",
	} {
		text := strings.Replace(marked, "¦", "", 1)
		before, _, _ := strings.Cut(marked, "¦")
		line := 1 + strings.Count(before, "\n")
		col := 1 + len([]rune(before[strings.LastIndex(before, "\n")+1:]))
		_, ds := loadAll(overlay{fstest.MapFS{"layouts/404.html": {Data: []byte(text)}}, templates.FS})
		if len(ds) != 1 || ds[0].Path != "templates/layouts/404.html" || ds[0].Line != line || ds[0].Col != col {
			t.Errorf("%s\n%v", marked, ds)
		}
	}
}

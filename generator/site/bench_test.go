package site_test

import (
	"fmt"
	"strings"
	"testing"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
)

// BenchmarkAssemble puts a site of 10,000 lessons with 30 links each together.
//
//	go test -run '^$' -bench Assemble -benchmem ./generator/site
func BenchmarkAssemble(b *testing.B) {
	const n = 10000
	cfg, ds := config.Read(diag.NewFile("site.toml", []byte("title = \"Bench\"\nsite_id = \"bench\"\nlanguage = \"en\"\n[roles.ae]\nlabel = \"Rep\"\n")))
	if ds.HasErrors() {
		b.Fatal(ds)
	}
	lesson := func(i int, title string) *content.Lesson {
		var t strings.Builder
		fmt.Fprintf(&t, "+++\ntitle = %q\nroles = [\"ae\"]\ntags = [\"t%d\", \"u%d\"]\n+++\n", title, i%30, i%17)
		for k := range 30 {
			to := (i*31 + k*997) % n
			fmt.Fprintf(&t, "## Part %d\n\n[there](../s%03d/lesson-%05d.md)\n\n", k%7, to/20, to)
		}
		p := fmt.Sprintf("s%03d/lesson-%05d.md", i/20, i)
		l, ds := content.Parse(p, "content/"+p, []byte(t.String()), &content.Options{Default: "en"})
		if ds.HasErrors() {
			b.Fatal(ds)
		}
		return l
	}
	in := site.Input{Config: cfg, Date: "2026-11-22", ContentDir: "content", Files: map[string]bool{}}
	for i := range n {
		in.Lessons = append(in.Lessons, lesson(i, fmt.Sprintf("Lesson %d", i)))
	}
	for b.Loop() {
		site.Assemble(in)
	}
}

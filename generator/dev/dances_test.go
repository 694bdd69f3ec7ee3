package dev_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"playbook/generator/dev"
)

// A dance is one way to change files: how editors save, and what else happens
// to a folder. Each is a shell script that runs in the playbook's folder, and
// what must be served afterwards: "page: text", or "page: -" for one that is
// gone. Then everything served must equal a cold build.
var dances = []struct {
	name, script string
	want         []string
	needs        string // a program
}{
	{"in place", `echo more >> content/s/a.md`, []string{"s/a.html: more"}, ""},
	{"truncate and write", `: > content/s/a.md; sleep 0.02; printf '+++\ntitle = "A"\n+++\nSlowly.\n' > content/s/a.md`, []string{"s/a.html: Slowly."}, ""},
	{"half, then all", `printf '+++\ntitle = "A' > content/s/a.md; sleep 0.03; printf '+++\ntitle = "A"\n+++\nWhole.\n' > content/s/a.md`, []string{"s/a.html: Whole."}, ""},
	{"atomic rename", `printf '+++\ntitle = "A"\n+++\nAtomic.\n' > content/s/a.md.tmp.4711; mv content/s/a.md.tmp.4711 content/s/a.md`, []string{"s/a.html: Atomic."}, ""},
	{"JetBrains", `printf '+++\ntitle = "A"\n+++\nSafe write.\n' > content/s/a.md___jb_tmp___; mv content/s/a.md content/s/a.md___jb_old___; mv content/s/a.md___jb_tmp___ content/s/a.md; rm content/s/a.md___jb_old___`, []string{"s/a.html: Safe write."}, ""},
	{"Emacs lock and backup", `ln -s author@host.4711:1 content/s/.#a.md; cp content/s/a.md content/s/a.md~; printf '+++\ntitle = "A"\n+++\nEmacs.\n' > content/s/a.md; rm content/s/.#a.md`, []string{"s/a.html: Emacs."}, ""},
	{"sed -i", `sed -i 's/Text of A/Replaced/' content/s/a.md`, []string{"s/a.html: Replaced"}, "sed"},
	{"vim backupcopy=yes", `vim -u NONE -es -c 'set backup backupcopy=yes' -c '%s/Text/Vim yes/' -c wq content/s/a.md`, []string{"s/a.html: Vim yes"}, "vim"},
	{"vim backupcopy=no", `vim -u NONE -es -c 'set backup backupcopy=no' -c '%s/Text/Vim no/' -c wq content/s/a.md`, []string{"s/a.html: Vim no"}, "vim"},
	{"vim backupcopy=auto", `vim -u NONE -es -c 'set writebackup backupcopy=auto' -c '%s/Text/Vim auto/' -c wq content/s/a.md`, []string{"s/a.html: Vim auto"}, "vim"},
	// The same system calls where there is no vim: it tries a name, renames
	// the file to a backup and writes a new one.
	{"vim's system calls", `: > content/s/4913; rm content/s/4913; mv content/s/a.md content/s/a.md~; printf '+++\ntitle = "A"\n+++\nLike vim.\n' > content/s/a.md; rm content/s/a.md~`, []string{"s/a.html: Like vim."}, ""},
	{"new lesson", `printf '+++\ntitle = "C"\n+++\nNew.\n' > content/s/c.md`, []string{"s/c.html: New."}, ""},
	{"deleted", `rm content/s/b.md`, []string{"s/b.html: -"}, ""},
	{"renamed", `mv content/s/b.md content/s/z.md`, []string{"s/z.html: Lesson B"}, ""},
	{"folder renamed", `mv content/s content/t`, []string{"t/a.html: Text of A", "t/b.html: Widget"}, ""},
	{"folder renamed twice and edited", `mv content/s content/t; mv content/t content/u; sleep 0.1; echo later >> content/u/a.md`, []string{"u/a.html: later"}, ""},
	{"folder moved in", `mkdir -p ../outside/x/y; printf '+++\ntitle = "In"\n+++\nMoved in.\n' > ../outside/x/y/in.md; mv ../outside/x content/x`, []string{"x/y/in.html: Moved in."}, ""},
	{"folder moved out", `mv content/s ../gone; rm -rf ../gone`, []string{"s/a.html: -"}, ""},
	{"content deleted and restored", `cp -r content ../copy; rm -rf content; sleep 0.2; mv ../copy content; sleep 0.1; echo back >> content/s/a.md`, []string{"s/a.html: back"}, ""},
	{"content replaced at once", `cp -r content ../copy; rm -rf content; mv ../copy content; echo again >> content/s/a.md`, []string{"s/a.html: again"}, ""},
	{"settings broken and mended", `echo 'titel = "x"' >> site.toml; sleep 0.2; sed -i '/titel/d; s/Widget/Gadget/' site.toml`, []string{"s/b.html: Gadget"}, ""},
	{"settings name another folder", `cp -r content lessons; printf '[build]\ncontent = "lessons"\n' >> site.toml; sleep 0.3; echo elsewhere >> lessons/s/a.md`, []string{"s/a.html: elsewhere"}, ""},
	{"template error and mended", `mkdir -p templates/partials; printf '{{if}}' > templates/partials/foot.html; sleep 0.2; printf '<p>Own foot</p></body></html>' > templates/partials/foot.html`, []string{"s/a.html: Own foot"}, ""},
	{"template taken away", `mkdir -p templates/partials; printf '<p>Own foot</p></body></html>' > templates/partials/foot.html; sleep 0.2; rm -r templates`, []string{"s/a.html: pb-config"}, ""},
	{"permissions only", `chmod 600 content/s/a.md; echo x >> content/s/b.md`, []string{"s/b.html: x"}, ""},
	{"times only", `touch content/s/a.md; echo x >> content/s/b.md`, []string{"s/b.html: x"}, ""},
	{"same size, same time", `t=$(mktemp); cp -p content/s/a.md "$t"; sed -i 's/Text of A/Texx of A/' content/s/a.md; touch -r "$t" content/s/a.md; rm "$t"`, []string{"s/a.html: Texx of A"}, ""},
	{"hidden files", `mkdir content/_drafts content/.git; echo '# x' > content/_drafts/x.md; echo '# x' > content/.git/x.md; echo x >> content/s/a.md`, []string{"s/a.html: x", "_drafts/x.html: -"}, ""},
	{"stash and pop", `git init -q . && git add -A && git -c user.name=x -c user.email=x@x commit -qm x; echo stashed >> content/s/a.md; sleep 0.1; git -c user.name=x -c user.email=x@x stash -q; sleep 0.2; git -c user.name=x -c user.email=x@x stash pop -q`, []string{"s/a.html: stashed"}, "git"},
	{"checkout of a thousand", `for i in $(seq 1000); do printf '+++\ntitle = "M%d"\n+++\nMain %d.\n' $i $i > content/s/m$i.md; done
git init -q . && git add -A && git -c user.name=x -c user.email=x@x commit -qm main; git checkout -qb other
for i in $(seq 1000); do printf '+++\ntitle = "O%d"\n+++\nOther %d.\n' $i $i > content/s/m$i.md; done
git -c user.name=x -c user.email=x@x commit -qam other; git checkout -q -`, []string{"s/m1.html: Main 1.", "s/m777.html: Main 777.", "s/m1000.html: Main 1000."}, "git"},
}

// TestDances dances every dance.
func TestDances(t *testing.T) {
	for _, d := range dances {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			if d.needs != "" {
				if _, err := exec.LookPath(d.needs); err != nil {
					t.Skipf("DANCE NOT RUN: no %s on this machine", d.needs)
				}
			}
			dir := filepath.Join(t.TempDir(), "playbook")
			write(t, dir, small)
			w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
			run(t, dir, d.script)
			for _, want := range d.want {
				page, text, _ := strings.Cut(want, ": ")
				if text == "-" {
					w.gone(page)
				} else {
					w.has(page, text)
				}
			}
			w.same()
		})
	}
}

// run runs a shell script in dir.
func run(t testing.TB, dir, script string) {
	t.Helper()
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// TestFolderWithAFileAtOnce makes nested folders with a file in them at once:
// the kernel tells of the first folder only.
func TestFolderWithAFileAtOnce(t *testing.T) {
	n := 50
	if long() {
		n = 500
	}
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	for i := range n {
		name := fmt.Sprintf("n%d/b/c", i)
		put(t, filepath.Join(dir, "content", name, "x.md"), fmt.Sprintf("+++\ntitle = \"X\"\nuid = \"x%d\"\n+++\nAt once %d.\n", i, i))
		w.has(name+"/x.html", fmt.Sprintf("At once %d.", i))
		if i%10 == 9 {
			for j := i - 9; j <= i; j++ {
				if err := os.RemoveAll(filepath.Join(dir, "content", fmt.Sprintf("n%d", j))); err != nil {
					t.Fatal(err)
				}
			}
			w.gone(name + "/x.html")
		}
	}
	w.same()
}

// TestPolling changes files while only polling reports changes.
func TestPolling(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Poll = 50 * time.Millisecond })
	run(t, dir, `sed -i 's/Text of A/Polled/' content/s/a.md; mkdir -p content/x; printf '+++\ntitle = "Y"\n+++\nNew.\n' > content/x/y.md; rm content/s/b.md`)
	w.has("s/a.html", "Polled")
	w.has("x/y.html", "New.")
	w.gone("s/b.html")
	w.same()
	w.until("a publication in spite of the looking", func() bool {
		_, err := os.Stat(filepath.Join(w.out, "x/y.html"))
		return err == nil
	})
}

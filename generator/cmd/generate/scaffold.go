package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/output"
)

// scaffold holds the files of a new playbook and the bodies of new lessons.
//
//go:embed scaffold
var scaffold embed.FS

func (a *app) initCommand() *cobra.Command {
	var host string
	c := &cobra.Command{
		Use: "init [folder]", Short: "make a new playbook with two lessons that explain the syntax",
		Long: "Init writes site.toml, two lessons and the files that a repository needs. With --host it also writes\n" +
			"a workflow. After every change the workflow publishes the playbook on that host. Init overwrites\n" +
			"nothing.",
		Example: "  generate init my-playbook\n  generate init my-playbook --host github",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Sprintf("'generate init' takes one folder, found %d", len(args)), ""}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.initialise(dir, host)
		},
	}
	c.Flags().StringVar(&host, "host", noHost, "the host that publishes it: "+strings.Join(hosts(), ", ")+" or none")
	return c
}

// noHost is the host of a playbook that is published by hand.
const noHost = "none"

// hosts are the hosts that have a workflow.
func hosts() (names []string) {
	dirs, _ := scaffold.ReadDir("scaffold/hosts") // it is embedded
	for _, d := range dirs {
		names = append(names, d.Name())
	}
	return names
}

// initialise writes the new playbook. It overwrites nothing: if one of its
// files is there, it writes none.
func (a *app) initialise(dir, host string) error {
	if known := append(hosts(), noHost); !slices.Contains(known, host) {
		return usageError{fmt.Sprintf("there is no workflow for the host %q", host), diag.DidYouMean(host, known)}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the folder: %w", err)
	}
	id := siteID(filepath.Base(abs))
	files, err := scaffoldFiles("scaffold/site")
	if err != nil {
		return err
	}
	if host != noHost {
		workflow, err := scaffoldFiles("scaffold/hosts/" + host)
		if err != nil {
			return err
		}
		files = append(files, workflow...)
	}
	schema, err := schemaOf("site")
	if err != nil {
		return err
	}
	files = append(files, scaffoldFile{schemaFile, schema})
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(abs, filepath.FromSlash(f.name))); err == nil {
			return usageError{fmt.Sprintf("%q already exists", path.Join(filepath.ToSlash(dir), f.name)), "choose an empty folder: generate init my-playbook"}
		}
	}
	for _, f := range files {
		text := filled(f.text, id, a.now().UTC().Format("2006-01-02"))
		shown := path.Join(filepath.ToSlash(dir), f.name)
		if err := writeNew(filepath.Join(abs, filepath.FromSlash(f.name)), shown, text); err != nil {
			return err
		}
		fmt.Fprintln(a.out, shown)
	}
	if host != noHost {
		missing := "PLAYBOOK_SHA256, the checksum of the generator's archive"
		if archive() == "" {
			missing = "PLAYBOOK_ARCHIVE, the address of the generator's archive, and PLAYBOOK_SHA256, its checksum"
		}
		fmt.Fprintf(a.err, "\nfill in the workflow for %s: %s\n", host, missing)
	}
	next := "generate"
	if dir != "." {
		next = "generate -s " + shellWord(filepath.ToSlash(dir))
	}
	fmt.Fprintf(a.err, "\nnow run '%s' and open %s\n", next, path.Join(filepath.ToSlash(dir), "public/index.html"))
	return nil
}

// filled is the text of a scaffold's file with what stands for something in it.
func filled(text, siteID, date string) string {
	return strings.NewReplacer("@SITE_ID@", siteID, "@DATE@", date, "@ARCHIVE@", archive(), "@SHA256@", "").Replace(text)
}

// archive is the address of the archive that a workflow downloads, "" for a program
// that is no release.
func archive() string {
	if releases == "" {
		return ""
	}
	return fmt.Sprintf("%s/%s/playbook_%s_linux_amd64.tar.gz", strings.TrimSuffix(releases, "/"), release, release)
}

// shellWord is a word as a shell takes it for one.
func shellWord(s string) string {
	if strings.ContainsAny(s, " '\"$&()*;<>?[]`|~#!\\") {
		return `"` + s + `"`
	}
	return s
}

type scaffoldFile struct{ name, text string }

// scaffoldFiles reads the embedded files below dir. A leading "dot-" in a name stands
// for the dot, since embedding leaves dot-files out.
func scaffoldFiles(dir string) ([]scaffoldFile, error) {
	var files []scaffoldFile
	err := fs.WalkDir(scaffold, dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := scaffold.ReadFile(p)
		name := strings.TrimPrefix(p, dir+"/")
		parts := strings.Split(name, "/")
		for i, part := range parts {
			if base, ok := strings.CutPrefix(part, "dot-"); ok {
				parts[i] = "." + base
			}
		}
		name = path.Join(parts...)
		files = append(files, scaffoldFile{name, string(data)})
		return err
	})
	return files, err
}

// siteID makes a site id of a folder's name.
func siteID(name string) string {
	id := strings.Trim(strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
	if id == "" {
		return "playbook"
	}
	return id
}

// writeNew writes a file that must not be there yet, with its folders; a
// reader of messages knows it as shown.
func writeNew(name, shown, text string) error {
	err := output.WriteNew(name, []byte(text))
	if errors.Is(err, fs.ErrExist) {
		return usageError{fmt.Sprintf("%q already exists", shown), "choose another name; nothing was overwritten"}
	}
	return err
}

func (a *app) newCommand() *cobra.Command {
	var kind, lang string
	lesson := &cobra.Command{
		Use: "lesson SECTION/NAME", Short: "write a new lesson from the template of its kind",
		Long: "Lesson writes content/SECTION/NAME.md with the front matter and the headings of its kind. The name\n" +
			"may begin with a number, as in offers/03-the-price. The number only orders the lessons: it is not in\n" +
			"the address. With --lang, lesson copies an existing lesson to the file of its translation. It\n" +
			"overwrites nothing.",
		Example: "  generate new lesson offers/03-the-price\n  generate new lesson offers/the-price --lang de",
		Args:    oneArg("new lesson", "the address, for example 'generate new lesson campaign-analogies/my-lesson'"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.newLesson(args[0], kind, lang) },
	}
	lesson.Flags().StringVar(&kind, "kind", "", "the lesson `kind` (default: the section's)")
	lesson.Flags().StringVar(&lang, "lang", "", "the `language` of a translation")
	c := &cobra.Command{Use: "new", Short: "write a new lesson, a block of the playbook's own, or a kind of block in Go", Args: noArgs, RunE: func(c *cobra.Command, _ []string) error {
		return usageError{"'generate new' needs the thing to write", "run 'generate new lesson section/name' or 'generate new block name'"}
	}}
	c.AddCommand(lesson, a.newBlockCommand(), a.newWidgetCommand())
	return c
}

func (a *app) newLesson(address, kind, lang string) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.close()
	b := p.builder
	cfg, ds, err := b.Config()
	if err != nil {
		return err
	}
	if cfg == nil {
		if err := a.findings(ds); err != nil {
			return err
		}
		return exit{exitUsage}
	}
	address = strings.TrimSuffix(path.Clean(filepath.ToSlash(address)), ".md")
	if strings.HasPrefix(address, cfg.Build.Content+"/") {
		address = strings.TrimPrefix(address, cfg.Build.Content+"/")
	}
	if strings.HasPrefix(address, "../") || strings.HasPrefix(address, "/") || address == "." {
		return usageError{fmt.Sprintf("%q is not below the content folder", address), "give section and name, for example campaign-analogies/my-lesson"}
	}
	if lang != "" {
		if err := checkLanguage(cfg, lang); err != nil {
			return err
		}
	}
	k, err := kindOf(cfg, kind)
	if err != nil {
		return err
	}
	file := cfg.Build.Content + "/" + address
	text := lessonText(path.Base(content.CleanDir(address)), kind, k)
	if lang != "" && lang != cfg.Language {
		if original, raw := p.lesson(file); original != "" {
			file, text = original, string(content.Translation(original+".md", raw))
		}
		file += "." + lang
	}
	name := filepath.Join(p.dir, filepath.FromSlash(file+".md"))
	if err := lessonName(cfg, address, file+".md"); err != nil {
		return err
	}
	if info, err := os.Stat(strings.TrimSuffix(name, ".md")); err == nil && info.IsDir() {
		return usageError{fmt.Sprintf("%q is a section", address), "give section and name, for example " + address + "/my-lesson; a section's own page is " + address + "/index"}
	}
	if err := writeNew(name, file+".md", text); err != nil {
		return err
	}
	fmt.Fprintln(a.out, file+".md")
	return nil
}

// lesson finds the file of a lesson, whose name may have a number before it, and
// reads it; "" if there is none. Names are without their ending.
func (p *project) lesson(file string) (name string, raw []byte) {
	dir := path.Dir(file)
	files, _ := fs.ReadDir(p.builder.Source, dir)
	for _, f := range files {
		base, ok := strings.CutSuffix(f.Name(), ".md")
		if !ok || content.CleanDir(base) != content.CleanDir(path.Base(file)) {
			continue
		}
		if raw, err := fs.ReadFile(p.builder.Source, path.Join(dir, f.Name())); err == nil {
			return dir + "/" + base, raw
		}
	}
	return "", nil
}

// lessonName refuses a name that the build would refuse.
func lessonName(cfg *config.Config, address, file string) error {
	var codes []string
	for _, l := range cfg.Languages {
		codes = append(codes, l.Code)
	}
	for _, d := range content.CheckName(strings.TrimPrefix(file, cfg.Build.Content+"/"), file, codes) {
		if d.Severity == diag.Error {
			return usageError{d.Message, d.Hint}
		}
	}
	if ext := path.Ext(address); slices.Contains(codes, strings.TrimPrefix(ext, ".")) {
		return usageError{fmt.Sprintf("%q ends in a language", address), fmt.Sprintf("write --lang %s %s", ext[1:], strings.TrimSuffix(address, ext))}
	}
	return nil
}

func checkLanguage(cfg *config.Config, lang string) error {
	var codes []string
	for _, l := range cfg.Languages {
		if l.Code == lang {
			return nil
		}
		codes = append(codes, l.Code)
	}
	return usageError{fmt.Sprintf("the site has no language %q", lang), diag.DidYouMean(lang, codes)}
}

// kindOf finds a lesson kind by name; nil for none asked for.
func kindOf(cfg *config.Config, name string) (*config.Kind, error) {
	var names []string
	for _, k := range cfg.Kinds {
		if k.Key == name {
			return k, nil
		}
		names = append(names, k.Key)
	}
	if name == "" {
		return nil, nil
	}
	return nil, usageError{fmt.Sprintf("unknown lesson kind %q", name), diag.DidYouMean(name, names)}
}

// lessonText is a new lesson: front matter with the fields of its kind, and a
// body to write over. The optional fields stand there as comments.
func lessonText(base, kind string, k *config.Kind) string {
	var b strings.Builder
	words := strings.ReplaceAll(base, "-", " ")
	r, n := utf8.DecodeRuneInString(words)
	fmt.Fprintf(&b, "+++\ntitle = %q\nsummary = \"\"\n", string(unicode.ToUpper(r))+words[n:])
	if kind != "" {
		fmt.Fprintf(&b, "kind = %q\n", kind)
	}
	b.WriteString("minutes = 8\ntakeaways = []\n")
	if k != nil {
		for _, f := range k.Fields {
			line := fmt.Sprintf("%s = %s\n", f.Key, content.SampleOf(f))
			if !f.Required {
				line = "# " + line
			}
			b.WriteString(line)
		}
	}
	body, err := scaffold.ReadFile("scaffold/lessons/" + kind + ".md")
	if err != nil {
		body, _ = scaffold.ReadFile("scaffold/lessons/plain.md")
	}
	b.WriteString("+++\n\n")
	b.Write(body)
	return b.String()
}

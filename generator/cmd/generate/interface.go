package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"playbook/generator/config"
	"playbook/generator/diag"
	"playbook/generator/output"
	"playbook/generator/overlay"
	"playbook/generator/search"
	"playbook/generator/theme"
)

// interfaceFlags are those of 'generate i18n' that are about the interface's words.
type interfaceFlags struct {
	lang  string
	write bool
}

// shownKeys is how many missing keys of a file are named without --verbose.
const shownKeys = 5

// interfaceWords lists what a language lacks of the interface's words, or writes it.
func (a *app) interfaceWords(f interfaceFlags) error {
	if !config.IsLanguage(f.lang) {
		return usageError{fmt.Sprintf("%q is not a language code", f.lang), `expected two or three lower-case letters, as "nl", with a region if need be, as "pt-br"`}
	}
	return a.withLayer(func(p *project, l overlay.Layer) error {
		t, ds := theme.Interface(l.Theme, l.Own, f.lang)
		ds = diag.Fill(ds, func(path string) ([]byte, error) { return fs.ReadFile(p.builder.Source, path) })
		ds.Sort()
		if err := a.findings(ds); err != nil {
			return err
		}
		if f.write {
			return a.writeWords(p, l, t)
		}
		a.listWords(t)
		if t.Missing() > 0 || len(ds) > 0 {
			return exit{exitContent}
		}
		return nil
	})
}

// listWords prints the sum, then each file that lacks something.
func (a *app) listWords(t *theme.Translation) {
	fmt.Fprintf(a.out, "%s  %d of %s of the interface", t.Lang, t.Words()-t.Missing(), plural(t.Words(), "word"))
	if n := t.Missing(); n > 0 {
		fmt.Fprintf(a.out, ", %d missing", n)
	}
	fmt.Fprintln(a.out)
	for _, u := range t.Files {
		if len(u.Missing) == 0 {
			continue
		}
		keys, more := u.Missing, ""
		if len(keys) > shownKeys && !a.flags.verbose {
			keys, more = keys[:shownKeys], fmt.Sprintf(" and %d more", len(keys)-shownKeys)
		}
		fmt.Fprintf(a.out, "    templates/%s  %d missing: %s%s\n", u.Path, len(u.Missing), strings.Join(keys, ", "), more)
	}
	if a.flags.quiet {
		return
	}
	fmt.Fprintf(a.out, "plural forms: %s\n", strings.Join(t.Plurals, ", "))
	fmt.Fprintf(a.out, "search: %s\n", search.Says(t.Lang))
	if t.Missing() > 0 {
		fmt.Fprintf(a.err, "generate: 'generate i18n --interface %s --write' writes the missing words into templates/, to be translated there\n", t.Lang)
	}
}

// writeWords puts the missing words into the playbook's own files.
func (a *app) writeWords(p *project, l overlay.Layer, t *theme.Translation) error {
	for _, u := range t.Files {
		if len(u.Missing) == 0 {
			continue
		}
		english, err := fs.ReadFile(l.Theme, u.English)
		if err != nil {
			return err
		}
		var have []byte
		if exists(l.Own, u.Path) {
			if have, err = fs.ReadFile(l.Own, u.Path); err != nil {
				return err
			}
		}
		if _, err := output.WriteFile(filepath.Join(p.dir, "templates", filepath.FromSlash(u.Path)), t.Fill(have, english, u.Missing)); err != nil {
			return err
		}
		fmt.Fprintln(a.out, "templates/"+u.Path)
	}
	if t.Missing() == 0 && !a.flags.quiet {
		fmt.Fprintf(a.out, "nothing is missing in the language %q\n", t.Lang)
	}
	return nil
}

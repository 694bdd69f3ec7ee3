package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/output"
	"playbook/generator/pipeline"
	"playbook/generator/site"
)

func (a *app) i18nCommand() *cobra.Command {
	var accept []string
	var words interfaceFlags
	c := &cobra.Command{
		Use: "i18n", Short: "list missing translations, and translations that are behind their source", Args: noArgs,
		Long: "I18n lists, for each language, the pages without a translation, and the translations of an older\n" +
			"version of their source. The key source_hash in the front matter of a translation records which\n" +
			"version was translated. With --accept, i18n writes the hash of the current version into this key.\n\n" +
			"With --interface, i18n lists the words of the interface that a language lacks, for example the\n" +
			"words on buttons. It also lists mistakes in the playbook's own files of such words. With --write it\n" +
			"adds the missing words to these files, in English and as comments. It changes nothing else there.",
		Example: "  generate i18n\n  generate i18n --accept content/calls/first-call.nl.md\n  generate i18n --interface fr --write",
		RunE: func(c *cobra.Command, _ []string) error {
			if words.lang != "" {
				return a.interfaceWords(words)
			}
			if words.write {
				return usageError{"--write goes with --interface", "write 'generate i18n --interface fr --write'"}
			}
			return a.withSite(c.Context(), func(p *project, b *pipeline.Builder, r *pipeline.Result) error {
				if len(accept) > 0 {
					return a.accept(p, b, r, accept)
				}
				a.translations(r)
				return nil
			})
		},
	}
	c.Flags().StringArrayVar(&accept, "accept", nil, "record that a translation `file` is up to date with its source; may be repeated")
	c.Flags().StringVar(&words.lang, "interface", "", "list the words of the interface that a language lacks; `code` is the language, for example fr")
	c.Flags().BoolVar(&words.write, "write", false, "with --interface: write the missing words into templates/, in English and as comments")
	return c
}

// translations prints every language but the first.
func (a *app) translations(r *pipeline.Result) {
	unmarked := false
	for _, l := range r.Site.Langs {
		if !l.Default {
			list := pipeline.Translations(r.Site, l)
			a.status(l, list)
			unmarked = unmarked || slices.ContainsFunc(list, func(t pipeline.Translation) bool { return t.State == pipeline.Unmarked })
		}
	}
	if unmarked && !a.flags.quiet {
		fmt.Fprintln(a.err, "unmarked: it has no source_hash; when it is up to date, 'generate i18n --accept FILE' writes one")
	}
	if len(r.Site.Langs) < 2 && !a.flags.quiet {
		fmt.Fprintln(a.out, "the site has only one language; [languages.nl] in site.toml adds another")
	}
}

// status prints one language: the sum, then what wants doing.
func (a *app) status(l *site.Lang, list []pipeline.Translation) {
	count := map[string]int{}
	for _, t := range list {
		count[t.State]++
	}
	fmt.Fprintf(a.out, "%s  %d of %s complete", l.Code, count[pipeline.Translated], plural(len(list), "page"))
	for _, state := range []string{pipeline.Drifted, pipeline.Unmarked, pipeline.Missing} {
		if n := count[state]; n > 0 {
			fmt.Fprintf(a.out, ", %d %s", n, state)
		}
	}
	fmt.Fprintln(a.out)
	for _, state := range []string{pipeline.Drifted, pipeline.Unmarked, pipeline.Missing} {
		for _, t := range list {
			if t.State == state {
				fmt.Fprintf(a.out, "    %-8s  %s\n", state, t.Path)
			}
		}
	}
}

// accept records that translations are up to date. The files are named from
// the working directory, or from the site's folder.
func (a *app) accept(p *project, b *pipeline.Builder, r *pipeline.Result, files []string) error {
	written := map[string][]byte{}
	for _, f := range files {
		name := filepath.ToSlash(filepath.Clean(f))
		if abs, err := filepath.Abs(f); err == nil {
			if rel, err := filepath.Rel(p.dir, abs); err == nil && !strings.HasPrefix(rel, "..") {
				name = filepath.ToSlash(rel)
			}
		}
		data, err := b.Accept(r, name)
		if err != nil {
			return usageError{err.Error(), "'generate i18n' lists the translations"}
		}
		written[name] = data
	}
	for _, f := range slices.Sorted(maps.Keys(written)) {
		if _, err := output.WriteFile(filepath.Join(p.dir, filepath.FromSlash(f)), written[f]); err != nil {
			return err
		}
		fmt.Fprintln(a.out, f)
	}
	return nil
}

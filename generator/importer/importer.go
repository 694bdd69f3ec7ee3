// Package importer turns another tool's handbook into a playbook.
//
// # The contract
//
// A [Source] is what is read: a folder or a zip, never written to. A [Family] is
// one tool, or a few of one kind: it recognises its sources and reads them into a
// [Draft]. Everything else is common to all families and done here.
//
//	src, err := importer.Open("handbook.zip")    // refuses hostile zips
//	d, err := importer.Run(ctx, src, importer.Options{})
//	err = d.Write(ctx, "my-playbook", nil)        // a new or empty folder, whole or not at all
//
// One family is one file of this package and one line in [Families]. It has a
// name for --from, and two functions:
//
//   - Recognise(src) says by what a source is known as the family's, "mkdocs.yml",
//     or "" if it is not. The first family in [Families] that answers reads it.
//   - Read(d) fills the draft. It adds a page for each text with [Draft.Page]
//     (Markdown, whose front matter is read and cut off) or [Draft.NewPage] (any text
//     the family has made itself), and sets what it knows:
//     Page.To, the place below content/ it would like; names are cleaned, and made
//     different where two would have one address, by [Draft.place] afterwards;
//     Page.Old, the addresses the page had, which become aliases;
//     Page.Meta, our front matter; Page.Weight through Meta.
//     It edits Page.Body through [Page.Apply] with spans, and notes with [Page.Lose]
//     what it cannot keep, with the line in the source. A family that converts
//     (HTML, Word) gives NewPage the finished Markdown with links as the source had
//     them, and calls Page.Lose with a line of the source, or 0.
//
// Links are not the family's business: after Read, every destination of every page
// is looked up. It may name a file of the source (relative to Page.From, or from one
// of Draft.Roots when it begins with a slash), with or without its ending, or an old
// address of a page. Draft.Resolve, if set, is asked first. What leads to a page is
// written as the new file's relative path; what leads to a file of the source makes
// [Draft] copy it; what leads nowhere becomes text, and a loss.
//
// A file that a configuration excludes is named with [Draft.Exclude] before pages are
// added; Page then returns nil for it, links to it become text, and it is not copied
// even if a page refers to it.
//
// After that the playbook is built in memory, and what the build would call an
// error is corrected where it stands (see repair.go), so that the first `generate`
// has none.
//
// # Words
//
// A change is an edit that keeps the meaning; it is counted by its rule. A loss is
// something that a reader of the old handbook had and of the new one has not: each
// has a construct ("a component", "a dead link"), file and line. What was left out
// on purpose (excluded files, other formats) is listed and is no loss of text. A
// candidate is something that could become a widget.
package importer

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"playbook/generator/diag"
)

// A Family is a tool, or several of one kind, whose handbooks can be read.
type Family struct {
	// Name is what --from takes; Title is what people call it.
	Name, Title string
	// Recognise says by what src is known as the family's, "" if it is not.
	Recognise func(src *Source) string
	// Read reads the source of d into d.
	Read func(d *Draft) error
}

// Families lists all families, the most particular first: the first that recognises
// a source reads it. Plain Markdown is the last.
func Families() []Family {
	return []Family{
		mkdocs,
		docusaurus,
		starlight,
		vitepress,
		hugo,
		notion,
		mdbook,
		docsify,
		obsidian,
		gitbook,
		confluence,
		word,
		plain,
	}
}

// Names lists what --from takes.
func Names() []string {
	var names []string
	for _, f := range Families() {
		names = append(names, f.Name)
	}
	return names
}

// Options say how to import.
type Options struct {
	// From names the family; if empty it is recognised.
	From string
	// Language is the handbook's language, "en" if empty and the source does not say.
	Language string
	// SplitH1 makes a page of every heading of the first level.
	SplitH1 bool
	// SiteID names the new playbook in readers' browsers.
	SiteID string
	// Date is the day of the import, "2026-11-30"; pages of the future are judged by it.
	Date string
	// Templates is the theme, for the build that proves that there are no errors.
	Templates fs.FS
	// Progress, if set, is called with the progress of a step.
	Progress func(step string, done, total int)
}

// An Unknown error says that a source is none of the families', or that there is no
// family of a name.
type Unknown struct{ Message, Hint string }

func (e Unknown) Error() string { return e.Message }

// Run reads a source. The error is for what cannot be read at all; what was lost is
// in the draft's report.
func Run(ctx context.Context, src *Source, o Options) (*Draft, error) {
	f, why, err := choose(src, o.From)
	if err != nil {
		return nil, err
	}
	d := newDraft(src, o)
	d.stopped = func() bool { return ctx.Err() != nil }
	d.Report.Family, d.Report.Known = f.Title, why
	if err := f.Read(d); err != nil {
		return nil, fmt.Errorf("read the handbook as %s: %w", f.Title, err)
	}
	if d.stopped() {
		return nil, context.Cause(ctx)
	}
	if len(d.Pages) == 0 {
		return nil, Unknown{fmt.Sprintf("there is no page in %q that %s would show", src.Name, f.Title), "name the folder that holds the texts, or another kind with --from"}
	}
	return d, d.finish(ctx)
}

// choose finds the family that reads a source, and says by what it is known.
func choose(src *Source, name string) (Family, string, error) {
	for _, f := range Families() {
		if name != "" {
			if f.Name == name {
				return f, "--from " + name, nil
			}
			continue
		}
		if why := f.Recognise(src); why != "" {
			return f, why, nil
		}
	}
	if name != "" {
		hint := diag.DidYouMean(name, Names())
		if hint == "" || !strings.HasPrefix(hint, "did") {
			hint = "the kinds are " + strings.Join(Names(), ", ")
		}
		return Family{}, "", Unknown{fmt.Sprintf("there is no kind of handbook %q", name), hint}
	}
	return Family{}, "", Unknown{fmt.Sprintf("%q has no handbook that import can read: no Markdown and no known export", src.Name), "the kinds are " + strings.Join(Names(), ", ")}
}

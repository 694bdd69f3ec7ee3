package pipeline

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"playbook/generator/content"
	"playbook/generator/site"
)

// States of a translation.
const (
	Translated = "complete" // made from the present source
	Drifted    = "stale"    // made from an older version of the source
	Unmarked   = "unmarked" // has no source_hash, so its age is unknown
	Missing    = "missing"
)

// A Translation is an author's page in another language.
type Translation struct {
	State string
	// Path is the file, which may be missing. Source is the file that it translates.
	// Both are below the site's folder.
	Path, Source string
}

// Translations lists the pages that authors wrote in the default language, with their
// state in l, in reading order. It is empty for the default language.
func Translations(s *site.Site, l *site.Lang) []Translation {
	var list []Translation
	for _, p := range l.Pages {
		if l.Default || p.Lesson == nil || p.SourcePath == "" || p.System == "gallery" {
			continue
		}
		t := Translation{Path: p.SourcePath, Source: sourceOf(p)}
		switch {
		case p.Fallback:
			t.State, t.Source = Missing, p.SourcePath
			t.Path = strings.TrimSuffix(p.SourcePath, ".md") + "." + l.Code + ".md"
		case p.Stale:
			t.State = Drifted
		case p.Lesson.Meta.SourceHash == "":
			t.State = Unmarked
		default:
			t.State = Translated
		}
		if t.Source != "" {
			list = append(list, t)
		}
	}
	for _, x := range l.Assignments {
		if l.Default || x.Of.Lang != "" {
			continue
		}
		t := Translation{State: Translated, Path: x.SourcePath, Source: path.Join(path.Dir(x.SourcePath), path.Base(x.Of.Path))}
		switch {
		case x.Fallback:
			t.State, t.Path = Missing, strings.TrimSuffix(x.SourcePath, ".md")+"."+l.Code+".md"
		case x.Stale:
			t.State = Drifted
		case x.Lesson.Meta.SourceHash == "":
			t.State = Unmarked
		}
		list = append(list, t)
	}
	return list
}

// sourceOf returns the file from which a translated page was made, or "".
func sourceOf(p *site.Page) string {
	for _, o := range p.Others {
		if o.Lang.Default && o != p {
			return o.SourcePath
		}
	}
	return ""
}

// Accept returns the translation in file with source_hash set to the present source.
// Nothing else in the file changes.
func (b *Builder) Accept(r *Result, file string) ([]byte, error) {
	for _, l := range r.Site.Langs {
		for _, p := range l.Pages {
			if p.SourcePath != file || p.Lesson == nil || p.Fallback {
				continue
			}
			for _, o := range p.Others {
				if o.Lang.Default && o != p && !o.Fallback {
					return b.accept(file, p.Lesson, o.Lesson.SourceHash())
				}
			}
		}
		for _, x := range l.Assignments {
			if x.SourcePath == file && x.Lesson != x.Of {
				return b.accept(file, x.Lesson, x.Of.SourceHash())
			}
		}
	}
	return nil, fmt.Errorf("%q is not a translation of another lesson: expected a file such as %q", file, path.Join(r.Config.Build.Content, "section/lesson.nl.md"))
}

func (b *Builder) accept(file string, l *content.Lesson, hash string) ([]byte, error) {
	raw, err := fs.ReadFile(b.Source, file)
	if err != nil {
		return nil, fmt.Errorf("read %q again: %w", file, err)
	}
	out, ok := content.SetSourceHash(raw, hash, l.Meta.Pos["source_hash"].Line)
	if !ok {
		return nil, fmt.Errorf("%q has no front matter to write source_hash into: begin it with a line +++ and close it with another", file)
	}
	if bytes.Equal(raw, out) {
		return raw, nil
	}
	return out, nil
}

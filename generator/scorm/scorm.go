// Package scorm makes a package for a company's learning platform (LMS): SCORM 1.2, or
// SCORM 2004 3rd edition, of a learning path, of one lesson or of the whole book.
//
// A package is a zip of pages that the site's own renderer draws, with one SCO: the
// shell (index_lms.html), which calls the platform's run-time interface and shows the
// lessons in a frame. Each kind of widget says which part of a reader's state goes to the
// platform ([widget.Packed], templates/widgets/<kind>/packed.js); templates/client/scorm/
// combines these parts.
//
//	choose.go    the lessons of a course
//	course.go    the data about a course for the shell's script
//	manifest.go  imsmanifest.xml
//	zip.go       the files, and the zip: the same bytes for the same input
//	room.go      the room that the state needs on the platform, measured with coder.go
//
// README.md says which platforms accept what, and how to try a package by hand.
package scorm

import (
	"context"
	"fmt"
	"io"
	"slices"

	"playbook/generator/pipeline"
	"playbook/generator/site"
	"playbook/generator/theme"
)

// A Version is a version of SCORM.
type Version string

// The versions that platforms accept; 2004 is the 3rd edition.
const (
	V12   Version = "1.2"
	V2004 Version = "2004"
)

// Versions are all versions, the most widely accepted first.
var Versions = []Version{V12, V2004}

// Options say what to pack.
type Options struct {
	Version Version
	// Path and Lesson are uids. At most one is set; neither means the whole book.
	Path, Lesson string
	// Lang is the language, "" for the site's own.
	Lang string
}

// A Course is the content of a package. Its Choose is for [pipeline.Options].
type Course struct {
	Options
	pkg *theme.Package
	all Table
	err error
}

// Choose chooses the lessons of a site. [Course.Err] reports a wrong choice.
func (c *Course) Choose(s *site.Site) *theme.Package {
	c.pkg, c.err = choose(s, c.Options)
	if c.err != nil {
		return nil
	}
	c.all, c.err = tableOf(s, c.pkg, c.Options)
	if c.err != nil {
		return nil
	}
	return c.pkg
}

// Err returns what is wrong with the options, or nil.
func (c *Course) Err() error { return c.err }

// A NotFoundError says that a path, lesson or language does not exist.
type NotFoundError struct {
	What, Name string
	// Known are the existing ones.
	Known []string
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no %s %q", e.What, e.Name) }

// A Report describes a package and what it needs of a platform.
type Report struct {
	Title, Lang    string
	Lessons, Files int
	// Bytes is the size of the zip, Unpacked the size of its content.
	Bytes, Unpacked int64
	Room            Room
	// Out names what is not stored.
	Out []string
}

// Write writes the package of r, which was built with c's Choose. Two calls write the
// same bytes.
func (c *Course) Write(ctx context.Context, r *pipeline.Result, w io.Writer) (Report, error) {
	rep := Report{Title: c.pkg.Title, Lang: c.pkg.Lang.Code, Lessons: len(c.pkg.Lessons), Room: c.all.room(c.Version), Out: c.all.out()}
	if err := rep.Room.check(); err != nil {
		return rep, err
	}
	files, err := gather(ctx, r, c.pkg)
	if err != nil {
		return rep, err
	}
	if err := acceptable(files); err != nil {
		return rep, err
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
		rep.Unpacked += int64(len(f.data))
	}
	m := manifest{Course: c, site: r.Config.SiteID, files: names, description: describe(r.Site, c.pkg)}
	files = slices.Insert(files, 0, file{manifestName, m.xml()})
	count := &counter{w: w}
	if err := writeZip(count, files); err != nil {
		return rep, fmt.Errorf("write the package: %w", err)
	}
	rep.Files, rep.Bytes = len(files), count.n
	return rep, nil
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

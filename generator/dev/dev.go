// Package dev builds again when files change, and shows the result.
//
// [Run] is `generate --watch`: a first build, a server on this machine, and
// from then on a build for every change, told to the open pages. It has no
// build of its own: it calls [pipeline.Builder] again, whose memo makes that fast.
//
//	watch.go    a doorbell: folders of the playbook, seen by the kernel
//	poll.go     the same where the kernel cannot tell
//	bell.go     what has been touched since somebody last looked
//	session.go  the order of things: build, show, look again, publish
//	server.go   an address table in memory behind a strict door
//	live.go     one stream of events, which says "reload" and no more
//	preview.go  pages with the live client in them, and how they are kept
//
// # Laws
//
// An event says where to look first, never that nothing else has changed: once
// the page in view is served anew, everything is looked at again.
//
// Folders are watched, never files: an editor that writes a new file and renames
// it over the old one would leave a watch on a file that is gone.
//
// What is served is drawn in memory, with drafts. The output folder follows
// after a second of quiet, as a plain build would leave it, off the path of the
// edit: the next event ends it.
//
// A build with errors changes nothing that is served: the last good pages stay,
// with the findings laid over them.
package dev

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"playbook/generator/diag"
	"playbook/generator/pipeline"
)

// Options say what to watch and where to serve it.
type Options struct {
	// Dir is the playbook's folder on this machine, the one that
	// Builder.Source reads.
	Dir string
	// Builder makes what is shown. Run calls it from one goroutine at a time.
	Builder *pipeline.Builder
	// Client holds the live client, client/dev/ of the theme.
	Client fs.FS
	// Host is the address to listen on, "127.0.0.1" if empty. Port is the
	// port; with AnyPort a busy one steps to the next.
	Host    string
	Port    int
	AnyPort bool
	// Poll, if above zero, looks at everything that often instead of having
	// the kernel tell.
	Poll time.Duration
	// Plain are the options of a plain build, for Publish.
	Plain pipeline.Options
	// Publish brings the output folder up to date with a plain build; it is
	// called in the background after a second of quiet and must end soon when
	// ctx does. The builder is its own; its findings are returned. Nil
	// publishes nothing.
	Publish func(ctx context.Context, plain *pipeline.Builder) (diag.List, error)
	// Tell hears what happens.
	Tell Listener
}

// A Listener is told what happens, one call at a time. No function of it may be
// nil.
type Listener struct {
	// Ready says the first build is done and where it is served.
	Ready func(url string)
	// Built is called after every build that led to something else than the
	// one before, with the time from the first event to the new answer.
	Built func(r *pipeline.Result, took time.Duration)
	// Note is called for what an author should know: another port, polling.
	Note func(text string)
	// Failed is called for failures of the machine that do not end watching.
	Failed func(err error)
}

// A BusyError says that the port is taken.
type BusyError struct{ Addr string }

func (e *BusyError) Error() string { return fmt.Sprintf("the address %s is in use", e.Addr) }

// Run builds, serves and watches until ctx ends; that is no error. What keeps it
// from starting is one: a *[BusyError], or a failure of the machine. A playbook
// with mistakes in it does not keep it from starting.
func Run(ctx context.Context, o Options) error {
	listener, note, err := listen(o.Host, o.Port, o.AnyPort)
	if err != nil {
		return err
	}
	client, err := bundleClient(o.Client)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	s := newSession(o, newServer(client, o.Host, listener.Addr()))
	if note != "" {
		s.note(note)
	}
	stop := s.server.start(listener)
	defer stop()
	return s.run(ctx)
}

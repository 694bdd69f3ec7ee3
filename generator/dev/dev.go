// Package dev builds again when files change, and shows the result.
//
// [Run] is `generate --watch`: a first build, a server on this machine, and then a
// build for every change, after which the open pages reload. It has no build of its
// own: it calls [pipeline.Builder] again, whose memo makes that fast.
//
//	watch.go    events of the kernel for the folders of the playbook
//	poll.go     regular scans where the kernel reports no events
//	bell.go     the paths that have changed since the last build
//	session.go  the order of work: build, show, scan again, publish
//	server.go   a table of addresses in memory, and which requests are answered
//	live.go     the stream of events, which only says "reload"
//	preview.go  the pages, with the live client in them
//
// # Rules
//
// An event says where to look first. It does not say that nothing else has changed,
// so everything is scanned once the current page is up to date.
//
// Folders are watched, never files: an editor that writes a new file and renames
// it over the old one would leave a watch on a deleted file.
//
// The pages are drawn in memory, with drafts. The output folder is updated in the
// background after a second without events, as a plain build would leave it. The next
// event cancels that.
//
// A build with errors changes nothing that is served: the last good pages stay,
// with the findings on top of them.
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
	// Poll, if above zero, scans everything that often instead of using events
	// of the kernel.
	Poll time.Duration
	// Plain are the options of a plain build, for Publish.
	Plain pipeline.Options
	// Publish brings the output folder up to date with a plain build, and returns
	// its findings. It is called in the background after a second without events
	// and must return soon after ctx ends. Nobody else uses the builder. If Publish
	// is nil, nothing is published.
	Publish func(ctx context.Context, plain *pipeline.Builder) (diag.List, error)
	// Tell hears what happens.
	Tell Listener
}

// A Listener has callbacks, which are called one at a time. None may be nil.
type Listener struct {
	// Ready is called after the first build, with the address of the site.
	Ready func(url string)
	// Built is called after every build whose result differs from the one
	// before, with the time from the first event to the new pages.
	Built func(r *pipeline.Result, took time.Duration)
	// Note is called with a note for the author: another port, polling.
	Note func(text string)
	// Failed is called for failures of the machine after which watching goes on.
	Failed func(err error)
}

// A BusyError says that the port is taken.
type BusyError struct{ Addr string }

func (e *BusyError) Error() string { return fmt.Sprintf("the address %s is in use", e.Addr) }

// Run builds, serves and watches until ctx ends, and then returns nil. It returns an
// error if it cannot start: a *[BusyError], or a failure of the machine. It starts
// even if the playbook has mistakes.
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

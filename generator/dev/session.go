package dev

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"playbook/generator/config"
	"playbook/generator/diag"
	"playbook/generator/pipeline"
)

// How long to wait for what.
const (
	// An edit is often several events close together. The build begins when
	// settleQuiet has passed without an event, at the latest after settleMost.
	settleQuiet = 2 * time.Millisecond
	settleMost  = 10 * time.Millisecond
	// A build that has fewer pages than the last one, or the first error, may be
	// due to an editor in the middle of writing. It waits for a second event for
	// doubt, and for doubtMost in all if events never end.
	doubt     = 60 * time.Millisecond
	doubtMost = 600 * time.Millisecond
	// lookAgain is the time from an edit to a scan of everything. If folders came
	// or went, their events may be lost or late. Then moreLooks more scans follow,
	// each after four times as long.
	lookAgain = 250 * time.Millisecond
	moreLooks = 2
	// publishAfter is the time without events before the output folder is updated.
	publishAfter = time.Second
)

// A session is one run of watching.
type session struct {
	o       Options
	server  *server
	bell    *bell
	changes changeSource
	trees   []string
	shown   *pipeline.Result

	telling    sync.Mutex
	look       *time.Timer
	looks      int // scans that are still to follow
	publish    *time.Timer
	publishing chan struct{} // closed when the last publication is done
	stop       context.CancelFunc
}

// A changeSource rings the bell for changes until it is closed: a watcher or a poller.
type changeSource interface{ close() }

func newSession(o Options, s *server) *session {
	done := make(chan struct{})
	close(done)
	return &session{o: o, server: s, bell: newBell(), publishing: done, stop: func() {}}
}

// run watches until ctx ends.
func (s *session) run(ctx context.Context) error {
	start := time.Now()
	s.open()
	defer func() { s.changes.close() }()
	r, err := s.o.Builder.Build(ctx)
	if err != nil {
		return done(ctx, err)
	}
	s.look, s.publish = time.NewTimer(lookAgain), time.NewTimer(publishAfter)
	s.show(r, start)
	s.o.Tell.Ready(s.server.url)
	s.loop(ctx)
	s.stop()
	<-s.publishing
	return nil
}

// done returns err, or nil if ctx has ended.
func done(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (s *session) loop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.bell.rung:
			s.edit(ctx)
		case <-s.look.C:
			s.rescan(ctx)
		case <-s.publish.C:
			s.startPublishing(ctx)
		}
	}
}

// open starts watching. It is called before any file is read, so that no change is
// missed.
func (s *session) open() {
	cfg, _, _ := s.o.Builder.Config()
	s.trees = trees(cfg)
	every, why := s.o.Poll, ""
	if every <= 0 && isRemote(s.o.Dir) {
		every, why = pollEvery, "the folder is on a network file system"
	}
	if every <= 0 {
		w, err := watch(s.o.Dir, s.settings(), s.trees, s.bell, s.blind)
		if err == nil {
			s.changes = w
			return
		}
		every, why = pollEvery, fmt.Sprintf("the system cannot watch (%v)", err)
	}
	if why != "" {
		s.note(fmt.Sprintf("%s; looking for changes every %v instead", why, every))
	}
	s.changes = poll(every, s.bell)
}

func (s *session) settings() string {
	if p := s.o.Builder.Options.ConfigPath; p != "" {
		return p
	}
	return "site.toml"
}

// blind is called when the kernel cannot report changes any more. Polling takes over.
func (s *session) blind(err error) {
	s.note(fmt.Sprintf("the system cannot watch (%v); looking for changes every %v instead", err, pollEvery))
	s.bell.blind()
}

// edit builds what has changed and shows it.
func (s *session) edit(ctx context.Context) {
	var first time.Time
	for {
		s.settle(ctx)
		paths, all, since := s.bell.take()
		if first.IsZero() {
			first = since
		}
		if first.IsZero() {
			first = time.Now()
		}
		if all {
			s.looks = moreLooks
		}
		r, err := s.build(ctx, paths, all)
		// Whatever the result, scan everything soon: other files may have changed
		// without an event.
		s.look.Reset(lookAgain)
		if err != nil {
			s.fail(ctx, err)
			return
		}
		if s.lost(r) && time.Since(first) < doubtMost && s.rings(ctx, doubt) {
			continue
		}
		s.show(r, first)
		return
	}
}

func (s *session) build(ctx context.Context, paths []string, all bool) (*pipeline.Result, error) {
	if s.bell.isBlind() {
		s.changes.close()
		s.changes = poll(pollEvery, s.bell)
	}
	if all {
		return s.o.Builder.Build(ctx)
	}
	return s.o.Builder.Rebuild(ctx, paths)
}

// settle waits for the first pause in the events.
func (s *session) settle(ctx context.Context) {
	for end := time.Now().Add(settleMost); time.Now().Before(end); {
		if !s.rings(ctx, settleQuiet) {
			return
		}
		<-s.bell.rung
	}
}

// rings reports whether the bell rings within d. It leaves the ring in the channel.
func (s *session) rings(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	case <-s.bell.rung:
		select {
		case s.bell.rung <- struct{}{}:
		default: // it has rung again
		}
		return true
	}
	return false
}

// lost reports whether r has fewer pages than the build before, or the first error.
func (s *session) lost(r *pipeline.Result) bool {
	if s.shown == nil || r.Version == s.shown.Version {
		return false
	}
	if r.Diags.HasErrors() {
		return !s.shown.Diags.HasErrors()
	}
	return r.Count < s.shown.Count
}

// rescan scans everything. The next event cancels it.
func (s *session) rescan(ctx context.Context) {
	start := time.Now()
	if w, ok := s.changes.(*watcher); ok {
		w.refresh()
	}
	idle, cancel := s.bell.until(ctx)
	defer cancel()
	r, err := s.o.Builder.Build(idle)
	if err != nil {
		if idle.Err() == nil {
			s.fail(ctx, err)
		}
		return
	}
	s.show(r, start)
	if s.looks > 0 {
		s.look.Reset(lookAgain << (2 * (moreLooks - s.looks + 1)))
		s.looks--
	}
}

// show serves r, if it is new, and reloads the open pages.
func (s *session) show(r *pipeline.Result, since time.Time) {
	if s.shown != nil && r.Version == s.shown.Version {
		return
	}
	s.stop()
	s.shown = r
	if t := trees(r.Config); r.Config != nil && !slices.Equal(t, s.trees) {
		s.trees = t
		if w, ok := s.changes.(*watcher); ok {
			if err := w.follow(t); err != nil {
				s.blind(err)
			}
		}
	}
	took := time.Since(since)
	s.server.show(r, took)
	s.publish.Reset(publishAfter)
	s.telling.Lock()
	defer s.telling.Unlock()
	s.o.Tell.Built(r, took)
}

// startPublishing brings the output folder up to date in the background.
func (s *session) startPublishing(ctx context.Context) {
	if s.o.Publish == nil {
		return
	}
	select {
	case <-s.publishing:
	default: // the last publication has not ended yet
		s.publish.Reset(publishAfter)
		return
	}
	idle, cancel := s.bell.until(ctx)
	s.stop = cancel
	plain := s.o.Builder.Fork(s.o.Plain)
	s.publishing = make(chan struct{})
	go func(end chan struct{}) {
		defer close(end)
		defer cancel()
		ds, err := s.o.Publish(idle, plain)
		switch {
		case err != nil && idle.Err() == nil:
			s.fail(ctx, err)
		case err != nil && ctx.Err() == nil:
			s.publish.Reset(publishAfter) // canceled by an event, which may have changed nothing
		case err == nil:
			s.server.published(onlyPlain(ds, s.server.findings()))
			debug.FreeOSMemory() // drawing all pages takes much memory
		}
	}(s.publishing)
}

// onlyPlain returns the errors of a plain build that the preview does not have.
func onlyPlain(plain, preview diag.List) diag.List {
	var out diag.List
	for _, d := range plain {
		if d.Severity == diag.Error && !slices.Contains(preview, d) {
			out = append(out, d)
		}
	}
	return out
}

// trees returns the folders that a build reads.
func trees(c *config.Config) []string {
	content := "content"
	if c != nil && c.Build.Content != "" {
		content = c.Build.Content
	}
	return []string{content, "templates"}
}

func (s *session) note(text string) {
	s.telling.Lock()
	defer s.telling.Unlock()
	s.o.Tell.Note(text)
}

func (s *session) fail(ctx context.Context, err error) {
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return
	}
	s.telling.Lock()
	defer s.telling.Unlock()
	s.o.Tell.Failed(err)
}

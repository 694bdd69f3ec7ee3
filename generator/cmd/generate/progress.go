package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progressAfter is how long a build may take before anything is said.
const progressAfter = 500 * time.Millisecond

// A progress line is drawn over itself on a terminal, and only there.
type progress struct {
	w     io.Writer // nil where there is no terminal
	now   func() time.Time
	start time.Time

	mu    sync.Mutex
	drawn time.Time
	ended bool
}

func (a *app) startProgress() *progress {
	p := &progress{now: a.now, start: a.now()}
	if !a.flags.quiet && a.env("TERM") != "dumb" && isTerminal(a.err) {
		p.w = a.err
	}
	return p
}

// step returns the callback for the progress of a step.
func (p *progress) step(name string) func(done, total int) {
	if p.w == nil {
		return nil
	}
	return func(done, total int) {
		p.mu.Lock()
		defer p.mu.Unlock()
		now := p.now()
		if p.ended || now.Sub(p.start) < progressAfter || now.Sub(p.drawn) < 100*time.Millisecond {
			return
		}
		p.drawn = now
		fmt.Fprintf(p.w, "\r%s: %d of %d\x1b[K", name, done, total)
	}
}

// stop clears the line. It may be called twice.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.drawn.IsZero() && !p.ended {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	p.ended = true
}

// isTerminal reports whether w is a terminal, as far as every system tells: a
// character device.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

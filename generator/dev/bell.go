package dev

import (
	"context"
	"slices"
	"sync"
	"time"
)

// maxTouched is the number of files from which a scan of everything is quicker
// than checking each file.
const maxTouched = 64

// A bell collects the paths that changed until somebody takes them.
type bell struct {
	rung chan struct{} // holds at most one ring

	mu      sync.Mutex
	touched map[string]bool // slash-separated, below the playbook's folder
	all     bool
	seen    bool               // something changed; false if only a scan was requested
	gone    bool               // the kernel has stopped reporting changes
	since   time.Time          // of the first ring not yet taken
	idle    context.CancelFunc // cancels background work
}

func newBell() *bell {
	return &bell{rung: make(chan struct{}, 1), touched: map[string]bool{}}
}

// ring reports that the files at paths have changed; without paths, that any file
// may have.
func (b *bell) ring(paths ...string) {
	b.mu.Lock()
	for _, p := range paths {
		b.touched[p] = true
	}
	b.all, b.seen = b.all || len(paths) == 0 || len(b.touched) > maxTouched, true
	if b.idle != nil {
		b.idle()
	}
	b.sound()
}

// look requests a scan of everything. Nothing has been seen to change, so
// background work goes on.
func (b *bell) look() {
	b.mu.Lock()
	b.all = true
	b.sound()
}

// sound delivers the ring. It unlocks b.mu, which the caller has locked.
func (b *bell) sound() {
	if b.since.IsZero() {
		b.since = time.Now()
	}
	b.mu.Unlock()
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// take returns the paths that changed since the last call, sorted, and the time of
// the first change. If all is true, other files may have changed too.
func (b *bell) take() (paths []string, all bool, since time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for p := range b.touched {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	all, since = b.all, b.since
	clear(b.touched)
	b.all, b.seen, b.since = false, false, time.Time{}
	select {
	case <-b.rung:
	default:
	}
	return paths, all, since
}

// until returns a context for background work. It ends when the bell rings.
func (b *bell) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = cancel
	if b.seen {
		cancel()
	}
	return ctx, cancel
}

// blind reports that the kernel has stopped reporting changes. isBlind returns that
// once.
func (b *bell) blind() {
	b.mu.Lock()
	b.gone, b.all = true, true
	b.sound()
}

func (b *bell) isBlind() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	gone := b.gone
	b.gone = false
	return gone
}

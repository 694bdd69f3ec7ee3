package dev

import (
	"context"
	"slices"
	"sync"
	"time"
)

// maxTouched is from how many files on a full look is quicker than looking at
// each.
const maxTouched = 64

// A bell collects what has been touched until somebody asks.
type bell struct {
	rung chan struct{} // holds one ring

	mu      sync.Mutex
	touched map[string]bool // slash-separated, below the playbook's folder
	all     bool
	seen    bool               // something was touched; else it is only asked to look
	gone    bool               // the kernel has stopped telling
	since   time.Time          // of the first ring not yet taken
	idle    context.CancelFunc // ends what may be put off
}

func newBell() *bell {
	return &bell{rung: make(chan struct{}, 1), touched: map[string]bool{}}
}

// ring says that the files at paths were touched; without any, that anything may
// have been.
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

// look asks for a look at everything without having seen anything: it ends no
// work.
func (b *bell) look() {
	b.mu.Lock()
	b.all = true
	b.sound()
}

// sound puts the ring where it is heard. It ends what the caller has locked.
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

// take returns what was touched since the last call, sorted, and when that
// began; all says that the paths are not the whole of it.
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

// until returns a context that ends when the bell rings, for work that may be
// done later.
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

// blind says that the kernel has stopped telling; isBlind hears it once.
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

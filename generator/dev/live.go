package dev

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// maxStreams bounds the open streams. A browser needs one for all its tabs, or one
// for each tab if it has no locks.
const maxStreams = 64

// alive is the interval of the lines that keep a stream open.
const alive = 30 * time.Second

// live are the open streams of events.
type live struct {
	mu      sync.Mutex
	streams map[chan struct{}]bool
}

// reload sends "reload" to every stream.
func (l *live) reload() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.streams {
		select {
		case c <- struct{}{}:
		default: // one is already waiting
		}
	}
}

// join adds a stream, nil if there are too many.
func (l *live) join() chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.streams) >= maxStreams {
		return nil
	}
	if l.streams == nil {
		l.streams = map[chan struct{}]bool{}
	}
	c := make(chan struct{}, 1)
	l.streams[c] = true
	return c
}

func (l *live) leave(c chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.streams, c)
}

// serve is one stream of server-sent events (HTML standard). It sends only the word
// "reload".
func (l *live) serve(w http.ResponseWriter, r *http.Request) {
	c := l.join()
	if c == nil {
		w.Header().Set("Retry-After", "10")
		writeText(w, r, http.StatusServiceUnavailable, "too many open pages")
		return
	}
	defer l.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	send := func(text string) bool {
		_, err := io.WriteString(w, text)
		return err == nil && out.Flush() == nil
	}
	t := time.NewTicker(alive)
	defer t.Stop()
	for ok := send("retry: 500\n\n"); ok; {
		select {
		case <-r.Context().Done():
			return
		case <-c:
			ok = send("data: reload\n\n")
		case <-t.C:
			ok = send(":\n\n")
		}
	}
}

package browser

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
)

// pool keeps browser contexts for the next page. To make a context, its window
// and its renderer costs a third of a second on a busy machine; to sweep one that
// has been used costs a few milliseconds. TestNothingSurvives holds the sweeping
// to its promise.
type pool struct {
	mu   sync.Mutex
	free []*seat
}

// seat is one incognito context with the window that was opened in it first.
type seat struct {
	context string
	target  string
	broken  atomic.Bool

	mu      sync.Mutex
	origins map[string]bool // visited since the last sweep
}

func (l *pool) take(c *conn) (*seat, error) {
	l.mu.Lock()
	if n := len(l.free); n > 0 {
		s := l.free[n-1]
		l.free = l.free[:n-1]
		l.mu.Unlock()
		return s, nil
	}
	l.mu.Unlock()
	var made struct{ BrowserContextID string }
	if err := c.call("", "Target.createBrowserContext", nil, &made); err != nil {
		return nil, err
	}
	s := &seat{context: made.BrowserContextID, origins: map[string]bool{}}
	var err error
	s.target, err = newTarget(c, s.context)
	return s, err
}

// give takes a context back, or throws it away when it cannot be swept.
func (l *pool) give(c *conn, s *seat) {
	if s.broken.Load() {
		_ = c.call("", "Target.disposeBrowserContext", object{"browserContextId": s.context}, nil)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(l.free, s)
}

// newTarget opens a window of its own for a tab: a tab behind another one would
// get no frames.
func newTarget(c *conn, context string) (string, error) {
	var made struct{ TargetID string }
	err := c.call("", "Target.createTarget", object{
		"url": "about:blank", "browserContextId": context, "newWindow": true, "width": 1280, "height": 800,
	}, &made)
	return made.TargetID, err
}

// visit remembers whose storage is to be swept.
func (s *seat) visit(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "about" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.origins[u.Scheme+"://"+u.Host] = true
}

// visited gives the origins to sweep and forgets them.
func (s *seat) visited() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	origins := slices.Sorted(maps.Keys(s.origins))
	clear(s.origins)
	return origins
}

// leave sweeps what a page leaves behind while its session still stands. A
// second tab is closed instead, before its page, the seat's owner, is swept.
func (s *seat) leave(p *Page) {
	if p.target != s.target || s.broken.Load() {
		return
	}
	if err := s.sweep(p); err != nil {
		s.broken.Store(true)
	}
}

func (s *seat) sweep(p *Page) error {
	// The session storage and the name belong to the tab, and only its page sees them.
	_ = p.TryEval(`window.name = ""; sessionStorage.clear()`, nil)
	if err := p.call("Emulation.setScriptExecutionDisabled", object{"value": false}, nil); err != nil {
		return err
	}
	if err := p.open("about:blank"); err != nil {
		return err
	}
	for _, origin := range s.visited() {
		params := object{"origin": origin, "storageTypes": "local_storage,indexeddb,service_workers,cache_storage"}
		if err := p.call("Storage.clearDataForOrigin", params, nil); err != nil {
			return fmt.Errorf("sweep %s: %w", origin, err)
		}
	}
	if err := p.call("Page.resetNavigationHistory", nil, nil); err != nil {
		return err
	}
	return p.conn.call("", "Storage.clearCookies", object{"browserContextId": s.context}, nil)
}

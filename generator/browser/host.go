package browser

import (
	"io/fs"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Host is a server for tests. Its files can be replaced, and it can be stopped and started
// again at the same address.
type Host struct {
	*Site
	t      testing.TB
	addr   string
	prefix string
	server *http.Server

	mu    sync.Mutex
	files http.Handler
	asked []string
	fails func(path string) int
	sends map[string]string
}

// Open starts a Host on 127.0.0.1. prefix is the path of the site, with a slash at the end.
func Open(t testing.TB, files fs.FS, prefix string) *Host {
	t.Helper()
	h := &Host{t: t, addr: "127.0.0.1:0", prefix: prefix}
	h.Publish(files)
	h.Start()
	h.Site = &Site{base: "http://" + h.addr + prefix}
	t.Cleanup(h.Stop)
	return h
}

// Start starts the server, at the same address as before if it was stopped.
func (h *Host) Start() {
	h.t.Helper()
	listener, err := net.Listen("tcp", h.addr)
	must(h.t, err)
	h.addr = listener.Addr().String()
	h.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func(s *http.Server) { _ = s.Serve(listener) }(h.server)
}

// Stop closes all connections and refuses new ones.
func (h *Host) Stop() { h.server.Close() }

// Publish replaces the files.
func (h *Host) Publish(files fs.FS) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files = http.StripPrefix(strings.TrimSuffix(h.prefix, "/"), typed(http.FileServerFS(files)))
}

// Fail sets a function that is called with the path of each request. If it returns a status
// other than 0, that is the answer; a status below 0 closes the connection without one. The
// function may sleep to make the answer slow.
func (h *Host) Fail(fails func(path string) int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fails = fails
}

// Send adds a header to every answer.
func (h *Host) Send(header, value string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sends == nil {
		h.sends = map[string]string{}
	}
	h.sends[header] = value
}

// Asked returns the paths, without the prefix, of the requests since its last call.
func (h *Host) Asked() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.asked
	h.asked = nil
	return list
}

func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, h.prefix)
	h.mu.Lock()
	files, fails, status := h.files, h.fails, 0
	h.asked = append(h.asked, path)
	for header, value := range h.sends {
		w.Header().Set(header, value)
	}
	h.mu.Unlock()
	if fails != nil {
		status = fails(path)
	}
	switch {
	case status < 0:
		panic(http.ErrAbortHandler)
	case status > 0:
		http.Error(w, http.StatusText(status), status)
	case !strings.HasPrefix(r.URL.Path, h.prefix):
		http.NotFound(w, r)
	default:
		files.ServeHTTP(w, r)
	}
}

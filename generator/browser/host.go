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

// A Host is a server whose files can be replaced, and which can be stopped and
// started again at its address, as a site's own may be.
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

// Open serves files on 127.0.0.1 below a sub-path that ends with a slash.
func Open(t testing.TB, files fs.FS, prefix string) *Host {
	t.Helper()
	h := &Host{t: t, addr: "127.0.0.1:0", prefix: prefix}
	h.Publish(files)
	h.Start()
	h.Site = &Site{base: "http://" + h.addr + prefix}
	t.Cleanup(h.Stop)
	return h
}

// Start begins to answer, at the same address as before.
func (h *Host) Start() {
	h.t.Helper()
	listener, err := net.Listen("tcp", h.addr)
	must(h.t, err)
	h.addr = listener.Addr().String()
	h.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func(s *http.Server) { _ = s.Serve(listener) }(h.server)
}

// Stop ends every connection; whoever comes now finds nobody.
func (h *Host) Stop() { h.server.Close() }

// Publish replaces the files.
func (h *Host) Publish(files fs.FS) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files = http.StripPrefix(strings.TrimSuffix(h.prefix, "/"), typed(http.FileServerFS(files)))
}

// Fail has requests answered with the status that fails gives for their path,
// if it is not 0; a status below 0 ends the connection. It may take its time.
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

// Asked gives the paths below the prefix that were asked for since it was called
// last.
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

package dev

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"playbook/generator/theme"
)

// A server answers from a table of addresses in memory. No requested path ever
// reaches the disk, and the only headers that it reads are Host, Origin and
// Sec-Fetch-Site.
type server struct {
	url     string
	hosts   map[string]bool // accepted values of Host
	origins map[string]bool // accepted values of Origin
	client  client
	live    live
	preview preview
}

func newServer(c client, host string, addr net.Addr) *server {
	s := &server{client: c, hosts: map[string]bool{}, origins: map[string]bool{}}
	_, port, _ := net.SplitHostPort(addr.String())
	for _, h := range names(host, addr) {
		at := net.JoinHostPort(h, port)
		s.hosts[at], s.origins["http://"+at] = true, true
		if port == "80" {
			s.hosts[strings.TrimSuffix(at, ":80")], s.origins["http://"+strings.TrimSuffix(at, ":80")] = true, true
		}
	}
	name := host
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		name = "127.0.0.1"
	}
	s.url = "http://" + net.JoinHostPort(name, port) + "/"
	return s
}

// names returns the host names of this server: its own address and the loopback's. If
// it listens on every address, also all addresses and the name of this machine.
func names(host string, addr net.Addr) []string {
	list := []string{"localhost", "127.0.0.1", "::1"}
	if host != "" {
		list = append(list, strings.ToLower(host))
	}
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return list
	}
	list = append(list, tcp.IP.String())
	if !tcp.IP.IsUnspecified() {
		return list
	}
	if name, err := os.Hostname(); err == nil {
		list = append(list, strings.ToLower(name))
	}
	own, _ := net.InterfaceAddrs() // on failure without them
	for _, a := range own {
		if n, ok := a.(*net.IPNet); ok {
			list = append(list, n.IP.String())
		}
	}
	return list
}

// Limits of a request.
const (
	headerTimeout = 5 * time.Second
	maxHeader     = 16 << 10
)

// start serves on l until stop is called.
func (s *server) start(l net.Listener) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	h := &http.Server{
		DisableGeneralOptionsHandler: true, // so that ServeHTTP checks the host of OPTIONS * too

		Handler: s, ReadHeaderTimeout: headerTimeout, IdleTimeout: time.Minute, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    silent(),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.Serve(headed{l}) // ends with ErrServerClosed
	}()
	return func() {
		cancel()
		_ = h.Close()
		<-done
	}
}

// headers are on every answer.
func headers(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", theme.CSP+"; frame-ancestors 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// ServeHTTP checks a request's host, then its method, then its path, and answers it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	headers(w.Header())
	switch {
	case !s.hosts[strings.ToLower(r.Host)]:
		writeText(w, r, http.StatusForbidden, "this host name is not served here")
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		writeText(w, r, http.StatusMethodNotAllowed, "only GET and HEAD are answered")
		return
	}
	target, ok := clean(r.RequestURI)
	if !ok {
		writeText(w, r, http.StatusBadRequest, "this is not an address")
		return
	}
	if rest, own := strings.CutPrefix(target, ownPrefix); own {
		s.own(w, r, rest)
		return
	}
	s.preview.serve(w, r, target)
}

// clean returns the decoded path of a request's target without its first slash. It
// reports false unless the target is in origin form and its path has no empty part, no
// "." or "..", no control character and no backslash.
func clean(target string) (string, bool) {
	raw, _, _ := strings.Cut(target, "?")
	rest, ok := strings.CutPrefix(raw, "/")
	if !ok || strings.Contains(raw, "#") {
		return "", false
	}
	p, err := url.PathUnescape(rest)
	if err != nil || strings.ContainsFunc(p, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' || c == 0xfffd }) {
		return "", false
	}
	parts := strings.Split(p, "/")
	for i, part := range parts {
		if part == ".." || part == "." || part == "" && i < len(parts)-1 {
			return "", false
		}
	}
	// An escaped slash is not a separator, so it names nothing here.
	return p, strings.Count(p, "/") == strings.Count(rest, "/")
}

// ownPrefix begins the addresses of the live client. No page's address begins with it,
// because names that begin with '_' are not part of a playbook.
const ownPrefix = "_dev/"

// own answers requests of the live client, and only from pages served here.
func (s *server) own(w http.ResponseWriter, r *http.Request, name string) {
	if o := r.Header.Get("Origin"); o != "" && !s.origins[strings.ToLower(o)] {
		writeText(w, r, http.StatusForbidden, "this origin is not served here")
		return
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		writeText(w, r, http.StatusForbidden, "this site is not served here")
		return
	}
	switch name {
	case "dev.js":
		write(w, r, http.StatusOK, "text/javascript; charset=utf-8", s.client.script)
	case "dev.css":
		write(w, r, http.StatusOK, "text/css; charset=utf-8", s.client.style)
	case "state":
		write(w, r, http.StatusOK, "application/json", s.preview.state())
	case "events":
		if r.Method == http.MethodGet {
			s.live.serve(w, r)
			return
		}
		w.Header().Set("Allow", "GET")
		writeText(w, r, http.StatusMethodNotAllowed, "read events with GET")
	default:
		writeText(w, r, http.StatusNotFound, "there is nothing here")
	}
}

// types are the content types of a site's files. They take precedence over this
// machine's own table.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".pdf": "application/pdf",
	".webmanifest": "application/manifest+json", ".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg",
}

func typeOf(name string) string {
	if t := types[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// write sends a complete answer.
func write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // fails if the browser has closed the connection
	}
}

func writeText(w http.ResponseWriter, r *http.Request, status int, text string) {
	write(w, r, status, "text/plain; charset=utf-8", []byte(text+"\n"))
}

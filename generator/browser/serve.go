package browser

import (
	"context"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Site is a folder of files that pages can open.
type Site struct {
	base string // ends with a slash
}

// URL is the address of a file of the site, "index.html?q=1#top". An absolute
// address is given back as it is.
func (s *Site) URL(ref string) string {
	if u, err := url.Parse(ref); err == nil && u.Scheme != "" {
		return ref
	}
	return s.base + strings.TrimPrefix(ref, "/")
}

// Serve serves files on 127.0.0.1 below a sub-path: "/" or one like "/a/b/".
// Nothing outside the sub-path is found.
func Serve(t testing.TB, files fs.FS, prefix string) *Site {
	t.Helper()
	prefix = path.Join("/", prefix)
	if prefix != "/" {
		prefix += "/"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	mux := http.NewServeMux()
	mux.Handle(prefix, http.StripPrefix(strings.TrimSuffix(prefix, "/"), typed(http.FileServerFS(files))))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
	})
	return &Site{base: "http://" + listener.Addr().String() + prefix}
}

// typed sets the content types a static host gives, whatever this machine's own
// table says, and forbids guessing.
func typed(next http.Handler) http.Handler {
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
		".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
		".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml",
		".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8",
		".webmanifest": "application/manifest+json",
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if t, ok := types[path.Ext(r.URL.Path)]; ok {
			w.Header().Set("Content-Type", t)
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// Files copies files into a temporary folder and gives their file:// addresses.
func Files(t testing.TB, files fs.FS) *Site {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, files))
	return Dir(dir)
}

// Dir gives the file:// addresses of a folder on disk.
func Dir(dir string) *Site {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}
	return &Site{base: u.String()}
}

package dev_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"playbook/generator/dev"
)

// secret stands in every file that must never be served.
const secret = "s3cret-of-the-author"

// TestRequests sends requests as raw bytes, good and hostile, and holds every
// answer to three things: its status, the full set of headers, and not a byte
// of a source or a hidden file.
func TestRequests(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, small)
	for _, name := range []string{
		".env", ".git/config", "secret.txt", "content/s/.hidden", "content/s/_draft.md", "content/s/unused.txt",
		"templates/own.txt", "public/old.html",
	} {
		put(t, filepath.Join(dir, name), secret)
	}
	put(t, filepath.Join(dir, "content/s/a.md"), "+++\ntitle = \"Lesson A\"\n# "+secret+"\n+++\nText of A.\n")
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	addr := strings.TrimSuffix(strings.TrimPrefix(w.url, "http://"), "/")
	_, port, _ := net.SplitHostPort(addr)
	get := func(target string, headers ...string) string {
		return "GET " + target + " HTTP/1.1\r\nHost: " + addr + "\r\nConnection: close\r\n" + strings.Join(append(headers, ""), "\r\n") + "\r\n"
	}
	host := func(h string) string {
		return "GET /index.html HTTP/1.1\r\nHost: " + h + "\r\nConnection: close\r\n\r\n"
	}
	method := func(m string) string {
		return m + " /index.html HTTP/1.1\r\nHost: " + addr + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
	}
	cases := []struct {
		name, send string
		status     int
	}{
		{"home", get("/"), 200},
		{"page", get("/s/a.html"), 200},
		{"page with a query", get("/s/a.html?x=../../.env"), 200},
		{"folder", get("/s/"), 200},
		{"folder without slash", get("/s"), 307},
		{"escaped letter", get("/s/%61.html"), 200},
		{"twin", get("/s/b.md"), 200},
		{"HEAD", method("HEAD"), 200},
		{"own script", get("/_dev/dev.js"), 200},
		{"own state", get("/_dev/state"), 200},
		{"nothing there", get("/s/zz.html"), 404},
		{"source", get("/content/s/a.md"), 404},
		{"settings", get("/site.toml"), 404},
		{"template", get("/templates/own.txt"), 404},
		{"unused file", get("/s/unused.txt"), 404},
		{"output", get("/public/old.html"), 404},
		{"dot-file", get("/.env"), 404},
		{"dot-folder", get("/.git/config"), 404},
		{"hidden beside a lesson", get("/s/.hidden"), 404},
		{"dot, escaped", get("/%2eenv"), 404},
		{"manifest", get("/.playbook.json"), 404},
		{"unknown of the client", get("/_dev/other"), 404},

		{"host of this machine by name", host("localhost:" + port), 200},
		{"host in capitals", host("LOCALHOST:" + port), 200},
		{"host by IPv6", host("[::1]:" + port), 200},
		{"foreign host", host("evil.example"), 403},
		{"foreign host with the port", host("evil.example:" + port), 403},
		{"rebinding host", host("127.0.0.1.evil.example:" + port), 403},
		{"right host, wrong port", host("127.0.0.1:1"), 403},
		{"right host, no port", host("127.0.0.1"), 403},
		{"user in the host", host("127.0.0.1:" + port + "@evil.example"), 400},
		{"dotted host", host("localhost.:" + port), 403},
		{"empty host", host(""), 403},
		{"no host", "GET /index.html HTTP/1.1\r\nConnection: close\r\n\r\n", 400},
		{"no host, HTTP/1.0", "GET /index.html HTTP/1.0\r\n\r\n", 403},
		{"two hosts", "GET / HTTP/1.1\r\nHost: " + addr + "\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400},
		{"forwarded host is ignored", get("/", "X-Forwarded-Host: evil.example"), 200},
		{"forwarded host does not help", "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: " + addr + "\r\nConnection: close\r\n\r\n", 403},

		{"foreign origin, events", get("/_dev/events", "Origin: https://evil.example"), 403},
		{"null origin, events", get("/_dev/events", "Origin: null"), 403},
		{"foreign origin, state", get("/_dev/state", "Origin: http://evil.example:"+port), 403},
		{"own origin, state", get("/_dev/state", "Origin: http://"+addr), 200},
		{"from another site", get("/_dev/state", "Sec-Fetch-Site: cross-site"), 403},
		{"from the same site's other host", get("/_dev/state", "Sec-Fetch-Site: same-site"), 403},
		{"script asked for by another site", get("/_dev/dev.js", "Sec-Fetch-Site: cross-site"), 403},

		{"upgrade to a socket, foreign", get("/_dev/events", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: https://evil.example"), 403},
		{"upgrade of a page is no upgrade", get("/", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 200},
		{"range", get("/s/a.html", "Range: bytes=0-3"), 200},
		{"cookies and credentials are ignored", get("/", "Cookie: a=b", "Authorization: Basic YTpi"), 200},

		{"POST", method("POST"), 405},
		{"PUT", method("PUT"), 405},
		{"DELETE", method("DELETE"), 405},
		{"OPTIONS", method("OPTIONS"), 405},
		{"OPTIONS of all", "OPTIONS * HTTP/1.1\r\nHost: " + addr + "\r\nConnection: close\r\n\r\n", 405},
		{"OPTIONS of all, another host", "OPTIONS * HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"TRACE", method("TRACE"), 405},
		{"CONNECT", "CONNECT " + addr + " HTTP/1.1\r\nHost: " + addr + "\r\nConnection: close\r\n\r\n", 405},
		{"made up", method("BREW"), 405},
		{"HEAD of events", "HEAD /_dev/events HTTP/1.1\r\nHost: " + addr + "\r\nConnection: close\r\n\r\n", 405},

		{"up", get("/../.env"), 400},
		{"up, twice", get("/s/../../.env"), 400},
		{"up, escaped", get("/%2e%2e/.env"), 400},
		{"up, escaped slash", get("/..%2f.env"), 400},
		{"up, doubly escaped", get("/%252e%252e/.env"), 404},
		{"up, overlong", get("/%c0%ae%c0%ae/.env"), 400},
		{"up, backslash", get(`/..\.env`), 400},
		{"up, escaped backslash", get("/..%5c.env"), 400},
		{"up, half escaped", get("/.%2e/.env"), 400},
		{"up, with a parameter", get("/..;/.env"), 404},
		{"up, full-width dots", get("/%ef%bc%8e%ef%bc%8e/.env"), 404},
		{"up, UTF-16 escape", get("/%u002e%u002e/.env"), 400},
		{"home of a user", get("/~root/.env"), 404},
		{"network path", get("//evil.example/index.html"), 400},
		{"dot-file in a section", get("/s/.env"), 404},
		{"dot-folder of the output", get("/public/.playbook.json"), 404},
		{"ids", get("/ids.lock"), 404},
		{"here", get("/./index.html"), 400},
		{"empty part", get("//index.html"), 400},
		{"empty part within", get("/s//a.html"), 400},
		{"escaped slash", get("/s%2fa.html"), 400},
		{"zero byte", get("/index.html%00.md"), 400},
		{"line end", get("/index.html%0d%0aX-Evil: 1"), 400},
		{"control character", get("/index.html%1f"), 400},
		{"bad escape", get("/%zz"), 400},
		{"cut escape", get("/index.html%"), 400},
		{"fragment", get("/index.html#x"), 400},
		{"absolute form", get("http://" + addr + "/index.html"), 400},
		{"absolute form, foreign", get("http://evil.example/index.html"), 403},
		{"asterisk", get("*"), 400},
		{"no slash", get("index.html"), 400},
		{"drive", get("/c:/windows"), 404},
		{"long target", get("/" + strings.Repeat("a", 9000)), 404},
		{"target beyond bounds", get("/" + strings.Repeat("a", 40<<10)), 431},
		{"a thousand headers", get("/", strings.Split(strings.TrimSuffix(strings.Repeat("X-A: aaaaaaaaaaaaaaaaaaaaaaaaa\n", 1000), "\n"), "\n")...), 431},
		{"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 403},
		{"many headers", get("/", "X-A: "+strings.Repeat("a", 40<<10)), 431},
		{"no HTTP", "HELO evil\r\n\r\n", 400},
		{"wrong version", "GET / HTTP/9.9\r\nHost: " + addr + "\r\n\r\n", 505},
		{"smuggled length", "GET / HTTP/1.1\r\nHost: " + addr + "\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nx", 400},
		{"smuggled encoding", "GET / HTTP/1.1\r\nHost: " + addr + "\r\nTransfer-Encoding: smuggled\r\nConnection: close\r\n\r\n", 501},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, h, body := send(t, addr, c.send)
			if status != c.status {
				t.Errorf("status %d, want %d: %.200q", status, c.status, body)
			}
			if bytes.Contains(body, []byte(secret)) {
				t.Errorf("a secret came out: %.300q", body)
			}
			for name, want := range map[string]string{
				"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			} {
				if got := h.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Content-Type") == "" {
				t.Errorf("policy %q, type %q", h.Get("Content-Security-Policy"), h.Get("Content-Type"))
			}
			for _, name := range []string{"Access-Control-Allow-Origin", "Server", "X-Evil"} {
				if h.Get(name) != "" {
					t.Errorf("%s: %q", name, h.Get(name))
				}
			}
		})
	}
}

// send sends bytes and reads one answer.
func send(t *testing.T, addr, request string) (int, http.Header, []byte) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Minute))
	// A server that answers early may close while this still writes.
	_, _ = io.WriteString(c, request)
	verb, _, _ := strings.Cut(request, " ")
	if verb != "HEAD" {
		verb = "GET"
	}
	r, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: verb})
	if err != nil {
		t.Fatalf("%.80q: %v", request, err)
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body) // cut short by a server that closed
	return r.StatusCode, r.Header, body
}

// TestSlowHeaders sends a header a byte at a time: the server hangs up.
func TestSlowHeaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	addr := strings.TrimSuffix(strings.TrimPrefix(w.url, "http://"), "/")
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nX-Slow: ")
	for sent := 0; ; sent++ {
		if _, err := io.WriteString(c, "a"); err != nil {
			break
		}
		_ = c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		if _, err := c.Read(make([]byte, 1000)); err == io.EOF || err != nil && !os.IsTimeout(err) {
			break
		}
		if sent == 1000 { // at least 200 s
			t.Fatal("the server listens for ever")
		}
	}
}

// TestStreamsAreBounded opens streams until one is refused, politely.
func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Publish = nil })
	refused := 0
	for range 70 {
		r, err := http.Get(w.url + "_dev/events")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Body.Close() })
		if r.StatusCode == http.StatusServiceUnavailable && r.Header.Get("Retry-After") != "" {
			refused++
		}
	}
	if refused != 6 {
		t.Errorf("%d of 70 streams were refused, want 6", refused)
	}
}

// TestBusyPort: a busy default steps on and says so, a busy --port fails.
func TestBusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	dir := t.TempDir()
	write(t, dir, small)
	w := watch(t, dir, func(o *dev.Options) { o.Publish, o.Port = nil, port })
	if want := fmt.Sprintf("port %d is in use", port); len(w.notes) != 1 || !strings.Contains(w.notes[0], want) {
		t.Errorf("notes %q, want %q", w.notes, want)
	}
	var busy *dev.BusyError
	err = dev.Run(t.Context(), dev.Options{Dir: dir, Port: port})
	if !asBusy(err, &busy) {
		t.Errorf("a busy port that was asked for: %v", err)
	}
}

func asBusy(err error, to **dev.BusyError) bool {
	b, ok := err.(*dev.BusyError)
	*to = b
	return ok
}

package sitetest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
	"playbook/generator/browser/testsite"
	"playbook/generator/pipeline"
)

// debian is where Debian's package has nginx and its settings.
const debian = "/etc/nginx"

// An nginxHost is nginx with Debian's settings, and the files of the manual's page.
type nginxHost struct {
	t      *testing.T
	base   string // of the server, "http://127.0.0.1:1234"
	cmd    *exec.Cmd
	client *http.Transport // one connection for all requests
}

// startNginx serves a folder as the manual's page says. It may run without root: the
// folders and the port of Debian's settings are replaced, and nothing else.
func startNginx(t *testing.T, root string) *nginxHost {
	t.Helper()
	bin, err := exec.LookPath("nginx")
	if err != nil {
		bin, err = exec.LookPath("/usr/sbin/nginx")
	}
	if err != nil && os.Getenv("PLAYBOOK_NGINX") != "required" {
		t.Skip("NGINX NOT RUN: there is none")
	}
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := listener.Addr().String()
	must(t, listener.Close())

	dir := t.TempDir()
	etc := filepath.Join(dir, "etc")
	for _, name := range []string{"nginx.conf", "mime.types"} {
		data, err := os.ReadFile(filepath.Join(debian, name))
		must(t, err)
		text := strings.ReplaceAll(string(data), debian, etc)
		text = regexp.MustCompile(`(?m)^\s*(user|pid|error_log|access_log|include \S*modules-enabled).*$`).ReplaceAllString(text, "")
		text = strings.Replace(text, "http {", fmt.Sprintf("http {\naccess_log off;\nclient_body_temp_path %[1]s;\nproxy_temp_path %[1]s;\nfastcgi_temp_path %[1]s;\nuwsgi_temp_path %[1]s;\nscgi_temp_path %[1]s;\n", filepath.Join(dir, "work")), 1)
		write(t, filepath.Join(etc, name), text)
	}
	page, err := os.ReadFile("../../manual/content/publishing/07-publish-nginx.md")
	must(t, err)
	blocks := regexp.MustCompile("(?s)```nginx\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) != 2 {
		t.Fatalf("the manual's page has %d files for nginx, expected the headers and the site", len(blocks))
	}
	write(t, filepath.Join(etc, "snippets/playbook-headers.conf"), string(blocks[0][1]))
	site := string(blocks[1][1])
	for _, change := range [][2]string{{"listen 80;", "listen " + addr + ";"}, {"root /srv/www;", "root " + root + ";"}} {
		if !strings.Contains(site, change[0]) {
			t.Fatalf("the manual's file has no %q", change[0])
		}
		site = strings.Replace(site, change[0], change[1], 1)
	}
	write(t, filepath.Join(etc, "sites-enabled/playbook"), site)

	client := &http.Transport{DisableCompression: true}
	t.Cleanup(client.CloseIdleConnections)
	h := &nginxHost{t, "http://" + addr, exec.Command(bin, "-p", dir, "-c", filepath.Join(etc, "nginx.conf"), "-e", "stderr", "-g", "daemon off; master_process off; error_log stderr; pid "+filepath.Join(dir, "pid")+";"), client}
	var said bytes.Buffer
	h.cmd.Stdout, h.cmd.Stderr = &said, &said
	must(t, h.cmd.Start())
	t.Cleanup(h.stop)
	for range 200 {
		if c, err := net.Dial("tcp", addr); err == nil {
			must(t, c.Close())
			return h
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("nginx does not answer: %s", said.String())
	return nil
}

func (h *nginxHost) stop() {
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
}

// ask asks for an address as browsers do, without following.
func (h *nginxHost) ask(url string, header ...string) (*http.Response, []byte) {
	h.t.Helper()
	req, err := http.NewRequest("GET", h.base+url, nil)
	must(h.t, err)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := h.client.RoundTrip(req)
	must(h.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(h.t, err)
	return res, body
}

func write(t *testing.T, name, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(text), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A headersRule is a part of _headers: a pattern and what is sent for it.
type headersRule struct {
	prefix string
	send   map[string]string
}

// rulesOf reads _headers.
func rulesOf(t *testing.T, text string) (rules []headersRule) {
	t.Helper()
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			rules[len(rules)-1].send[name] = value
			continue
		}
		prefix, ok := strings.CutSuffix(strings.TrimSpace(line), "*")
		if !ok {
			t.Fatalf("_headers has the line %q", line)
		}
		rules = append(rules, headersRule{prefix, map[string]string{}})
	}
	return rules
}

// types are the types that a browser must be told, by the ending.
var types = map[string][]string{
	".html": {"text/html; charset=utf-8"},
	".css":  {"text/css; charset=utf-8"},
	".js":   {"text/javascript; charset=utf-8", "application/javascript; charset=utf-8"},
	".md":   {"text/markdown; charset=utf-8"},
	".txt":  {"text/plain; charset=utf-8"},
	".xml":  {"text/xml; charset=utf-8", "application/xml; charset=utf-8"},
	".json": {"application/json; charset=utf-8", "application/json"},
	".svg":  {"image/svg+xml; charset=utf-8", "image/svg+xml"},
	".png":  {"image/png"}, ".webp": {"image/webp"}, ".avif": {"image/avif"}, ".woff2": {"font/woff2"},
}

// TestNginx publishes the shipped playbook, with a font and pictures, below a path of
// nginx, with the manual's own files: every file with its headers, its type and
// compressed; what else a reader may ask for; and a reader's browser, which then reads
// on without the server.
func TestNginx(t *testing.T) {
	source := testsite.Source(t)
	for _, add := range []string{"fonts/regular.woff2", "fonts/bold.woff2"} {
		data, err := os.ReadFile("../../font/testdata/" + path.Base(add))
		must(t, err)
		source["content/"+add] = &fstest.MapFile{Data: data}
	}
	const settings = "\n[theme]\nfonts = [\"fonts/regular.woff2\", \"fonts/bold.woff2\"]\n[build]\noffline = true\n"
	source["site.toml"] = &fstest.MapFile{Data: append(slices.Clone(source["site.toml"].Data), settings...)}
	s := testsite.Warm(t, source, pipeline.Options{BaseURL: "https://intranet.example.com/playbook/"})
	root := t.TempDir()
	must(t, os.CopyFS(filepath.Join(root, "playbook"), s.FS()))
	h := startNginx(t, root)

	rules := rulesOf(t, s.Files["_headers"])
	var year string
	for _, r := range rules {
		if c := r.send["Cache-Control"]; c != "" {
			year = c
		}
	}
	headers := func(url string, res *http.Response, kept bool) {
		t.Helper()
		want := map[string]string{"Cache-Control": "no-cache"}
		for _, r := range rules {
			if strings.HasPrefix(strings.TrimPrefix(url, "/playbook"), r.prefix) {
				maps.Copy(want, r.send)
			}
		}
		if !kept {
			want["Cache-Control"] = ""
		}
		for name, value := range want {
			if got := strings.Join(res.Header.Values(name), ", "); got != value {
				t.Errorf("%s: %s is %q, expected %q", url, name, got, value)
			}
		}
	}

	counts := map[string]int{}
	for _, name := range s.Names() {
		if name == "_headers" || name == "_redirects" {
			continue
		}
		url := "/playbook/" + name
		res, body := h.ask(url, "Accept-Encoding", "gzip")
		if res.StatusCode != 200 {
			t.Errorf("%s: status %d", url, res.StatusCode)
			continue
		}
		headers(url, res, true)
		ext := path.Ext(name)
		if counts[ext]++; !slices.Contains(types[ext], res.Header.Get("Content-Type")) {
			t.Errorf("%s has the type %q, expected one of %q", url, res.Header.Get("Content-Type"), types[ext])
		}
		packed := res.Header.Get("Content-Encoding") == "gzip"
		if text := strings.Contains(strings.Join(types[ext], ""), "charset"); packed != (text && len(s.Files[name]) >= 1000) {
			t.Errorf("%s, %d bytes: compressed is %v", url, len(s.Files[name]), packed)
		}
		if packed {
			z, err := gzip.NewReader(bytes.NewReader(body))
			must(t, err)
			body, err = io.ReadAll(z)
			must(t, err)
		}
		if string(body) != s.Files[name] {
			t.Errorf("%s: other bytes than were published", url)
		}
	}
	t.Logf("files by ending: %v", counts)
	for _, ext := range []string{".html", ".css", ".js", ".md", ".txt", ".xml", ".json", ".svg", ".woff2"} {
		if counts[ext] == 0 {
			t.Errorf("the site has no file *%s", ext)
		}
	}

	res, _ := h.ask("/playbook/index.html")
	if again, body := h.ask("/playbook/index.html", "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 || len(body) > 0 {
		t.Errorf("a page that has not changed is sent again with the status %d", again.StatusCode)
	}
	lost := s.Files["404.html"]
	for _, c := range []struct {
		url    string
		status int
		to     string // where a redirect leads
		body   string // the file that is sent
	}{
		{"/playbook", 301, "/playbook/", ""},
		{"/playbook/", 200, "", "index.html"},
		{"/playbook/follow-up-sins", 301, "/playbook/follow-up-sins/", ""},
		{"/playbook/follow-up-sins/", 200, "", "follow-up-sins/index.html"},
		{"/playbook/follow-up-sins/seven-sins-audit", 200, "", "follow-up-sins/seven-sins-audit.html"},
		{"/playbook/nl/", 200, "", "nl/index.html"},
		{"/playbook/no-such-page.html", 404, "", "404.html"},
		{"/playbook/no/such/page.html", 404, "", "404.html"},
		{"/playbook/assets/", 404, "", "404.html"},
		{"/playbook/_headers", 404, "", "404.html"},
		{"/playbook/_redirects", 404, "", "404.html"},
		{"/playbook/.playbook.json", 404, "", "404.html"},
	} {
		res, body := h.ask(c.url)
		if res.StatusCode != c.status || res.Header.Get("Location") != c.to || c.body != "" && string(body) != s.Files[c.body] {
			t.Errorf("%s: status %d to %q with %d bytes that begin %.60q, expected %d to %q and %s", c.url, res.StatusCode, res.Header.Get("Location"), len(body), body, c.status, c.to, c.body)
		}
		if c.body != "" {
			headers(strings.TrimSuffix(c.url, path.Base(c.url)), res, c.status == 200)
		}
	}
	if !strings.Contains(lost, `data-root="/playbook/"`) || year == "" {
		t.Error("the page for lost readers does not know its path, or nothing is kept for a year")
	}

	b := browser.Start(t)
	p := b.Page(t)
	const faces = "pb-interface 400 normal,pb-interface 700 normal,pb-text 400 normal,pb-text 700 normal"
	p.Open(h.base + "/playbook/index.html")
	expect(t, p, activated, "activated")
	expect(t, p, loaded, faces)
	p.Open(h.base + "/playbook/no/such/page.html")
	expect(t, p, `[[...document.styleSheets].every((s) => s.cssRules.length > 0), !!document.querySelector("h1")]`, []any{true, true})
	p.TakeConsole() // the status 404
	p.Open(h.base + "/playbook/")
	expect(t, p, `playbook.search("gatekeeper").then((r) => r.results.length > 0)`, true)
	p.Open(h.base + "/playbook/de/")
	expect(t, p, `playbook.search("kunde").then((r) => r.total > 0)`, true)
	h.stop()
	p.Open(h.base + "/playbook/follow-up-sins/seven-sins-audit.html")
	expect(t, p, `[[...document.styleSheets].every((s) => s.cssRules.length > 0), document.querySelectorAll(".pb-offline").length]`, []any{true, 1})
	expect(t, p, `playbook.search("gatekeeper").then((r) => r.results.length > 0)`, true)
	expect(t, p, loaded, faces)
	p.TakeConsole() // requests for the worker that nobody answers
}

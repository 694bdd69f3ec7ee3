package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// webkit is WebKitGTK: its MiniBrowser under a screen that nobody sees, driven by
// WebKitWebDriver. Its profiles are processes, because what all windows of one
// process keep is one store. A process that a test has done with is cleared and
// serves the next.
type webkit struct {
	mu      sync.Mutex
	free    []*miniBrowser
	screens sync.Mutex // held while a screen starts: two at once may choose one number
}

// miniBrowser is a process with a screen and a driver of its own.
type miniBrowser struct {
	engine  *webkit
	screen  *process
	proc    *process
	driver  *process
	proxy   *http.Server
	inspect *inspector
	session string // the address of the driver's session
	first   string // the window that is always there
	current string // the window that the driver acts on
	views   uint64 // how many views and other things to inspect there have been
	tabs    int    // how many are open
	spoiled bool   // something is kept that could not be cleared
}

func (w *webkit) newProfile() (profile, error) {
	w.mu.Lock()
	for len(w.free) > 0 {
		m := w.free[0]
		w.free = w.free[1:]
		if m.inspect.dead() == nil {
			w.mu.Unlock()
			return m, nil
		}
	}
	w.mu.Unlock()
	m := &miniBrowser{engine: w}
	if err := m.start(); err != nil {
		m.end()
		return nil, err
	}
	return m, nil
}

// freeAddress is an address of this machine that nobody listens at.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func miniBrowserProgram() (string, error) {
	if path := os.Getenv("PLAYBOOK_MINIBROWSER"); path != "" {
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if err != nil || len(found) == 0 {
		return "", errors.New("there is no MiniBrowser below /usr/lib: install webkit2gtk-driver")
	}
	return found[len(found)-1], nil
}

func (m *miniBrowser) start() error {
	program, err := miniBrowserProgram()
	if err != nil {
		return err
	}
	display, err := m.startScreen()
	if err != nil {
		return err
	}
	proxy, err := m.startProxy()
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	dir, err := tempDir()
	if err != nil {
		return err
	}
	err = errors.Join(os.MkdirAll(filepath.Join(dir, "config"), 0o700), os.MkdirAll(filepath.Join(dir, "Downloads"), 0o700),
		os.WriteFile(filepath.Join(dir, "config", "user-dirs.dirs"), []byte("XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n"), 0o600))
	if err != nil {
		return err
	}
	env := []string{
		"DISPLAY=" + display, "GDK_BACKEND=x11", "WEBKIT_INSPECTOR_SERVER=" + address, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1",
		"LIBGL_ALWAYS_SOFTWARE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1", "NO_AT_BRIDGE=1", "GTK_A11Y=none", "DBUS_SESSION_BUS_ADDRESS=disabled:", "GSETTINGS_BACKEND=memory",
		"LANG=C.UTF-8", "LANGUAGE=en", "GTK_OVERLAY_SCROLLING=1",
	}
	m.proc, err = startProcess(dir, env, nil, program, "--automation", "--javascript-can-open-windows-automatically=true", "--proxy", "http://"+proxy, "--ignore-host", "127.0.0.1")
	if err != nil {
		return err
	}
	err = m.proc.ready("its inspector", func() bool {
		m.inspect, err = dialInspector(m.proc, address)
		return err == nil
	})
	if err != nil {
		return err
	}
	err = m.proc.ready("its first page", func() bool {
		select {
		case <-m.inspect.listed:
			return true
		default:
			return false
		}
	})
	if err != nil {
		return err
	}
	return m.startDriver(address)
}

// startScreen starts an X server without a screen, and gives its name.
func (m *miniBrowser) startScreen() (string, error) {
	m.engine.screens.Lock()
	defer m.engine.screens.Unlock()
	read, write, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer read.Close()
	dir, err := tempDir()
	if err != nil {
		return "", err
	}
	m.screen, err = startProcess(dir, nil, []*os.File{write}, "Xvfb", "-displayfd", "3", "-screen", "0", "2560x2560x24", "-nolisten", "tcp", "-noreset")
	write.Close()
	if err != nil {
		return "", err
	}
	number := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(read).ReadString('\n')
		number <- strings.TrimSpace(line)
	}()
	display := ""
	err = m.screen.ready("its number", func() bool {
		select {
		case display = <-number:
			return true
		default:
			return false
		}
	})
	if err == nil && display == "" {
		err = fmt.Errorf("the display server (Xvfb) gives no number; it said:\n%s", m.screen.stderr)
	}
	return ":" + display, err
}

// startProxy starts what leads the name of a strange host to this machine, and
// nothing anywhere else.
func (m *miniBrowser) startProxy() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	onward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: strings.Replace(r.In.Host, plainHost, "127.0.0.1", 1)})
	}}
	m.proxy = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Host, plainHost+":") || r.Method == http.MethodConnect {
			http.Error(w, "no way out of this machine", http.StatusForbidden)
			return
		}
		onward.ServeHTTP(w, r)
	})}
	go func() { _ = m.proxy.Serve(listener) }()
	return listener.Addr().String(), nil
}

func (m *miniBrowser) startDriver(target string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	dir, err := tempDir()
	if err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(address)
	m.driver, err = startProcess(dir, nil, nil, "WebKitWebDriver", "--port="+port, "--target="+target)
	if err != nil {
		return err
	}
	m.session = "http://" + address
	err = m.driver.ready("an answer", func() bool { return m.drive("GET", "/status", nil, nil) == nil })
	if err != nil {
		return err
	}
	var made struct{ SessionID string }
	if err := m.drive("POST", "/session", object{"capabilities": object{}}, &made); err != nil {
		return fmt.Errorf("%w\n%s\n%s", err, m.driver.stderr, m.proc.stderr)
	}
	m.session += "/session/" + made.SessionID
	m.views = 2 // the first window, and the driver's session
	if err := m.drive("GET", "/window", nil, &m.first); err != nil {
		return err
	}
	m.current = m.first
	return nil
}

// end kills all processes.
func (m *miniBrowser) end() {
	for _, p := range []*process{m.driver, m.proc, m.screen} {
		if p != nil {
			p.end()
		}
	}
	if m.proxy != nil {
		m.proxy.Close()
	}
}

var driverClient = &http.Client{Timeout: callTimeout}

// drive sends a command to the driver, and decodes its answer into result unless
// that is nil. A browser that does not answer is killed.
func (m *miniBrowser) drive(method, path string, params, result any) error {
	var body io.Reader
	if method == "POST" {
		data, err := json.Marshal(params)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, m.session+path, body)
	if err != nil {
		return err
	}
	res, err := driverClient.Do(req)
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		data, _ := json.Marshal(params)
		err = fmt.Errorf("%s hung and was killed: no answer within %v to %s %s %.400s\n%s", m.proc.name, callTimeout, method, path, data, m.proc.stderr)
		m.inspect.fail(err)
		m.end()
		return err
	}
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if res.StatusCode != http.StatusOK {
		var e struct{ Error, Message string }
		_ = json.Unmarshal(answer.Value, &e)
		return fmt.Errorf("%s %s: %s %s", method, path, e.Error, e.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// in makes a window the one that the driver acts on.
func (m *miniBrowser) in(window string) error {
	if m.current == window {
		return nil
	}
	if err := m.drive("POST", "/window", object{"handle": window}, nil); err != nil {
		return err
	}
	m.current = window
	return nil
}

func (m *miniBrowser) downloads() string { return filepath.Join(m.proc.dir, "Downloads") }

// close gives the process to the next test, with nothing in it.
func (m *miniBrowser) close() {
	names, _ := filepath.Glob(filepath.Join(m.downloads(), "*"))
	for _, name := range names {
		removeAll(name)
	}
	if m.spoiled || m.inspect.dead() != nil {
		m.end()
		return
	}
	m.engine.mu.Lock()
	defer m.engine.mu.Unlock()
	m.engine.free = append(m.engine.free, m)
}

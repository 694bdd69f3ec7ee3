package browser

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// startTimeout bounds the start of a program, also on a busy machine.
const startTimeout = 90 * time.Second

// A process is a program, and what it starts itself, in a folder of its own. It
// never outlives the test binary, however that ends.
type process struct {
	name   string
	dir    string
	leash  io.Closer
	stderr *tail
	gone   chan struct{} // closed when the program and its folder are gone
}

// keeper is a shell that holds a program in a session of its own until the shell's
// input ends, which is when the test binary has ended or let go.
const keeper = `trap : INT TERM PIPE; dir=$1; shift; exec 9<&0
setsid "$@" </dev/null 9<&- & pid=$!
{ read -r _ <&9; kill -s TERM $pid; sleep 0.3; kill -s KILL -- -$pid; } 2>/dev/null & reader=$!
wait $pid; echo "it ended with status $?" >&2
kill -s KILL -- -$pid; kill -s KILL $reader
for i in 1 2 3 4 5; do rm -rf "$dir" && break; sleep 0.2; done` + " 2>/dev/null"

// startProcess runs a program. Its folder is its home; env is added to the
// environment. Descriptors of more follow the three usual ones.
func startProcess(dir string, env []string, more []*os.File, program string, args ...string) (*process, error) {
	if _, err := exec.LookPath(program); err != nil {
		return nil, fmt.Errorf("%s is not installed: %w", program, err)
	}
	p := &process{name: filepath.Base(program), dir: dir, stderr: new(tail), gone: make(chan struct{})}
	cmd := exec.Command("sh", append([]string{"-c", keeper, "keeper", dir, program}, args...)...)
	cmd.Stderr, cmd.Stdout, cmd.ExtraFiles = p.stderr, p.stderr, more
	cmd.Env = append(os.Environ(), "HOME="+dir, "TZ=UTC", "XDG_CONFIG_HOME="+dir+"/config", "XDG_CACHE_HOME="+dir+"/cache",
		"XDG_DATA_HOME="+dir+"/data", "XDG_RUNTIME_DIR="+dir)
	cmd.Env = append(cmd.Env, env...)
	leash, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.leash = leash
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	go func() {
		_ = cmd.Wait()
		close(p.gone)
	}()
	return p, nil
}

// end kills the program.
func (p *process) end() {
	p.leash.Close()
	<-p.gone
}

var ended = regexp.MustCompile(`it ended with status \d+`)

// ready waits until the program is as look finds it, and says in one message why it
// is not: what it is waited for, and what the program said.
func (p *process) ready(what string, look func() bool) error {
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if look() {
			return nil
		}
		why := ""
		if dead := ended.FindString(p.stderr.String()); dead != "" {
			why = dead
		} else if time.Since(start) > startTimeout {
			why = fmt.Sprintf("not within %v", startTimeout)
		}
		if why != "" {
			p.end()
			return fmt.Errorf("%s does not start: waited for %s, but %s. It said:\n%s", p.name, what, why, p.stderr)
		}
	}
}

// tempDir makes a folder for a process.
func tempDir() (string, error) { return os.MkdirTemp("", "playbook-browser-") }

// errClosed is what a closed tab answers.
var errClosed = errors.New("the page is closed")

// tail keeps the last few kilobytes of what a browser says about itself.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (w *tail) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf = append(w.buf, p...)
	if n := len(w.buf) - 4096; n > 0 {
		w.buf = w.buf[n:]
	}
	return len(p), nil
}

func (w *tail) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.TrimSpace(string(w.buf))
}

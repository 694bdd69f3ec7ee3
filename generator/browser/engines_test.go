package browser

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestVerdicts(t *testing.T) {
	for _, tc := range []struct {
		failed bool
		reason string
		want   string
		good   bool
	}{
		{false, "", "green", true},
		{true, "", "failed", false},
		{true, "no such thing", "exception: no such thing", true},
		{false, "no such thing", "failed: the test passes now, remove its exception from exceptions.txt: no such thing", false},
	} {
		if got, good := verdict(tc.failed, tc.reason); got != tc.want || good != tc.good {
			t.Errorf("failed %v, reason %q: got %q %v", tc.failed, tc.reason, got, good)
		}
	}
}

func TestExceptionOf(t *testing.T) {
	const list = "# a comment\n\nwebkit says some text\nwebkit a/x http no  clock\nfirefox a/y-* * no\tcolours\n"
	for _, tc := range []struct{ engine, test, way, want string }{
		{"webkit", "a/x", "http", "no clock"},
		{"webkit", "a/x", "file", ""},
		{"firefox", "a/x", "http", ""},
		{"firefox", "a/y-one", "file", "no colours"},
		{"firefox", "a/y", "file", ""},
		{"webkit", "says", "http", ""},
	} {
		if got, err := exceptionOf(list, outcome{tc.engine, tc.test, tc.way}); err != nil || got != tc.want {
			t.Errorf("%+v: got %q, %v", tc, got, err)
		}
	}
	if _, err := exceptionOf("webkit a/x http\n", outcome{"webkit", "a/x", "http"}); err == nil {
		t.Error("an exception without a reason is taken")
	}
	const lacks = "webkit lacks prefer forced-colors: it has none\n"
	for line, want := range map[string]string{"prefer forced-colors active": "it has none", "prefer forced-colorsx active": "", "prefer x forced-colors": ""} {
		if got := lacking(lacks, "webkit", strings.Fields(line)); got != want {
			t.Errorf("%s: got %q", line, got)
		}
	}
	if got := consoleExceptions(list, "webkit"); !slices.Equal(got, []string{"some text"}) {
		t.Errorf("excused texts: %q", got)
	}
}

// TestExceptionsNameTests holds that each exception is for a script or a test that is there.
func TestExceptionsNameTests(t *testing.T) {
	for _, line := range strings.Split(exceptions, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" || fields[1] == "says" || fields[1] == "lacks" {
			continue
		}
		pkg, name, _ := strings.Cut(fields[1], "/")
		if pkg == "browser" {
			pkg = "."
		}
		var found []string
		for _, pattern := range []string{"/testdata/" + name + ".txtar", "/testdata/*/" + name + ".txtar", "/testdata/*/" + name + ".txt"} {
			some, err := filepath.Glob(pkg + pattern)
			must(t, err)
			found = append(found, some...)
		}
		test, _, _ := strings.Cut(name, "/")
		sources, err := filepath.Glob(pkg + "/*_test.go")
		must(t, err)
		for _, source := range sources {
			text, err := os.ReadFile(source)
			must(t, err)
			if strings.Contains(string(text), "func "+test+"(t") {
				found = append(found, source)
			}
		}
		if len(found) == 0 {
			t.Errorf("exceptions.txt: there is no test %s", fields[1])
		}
	}
}

// TestExcusedLines holds that an engine still writes what its pages are excused for.
func TestExcusedLines(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte(`<!doctype html><title>x</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; manifest-src 'self'">`)}}
	Each(t, "http", func(t testing.TB, b *Browser) {
		p := b.Page(t)
		p.Open(Serve(t, files, "/").URL("index.html"))
		for _, text := range b.says {
			must(t, p.wait(func() error {
				p.mu.Lock()
				defer p.mu.Unlock()
				if !slices.ContainsFunc(p.excused, func(line string) bool { return strings.Contains(line, text) }) {
					return errors.New("it no longer says: " + text)
				}
				return nil
			}))
		}
	})
}

// TestAttempts holds that a test that is to be judged ends where it fails, and cleans up.
func TestAttempts(t *testing.T) {
	var did []string
	a := &attempt{TB: t}
	a.run(func(t testing.TB) {
		t.Cleanup(func() { did = append(did, "one") })
		t.Cleanup(func() { did = append(did, "two") })
		t.Errorf("said %d", 1)
		must(t, errors.New("no"))
		did = append(did, "went on")
	})
	if !a.Failed() || !slices.Equal(a.said, []string{"said 1", "no"}) || !slices.Equal(did, []string{"two", "one"}) {
		t.Errorf("failed %v, said %q, did %q", a.Failed(), a.said, did)
	}
}

func TestWays(t *testing.T) {
	for _, tc := range []struct {
		engines, name, script string
		want                  []string
	}{
		{"", "quiz.txtar", "open x\n", []string{"http"}},
		{"firefox", "quiz.txtar", "open x\n", []string{"http", "file"}},
		{"firefox", "testdata/quiz-keys.txtar", "open x\n", []string{"http"}},
		{"firefox", "quiz.txtar", "# words\nsite file\nopen x\n", []string{"file"}},
		{"", "quiz.txtar", "site plain /a/\n", []string{"http"}},
	} {
		t.Setenv("PLAYBOOK_ENGINES", tc.engines)
		if got := ways(tc.name, tc.script); !slices.Equal(got, tc.want) {
			t.Errorf("%+v: got %v", tc, got)
		}
	}
}

// TestProcessEnds holds that nothing a program has started outlives it, and its folder neither.
func TestProcessEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	must(t, os.Mkdir(dir, 0o700))
	p, err := startProcess(dir, []string{"WORD=spoken"}, nil, "sh", "-c", `trap '' TERM; sleep 1000 & echo "$WORD child=$!" >&2; wait; wait`)
	must(t, err)
	child := regexp.MustCompile(`spoken child=(\d+)`)
	must(t, p.ready("its child", func() bool { return child.MatchString(p.stderr.String()) }))
	p.end()
	// What has ended but was not waited for has no command line.
	line, err := os.ReadFile("/proc/" + child.FindStringSubmatch(p.stderr.String())[1] + "/cmdline")
	if err == nil && len(line) > 0 {
		t.Errorf("its child goes on: %q", line)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("its folder is there: %v", err)
	}
}

// TestProcessThatDoesNotStart holds that one message says what was waited for and what the program said.
func TestProcessThatDoesNotStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	p, err := startProcess(dir, nil, nil, "sh", "-c", "echo no display >&2; exit 3")
	must(t, err)
	err = p.ready("its window", func() bool { return false })
	want := "sh does not start: waited for its window, but it ended with status 3. It said:\nno display\n"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	if _, err := startProcess(dir, nil, nil, "no-such-browser"); err == nil || !strings.Contains(err.Error(), "no-such-browser is not installed") {
		t.Errorf("got %v", err)
	}
}

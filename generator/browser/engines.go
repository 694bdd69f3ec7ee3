package browser

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// others are the browsers other than Chromium. A test binary starts one process of each,
// on first use.
var others = map[string]*Browser{
	"firefox": {name: "firefox", engine: &firefox{}, turn: new(sync.Mutex), says: consoleExceptions(exceptions, "firefox")},
	"webkit":  {name: "webkit", engine: &webkit{}, turn: new(sync.Mutex), says: consoleExceptions(exceptions, "webkit")},
}

// Each runs a test in Chromium, or as one subtest for each browser in PLAYBOOK_ENGINES,
// such as "firefox,webkit". way says how the test opens its site: "http", "file" or "both".
func Each(t *testing.T, way string, test func(t testing.TB, b *Browser)) {
	t.Helper()
	names := os.Getenv("PLAYBOOK_ENGINES")
	if names == "" {
		test(t, Start(t))
		return
	}
	for _, name := range strings.Split(names, ",") {
		o := outcome{engine: name, test: testName(t.Name()), way: way}
		t.Run(name+"-"+way, func(t *testing.T) {
			b := others[name]
			if name == "chromium" {
				b = Start(t)
			}
			if b == nil {
				t.Fatalf("PLAYBOOK_ENGINES: unknown engine %q", name)
			}
			b.turn.Lock() // one test at a time, because only one window of the browser can have the focus
			defer b.turn.Unlock()
			judge(t, o, func(t testing.TB) { test(t, b) })
		})
	}
}

// testName returns the name of a test in exceptions.txt and in the table of results,
// for example "widgettest/cards".
func testName(name string) string {
	dir, _ := os.Getwd()
	return filepath.Base(dir) + "/" + strings.TrimPrefix(name, "TestScripts/")
}

// outcome is one run of a test: a line in the table of results.
type outcome struct{ engine, test, way string }

// pass returns the error of a line of a script. If exceptions.txt says that the browser
// lacks what the line needs, the line must fail with a lack, and pass returns nil.
func (r *run) pass(words []string, err error) error {
	reason := lacking(exceptions, r.browser.name, words)
	if reason == "" {
		return err
	}
	var l lack
	if err == nil {
		return fmt.Errorf("%s can do this now: remove its line from exceptions.txt (%s)", r.browser.name, reason)
	}
	if a, ok := r.t.(*attempt); ok && errors.As(err, &l) {
		if !slices.Contains(a.without, reason) {
			a.without = append(a.without, reason)
		}
		return nil
	}
	return err
}

// judge runs a test. A test that has an exception must fail.
func judge(t *testing.T, o outcome, test func(t testing.TB)) {
	t.Helper()
	start := time.Now()
	reason, err := exceptionOf(exceptions, o)
	must(t, err)
	a := &attempt{TB: t}
	a.run(test)
	result, good := verdict(a.Failed(), reason)
	if result == "green" && len(a.without) > 0 {
		result += ", without: " + strings.Join(a.without, "; ")
	}
	said := strings.TrimSpace(result + "\n" + strings.Join(a.said, "\n"))
	if good {
		t.Log(said)
	} else {
		t.Error(said)
	}
	must(t, writeOutcome(o, result, time.Since(start)))
}

// verdict returns the result of a test in words, and whether it is as expected.
func verdict(failed bool, reason string) (result string, good bool) {
	switch {
	case failed && reason != "":
		return "exception: " + reason, true
	case failed:
		return "failed", false
	case reason != "":
		return "failed: the test passes now, remove its exception from exceptions.txt: " + reason, false
	}
	return "green", true
}

// writeOutcome adds a line to the file that PLAYBOOK_ENGINE_TABLE names.
func writeOutcome(o outcome, result string, took time.Duration) error {
	name := os.Getenv("PLAYBOOK_ENGINE_TABLE")
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\t%s\t%s\t%s\t%.1f\n", o.test, o.engine, o.way, result, took.Seconds())
	return errors.Join(err, f.Close())
}

// exceptions lists what an engine cannot do, with the reason why that is not our mistake.
// The file itself explains its format.
//
//go:embed exceptions.txt
var exceptions string

// exceptionOf returns the reason why a test is expected to fail, "" if there is none.
func exceptionOf(list string, o outcome) (string, error) {
	for i, line := range strings.Split(list, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" || fields[1] == "says" || fields[1] == "lacks" {
			continue
		}
		if len(fields) < 4 {
			return "", fmt.Errorf("exceptions.txt:%d: expected ENGINE TEST WAY REASON or ENGINE says TEXT", i+1)
		}
		named, err := path.Match(fields[1], o.test)
		if err != nil {
			return "", fmt.Errorf("exceptions.txt:%d: %w", i+1, err)
		}
		if fields[0] == o.engine && named && (fields[2] == "*" || fields[2] == o.way) {
			return strings.Join(fields[3:], " "), nil
		}
	}
	return "", nil
}

// consoleExceptions returns the messages that an engine writes to the console although the
// page has no mistake.
func consoleExceptions(list, engine string) (texts []string) {
	for _, line := range strings.Split(list, "\n") {
		if text, ok := strings.CutPrefix(line, engine+" says "); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// lacking returns the reason why an engine cannot run a line of a script, "" if it can.
func lacking(list, engine string, words []string) string {
	line := strings.Join(words, " ")
	for _, entry := range strings.Split(list, "\n") {
		rest, ok := strings.CutPrefix(entry, engine+" lacks ")
		if verb, reason, _ := strings.Cut(rest, ": "); ok && strings.HasPrefix(line+" ", verb+" ") {
			return reason
		}
	}
	return ""
}

// An attempt collects the failures of a test instead of reporting them, for judge.
type attempt struct {
	testing.TB
	mu       sync.Mutex
	failed   bool
	said     []string
	without  []string // the reasons for lines that were not run, see lacking
	cleanups []func()
}

// run runs the test and then its cleanup functions.
func (a *attempt) run(test func(t testing.TB)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer a.cleanUp()
		test(a)
	}()
	<-done
}

func (a *attempt) cleanUp() {
	for len(a.cleanups) > 0 {
		last := a.cleanups[len(a.cleanups)-1]
		a.cleanups = a.cleanups[:len(a.cleanups)-1]
		last()
	}
}

func (a *attempt) fail(text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed = true
	if text != "" {
		a.said = append(a.said, strings.TrimSpace(text))
	}
}

func (a *attempt) Helper()           {}
func (a *attempt) Cleanup(fn func()) { a.cleanups = append(a.cleanups, fn) }
func (a *attempt) Fail()             { a.fail("") }
func (a *attempt) Error(args ...any) { a.fail(fmt.Sprintln(args...)) }
func (a *attempt) Errorf(format string, args ...any) {
	a.fail(fmt.Sprintf(format, args...))
}

func (a *attempt) FailNow() {
	a.fail("")
	runtime.Goexit()
}

func (a *attempt) Fatal(args ...any) {
	a.fail(fmt.Sprintln(args...))
	runtime.Goexit()
}

func (a *attempt) Fatalf(format string, args ...any) {
	a.fail(fmt.Sprintf(format, args...))
	runtime.Goexit()
}

func (a *attempt) Failed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.failed
}

var siteVerb = regexp.MustCompile(`(?m)^site (http|plain|file)\b`)

// ways returns how a script opens its site: as its verb "site" says, or else over http. In
// engines other than Chromium, scripts whose names have no hyphen (the main ones) also open
// it as files, because browsers differ in what they allow and store there.
func ways(name, script string) []string {
	if m := siteVerb.FindStringSubmatch(script); m != nil {
		return []string{strings.Replace(m[1], "plain", "http", 1)}
	}
	if os.Getenv("PLAYBOOK_ENGINES") == "" || strings.Contains(filepath.Base(name), "-") {
		return []string{"http"}
	}
	return []string{"http", "file"}
}

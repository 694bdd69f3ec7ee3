package scorm

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"playbook/generator/browser"
)

// platform is the test platform with a package in its folder "course".
func platform(t testing.TB, m made) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"lms.html", "lms.css", "stub.js", "learner.js"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	course := unpack(t, m)
	for _, f := range course.File {
		data, err := fs.ReadFile(course, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files["course/"+f.Name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	if dir := os.Getenv("PLAYBOOK_SCORM_AGAIN"); dir != "" {
		for _, name := range []string{"scorm12.min.js", "scorm2004.min.js"} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
	}
	return files
}

// await waits for a promise for as long as it takes: each step of a learner gives up by
// itself.
func await(t testing.TB, p *browser.Page, promise string, out any) {
	t.Helper()
	p.Eval(`window.ended = null, (`+promise+`).then((got) => { window.ended = {got}; }, (e) => { window.ended = {why: String(e.stack ?? e)}; }), 0`, nil)
	for {
		var ended *struct {
			Got json.RawMessage
			Why string
		}
		if p.Eval("window.ended", &ended); ended == nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		if ended.Why != "" {
			t.Fatal(ended.Why)
		}
		if out != nil && len(ended.Got) > 0 {
			if err := json.Unmarshal(ended.Got, out); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
}

// outcome is what learner.js tells of a whole course.
type outcome struct {
	Faults, Lost []string
	// Closed is how often the course was closed and opened again, Compared how many
	// things that a page shows of its answers were compared with what it showed before.
	Closed, Compared, Characters int
	Kept                         map[string]string
}

// stubbed and again make the two platforms of a whole course.
const (
	stubbed = `(attempt) => stub({version: %q, attempt})`
	again   = `makeAgain(%q)`
)

// inTurn says whether the i-th case of a test is one for a version: for each in the long
// form, otherwise for one after the other.
func inTurn(i int, v Version) bool {
	return os.Getenv("PLAYBOOK_LONG") != "" || Versions[i%len(Versions)] == v
}

// TestWholePath does a whole learning path, closes it at random points and opens it
// again: no answer is lost, the status and the score are right at the end. The short
// form does the shortest path in one version; the long form does the longest path in
// both, with 50 closings and 20 seeds. With PLAYBOOK_SCORM_AGAIN, the folder of npm's
// scorm-again, that is the platform, in both versions; the long form takes both
// platforms.
func TestWholePath(t *testing.T) {
	path, seeds, closings, names := "is", 1, 6, []string{"stub"}
	isLong, isAgain := os.Getenv("PLAYBOOK_LONG") != "", os.Getenv("PLAYBOOK_SCORM_AGAIN") != ""
	if isAgain {
		closings, names = 4, []string{"scorm-again"}
	}
	if isLong {
		path, seeds, closings = "ae", 20, 50
		if isAgain {
			names = append(names, "stub")
		}
	}
	b := browser.Start(t)
	for seed := 1; seed <= seeds; seed++ {
		for _, v := range Versions {
			if !isAgain && !inTurn(0, v) {
				continue
			}
			for _, name := range names {
				t.Run(fmt.Sprintf("%s/%s/%d", name, v, seed), func(t *testing.T) {
					t.Parallel()
					wholePath(t, b, name, Options{Version: v, Path: path}, seed, closings)
				})
			}
		}
	}
}

func wholePath(t *testing.T, b *browser.Browser, platformName string, o Options, seed, closings int) {
	m := ship(t, o)
	p := b.Page(t)
	p.Open(serve(t, m) + "lms.html")
	maker := fmt.Sprintf(stubbed, o.Version)
	if platformName == "scorm-again" {
		maker = fmt.Sprintf(again, o.Version)
		p.Eval(scormAgain, nil)
	}
	var got outcome
	await(t, p, fmt.Sprintf(`new Learner({version: %q, seed: %d, make: %s, unseen: true}).whole(%d)`, o.Version, seed, maker, closings), &got)
	if len(got.Lost) > 0 || len(got.Faults) > 0 {
		t.Errorf("lost:\n%s\nfaults:\n%s", strings.Join(got.Lost, "\n"), strings.Join(got.Faults, "\n"))
	}
	want := map[string]string{"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100", "cmi.core.exit": "suspend"}
	if o.Version == V2004 {
		want = map[string]string{
			"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.raw": "100", "cmi.score.scaled": "1", "cmi.progress_measure": "1",
			"cmi.objectives.0.completion_status": "completed",
		}
	}
	for name, value := range want {
		if got.Kept[name] != value {
			t.Errorf("%s is %q at the end, want %q", name, got.Kept[name], value)
		}
	}
	if got.Closed != closings {
		t.Errorf("the course was closed %d times, want %d", got.Closed, closings)
	}
	t.Logf("%s %s at %s, seed %d: closed %d times, %d answers compared, %d characters of suspend_data, %d as worked out", o.Path, o.Version, platformName, seed, got.Closed, got.Compared, got.Characters, m.report.Room.All)
	if got.Characters > 1000 || got.Characters > m.report.Room.All {
		t.Errorf("the platform keeps %d characters, more than 1000 or than was worked out: %d", got.Characters, m.report.Room.All)
	}
}

// scormAgain makes interfaces of npm's scorm-again that keep an attempt in an object.
const scormAgain = `(async () => {
  for (const src of ["scorm12.min.js", "scorm2004.min.js"]) await new Promise((done, failed) => {
    const s = document.createElement("script");
    s.src = src; s.onload = done; s.onerror = failed;
    document.head.append(s);
  });
  window.makeAgain = (version) => (attempt) => {
    const old = version === "1.2", api = old ? new Scorm12API({autocommit: false}) : new Scorm2004API({autocommit: false});
    const names = old ? {get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", end: "LMSFinish"} : {get: "GetValue", set: "SetValue", commit: "Commit", end: "Terminate"};
    if (Object.keys(attempt).length) api.loadFromFlattenedJSON(attempt);
    const live = {};
    const keep = () => Object.assign(attempt, live);
    const faults = [];
    const wrap = (name, then) => {
      const real = api[name].bind(api);
      api[name] = (...args) => {
        const out = real(...args);
        if (name === names.set && out !== "true") faults.push(name + " " + args[0] + "=" + String(args[1]).slice(0, 60) + ": " + out + " " + (api.lmsGetLastError?.() ?? api.LMSGetLastError?.() ?? api.GetLastError?.()));
        then(out, ...args);
        return out;
      };
    };
    wrap(names.set, (out, name, value) => { if (String(out) === "true") live[name] = value; });
    wrap(names.commit, keep);
    wrap(names.end, keep);
    api.faults = faults;
    return api;
  };
})()`

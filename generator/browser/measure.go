package browser

import (
	"encoding/json"
	"errors"
	"sync"
	"time"
)

var (
	errNoThreadTime = errors.New("the browser does not report the CPU time of threads")
	errNoTrace      = errors.New("the browser did not finish its trace in time")
)

// Spent returns the CPU time of the page's main thread so far: for scripts, and in all.
// Waiting does not count, and a busy machine hardly changes it.
func (p *Page) Spent() (script, all time.Duration, err error) {
	var res struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	if err := p.call("Performance.enable", object{"timeDomain": "threadTicks"}, nil); err != nil {
		return 0, 0, err
	}
	if err := p.call("Performance.getMetrics", nil, &res); err != nil {
		return 0, 0, err
	}
	seconds := map[string]float64{}
	for _, m := range res.Metrics {
		seconds[m.Name] = m.Value
	}
	duration := func(name string) time.Duration { return time.Duration(seconds[name] * float64(time.Second)) }
	if script, all = duration("ScriptDuration"), duration("ThreadTime"); all == 0 {
		err = errNoThreadTime
	}
	return script, all, err
}

// SpentOn returns the CPU time of the page's main thread while it evaluates an expression.
func (p *Page) SpentOn(expr string) time.Duration {
	p.t.Helper()
	_, start, err := p.Spent()
	must(p.t, err)
	p.Eval(expr, nil)
	_, end, err := p.Spent()
	must(p.t, err)
	return end - start
}

// Task is one task of a page's main thread: how long it took by the clock, which is longer on a busy machine, and its CPU time.
type Task struct{ Clock, Thread time.Duration }

// traced is an event in the browser's trace; Dur and Tdur are in microseconds.
type traced struct {
	Name, Ph  string
	Pid, Tid  int
	Dur, Tdur int64
	Args      struct{ Name string }
}

// Tasks returns the tasks that the main threads of all pages run during step. Only one call at a time is possible.
func (p *Page) Tasks(step func()) ([]Task, error) {
	var mu sync.Mutex
	var events []traced
	done := make(chan struct{})
	c, ok := p.tab.(*chromiumTab)
	if !ok {
		return nil, errChromium
	}
	c.conn.subscribe("", func(method string, params []byte) {
		switch method {
		case "Tracing.dataCollected":
			var some struct{ Value []traced }
			_ = json.Unmarshal(params, &some) // an event of another shape is ignored
			mu.Lock()
			events = append(events, some.Value...)
			mu.Unlock()
		case "Tracing.tracingComplete":
			close(done)
		}
	})
	defer c.conn.subscribe("", nil)
	err := c.conn.call("", "Tracing.start", object{"traceConfig": object{"includedCategories": []string{"toplevel", "disabled-by-default-devtools.timeline"}}}, nil)
	if err != nil {
		return nil, err
	}
	step()
	if err := c.conn.call("", "Tracing.end", nil, nil); err != nil {
		return nil, err
	}
	select {
	case <-done:
	case <-time.After(callTimeout):
		return nil, errNoTrace
	}
	return mainTasks(events), nil
}

func mainTasks(events []traced) (tasks []Task) {
	main := map[[2]int]bool{}
	for _, e := range events {
		if e.Ph == "M" && e.Name == "thread_name" && e.Args.Name == "CrRendererMain" {
			main[[2]int{e.Pid, e.Tid}] = true
		}
	}
	for _, e := range events {
		if e.Ph == "X" && e.Name == "RunTask" && main[[2]int{e.Pid, e.Tid}] {
			tasks = append(tasks, Task{time.Duration(e.Dur) * time.Microsecond, time.Duration(e.Tdur) * time.Microsecond})
		}
	}
	return tasks
}

// Heap returns how many bytes of memory the page's scripts use after a garbage collection.
func (p *Page) Heap() (int, error) {
	var res struct{ UsedSize float64 }
	if err := p.call("HeapProfiler.collectGarbage", nil, nil); err != nil {
		return 0, err
	}
	err := p.call("Runtime.getHeapUsage", nil, &res)
	return int(res.UsedSize), err
}

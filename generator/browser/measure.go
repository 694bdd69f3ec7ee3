package browser

import (
	"errors"
	"time"
)

var errNoThreadTime = errors.New("the browser does not say how long a thread has worked")

// Spent is how long the page's main thread has run scripts, and worked altogether, until
// now: its own time, which waiting, and other work of the machine, hardly lengthen.
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

// Heap is how many bytes the page's script holds, after a collection.
func (p *Page) Heap() (int, error) {
	var res struct{ UsedSize float64 }
	if err := p.call("HeapProfiler.collectGarbage", nil, nil); err != nil {
		return 0, err
	}
	err := p.call("Runtime.getHeapUsage", nil, &res)
	return int(res.UsedSize), err
}

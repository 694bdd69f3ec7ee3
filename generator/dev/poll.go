package dev

import "time"

// pollEvery is the interval of scans where the kernel reports no events.
const pollEvery = time.Second

// A poller rings the bell at intervals.
type poller struct {
	stop chan struct{}
	done chan struct{}
}

func poll(every time.Duration, b *bell) *poller {
	p := &poller{make(chan struct{}), make(chan struct{})}
	go func() {
		defer close(p.done)
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-p.stop:
				return
			case <-t.C:
				b.look()
			}
		}
	}()
	return p
}

// close stops polling and waits for the goroutine to end.
func (p *poller) close() {
	close(p.stop)
	<-p.done
}

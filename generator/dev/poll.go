package dev

import "time"

// pollEvery is how often everything is looked at where the kernel cannot tell.
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

// close ends the polling and waits for it.
func (p *poller) close() {
	close(p.stop)
	<-p.done
}

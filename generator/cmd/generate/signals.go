package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// stopped is why a context ended: a signal came.
type stopped struct{ signal syscall.Signal }

func (s stopped) Error() string {
	if s.signal == syscall.SIGTERM {
		return "terminated"
	}
	return "interrupted"
}

// Unwrap makes it a cancellation to whoever asks only whether there was one.
func (s stopped) Unwrap() error { return context.Canceled }

func (s stopped) code() int { return exitSignal + int(s.signal) }

// untilSignal returns a context that the first SIGINT or SIGTERM cancels, with
// a stopped as its cause. The second signal ends the command at once, whatever
// it is doing: every fault leaves the output whole.
func untilSignal(parent context.Context, end func(code int)) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for first := true; ; first = false {
			select {
			case s := <-signals:
				why := stopped{syscall.SIGINT}
				if s == syscall.SIGTERM {
					why.signal = syscall.SIGTERM
				}
				if !first {
					end(why.code())
				}
				cancel(why)
			case <-parent.Done():
				return
			}
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

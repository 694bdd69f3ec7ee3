//go:build !linux

package cputime

import "time"

var began = time.Now()

// Of runs f and returns how long it took.
func Of(f func()) time.Duration {
	before := Process()
	f()
	return Process() - before
}

// Process returns how long this process has been running.
func Process() time.Duration { return time.Since(began) }

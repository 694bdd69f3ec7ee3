//go:build !linux

package content

import "time"

// cpuTime runs f and returns how long it took.
func cpuTime(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

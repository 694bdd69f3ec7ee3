//go:build !linux

package main

import "time"

var began = time.Now()

// cpuTime stands in for processor time.
func cpuTime() time.Duration { return time.Since(began) }

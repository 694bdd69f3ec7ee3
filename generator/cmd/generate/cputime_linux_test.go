package main

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has taken, which what else the
// machine does changes little.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

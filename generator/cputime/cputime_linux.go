// Package cputime is test support: it measures processor time, which other
// programs on a busy machine change little.
package cputime

import (
	"runtime"
	"syscall"
	"time"
)

// Of runs f and returns the processor time of its goroutine's thread. What f
// does in other goroutines is not counted.
func Of(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const thisThread = 1 // RUSAGE_THREAD of getrusage(2)
	before := used(thisThread)
	f()
	return used(thisThread) - before
}

// Process returns the processor time that this process has used so far.
func Process() time.Duration { return used(syscall.RUSAGE_SELF) }

func used(who int) time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(who, &u) // fails only for a wrong argument
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

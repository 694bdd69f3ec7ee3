package content

import (
	"runtime"
	"syscall"
	"time"
)

// cpuTime runs f and returns the processor time of its thread, which what else
// the machine does changes little.
func cpuTime(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const thisThread = 1 // RUSAGE_THREAD
	var before, after syscall.Rusage
	_ = syscall.Getrusage(thisThread, &before)
	f()
	_ = syscall.Getrusage(thisThread, &after)
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}

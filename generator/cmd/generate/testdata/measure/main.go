//go:build unix

// Measure runs a program and prints what it took: microseconds of wall time,
// microseconds of CPU time, and KiB of the largest resident size. What the
// program prints goes to standard error.
//
// The benchmark does not measure its own children, because Linux counts the
// memory of a parent as a child's until the child is running its program.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: measure PROGRAM NAME [ARGUMENT…]")
		os.Exit(2)
	}
	c := &exec.Cmd{Path: os.Args[1], Args: os.Args[2:], Stdout: os.Stderr, Stderr: os.Stderr}
	start := time.Now()
	err := c.Run()
	wall := time.Since(start)
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
	used, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		fmt.Fprintln(os.Stderr, "measure: this system does not report how much time and memory a process used")
		os.Exit(1)
	}
	peak := int64(used.Maxrss)
	if runtime.GOOS == "darwin" { // which counts bytes
		peak >>= 10
	}
	cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	fmt.Println(wall.Microseconds(), cpu.Microseconds(), peak)
}

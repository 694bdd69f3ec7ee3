package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A BusyError says that another process publishes to the same folder and did
// not end in time.
type BusyError struct {
	PID  int    // 0 if unknown
	File string // the lock file, where the kernel has no lock; else empty
}

func (e *BusyError) Error() string {
	who := "another build"
	if e.PID != 0 {
		who = fmt.Sprintf("another build (process %d)", e.PID)
	}
	msg := who + " is publishing to this folder: wait for it to end, then run this one again"
	if e.File != "" {
		msg += fmt.Sprintf(" (if there is none, delete %q)", e.File)
	}
	return msg
}

// errLockHeld is a lock that another process holds.
var errLockHeld = errors.New("lock is held")

// A lock keeps other publications away from an output folder.
type lock struct {
	kernel  bool       // flock, which the kernel releases when the process dies
	handles []*os.File // locked folders
	file    string     // the pid file where flock is missing
}

// How long to wait by default, and how often to retry.
const (
	defaultWait = 10 * time.Second
	lockPoll    = 20 * time.Millisecond
)

// acquire locks the output folder. With create it makes the folder first.
func acquire(ctx context.Context, pl *place, wait time.Duration, create bool) (*lock, error) {
	if wait == 0 {
		wait = defaultWait
	}
	for {
		if create {
			if err := pl.make(); err != nil {
				return nil, err
			}
		}
		l, err := tryAcquire(pl.dir)
		if !errors.Is(err, errLockHeld) {
			if err != nil {
				pl.unmake()
			}
			return l, err
		}
		if wait <= 0 {
			return nil, busy(pl)
		}
		wait -= lockPoll
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}

// tryAcquire tries once to lock dir. If the holder of the lock has exchanged the folder
// meanwhile, the lock counts as held, so that the caller retries.
func tryAcquire(dir string) (*lock, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	err = flock(f)
	if errors.Is(err, errors.ErrUnsupported) {
		_ = f.Close() // nothing was written through it
		return pidLock(filepath.Join(dir, lockName))
	}
	if err == nil {
		err = stillNamed(f, dir)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &lock{kernel: true, handles: []*os.File{f}}, nil
}

func stillNamed(f *os.File, dir string) error {
	a, err := f.Stat()
	if err != nil {
		return err
	}
	b, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(a, b) {
		return errLockHeld
	}
	return err
}

// add locks a second folder, which is to become the output.
func (l *lock) add(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err := flock(f); err != nil {
		_ = f.Close()
		return err
	}
	l.handles = append(l.handles, f)
	return nil
}

func (l *lock) release() {
	for _, f := range l.handles {
		_ = f.Close() // frees the lock
	}
	if l.file != "" {
		_ = os.Remove(l.file)
	}
}

// pidLock is the lock for systems without flock: a file with our pid. A lock file of a
// dead process is renamed before it is removed, so that only one of two processes that
// find it takes the lock.
func pidLock(name string) (*lock, error) {
	pid := os.Getpid()
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err == nil {
		_, err = f.WriteString(strconv.Itoa(pid) + "\n")
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(name)
			return nil, err
		}
		return &lock{file: name}, nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	other := lockPID(name)
	if other == 0 || alive(other) {
		return nil, errLockHeld
	}
	mine := filepath.Join(filepath.Dir(name), workPrefix+strconv.Itoa(pid))
	if os.Rename(name, mine) == nil {
		if lockPID(mine) != other { // another process has taken the lock meanwhile: give it back
			return nil, errors.Join(errLockHeld, os.Rename(mine, name))
		}
		_ = os.Remove(mine)
	}
	return nil, errLockHeld // the caller retries
}

// lockPID reads the pid in a lock file, 0 if there is none yet.
func lockPID(name string) int {
	data, err := readFile(name, maxNote)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return 0
	}
	return pid
}

// busy returns an error with the process that publishes to pl, found by the lock file or
// the staging folders.
func busy(pl *place) error {
	file := filepath.Join(pl.dir, lockName)
	if _, err := os.Lstat(file); err == nil {
		return &BusyError{PID: lockPID(file), File: filepath.ToSlash(file)}
	}
	for _, at := range [][2]string{{filepath.Dir(pl.dir), pl.besidePrefix()}, {pl.dir, workPrefix}} {
		entries, _ := os.ReadDir(at[0]) // only for the message
		for _, e := range entries {
			if pid, ok := workPID(e.Name(), at[1]); ok && alive(pid) {
				return &BusyError{PID: pid}
			}
		}
	}
	return &BusyError{}
}

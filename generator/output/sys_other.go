//go:build !linux || other

package output

import (
	"os"
	"runtime"
	"time"
)

// canExchange says whether this system has a call that exchanges two folders.
const canExchange = false

func exchangeDirs(string, string) error { return errNoExchange }

type mountID struct{}

func mountOf(string) mountID { return mountID{} }
func isMount(string) bool    { return false }

// statIn returns the size of the regular file rel in a folder and the time of its last
// change; the size is -1 for anything else.
func statIn(dir *os.File, rel string) (size int64, changed time.Time, err error) {
	info, err := os.Lstat(join(dir.Name(), rel))
	if err != nil || !info.Mode().IsRegular() {
		return -1, changed, err
	}
	return info.Size(), info.ModTime(), nil
}

// createFile makes a file under a name that must not exist.
func createFile(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
}

// arm is never called, because there is no exchange here.
func (p *publication) arm() error { return errNoExchange }

func exchanged(string, string) bool { return false }
func copyMode(string, string) error { return nil }
func syncAll(string) error          { return nil }

// syncHandle flushes a file. Windows flushes only files that are open for writing, so
// there the system does it later.
func syncHandle(f *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return f.Sync()
}
